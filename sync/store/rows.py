"""Rows of any noun: read by id or by a column, written many at once.

The only place that builds a noun's SQL.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    bindparam,
    delete,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from sync.domain.ids import Id
from sync.domain.records import Row, Value
from sync.store.statements import Statement, ask, compile_once, run_many
from sync.store.tables import TABLES

_IDS_MAX = 500
_PARTS_MAX = 8
"""Of rows that differ in other columns than most do there are few: they are put whole."""
_TEXTS_MAX = 1_000
Tuple = tuple[Value, ...]
MutableRow = dict[str, Value]


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
    names = _names(entity)
    for portion in portions(list(values), _IDS_MAX):
        room = 1 << (len(portion) - 1).bit_length()
        filled = (*portion, *portion[-1:] * (room - len(portion)))
        found = _find_text(entity, column, room, connection.dialect)
        for row in connection.exec_driver_sql(found, filled).all():
            yield dict(zip(names, row, strict=True))


def present(connection: Connection, entity: str, ids: Iterable[Id]) -> set[Id]:
    """Return those of the ids that have a row."""
    chosen = _present(entity)
    found: set[Id] = set()
    for portion in portions(list(ids), _IDS_MAX):
        found.update(str(each) for each in ask(connection, chosen, {"ids": portion}).scalars())
    return found


@cache
def _present(entity: str) -> Select[str]:
    table = TABLES[entity]
    return select(table.c.id).where(table.c.id.in_(bindparam("ids", expanding=True)))


def all_rows(connection: Connection, entity: str) -> Iterator[MutableRow]:
    """Yield every row of a noun, by id."""
    table = TABLES[entity]
    names = _names(entity)
    for row in connection.execute(select(table).order_by(table.c.id)):
        yield dict(zip(names, row, strict=True))


def put_many(
    connection: Connection,
    entity: str,
    columns: Sequence[str],
    rows: Sequence[Tuple],
    *,
    fixed: Mapping[str, Value] | None = None,
    is_newer_only: bool = False,
) -> None:
    """Insert or replace rows given as tuples in the order of `columns`, which begin with `id`.

    `fixed` are further columns with one value in all of the rows. With `is_newer_only` a row that
    is here in a newer version stays.
    """
    if rows:
        put = _Put(
            entity=entity,
            columns=tuple(columns),
            fixed=tuple(sorted((fixed or {}).items())),
            is_newer_only=is_newer_only,
        )
        run_many(connection, _put_statement(put, connection.dialect), rows)


def put_changed(
    connection: Connection,
    entity: str,
    columns: Sequence[str],
    rows: Sequence[Tuple],
    stored: Mapping[Id, Tuple],
) -> None:
    """Insert or replace rows as `put_many` does, writing of known ones only what differs.

    `stored` are rows as they stand, in the same columns. A row of fifty columns of which one has
    changed costs a sixth.
    """
    whole: list[Tuple] = []
    parts: dict[tuple[int, ...], list[Tuple]] = {}
    for row in rows:
        known = stored.get(str(row[0]))
        if known is None:
            whole.append(row)
            continue
        differs = tuple(at for at, value in enumerate(row) if value != known[at])
        parts.setdefault(differs, []).append((*(row[at] for at in differs), row[0]))
    often = sorted(parts, key=lambda differs: len(parts[differs]), reverse=True)
    for differs in often[:_PARTS_MAX]:
        if differs:
            update_many(connection, entity, [columns[at] for at in differs], parts[differs])
    rare = {str(row[-1]) for differs in often[_PARTS_MAX:] for row in parts[differs]}
    whole += [row for row in rows if str(row[0]) in rare] if rare else []
    put_many(connection, entity, columns, whole)


def tuples_of(
    connection: Connection, entity: str, columns: Sequence[str], ids: Sequence[Id]
) -> dict[Id, Tuple]:
    """Return these columns, which begin with `id`, of the rows that exist, by id."""
    chosen = _tuples(entity, tuple(columns))
    return {
        str(row[0]): tuple(row)
        for portion in portions(list(ids), _IDS_MAX)
        for row in ask(connection, chosen, {"ids": portion}).all()
    }


@lru_cache(_TEXTS_MAX)
def _tuples(entity: str, columns: tuple[str, ...]) -> "Select[*tuple[Any, ...]]":
    table = TABLES[entity]
    chosen = select(*(table.c[name] for name in columns))
    return chosen.where(table.c.id.in_(bindparam("ids", expanding=True)))


def update_many(
    connection: Connection, entity: str, columns: Sequence[str], rows: Sequence[Tuple]
) -> None:
    """Set `columns` of rows that exist; each tuple is the columns' values, then the id."""
    if rows:
        run_many(connection, _update_statement(entity, tuple(columns), connection.dialect), rows)


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


@cache
def _names(entity: str) -> tuple[str, ...]:
    return tuple(str(column.name) for column in TABLES[entity].columns)


@cache
def _find_text(entity: str, column: str, room: int, dialect: Dialect) -> str:
    """Return the SQL that finds rows by `room` values.

    A power of two, so that few texts are kept; made once, since making one costs as much as
    running it.
    """
    table = TABLES[entity]
    values: list[ColumnElement[object]] = [bindparam(f"value_{at}") for at in range(room)]
    chosen = select(table).where(table.c[column].in_(values)).order_by(table.c.id)
    return str(chosen.compile(dialect=dialect))


class _Put(msgspec.Struct, frozen=True, kw_only=True):
    """What an upsert's SQL depends on; values that all rows share stand in it."""

    entity: str
    columns: tuple[str, ...]
    fixed: tuple[tuple[str, Value], ...]
    is_newer_only: bool


@cache
def _put_statement(put: _Put, dialect: Dialect) -> Statement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    table = TABLES[put.entity]
    values: dict[str, ColumnElement[Any]] = {name: bindparam(name) for name in put.columns}
    values |= {name: _literal(table.c[name], value, dialect) for name, value in put.fixed}
    insert = module.insert(table).values(values)
    changed = {name: insert.excluded[name] for name in values if name != "id"}
    where = table.c.ver <= insert.excluded["ver"] if put.is_newer_only else None
    upsert = (
        insert.on_conflict_do_update(index_elements=["id"], set_=changed, where=where)
        if changed
        else insert.on_conflict_do_nothing()
    )
    return compile_once(upsert, put.columns, dialect)


def _literal(column: Column[Any], value: Value, dialect: Dialect) -> ColumnElement[Any]:
    """Return a value as it stands in SQL."""
    if value is None:
        return null()
    quoted = column.type.literal_processor(dialect)
    if quoted is None:
        message = f"{column} has no literals"
        raise AssertionError(message)
    return literal_column(quoted(value))


@lru_cache(_TEXTS_MAX)
def _update_statement(entity: str, columns: tuple[str, ...], dialect: Dialect) -> Statement:
    table = TABLES[entity]
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"b_{name}") for name in columns})
    )
    return compile_once(statement, (*(f"b_{name}" for name in columns), "b_id"), dialect)
