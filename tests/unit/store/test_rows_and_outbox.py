"""What both ends keep: rows, the queue, what it is replayed on, the feed, the ledger, numbers."""

import pytest

from sync.domain.entities import ENTITIES
from sync.domain.records import record, to_row
from sync.store import bases, feed, ledger, meta, numbers, outbox, rows
from sync.store.database import Key, Unreadable, damage_in, open_file
from sync.store.incarnations import begin_incarnation
from sync.store.ledger import LedgerEntry
from sync.store.outbox import OutboxItem, OutboxState
from tests.builders import (
    KEY,
    a_line,
    an_id,
    an_order,
    desk_database,
    office_database,
    put_records,
    seed_office,
)
from tests.samples import a_record


@pytest.fixture
def desk(tmp_path):
    database = desk_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def office(tmp_path):
    database = office_database(tmp_path)
    yield database
    database.close()


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_row_of_every_noun_comes_back_as_it_was(desk, entity):
    item = a_record(entity)
    with desk.write() as connection:
        put_records(connection, [item], ver=3)
        put_records(connection, [item], ver=4)
        found = rows.get(connection, entity, item.id)
    assert found == {**to_row(item), "ver": 4}
    del found["ver"]
    assert record(ENTITIES[entity], found) == item


def test_many_rows_are_found_by_id_and_by_column(desk):
    lines = [a_line(id=an_id(f"l{n}"), order_id=an_id(f"o{n % 2}")) for n in range(1_200)]
    with desk.write() as connection:
        put_records(connection, lines)
        assert len(rows.get_many(connection, "order_lines", [line.id for line in lines])) == 1_200
        found = rows.find(connection, "order_lines", "order_id", an_id("o1"))
        assert [row["id"] for row in found] == sorted(line.id for line in lines[1::2])
        rows.remove_many(connection, "order_lines", [line.id for line in lines[:1_000]])
        assert len(list(rows.all_rows(connection, "order_lines"))) == 200


def test_some_columns_of_a_row_are_set_and_the_others_stay(desk):
    line = a_line(note="before")
    with desk.write() as connection:
        put_records(connection, [line])
        rows.update_many(connection, "order_lines", ("note", "unit"), [("after", "KG", line.id)])
        found = rows.get(connection, "order_lines", line.id)
    assert (found["note"], found["unit"], found["description"]) == ("after", "KG", "Bowl")


def test_a_transaction_that_fails_writes_nothing(desk):
    with pytest.raises(ZeroDivisionError):
        _fail_in(desk, lambda connection: put_records(connection, [an_order(id=an_id("order"))]))
    with desk.read() as connection:
        assert rows.get(connection, "orders", an_id("order")) is None


def _fail_in(database, write):
    with database.write() as connection:
        write(connection)
        raise ZeroDivisionError


def an_item(seq, state=OutboxState.WAITING, **fields):
    plain = {"op_id": an_id(f"op {seq}"), "action": "order.edit", "at": "", "body": b"b"}
    return OutboxItem(seq=seq, state=state, effects=b"%d" % seq, **(plain | fields))


def put_items(connection, *items):
    for item in items:
        outbox.put(connection, item, [("orders", an_id("order"))])


def test_the_queue_is_sent_oldest_first_until_it_is_answered(desk):
    with desk.write() as connection:
        put_items(connection, an_item(2), an_item(1), an_item(3, OutboxState.SETTLING, ver=9))
        assert [item.seq for item in outbox.to_send(connection, 10)] == [1, 2]
        outbox.mark_sent(connection, [an_id("op 1"), an_id("op 3")])
        assert [item.state for item in outbox.to_send(connection, 1)] == ["sent"]
        assert outbox.next_seq(connection) == 4
        assert [item.seq for item in outbox.settling_through(connection, 8)] == []
        assert [item.seq for item in outbox.settling_through(connection, 9)] == [3]
        assert effects_on_the_order(connection) == [b"1", b"2", b"3"]
        assert outbox.counts(connection) == {"waiting": 1, "sent": 1, "settling": 1}


def effects_on_the_order(connection):
    return list(outbox.pending_effects(connection, "orders", [an_id("order")]))


def test_only_rows_under_a_pending_operation_are_replayed(desk):
    with desk.write() as connection:
        put_items(connection, an_item(1), an_item(2, OutboxState.DONE))
        asked = [an_id("order"), an_id("another")]
        assert outbox.pending_rows(connection, "orders", asked) == {an_id("order")}
        assert outbox.pending_rows(connection, "shipments", asked) == set()
        assert effects_on_the_order(connection) == [b"1"]


def test_what_is_over_is_not_counted_as_unfinished(desk):
    with desk.write() as connection:
        put_items(connection, an_item(1), an_item(2, OutboxState.DONE))
        put_items(connection, an_item(3, OutboxState.REFUSED), an_item(4, OutboxState.HANDLED))
        assert outbox.unfinished(connection) == {"waiting": 1, "refused": 1}


def test_a_new_incarnation_keeps_the_order_of_what_is_replayed(desk):
    settling = (an_item(seq, OutboxState.SETTLING, ver=5) for seq in (1, 2))
    with desk.write() as connection:
        put_items(connection, *settling, an_item(3), an_item(4, OutboxState.SENT))
        begin_incarnation(connection, an_id("next"))
        assert [item.seq for item in outbox.to_send(connection, 9)] == [1, 2]
        assert effects_on_the_order(connection) == [b"1", b"2", b"3", b"4"]
        assert outbox.next_seq(connection) == 3
        assert meta.get(connection, "incarnation") == an_id("next")


def test_a_queue_with_nothing_to_send_begins_at_one(desk):
    with desk.write() as connection:
        put_items(connection, an_item(7, OutboxState.DONE))
        begin_incarnation(connection, an_id("next"))
        assert outbox.next_seq(connection) == 1


def test_what_an_operation_is_replayed_on_is_kept_once(desk):
    key, new = ("orders", an_id("order")), ("orders", an_id("new"))
    with desk.write() as connection:
        bases.keep(connection, {key: {"goods": "first"}, new: None})
        bases.keep(connection, {key: {"goods": "second"}})
        assert bases.get_many(connection, "orders", [key[1], new[1]]) == {
            key[1]: {"goods": "first"}
        }
        assert bases.kept(connection, [key, new, ("orders", an_id("x"))]) == {key, new}
        bases.replace(connection, key, {"goods": "theirs"})
        assert bases.get_many(connection, "orders", [key[1]]) == {key[1]: {"goods": "theirs"}}
        bases.forget(connection, [key])
        assert bases.keys(connection) == {new}


def test_versions_are_dense_and_a_failed_one_is_given_again(office):
    with office.write() as connection:
        assert feed.raise_head(connection) == 1
    with pytest.raises(ZeroDivisionError):
        _fail_in(office, feed.raise_head)
    with office.write() as connection:
        assert feed.raise_head(connection) == 2


def test_a_page_never_ends_inside_a_version(office):
    for size in (3, 1, 5, 1):
        seed_office(office, *(an_order() for _ in range(size)))
    with office.read() as connection:
        ends = [
            feed.stretch(connection, ["orders"], after=after, through=4, limit=limit).end
            for after, limit in ((0, 1), (0, 3), (0, 4), (0, 5), (2, 1), (0, 99))
        ]
    assert ends == [1, 1, 2, 2, 3, 4]


def test_a_page_says_between_which_versions_there_is_something(office):
    order, other = an_order(), an_order()
    seed_office(office, order)
    with office.write() as connection:
        for _ in range(5):
            feed.raise_head(connection)
    seed_office(office, other)
    with office.write() as connection:
        found = feed.stretch(connection, ALL, after=0, through=7, limit=9)
        assert (found.first, found.last, found.end) == (1, 7, 7)
        assert found.nouns == ("orders",)
        assert not found.has_gone
        ver = feed.raise_head(connection)
        feed.note(connection, ver, [feed.Note("orders", order.id, order.id, is_gone=True)])
        later = feed.stretch(connection, ALL, after=1, through=8, limit=9)
        assert (later.first, later.last, later.nouns, later.has_gone) == (7, 8, ("orders",), True)
        nothing = feed.stretch(connection, ["nobody's"], after=0, through=8, limit=9)
        assert (nothing.end, nothing.nouns, nothing.has_gone) == (8, (), False)


ALL = ["orders"]


def test_the_feed_tells_a_row_once_at_its_latest(office):
    order = an_order()
    seed_office(office, order)
    seed_office(office, order)
    with office.write() as connection:
        assert feed.rows_between(connection, ALL, "orders", after=0, through=1) == []
        assert len(feed.rows_between(connection, ALL, "orders", after=1, through=2)) == 1
        ver = feed.raise_head(connection)
        feed.note(connection, ver, [feed.Note("orders", order.id, order.id, is_gone=True)])
        assert feed.rows_between(connection, ALL, "orders", after=0, through=3) == []
        gone = feed.gone_between(connection, ALL, after=2, through=3)
        assert gone == [("orders", order.id)]
        assert feed.row_count(connection, ALL) == 0


def test_the_ledger_knows_an_operation_for_good(office):
    entry = LedgerEntry(an_id("op"), an_id("device"), "digest", "applied", "", 4, "")
    with office.write() as connection:
        ledger.write(connection, [entry])
        assert ledger.known(connection, [an_id("op"), an_id("other")]) == {an_id("op"): entry}
        assert ledger.last_seq(connection, an_id("device"), an_id("inc")) == 0
        ledger.put_last_seq(connection, an_id("device"), an_id("inc"), 8)
        ledger.put_last_seq(connection, an_id("device"), an_id("inc"), 9)
        assert ledger.last_seq(connection, an_id("device"), an_id("inc")) == 9


def test_numbers_are_given_out_once_in_each_series(office):
    with office.write() as connection:
        found = [numbers.next_number(connection, series) for series in ("SO26", "SO26", "SO27")]
    assert found == ["SO26-0001", "SO26-0002", "SO27-0001"]


def test_a_database_opens_only_with_its_key_and_only_encrypted(tmp_path, desk):
    with pytest.raises(Unreadable) as found:
        open_file(tmp_path / "desk.db", Key(b"x" * 32))
    assert found.value.reason == "file_damaged_or_key_wrong"
    (tmp_path / "plain.db").write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(Unreadable) as found:
        open_file(tmp_path / "plain.db", KEY)
    assert found.value.reason == "file_not_encrypted"
    assert damage_in(desk) == ""
    assert b"CREATE TABLE" not in (tmp_path / "desk.db").read_bytes()


def test_a_key_shows_nothing_of_itself():
    assert repr(KEY) == "Key(...)"
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"short")
