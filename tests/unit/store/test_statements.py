"""Statements made once take their values by position, in whatever order they were given."""

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.store import meta, rows, statements
from sync.store.statements import ask, compile_once, compiled, run_many
from sync.store.tables import meta as table
from tests.builders import an_id, an_order, desk_database, put_records


@pytest.fixture
def desk(tmp_path):
    database = desk_database(tmp_path)
    yield database
    database.close()


def adding(_dialect):
    return insert(table).values({name: bindparam(name) for name in ("key", "value")})


def test_values_may_be_given_in_another_order_than_the_engine_takes_them(desk):
    with desk.write() as connection:
        run_many(connection, compiled(adding, ("key", "value"), connection.dialect), [("a", "1")])
        changing = (
            update(table)
            .where(table.c.key == bindparam("which"))
            .values(value=bindparam("becomes"))
        )
        statement = compile_once(changing, ("which", "becomes"), connection.dialect)
        run_many(connection, statement, [("a", "2")])
        assert meta.everything(connection) == {"a": "2"}


def test_a_statement_that_wants_other_values_is_a_bug_found_at_once(desk):
    with pytest.raises(AssertionError, match="binds"):
        compile_once(adding(None), ("key",), desk.engine.dialect)


def test_only_ids_that_have_a_row_are_present(desk):
    with desk.write() as connection:
        put_records(connection, [an_order(id=an_id("here"))])
        asked = [an_id("here"), an_id("elsewhere")]
        assert rows.present(connection, "orders", asked) == {an_id("here")}


def test_many_rows_are_found_whatever_their_number(desk):
    wanted = [an_id(f"order {number}") for number in range(1_103)]
    with desk.write() as connection:
        put_records(connection, [an_order(id=each) for each in wanted])
        assert rows.get_many(connection, "orders", wanted).keys() == set(wanted)
        assert rows.get_many(connection, "orders", wanted[:3]).keys() == set(wanted[:3])
        assert rows.get_many(connection, "orders", []) == {}


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect(paramstyle="format")])
def test_a_list_of_any_length_is_asked_for_with_few_texts(dialect):
    asked = select(table.c.key).where(
        table.c.key.in_(bindparam("keys", expanding=True)), table.c.value == "a"
    )
    texts = set()
    for count in range(9):
        keys = [str(number) for number in range(count)]
        text, values = statements.spread(asked, {"keys": keys}, dialect)
        texts.add(text)
        assert set(values) == {*keys, "a"}
        assert len(values) <= 2 * count + 1
    assert len(texts) == 5  # for 0, 1, 2, 4 and 8 values


def test_what_is_asked_by_list_is_found(desk):
    with desk.write() as connection:
        meta.put(connection, **{f"key{number}": str(number) for number in range(7)})
        chosen = (
            select(table.c.value)
            .where(table.c.key.in_(bindparam("keys", expanding=True)), table.c.value > "0")
            .order_by(table.c.key)
            .limit(bindparam("most"))
        )
        asked = {"keys": ["key6", "key0", "key3", "key4", "key5"], "most": 3}
        assert ask(connection, chosen, asked).scalars().all() == ["3", "4", "5"]
        assert ask(connection, chosen, {"keys": [], "most": 3}).scalars().all() == []
