"""The history of an old order tells each line with the department's name of its day."""

from datetime import timedelta

import pytest

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.departments import Department
from sync.domain.history import ChangeKind, HistoryEntry
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN


def _entry(name, at, order_id):
    return HistoryEntry(
        id=an_id(name),
        order_id=order_id,
        entity="orders",
        row_id=order_id,
        field="goods",
        kind=ChangeKind.EDITED,
        old="a",
        new=name,
        operation_id=an_id(f"operation {name}"),
        actor_id=LIN.id,
        acted_at=at,
        accepted_at=at,
    )


@pytest.mark.system("S67")
def test_an_event_before_a_renaming_is_told_with_the_old_name(qtbot, around, company):
    now = clock.now()
    renamed = now - timedelta(days=5)
    order_id = company.order_id(2)
    known = (
        Department(
            id=an_id("old"), name_zh="外贸部", name_en="Trade", roles="SR", ended_at=renamed
        ),
        Department(
            id=an_id("new"), name_zh="业务部", name_en="Sales", roles="SR", began_at=renamed
        ),
        _entry("before", now - timedelta(days=9), order_id),
        _entry("after", now - timedelta(days=1), order_id),
    )
    with company.database.write() as connection:
        put_records(connection, known, ver=2)
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=order_id, tab="history"))
    history = page.tabs["history"].list
    qtbot.waitUntil(lambda: all(map(history.table.record, (an_id("before"), an_id("after")))))
    said = {
        name: history._who(history.table.record(an_id(name))).below for name in ("before", "after")
    }
    assert said == {"before": "Trade", "after": "Sales"}
