"""A home for each role: what is answered in one of a person's roles stays open in the other."""

import pytest

from desktop.screens.page import Where
from desktop.screens.today import TodayPage
from sync.domain.commands import Add
from sync.domain.handing_commands import ReadBack
from sync.domain.tasks import Task
from sync.store import asks, work_lists
from sync.store.work_lists import Hands
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

WISH = {"text": "EN label", "departments": "DOC,LOG"}


@pytest.fixture
def page(qtbot, around):
    page = TodayPage(around)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    return page


def _at(qtbot, page, role):
    with qtbot.waitSignal(page.list.was_read):
        page.show_at(Where("today", tab=role))


def _do(qtbot, company, action, command):
    with qtbot.waitSignal(company.desk.changed):
        company.desk.do(
            action, command, owner=company.desk, done=lambda _: None, refused=pytest.fail
        )


@pytest.mark.system("S35")
def test_what_is_read_back_as_one_role_still_waits_for_the_other(qtbot, page, company):
    wish = Add(id=an_id("wish"), set={**WISH, "order_id": company.order_id(2)})
    _do(qtbot, company, "requirement.add", wish)
    _at(qtbot, page, "DOC")
    qtbot.waitUntil(lambda: list(page.asks.lines) == [an_id("wish")])
    words = ReadBack(requirement_id=an_id("wish"), department="DOC", words="English on each")
    _do(qtbot, company, "requirement.read_back", words)
    _at(qtbot, page, "DOC")
    qtbot.waitUntil(lambda: not page.asks.lines)
    _at(qtbot, page, "LOG")
    qtbot.waitUntil(lambda: list(page.asks.lines) == [an_id("wish")])
    with company.database.read() as connection:
        both = asks.read_asks(connection, LIN.id, ["LOG"], today=company.desk.today())
    assert [ask.kind for ask in both] == ["readback"]


@pytest.mark.system("S35")
def test_each_role_has_its_own_orders_and_work(qtbot, page, company):
    tasks = (
        Task(id=an_id("book"), title="Book", assignee_id=LIN.id, node="N12"),
        Task(id=an_id("papers"), title="Papers", assignee_id=LIN.id, node="N18"),
        Task(id=an_id("call"), title="Call", assignee_id=LIN.id),
    )
    with company.database.write() as connection:
        put_records(connection, tasks, ver=4)
    _at(qtbot, page, "LOG")
    assert {an_id("book"), an_id("call")} <= page.list.lines.keys()
    assert an_id("papers") not in page.list.lines
    assert page._figures["own"].accessibleName().startswith("Orders I work on")
    _at(qtbot, page, "SR")
    assert an_id("book") not in page.list.lines
    assert page._figures["own"].accessibleName().startswith("My open orders")
    assert page.list.home.waited_for or page.list.home.in_hand


def test_a_managers_home_is_about_every_open_order(company):
    hands = Hands(user_id=an_id("bo"), roles=("MGR",), today=company.desk.today())
    with company.database.read() as connection:
        home = work_lists.read_home(connection, hands)
    assert (home.owns, len(home.own)) == ("all", 5)
