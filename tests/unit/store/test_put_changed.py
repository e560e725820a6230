"""Of known rows only what differs is written; the outcome is as if they were put whole."""

import pytest
from sqlalchemy import event

from sync.domain.orders import Order
from sync.domain.records import columns, to_row
from sync.store import rows
from tests.builders import an_id, an_order, desk_database, put_records

NAMES = (*columns(Order), "ver")
ORDERS = [an_order(id=an_id(f"order {number}")) for number in range(40)]


@pytest.fixture
def desk(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, ORDERS[:30], ver=1)
    yield database
    database.close()


def _changed(number, **fields):
    row = to_row(ORDERS[number]) | {"ver": 2} | fields
    return tuple(row[name] for name in NAMES)


def _put(desk, given):
    """Put rows; return the statements that it took, and the rows as they stand then."""
    texts = []
    event.listen(
        desk.engine, "before_cursor_execute", lambda _c, _u, text, *_: texts.append(text.split()[0])
    )
    with desk.write() as connection:
        ids = [str(row[0]) for row in given]
        stored = rows.tuples_of(connection, "orders", NAMES, ids)
        rows.put_changed(connection, "orders", NAMES, given, stored)
        found = rows.tuples_of(connection, "orders", NAMES, ids)
    return texts, [found[each] for each in ids]


def test_one_field_of_many_rows_is_one_update(desk):
    given = [_changed(number, goods="bowls") for number in range(30)]
    texts, found = _put(desk, given)
    assert found == given
    assert texts == ["BEGIN", "SELECT", "UPDATE", "SELECT"]


def test_new_rows_are_put_and_known_ones_updated(desk):
    given = [_changed(number, goods="bowls") for number in (3, 33)]
    texts, found = _put(desk, given)
    assert found == given
    assert texts.count("INSERT") == texts.count("UPDATE") == 1


def test_rows_that_each_differ_in_other_columns_are_put_whole(desk):
    texts_only = [name for name in NAMES if isinstance(to_row(ORDERS[0]).get(name), str)]
    names = [name for name in texts_only if name != "id"][:15]
    given = [_changed(at, **{name: "9"}) for at, name in enumerate(names)]
    texts, found = _put(desk, given)
    assert found == given
    assert texts.count("UPDATE") == 8
    assert texts.count("INSERT") == 1


def test_a_row_that_stands_as_it_is_costs_no_writing(desk):
    given = [(*_changed(1)[:-1], 1)]
    texts, found = _put(desk, given)
    assert found == given
    assert texts == ["BEGIN", "SELECT", "SELECT"]
