"""Copying everything again: which rows head office has sent since it began, and what is left over.

Rows not seen yet have version -1; what still has it at the end is gone at head office.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, func, select, update

from sync.domain.ids import Id
from sync.store import bases
from sync.store.statements import ask
from sync.store.tables import TABLES, base

UNSEEN = -1
Key = tuple[str, Id]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(bases.Fields).decode


def mark_all_unseen(connection: Connection) -> int:
    """Begin: nothing of what is here has been sent yet. Return how many rows are here."""
    marked_rows = sum(
        connection.execute(update(table).values(ver=UNSEEN)).rowcount for table in TABLES.values()
    )
    kept = connection.execute(select(base).where(base.c.body.is_not(None))).all()
    for entity, row_id, body in kept:
        marked = _encode({**_decode(body), "ver": UNSEEN})
        chosen = update(base).where(base.c.entity == entity, base.c.row_id == row_id)
        connection.execute(chosen.values(body=marked))
    return marked_rows + len(kept)


def remove_unseen(connection: Connection, pending: set[Key]) -> tuple[set[Key], set[Key]]:
    """End: remove rows that were not sent again, but for those with pending operations.

    Return the removed ones, and those whose base is gone, to be shown anew.
    """
    removed: set[Key] = set()
    for entity, table in TABLES.items():
        left = connection.execute(select(table.c.id).where(table.c.ver == UNSEEN)).scalars().all()
        gone = [str(row_id) for row_id in left if (entity, row_id) not in pending]
        removed |= {(entity, row_id) for row_id in gone}
        for start in range(0, len(gone), 500):
            connection.execute(delete(table).where(table.c.id.in_(gone[start : start + 500])))
    orphans = _unseen_bases(connection)
    for key in orphans:
        bases.replace(connection, key, None)
    return removed, orphans


def has_bases(connection: Connection) -> bool:
    """Return whether anything is kept underneath pending operations."""
    return connection.execute(select(base.c.row_id).limit(1)).scalar() is not None


def forget_bases(connection: Connection, keys: Iterable[Key]) -> None:
    """Let go of many kept rows with one statement."""
    found = [(entity, row_id) for entity, row_id in keys]
    if found:
        connection.exec_driver_sql("DELETE FROM base WHERE entity = ? AND row_id = ?", found)


def count_rows(connection: Connection, entities: Iterable[str]) -> int:
    """Return how many rows of these nouns are here."""
    return sum(
        connection.execute(select(func.count()).select_from(TABLES[entity])).scalar_one()
        for entity in entities
    )


def count_where(connection: Connection, entity: str, column: str, value: str) -> int:
    """Return how many rows of a noun have a value in a column."""
    return int(ask(connection, _counting(entity, column), {"value": value}).scalar_one())


@cache
def _counting(entity: str, column: str) -> Select[int]:
    table = TABLES[entity]
    return select(func.count()).select_from(table).where(table.c[column] == bindparam("value"))


def _unseen_bases(connection: Connection) -> set[Key]:
    kept = connection.execute(select(base).where(base.c.body.is_not(None))).all()
    return {
        (str(entity), str(row_id))
        for entity, row_id, body in kept
        if _decode(body).get("ver") == UNSEEN
    }
