"""What a desk holds, container by container, as head office sent it: without what is pending."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, select

from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.domain.scopes import EVERYBODY, HOLDERS
from sync.domain.sums import container_summed
from sync.store import rows
from sync.store.tables import TABLES, base

Fields = dict[str, Value]
_decode = msgspec.msgpack.Decoder(Fields).decode
_NEXT = {
    entity: select(TABLES[entity].c.id)
    .where(TABLES[entity].c.id > bindparam("after"))
    .order_by(TABLES[entity].c.id)
    .limit(bindparam("most"))
    for entity in HOLDERS
}
_OF_EVERYBODY = tuple(
    entity for entity in ENTITIES if entity not in (*PARENTS, *HOLDERS, "contacts")
)


def containers_after(connection: Connection, after: Id, limit: int) -> list[Id]:
    """Return the next containers of which something is here, by id."""
    asked = {"after": after, "most": limit}
    found = {
        str(each)
        for chosen in _NEXT.values()
        for each in connection.execute(chosen, asked).scalars()
    }
    if after < EVERYBODY:
        found.add(EVERYBODY)
    return sorted(found)[:limit]


def rows_in(connection: Connection, containers: Sequence[Id]) -> dict[str, list[Fields]]:
    """Return the rows of these containers as head office last sent them."""
    wanted = set(containers)
    found = {
        entity: {str(row["id"]): row for row in _shown(connection, entity, sorted(wanted))}
        for entity in ENTITIES
    }
    kept = connection.execute(select(base.c.entity, base.c.row_id, base.c.body)).all()
    for entity, row_id, body in kept:
        found[str(entity)].pop(str(row_id), None)
        row = None if body is None else _decode(body)
        if row is not None and container_summed(str(entity), row) in wanted:
            found[str(entity)][str(row_id)] = row
    return {entity: list(each.values()) for entity, each in found.items() if each}


def keys_in(connection: Connection, containers: Sequence[Id]) -> set[tuple[str, Id]]:
    """Return the entities and ids of all rows that are here of these containers."""
    return {
        (entity, str(row["id"]))
        for entity, found in rows_in(connection, containers).items()
        for row in found
    }


def _shown(connection: Connection, entity: str, containers: Sequence[Id]) -> Iterable[Fields]:
    if entity in _OF_EVERYBODY:
        return list(rows.all_rows(connection, entity)) if EVERYBODY in containers else []
    if entity == "contacts":
        return list(rows.find_many(connection, entity, "partner_id", containers))
    found: list[Fields] = []
    if entity in HOLDERS:
        found += rows.get_many(connection, entity, containers).values()
    if entity in PARENTS:
        found += rows.find_many(connection, entity, "order_id", containers)
    wanted = set(containers)
    return [row for row in found if container_summed(entity, row) in wanted]
