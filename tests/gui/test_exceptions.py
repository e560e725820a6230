"""Exceptions and knowledge in the window: the list, a room, the 5-Why, a lesson at its step."""

from datetime import timedelta

import pytest

from desktop.models.exceptions import Escalator
from desktop.screens.exception_room import ExceptionRoomPage
from desktop.screens.exceptions import ExceptionsPage
from desktop.screens.knowledge import KnowledgePage
from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.articles import Article, ArticleState
from sync.domain.exceptions import OrderException, Severity
from sync.domain.tasks import Task
from sync.store import rows
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

TROUBLE = an_id("trouble")


def a_trouble(company, **fields):
    plain = {
        "id": TROUBLE,
        "order_id": company.order_id(2),
        "node": "N12",
        "exception_code": "L12",
        "title": "Rolled to the next vessel",
        "severity": Severity.S3,
        "owner_id": LIN.id,
        "created_by": LIN.id,
        "created_at": clock.now() - timedelta(hours=3),
    }
    return OrderException(**{**plain, **fields})


def a_lesson(**fields):
    plain = {
        "id": an_id("lesson"),
        "title": "Ask for free time when booking",
        "solution": "Write 14 days into the booking",
        "at_nodes": "N04",
        "state": ArticleState.PUBLISHED,
        "created_by": an_id("mei"),
        "reviewed_on": clock.today(),
    }
    return Article(**{**plain, **fields})


def keep(company, *records):
    with company.database.write() as connection:
        put_records(connection, records, ver=2)


def shown(qtbot, page, signal, where):
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    with qtbot.waitSignal(signal):
        page.show_at(where)
    return page


def row(company, entity, row_id):
    with company.database.read() as connection:
        return rows.get(connection, entity, row_id)


def test_the_list_shows_the_worst_first_and_opens_a_room(qtbot, around, company):
    keep(company, a_trouble(company), a_trouble(company, id=an_id("worse"), severity=Severity.S1))
    page = ExceptionsPage(around)
    shown(qtbot, page, page.list.read_anew, Where("exceptions"))
    qtbot.waitUntil(lambda: page.table_model.ids() == [an_id("worse"), TROUBLE])
    with qtbot.waitSignal(page.go) as gone:
        page.table.opened.emit(TROUBLE)
    assert gone.args[0] == Where("exceptions", id=TROUBLE)


@pytest.mark.system("S26")
def test_closing_with_an_open_action_says_which(qtbot, around, company):
    task = Task(
        id=an_id("act"),
        order_id=company.order_id(2),
        subject_id=TROUBLE,
        title="Ask the line for space",
        assignee_id=LIN.id,
    )
    keep(company, a_trouble(company), task)
    page = ExceptionRoomPage(around)
    shown(qtbot, page, page.model.loaded, Where("exceptions", id=TROUBLE))
    page.head.buttons["close"].click()
    page.head.ask.text.setText("sailed a week later")
    page.head.ask.button.click()
    qtbot.waitUntil(page.band.isVisible)
    assert "Ask the line for space" in page.band.accessibleName()
    assert row(company, "exceptions", TROUBLE)["state"] == "open"


@pytest.mark.system("S27")
def test_the_room_challenges_blame_and_takes_a_cause_of_the_process(qtbot, around, company):
    keep(company, a_trouble(company))
    page = ExceptionRoomPage(around)
    shown(qtbot, page, page.model.loaded, Where("exceptions", id=TROUBLE))
    page.whys.answer.setText("the clerk was careless")
    with qtbot.waitSignal(page.model.loaded):
        page.whys.next.click()
    page.whys.cause.choose("PE11")
    page.whys.conclude.click()
    qtbot.waitUntil(page.band.isVisible)
    page.whys.companion.choose("SY22")
    with qtbot.waitSignal(page.model.loaded):
        page.whys.conclude.click()
    assert row(company, "exceptions", TROUBLE)["root_cause"] == "PE11"
    assert page.band.isHidden()


@pytest.mark.system("S25")
def test_the_desk_takes_a_step_up_by_itself_without_a_network(qtbot, company):
    keep(company, a_trouble(company, severity=Severity.S1))
    escalator = Escalator(company.desk)
    with qtbot.waitSignal(company.desk.changed):
        escalator.look()
    qtbot.waitUntil(lambda: _raised(company) == 2)
    escalator.look()
    assert _raised(company) == 2


def _raised(company):
    with company.database.read() as connection:
        return len(list(rows.all_rows(connection, "escalations")))


@pytest.mark.system("S28")
def test_a_lesson_is_on_screen_at_its_step_only(qtbot, around, company):
    keep(company, a_lesson())
    page = OrderPage(around)
    shown(qtbot, page, page.model.loaded, Where("orders", id=company.order_id(2)))
    overview = page.tabs["overview"]
    overview.choose_node("N04")
    qtbot.waitUntil(overview.lessons.isVisible)
    overview.choose_node("N01")
    qtbot.waitUntil(overview.lessons.isHidden)


@pytest.mark.system("S50")
def test_an_article_not_used_for_a_year_is_flagged(qtbot, around, company):
    old = clock.today() - timedelta(days=366)
    keep(company, a_lesson(reviewed_on=old), a_lesson(id=an_id("new"), title="Fresh"))
    page = KnowledgePage(around)
    shown(qtbot, page, page.list.read_anew, Where("knowledge"))
    flagged = {each.article.id: each.is_stale for each in page.list.rows}
    assert flagged == {an_id("lesson"): True, an_id("new"): False}
    qtbot.waitUntil(lambda: len(page.table_model.ids()) == 2)


def test_an_order_reports_an_exception_on_its_own_tab(qtbot, around, company):
    page = OrderPage(around)
    shown(qtbot, page, page.model.loaded, Where("orders", id=company.order_id(2), tab="exceptions"))
    report = page.tabs["exceptions"].report
    report.title.setText("No space on the vessel")
    report.code.choose("L11")
    with qtbot.waitSignal(page.go) as gone:
        report.button.click()
    made = row(company, "exceptions", gone.args[0].id)
    assert (made["title"], made["exception_code"]) == ("No space on the vessel", "L11")
