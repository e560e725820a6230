"""On an order's Tasks tab: its sub-projects with bars, links, a what-if, and the baseline."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from desktop.theme.cells import CELL_ROLE, Span
from sync import clock
from sync.domain.projects import Project, ProjectLink, ProjectState, link_id, place_of
from sync.store import rows
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

TOOLING, SAMPLES = an_id("tooling"), an_id("samples")


def _project(project_id, order_id, name, begin, days, **fields):
    start = clock.today() + timedelta(days=begin)
    return Project(
        id=project_id,
        order_id=order_id,
        name=name,
        owner_id=LIN.id,
        planned_start=start,
        planned_finish=start + timedelta(days=days),
        **fields,
    )


@pytest.fixture
def page(qtbot, around):
    found = OrderPage(around)
    qtbot.addWidget(found)
    found.resize(1240, 900)
    found.show()
    yield found
    found.leave()


@pytest.fixture
def card(qtbot, page, company):
    order_id = company.order_id(2)
    with company.database.write() as connection:
        tooling = _project(TOOLING, order_id, "Tooling", 1, 10)
        samples = _project(SAMPLES, order_id, "Samples", 1, 4)
        link = ProjectLink(
            id=link_id(TOOLING, SAMPLES), order_id=order_id, before=TOOLING, after=SAMPLES
        )
        put_records(connection, (tooling, samples, link), ver=2)
    return shown(qtbot, page, company, 2)


def shown(qtbot, page, company, number):
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(number), tab="tasks"))
    return page.tabs["tasks"].projects


def words_of(widget):
    named = [each.accessibleName() for each in widget.findChildren(QWidget)]
    return " ".join([*named, *(each.text() for each in widget.findChildren(QLabel))])


def row_of(company, entity, row_id):
    with company.database.read() as connection:
        return rows.get(connection, entity, row_id)


def cell_of(card, project_id, key):
    column = [each.key for each in card.list.columns].index(key)
    return card.list.index(card.list.row_of(project_id), column).data(CELL_ROLE)


def choose(qtbot, card, project_id):
    qtbot.waitUntil(lambda: card.list.row_of(project_id) >= 0)
    qtbot.waitUntil(lambda: cell_of(card, project_id, "name") is not None)
    card.table.choose(card.list.row_of(project_id))
    qtbot.waitUntil(card.details.isVisible)


@pytest.mark.system("S63")
def test_each_sub_project_has_its_bar_its_room_in_words_and_what_it_waits_for(qtbot, card):
    choose(qtbot, card, SAMPLES)
    bar = cell_of(card, SAMPLES, "plan")
    before = cell_of(card, TOOLING, "plan")
    assert isinstance(bar, Span)
    assert bar.start > before.start
    assert (before.was, bar.finish) == (None, 1.0)
    assert "to spare" in cell_of(card, SAMPLES, "room").text
    assert cell_of(card, SAMPLES, "waits").text == "Tooling"
    assert "Critical path: " in words_of(card)
    assert not card.grab().isNull()


@pytest.mark.system("S63")
def test_one_is_added_by_its_form_and_dates_are_checked_at_their_field(qtbot, page, company):
    card = shown(qtbot, page, company, 2)
    assert not card.form.isVisible()
    assert not card.table.isVisible()
    qtbot.waitUntil(card.add.isEnabled)
    card.add.click()
    start = clock.today() + timedelta(days=3)
    for name, text in (
        ("name", "Moulds"),
        ("planned_start", start.isoformat()),
        ("planned_finish", "soon"),
    ):
        card.form.controls[name].setText(text)
    card.form.controls["kind"].choose("tooling")
    card.form.button.click()
    assert "soon" in words_of(card.form)
    card.form.controls["planned_finish"].setText((start + timedelta(days=9)).isoformat())
    card.form.button.click()
    qtbot.waitUntil(lambda: card.list.rowCount() == 1)
    (found,) = page.model.picture.facts.projects
    assert (found.name, found.kind, found.owner_id) == ("Moulds", "tooling", LIN.id)
    assert not card.form.isVisible()


@pytest.mark.system("S63")
def test_it_is_begun_finished_and_taken_up_again_with_a_reason(qtbot, card, company):
    choose(qtbot, card, TOOLING)
    start = card._buttons["project.start"]
    qtbot.waitUntil(lambda: start.isVisible() and start.isEnabled())
    start.click()
    qtbot.waitUntil(lambda: row_of(company, "projects", TOOLING)["state"] == "active")
    finish = card._buttons["project.finish"]
    qtbot.waitUntil(lambda: not start.isVisible() and finish.isEnabled())
    finish.click()
    again = card._buttons["project.reopen"]
    qtbot.waitUntil(lambda: again.isVisible() and again.isEnabled())
    assert row_of(company, "projects", TOOLING)["finished_on"] == clock.today().isoformat()
    again.click()
    card.ask_line.text.setText("one cavity is off")
    card.ask_line.button.click()
    qtbot.waitUntil(lambda: row_of(company, "projects", TOOLING)["state"] == "active")
    assert row_of(company, "projects", TOOLING)["reason"] == "one cavity is off"


@pytest.mark.system("S63")
def test_a_link_that_would_close_a_loop_is_locked_with_the_loop_in_words(qtbot, card, company):
    choose(qtbot, card, TOOLING)
    details = card.details
    details.way.choose("before")
    details.piece.choose(SAMPLES)
    details.piece.activated.emit(0)
    qtbot.waitUntil(lambda: not details.tie.isEnabled())
    assert "Tooling → Samples → Tooling" in details.tie.toolTip()
    details.piece.choose(place_of(company.order_id(2), "N09"))
    details.lag.setText("2")
    details.piece.activated.emit(0)
    qtbot.waitUntil(details.tie.isEnabled)
    details.tie.click()
    made = link_id(place_of(company.order_id(2), "N09"), TOOLING)
    qtbot.waitUntil(lambda: row_of(company, "project_links", made) is not None)
    assert row_of(company, "project_links", made)["lag_days"] == 2
    qtbot.waitUntil(lambda: "N09" in words_of(details) and "+2" in words_of(details))


@pytest.mark.system("S63")
def test_a_slip_says_what_it_would_move_and_the_plan_is_changed(qtbot, card, company):
    choose(qtbot, card, TOOLING)
    details = card.details
    details.slip.setText("2")
    assert "If “Tooling” takes 2 d longer" in details.effect.text()
    details.slip.setText("x")
    assert details.effect.text() == ""
    later = (clock.today() + timedelta(days=20)).isoformat()
    qtbot.waitUntil(details.change.isEnabled)
    details.finish.setText(later)
    details.change.click()
    qtbot.waitUntil(lambda: row_of(company, "projects", TOOLING)["planned_finish"] == later)
    details.finish.setText("2020-01-01")
    details.change.click()
    qtbot.waitUntil(details.band.isVisible)
    assert row_of(company, "projects", TOOLING)["planned_finish"] == later


@pytest.mark.system("S63")
def test_the_baseline_is_set_and_set_anew_with_a_reason(qtbot, page, card, company):
    qtbot.waitUntil(card.agree.isEnabled)
    card.agree.click()
    qtbot.waitUntil(lambda: len(page.model.picture.baselines) == 1)
    qtbot.waitUntil(lambda: card.agree.accessibleName() == "Set the baseline anew")
    choose(qtbot, card, SAMPLES)
    qtbot.waitUntil(lambda: cell_of(card, SAMPLES, "plan").was is not None)
    card.agree.click()
    card.ask_line.text.setText("the mould cracked")
    card.ask_line.button.click()
    qtbot.waitUntil(lambda: len(page.model.picture.baselines) == 2)
    assert page.model.picture.baselines[-1].reason == "the mould cracked"
    assert "the mould cracked" in words_of(card)


def test_a_task_is_given_to_a_sub_project(qtbot, page, card, company):
    tab = page.tabs["tasks"]
    tab.title.setText("Drawing")
    tab.project.choose(TOOLING)
    tab.give.click()
    qtbot.waitUntil(lambda: len(page.model.picture.tasks) == 1)
    assert page.model.picture.tasks[0].project_id == TOOLING
    qtbot.waitUntil(lambda: tab.list.rowCount() == 1 and tab.list.index(0, 0).data() != "")
    assert tab.list.index(0, 0).data() == "Tooling · Drawing"


def test_a_loop_that_came_about_is_said_in_a_band(qtbot, page, card, company):
    order_id = company.order_id(2)
    back = ProjectLink(
        id=link_id(SAMPLES, TOOLING), order_id=order_id, before=SAMPLES, after=TOOLING
    )
    with company.database.write() as connection:
        put_records(connection, [back], ver=3)
    with qtbot.waitSignal(page.model.loaded):
        page.model.reload()
    assert card.loops.isVisible()
    assert "Tooling" in card.loops.accessibleName()


def test_what_is_over_or_dropped_says_so(qtbot, page, card, company):
    order_id, today = company.order_id(2), clock.today()
    over = _project(TOOLING, order_id, "Tooling", -9, 4, state=ProjectState.DONE, started_on=today)
    gone = _project(SAMPLES, order_id, "Samples", 1, 4, state=ProjectState.DROPPED)
    with company.database.write() as connection:
        put_records(connection, [over, gone], ver=3)
    with qtbot.waitSignal(page.model.loaded):
        page.model.reload()
    choose(qtbot, card, SAMPLES)
    qtbot.waitUntil(lambda: cell_of(card, SAMPLES, "room").text == "dropped")
    assert cell_of(card, SAMPLES, "days").text == "–"
    qtbot.waitUntil(lambda: cell_of(card, TOOLING, "room").text == "done")
