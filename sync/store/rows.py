"""Rows of any noun: read by id or by a column, written many at once.

The only place that builds a noun's SQL.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.domain.records import Row, Value
from sync.store.tables import TABLES

_IDS_MAX = 500
Tuple = tuple[Value, ...]
MutableRow = dict[str, Value]
Statement = tuple[str, tuple[int, ...] | None]
"""SQL with positional values, and the order in which it takes them where that is another."""


def get(connection: Connection, entity: str, row_id: Id) -> MutableRow | None:
    """Return one row, or None."""
    return get_many(connection, entity, (row_id,)).get(row_id)


def get_many(connection: Connection, entity: str, ids: Iterable[Id]) -> dict[Id, MutableRow]:
    """Return the rows that exist, by id."""
    return {str(row["id"]): row for row in find_many(connection, entity, "id", ids)}


def find(connection: Connection, entity: str, column: str, value: Value) -> list[MutableRow]:
    """Return the rows in which `column` has this value, by id."""
    return list(find_many(connection, entity, column, (value,)))


def find_many(
    connection: Connection, entity: str, column: str, values: Iterable[Value]
) -> Iterator[MutableRow]:
    """Yield the rows in which `column` has one of the values.

    By id within each portion of 500 values.
    """
    table = TABLES[entity]
    for portion in portions(list(values), _IDS_MAX):
        chosen = select(table).where(table.c[column].in_(portion)).order_by(table.c.id)
        yield from _rows(connection, chosen)


def all_rows(connection: Connection, entity: str) -> Iterator[MutableRow]:
    """Yield every row of a noun, by id."""
    table = TABLES[entity]
    yield from _rows(connection, select(table).order_by(table.c.id))


def put_many(
    connection: Connection, entity: str, columns: Sequence[str], rows: Sequence[Tuple]
) -> None:
    """Insert or replace rows given as tuples in the order of `columns`, which begin with `id`."""
    if rows:
        _run(connection, _put_statement(entity, tuple(columns), connection.dialect), rows)


def update_many(
    connection: Connection, entity: str, columns: Sequence[str], rows: Sequence[Tuple]
) -> None:
    """Set `columns` of rows that exist; each tuple is the columns' values, then the id."""
    if rows:
        _run(connection, _update_statement(entity, tuple(columns), connection.dialect), rows)


def remove_many(connection: Connection, entity: str, ids: Iterable[Id]) -> None:
    """Remove rows."""
    table = TABLES[entity]
    for portion in portions(list(ids), _IDS_MAX):
        connection.execute(delete(table).where(table.c.id.in_(portion)))


def put_row(connection: Connection, entity: str, row: Row) -> None:
    """Insert or replace one row."""
    put_many(connection, entity, tuple(row), (tuple(row.values()),))


def portions(things: list[Value] | list[Id], size: int) -> Iterator[list[Value] | list[Id]]:
    """Yield the list in pieces of at most `size`."""
    for start in range(0, len(things), size):
        yield things[start : start + size]


def _rows(connection: Connection, chosen: Select[Any]) -> Iterator[MutableRow]:
    names = [str(name) for name in chosen.selected_columns.keys()]  # noqa: SIM118  not a mapping
    for row in connection.execute(chosen):
        yield dict(zip(names, row, strict=True))


@cache
def _put_statement(entity: str, columns: tuple[str, ...], dialect: Dialect) -> Statement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    insert = module.insert(TABLES[entity]).values({name: bindparam(name) for name in columns})
    changed = {name: insert.excluded[name] for name in columns if name != "id"}
    upsert = (
        insert.on_conflict_do_update(index_elements=["id"], set_=changed)
        if changed
        else insert.on_conflict_do_nothing()
    )
    return _compiled(upsert, columns, dialect)


@cache
def _update_statement(entity: str, columns: tuple[str, ...], dialect: Dialect) -> Statement:
    table = TABLES[entity]
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in columns})
    )
    return _compiled(statement, (*(f"b_{name}" for name in columns), "b_id"), dialect)


def _compiled(statement: ClauseElement, given: tuple[str, ...], dialect: Dialect) -> Statement:
    compiled = statement.compile(dialect=dialect)
    bound = tuple(getattr(compiled, "positiontup", ()))
    if sorted(bound) != sorted(given):
        message = f"a statement binds {bound}, but there are {given}"
        raise AssertionError(message)
    order = None if bound == given else tuple(given.index(name) for name in bound)
    return str(compiled), order


def _run(connection: Connection, statement: Statement, rows: Sequence[Tuple]) -> None:
    text, order = statement
    ordered = rows if order is None else [tuple(row[at] for at in order) for row in rows]
    connection.exec_driver_sql(text, list(ordered))
