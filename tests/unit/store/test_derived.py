"""What lists show of orders is kept until it is stale, then computed anew."""

from datetime import timedelta

import pytest

from sync.actions import derived as keeping
from sync.domain.changes import Changes
from sync.domain.ids import row_id
from sync.domain.process_versions import ProcessVersion, version_id
from sync.domain.receipts import Receipt
from sync.domain.settings import ConfigItem
from sync.domain.summaries import OrderSummary, WarningRow
from sync.store import derived, staleness
from tests.builders import (
    NOW,
    TODAY,
    a_shipment,
    an_id,
    an_order,
    desk_database,
    put_records,
    the_rules,
)


def test_a_stale_summary_still_reads_and_is_computed_anew(tmp_path):
    order, database = an_order(), desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, [order])
        keeping.refresh(connection, [order.id], rules=the_rules(), now=NOW)
        staleness.mark_stale(connection, [order.id])
    with database.read() as connection:
        assert [summary.id for summary in derived.everything(connection, OrderSummary)] == [
            order.id
        ]
        assert derived.stale(connection, TODAY.isoformat()) == [order.id]
    database.close()


@pytest.mark.parametrize(
    ("rows", "stale"),
    [
        ({"config_items": {"c"}}, {"one", "two"}),
        ({"calendar_days": {"d"}}, {"one", "two"}),
        ({"partners": {"buyer of one"}}, {"one"}),
        ({"partners": {"somebody"}}, set()),
        ({"products": {"p"}}, set()),
        ({"config_items": {"said"}}, set()),
    ],
)
def test_a_change_has_only_what_it_can_touch_computed_anew(tmp_path, rows, stale):
    database = desk_database(tmp_path)
    orders = {
        name: an_order(id=row_id("order", name), buyer_id=f"buyer of {name}")
        for name in ("one", "two")
    }
    ids = {order.id: name for name, order in orders.items()}
    with database.write() as connection:
        put_records(connection, orders.values())
        put_records(connection, [ConfigItem(id="said", key="changes.lock", value="off")])
        keeping.refresh(connection, list(ids), rules=the_rules(), now=NOW)
        changed = {noun: frozenset(found) for noun, found in rows.items()}
        staleness.let_know(connection, Changes(rows=changed))
    with database.read() as connection:
        found = derived.stale(connection, TODAY.isoformat())
    assert {ids[order_id] for order_id in found} == stale
    database.close()


def test_a_version_of_the_process_that_came_late_has_its_orders_computed_anew(tmp_path):
    database = desk_database(tmp_path)
    orders = [an_order(id=an_id("one")), an_order(id=an_id("two"), process_version=2)]
    second = ProcessVersion(id=version_id(2), number=2, body="", digest="unread")
    with database.write() as connection:
        put_records(connection, [*orders, second])
        keeping.refresh(connection, [each.id for each in orders], rules=the_rules(), now=NOW)
        came = Changes(rows={"process_versions": frozenset({second.id})})
        staleness.let_know(connection, came)
    with database.read() as connection:
        assert derived.stale(connection, TODAY.isoformat()) == [an_id("two")]
    database.close()


@pytest.mark.parametrize(
    ("state", "warned"), [("cancelled", {"W38", "W39"}), ("closed", set()), ("lost", set())]
)
def test_a_cancelled_order_is_listed_with_the_money_it_has_still_to_declare(
    tmp_path, state, warned
):
    database, order = desk_database(tmp_path), an_order(state=state)
    money = Receipt(id=an_id(), order_id=order.id, received_on=TODAY - timedelta(days=35))
    goods = a_shipment(order_id=order.id, etd=TODAY + timedelta(days=30))
    with database.write() as connection:
        put_records(connection, [order, money, goods])
        keeping.refresh(connection, [order.id], rules=the_rules(), now=NOW)
    with database.read() as connection:
        rows = derived.everything(connection, WarningRow)
        later = (TODAY + timedelta(days=1)).isoformat()
        stale = derived.stale(connection, later)
    assert {row.warning for row in rows} == warned
    assert bool(stale) == bool(warned)
    database.close()
