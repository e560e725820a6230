"""Importing into a replica: once however often, each order alone, all reaching head office."""

from sync.client.commands_importing import import_orders
from sync.client.imports.report import ImportedOrder, Rejected
from sync.domain.records import Value
from sync.store.outbox import OutboxState
from tests.builders import an_id
from tests.offices import Desk, OfficeHere
from tests.unit.client.deeds import add_buyer


def an_import(number: int, **order: Value) -> ImportedOrder:
    key = f"imported {number}"
    fields: dict[str, Value] = {"id": an_id(key), "buyer_id": an_id("imported buyer"), **order}
    fields["owner_id"] = an_id("lin")
    line: dict[str, Value] = {"id": an_id(f"{key} line"), "order_id": an_id(key), "position": "1"}
    return ImportedOrder(
        source="probe",
        rows={
            "partners": [{"id": an_id("imported buyer"), "name": "Buyer", "kinds": "buyer"}],
            "orders": [fields],
            "order_lines": [{**line, "quantity": "5", "unit_price": "1.20"}],
        },
        lines=(number + 2,),
    )


def test_imported_orders_reach_head_office_with_numbers(desk: Desk, office: OfficeHere):
    counts, rejected = import_orders(desk.replica, [an_import(n) for n in range(5)])
    assert counts == {"orders": 5, "known": 0, "lines": 5}
    assert rejected == []
    desk.sync()
    assert all(row["order_no"] for row in office.rows("orders"))
    assert desk.rows("orders") == office.rows("orders")
    assert {item.state for item in desk.queue()} == {OutboxState.DONE}


def test_importing_again_changes_nothing(desk: Desk):
    import_orders(desk.replica, [an_import(n) for n in range(3)])
    queue, rows = desk.queue(), desk.rows("orders")
    counts, _ = import_orders(desk.replica, [an_import(n) for n in range(3)])
    assert counts == {"orders": 0, "known": 3, "lines": 0}
    assert (desk.queue(), desk.rows("orders")) == (queue, rows)


def test_dry_run_changes_nothing(desk: Desk):
    counts, _ = import_orders(desk.replica, [an_import(1)], is_dry_run=True)
    assert counts["orders"] == 1
    assert (desk.queue(), desk.rows("orders")) == ([], [])


def test_refused_order_is_reported_and_stops_nothing(desk: Desk):
    found = [an_import(1), an_import(2, currency="x" * 30_000), an_import(3)]
    counts, rejected = import_orders(desk.replica, found)
    assert counts["orders"] == 2
    assert [(entry.line, entry.code) for entry in rejected] == [(4, "text_too_long")]
    assert {row["id"] for row in desk.rows("orders")} == {an_id("imported 1"), an_id("imported 3")}


def test_unusable_lines_are_passed_on(desk: Desk):
    bad = Rejected(line=9, code="import_row_broken")
    assert import_orders(desk.replica, [bad, an_import(1)])[1] == [bad]


def test_own_change_of_an_imported_order_survives_importing_again(desk: Desk):
    import_orders(desk.replica, [an_import(1)])
    desk.do("order.edit", id=an_id("imported 1"), set={"goods": "changed"})
    import_orders(desk.replica, [an_import(1), an_import(2)])
    assert desk.row("orders", an_id("imported 1"))["goods"] == "changed"
    desk.sync()
    assert desk.row("orders", an_id("imported 1"))["goods"] == "changed"


def test_two_desks_importing_the_same_make_it_once(desk: Desk, other: Desk, office: OfficeHere):
    add_buyer(desk)
    for each in (desk, other):
        import_orders(each.replica, [an_import(n) for n in range(3)])
    for each in (desk, other, desk):
        each.sync()
    assert len(office.rows("orders")) == 3
    assert desk.rows("orders") == other.rows("orders") == office.rows("orders")
