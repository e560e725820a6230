"""What an order page asks of the replica."""

from datetime import timedelta

from sync.actions import desk
from sync.domain.commands import Edit, WriteComment
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.records import to_value
from sync.store import order_pages, outbox
from sync.store.outbox import OutboxState
from tests.builders import (
    NOW,
    STAFF,
    a_context,
    a_partner,
    an_id,
    an_order,
    desk_database,
    put_records,
)

ORDER = an_order(id=an_id("order"))


def a_desk(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, [*STAFF, a_partner(id=an_id("buyer")), ORDER])
    return database


def say(connection, text):
    command = WriteComment(id=an_id(text), order_id=ORDER.id, text=text)
    context = a_context(STAFF[0])
    desk.do(connection, "comment.add", command, context=context)
    return context.operation_id


def test_pending_deeds_come_newest_first_with_their_rows(tmp_path):
    with a_desk(tmp_path).write() as connection:
        first, second = say(connection, "one"), say(connection, "two")
        deeds = order_pages.pending_deeds(connection, ORDER.id)
    assert [deed.op_id for deed in deeds] == [second, first]
    assert deeds[1].rows == {("comments", an_id("one"))}
    assert deeds[0].action == "comment.add"


def test_a_row_is_only_as_far_as_its_last_action(tmp_path):
    with a_desk(tmp_path).write() as connection:
        first = a_context(STAFF[0])
        edit = Edit(id=ORDER.id, set={"goods": "Lamps"})
        desk.do(connection, "order.edit", edit, context=first)
        outbox.mark_sent(connection, [first.operation_id])
        again = Edit(id=ORDER.id, set={"goods": "Chairs"})
        desk.do(connection, "order.edit", again, context=a_context(STAFF[0]))
        states = order_pages.states_of_rows(order_pages.pending_deeds(connection, ORDER.id))
    assert states["orders", ORDER.id] is OutboxState.WAITING


def test_the_deeds_of_other_orders_stay_out(tmp_path):
    with a_desk(tmp_path).write() as connection:
        say(connection, "one")
        assert order_pages.pending_deeds(connection, an_id("another")) == []


def an_entry(name, moment, **fields):
    plain = {
        "id": an_id(name),
        "order_id": ORDER.id,
        "entity": "orders",
        "row_id": ORDER.id,
        "operation_id": an_id(f"operation {name}"),
        "actor_id": an_id("lin"),
        "acted_at": moment,
        "accepted_at": moment,
    }
    return HistoryEntry(**{**plain, **fields})


def test_history_is_the_newest_first_and_cut(tmp_path):
    entries = [an_entry(str(n), NOW + timedelta(minutes=n)) for n in range(4)]
    with a_desk(tmp_path).write() as connection:
        put_records(connection, entries)
        found = order_pages.history_of(connection, ORDER.id, limit=3)
    assert [entry.id for entry in found] == [an_id("3"), an_id("2"), an_id("1")]


def test_the_history_of_one_row_is_its_own(tmp_path):
    entries = [an_entry("a", NOW), an_entry("b", NOW, row_id=an_id("line"))]
    with a_desk(tmp_path).write() as connection:
        put_records(connection, entries)
        found = order_pages.history_of_row(connection, an_id("line"))
    assert [entry.id for entry in found] == [an_id("b")]


def test_conflicts_are_the_open_ones_and_those_decided_since(tmp_path):
    def a_conflict(name, **fields):
        return Conflict(
            id=an_id(name),
            entity="orders",
            row_id=ORDER.id,
            group="money",
            base="{}",
            mine="{}",
            theirs="{}",
            author_id=an_id("lin"),
            acted_at=NOW,
            operation_id=an_id(name),
            raised_at=NOW,
            **fields,
        )

    decided = {"state": ConflictState.DECIDED, "decided_by": an_id("lin")}
    conflicts = [
        a_conflict("open"),
        a_conflict("fresh", decided_at=NOW, **decided),
        a_conflict("old", decided_at=NOW - timedelta(days=40), **decided),
    ]
    with a_desk(tmp_path).write() as connection:
        put_records(connection, conflicts)
        since = str(to_value(NOW - timedelta(days=30)))
        found = order_pages.conflicts_since(connection, since)
    assert {conflict.id for conflict in found} == {an_id("open"), an_id("fresh")}


def test_the_kind_of_an_entry_survives_the_way(tmp_path):
    with a_desk(tmp_path).write() as connection:
        put_records(connection, [an_entry("a", NOW, kind=ChangeKind.OVERWROTE, base="x")])
        found = order_pages.history_of(connection, ORDER.id)
    assert (found[0].kind, found[0].base) == (ChangeKind.OVERWROTE, "x")
