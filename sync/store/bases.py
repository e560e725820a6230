"""What head office last sent of the rows that pending operations touch.

The ground they are replayed on.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store.tables import base

Fields = dict[str, Value]
Key = tuple[str, Id]

_FEW = 20
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Fields).decode


def keep(connection: Connection, before: dict[Key, Fields | None]) -> None:
    """Keep rows as they were before an operation.

    A row that is kept already stays as head office sent it.
    """
    rows = [_row(key, fields) for key, fields in before.items()]
    if rows:
        connection.execute(insert(base).on_conflict_do_nothing(), rows)


def replace(connection: Connection, key: Key, fields: Fields | None) -> None:
    """Put what head office sent; None: the row is gone there."""
    connection.execute(insert(base).values(**_row(key, fields)).prefix_with("OR REPLACE"))


def keys(connection: Connection) -> set[Key]:
    """Return the rows that are kept: as many as pending operations touch."""
    chosen = select(base.c.entity, base.c.row_id)
    return {(str(entity), str(row_id)) for entity, row_id in connection.execute(chosen)}


def kept(connection: Connection, wanted: Iterable[Key]) -> set[Key]:
    """Return those of the rows that are kept."""
    asked = set(wanted)
    if len(asked) > _FEW:
        return asked & keys(connection)
    return {key for key in asked if _is_kept(connection, key)}


def _is_kept(connection: Connection, key: Key) -> bool:
    chosen = select(base.c.row_id).where(base.c.entity == key[0], base.c.row_id == key[1])
    return connection.execute(chosen).first() is not None


def get(connection: Connection, key: Key) -> Fields | None:
    """Return a kept row; None when head office has none."""
    chosen = select(base.c.body).where(base.c.entity == key[0], base.c.row_id == key[1])
    body = connection.execute(chosen).scalar()
    return None if body is None else _decode(body)


def forget(connection: Connection, done: Sequence[Key] | Iterable[Key]) -> None:
    """Let go of rows that no pending operation touches any more."""
    for entity, row_id in done:
        connection.execute(delete(base).where(base.c.entity == entity, base.c.row_id == row_id))


def _row(key: Key, fields: Fields | None) -> dict[str, str | bytes | None]:
    body = None if fields is None else _encode(fields)
    return {"entity": key[0], "row_id": key[1], "body": body}
