"""What waits for a person's word on Today, and opinions at a node of the order page."""

from datetime import timedelta

import pytest

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from desktop.screens.today import TodayPage
from sync import clock
from sync.domain.opinions import Opinion, ToldOnce
from sync.domain.people import Role
from sync.domain.requirements import Requirement
from sync.store import rows
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN


def put(company, *records):
    with company.database.write() as connection:
        put_records(connection, records, ver=3)


def an_opinion(company, **fields):
    order = company.order_id(5)
    plain = {
        "id": an_id("opinion"),
        "order_id": order,
        "subject_id": order,
        "node": "N02",
        "role": Role.LOG,
        "asked_by": an_id("mei"),
        "asked_at": clock.now(),
        "due_on": clock.today() - timedelta(days=1),
    }
    return Opinion(**{**plain, **fields})


def test_today_lists_what_is_asked_and_news_until_it_is_seen(qtbot, around, company):
    order = company.order_id(5)
    wish = Requirement(id=an_id("wish"), order_id=order, text="EN label", departments="DOC")
    told = ToldOnce(
        id=an_id("told"),
        order_id=order,
        subject_id=order,
        node="N01",
        role=Role.DOC,
        told_by=an_id("mei"),
        told_at=clock.now(),
    )
    old = {"id": an_id("old"), "told_at": clock.now() - timedelta(days=30)}
    put(company, an_opinion(company), wish, told, ToldOnce(**{**_fields(told), **old}))
    page = TodayPage(around)
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    page.show_at(Where("today", tab="DOC"))
    qtbot.waitUntil(lambda: len(page.asks.lines) == 2)
    assert list(page.asks.seen) == [told.id]
    with qtbot.waitSignal(page.go) as went:
        page.asks.lines[wish.id].click()
    assert went.args == [Where("orders", id=order, tab="requirements")]
    page.asks.seen[told.id].click()
    qtbot.waitUntil(lambda: list(page.asks.lines) == [wish.id])
    with company.database.read() as connection:
        assert rows.get(connection, "notices", told.id)["seen_by"] == LIN.id
    page.show_at(Where("today", tab="LOG"))
    qtbot.waitUntil(lambda: list(page.asks.lines) == [an_opinion(company).id])


def _fields(told):
    return {name: getattr(told, name) for name in told.__struct_fields__}


@pytest.mark.system("S05")
def test_an_opinion_is_given_at_its_node(qtbot, around, company):
    put(company, an_opinion(company), an_opinion(company, id=an_id("other"), role=Role.PUR))
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(5), tab="overview", filter="N02"))
    card = page.tabs["overview"].opinions
    qtbot.waitUntil(lambda: len(card.buttons) == 2)
    assert not card.buttons[an_id("opinion")][0].isHidden()
    assert card.buttons[an_id("other")][0].isHidden()  # of a role that is not mine
    card.buttons[an_id("opinion")][0].click()
    card.ask_line.text.setText("two containers will do")
    with qtbot.waitSignal(page.model.loaded):
        card.ask_line.button.click()
    assert list(card.buttons) == [an_id("other")]
