"""The handover page: offering a packet, answering its items, ending it."""

from datetime import timedelta

import pytest

from desktop.screens.handovers import HandoversPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.handovers import Handover, HandoverItem, ItemState
from sync.domain.tasks import Task
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN


@pytest.fixture
def page(qtbot, around):
    made = HandoversPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    with qtbot.waitSignal(made.model.loaded):
        made.show_at(Where("handovers"))
    return made


def put(company, *records):
    with company.database.write() as connection:
        put_records(connection, records, ver=3)


@pytest.mark.system("D11")
def test_a_desk_is_handed_over_and_taken_back(qtbot, page, company):
    assert len(page.ticks) == 4  # Lin's open orders
    page.offer.click()
    assert page._first.error
    today = company.desk.today()
    page.first.setText(today.isoformat())
    page.last.setText((today + timedelta(days=40)).isoformat())
    page.to.choose(an_id("mei"))
    page.offer.click()
    qtbot.waitUntil(page.band.isVisible)
    assert "30 days" in page.band.accessibleName()
    page.last.setText((today + timedelta(days=5)).isoformat())
    first = next(iter(page.ticks))
    page.ticks[first].setChecked(False)
    with qtbot.waitSignal(page.said):
        page.offer.click()
    qtbot.waitUntil(lambda: len(page.packets) == 1)
    (card,) = page.packets.values()
    assert card.packet.count(ItemState.OFFERED) == 3
    qtbot.waitUntil(lambda: list(page.ticks) == [first])
    card._end.click()
    qtbot.waitUntil(lambda: not page.packets)
    assert len(page.ticks) == 4


@pytest.mark.system("D11")
def test_items_offered_to_me_are_accepted_and_refused_one_by_one(qtbot, page, company):
    today = clock.today()
    days = {"from_on": today, "to_on": today + timedelta(days=5)}
    order, mei = company.order_id(5), an_id("mei")
    task = Task(id=an_id("task"), order_id=order, title="Call the buyer", assignee_id=mei)
    packet = Handover(id=an_id("packet"), from_id=mei, **days)
    items = [
        HandoverItem(
            id=an_id(f"item {entity}"),
            handover_id=packet.id,
            order_id=order,
            entity=entity,
            row_id=row_id,
            from_id=mei,
            to_id=LIN.id,
            **days,
        )
        for entity, row_id in (("orders", order), ("tasks", task.id))
    ]
    put(company, task, packet, *items)
    page.model.reload()
    qtbot.waitUntil(lambda: len(page.asked) == 2)
    page.asked[items[1].id].accept.click()
    qtbot.waitUntil(lambda: len(page.asked) == 1)
    page.asked[items[0].id].refuse.click()
    page.ask.text.setText("on a trip myself")
    page.ask.button.click()
    qtbot.waitUntil(lambda: not page.asked)
    (card,) = page.packets.values()
    assert card.packet.count(ItemState.ACCEPTED) == card.packet.count(ItemState.REFUSED) == 1
