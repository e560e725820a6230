"""Sums over what a container holds, so that two copies of it can be compared row by row."""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from sync.domain import scopes
from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.ids import Id
from sync.domain.records import Row

_encode = msgspec.json.Encoder(order="sorted").encode
_DIGITS = 32


def container_summed(entity: str, row: Row) -> Id:
    """Return the container in whose sum a row counts; empty for one that counts in none.

    What speaks of rows that are on no order, and papers that are on none, are left out: where
    they belong only head office knows.
    """
    container = scopes.container_of(entity, row)
    return "" if container == scopes.EVERYBODY and entity in PARENTS else container


def sums_of(found: Mapping[str, Iterable[Row]]) -> dict[Id, str]:
    """Return a sum for each container over its rows, versions included; equal where all are."""
    parts: dict[Id, list[bytes]] = {}
    for entity in ENTITIES:
        for row in found.get(entity, ()):
            container = container_summed(entity, row)
            if container:
                parts.setdefault(container, []).append(_encode([entity, row]))
    return {container: _sum(sorted(each)) for container, each in parts.items()}


def _sum(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(4, "big") + part)
    return found.hexdigest()[:_DIGITS]
