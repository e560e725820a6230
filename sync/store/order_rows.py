"""Reads all that belongs to some orders with one statement.

SQLite says the rows as JSON, from which records are made at once: without that, most of the time
went into asking twenty times, and into an object for every value of every row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import GenericAlias
from typing import TypeVar, cast

import msgspec
from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import Record, columns, record
from sync.store import rows
from sync.store.agreed_changes import AGREED, KINDS, NOUNS

R = TypeVar("R", bound=Record)


class OrderRows(msgspec.Struct, frozen=True):
    """The records of some nouns, by noun; each noun's by id."""

    found: Mapping[str, Sequence[Record]]

    def by_id(self, kind: type[R], entity: str) -> dict[Id, R]:
        """Return a noun's records by their ids."""
        return {each.id: each for each in self._all(kind, entity)}

    def by_order(self, kind: type[R], entity: str) -> dict[Id, list[R]]:
        """Return a noun's records by the order they belong to."""
        grouped: dict[Id, list[R]] = {}
        for each in self._all(kind, entity):
            grouped.setdefault(str(getattr(each, "order_id", "")), []).append(each)
        return grouped

    def _all(self, kind: type[R], entity: str) -> Sequence[R]:
        if ENTITIES[entity] is not kind:
            message = f"{entity} are no {kind.__name__}"
            raise TypeError(message)
        return cast("Sequence[R]", self.found.get(entity, ()))


def read(
    connection: Connection,
    nouns: Iterable[str],
    order_ids: Sequence[Id],
    nodes: tuple[str, ...] = (),
) -> OrderRows:
    """Return the rows of these nouns that belong to the orders.

    Of "orders" and "partners" the orders' own and their buyers; of "history" the changes of what
    was agreed with the buyer; of "nodes" only some where they are named.
    """
    wanted = tuple(nouns)
    if connection.dialect.name != "sqlite":
        every = {noun: read_plainly(connection, noun, order_ids) for noun in wanted}
        if nodes:
            every["nodes"] = [n for n in every["nodes"] if getattr(n, "node", "") in nodes]
        return OrderRows(every)
    said = _statement(wanted, nodes)
    found = connection.exec_driver_sql(said, (json.dumps(list(order_ids)),))
    return OrderRows({str(noun): _decoder(str(noun)).decode(str(said)) for noun, said in found})


def read_plainly(connection: Connection, noun: str, order_ids: Sequence[Id]) -> list[Record]:
    """Return a noun's records where the database does not say them as JSON in our way."""
    kind: type[Record] = ENTITIES[noun]
    ids: Sequence[str] = order_ids
    if noun == "partners":
        ordered = rows.get_many(connection, "orders", order_ids).values()
        ids = sorted({str(row["buyer_id"]) for row in ordered})
    column = "id" if noun in ("orders", "partners") else "order_id"
    found = [record(kind, row) for row in rows.find_many(connection, noun, column, ids)]
    return [each for each in found if noun != "history" or _is_agreed(each)]


def _is_agreed(entry: Record) -> bool:
    said = (getattr(entry, name, "") for name in ("field", "kind", "entity"))
    return all(value in among for value, among in zip(said, (AGREED, KINDS, NOUNS), strict=True))


@cache
def _decoder(noun: str) -> msgspec.json.Decoder[list[Record]]:
    rows_of = GenericAlias(list, (ENTITIES[noun],))
    return msgspec.json.Decoder(rows_of, strict=False)


@cache
def _statement(nouns: tuple[str, ...], nodes: tuple[str, ...]) -> str:
    """Return the SQL that takes the orders' ids as a JSON array and says each noun's rows."""
    parts = " UNION ALL ".join(f"SELECT '{noun}', ({_rows_of(noun, nodes)})" for noun in nouns)
    return f"WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?)) {parts}"  # noqa: S608  names of our own


def _rows_of(noun: str, nodes: tuple[str, ...]) -> str:
    pairs = ", ".join(f"'{name}', \"{name}\"" for name in columns(ENTITIES[noun]))
    return (
        f"SELECT json_group_array(json_object({pairs}))"  # noqa: S608  names of our own tables
        f" FROM (SELECT * FROM {noun} WHERE {_belonging(noun, nodes)} ORDER BY id)"
    )


def _belonging(noun: str, nodes: tuple[str, ...]) -> str:
    """Return the condition under which a noun's row belongs to the orders."""
    wanted = "(SELECT id FROM wanted)"
    if noun == "orders":
        return f"id IN {wanted}"
    if noun == "partners":
        return f"id IN (SELECT buyer_id FROM orders WHERE id IN {wanted})"  # noqa: S608  no value in it
    if noun == "nodes" and nodes:
        return f"order_id IN {wanted} AND node IN ({_quoted(nodes)})"
    if noun == "history":
        kept = {"field": AGREED, "kind": KINDS, "entity": NOUNS}
        tests = (f"{name} IN ({_quoted(values)})" for name, values in kept.items())
        return " AND ".join((f"order_id IN {wanted}", *tests))
    return f"order_id IN {wanted}"


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
