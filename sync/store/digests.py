"""Sums over everything that syncs, so that two copies of a company can be compared."""

import hashlib

import msgspec
from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store import rows

_encode = msgspec.json.Encoder(order="sorted").encode


def digests(connection: Connection) -> dict[str, str]:
    """Return a sum of every row of each noun, versions included: equal where all rows are."""
    return {entity: _digest(connection, entity) for entity in ENTITIES}


def digests_of(kept: dict[str, list[dict[str, Value]]]) -> dict[str, str]:
    """Return the same sums of rows that are given, by id, as one copy has them."""
    found: dict[str, str] = {}
    for entity in ENTITIES:
        summed = hashlib.sha256()
        for row in sorted(kept.get(entity, ()), key=lambda row: str(row["id"])):
            summed.update(_encode(row))
        found[entity] = summed.hexdigest()
    return found


def row_digests(connection: Connection, entity: str) -> dict[Id, str]:
    """Return a sum of each row of a noun, to find the rows that differ."""
    return {
        str(row["id"]): hashlib.sha256(_encode(row)).hexdigest()
        for row in rows.all_rows(connection, entity)
    }


def _digest(connection: Connection, entity: str) -> str:
    found = hashlib.sha256()
    for row in rows.all_rows(connection, entity):
        found.update(_encode(row))
    return found.hexdigest()
