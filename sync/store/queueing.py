"""Puts many operations into the outbox with two statements."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, insert

from sync.domain.ids import Id
from sync.store.outbox import OutboxItem
from sync.store.tables import outbox, touched

_TOUCH = f"INSERT INTO {touched.name} (entity, row_id, op_id) VALUES (?, ?, ?)"  # noqa: S608


def put_all(
    connection: Connection,
    items: Sequence[OutboxItem],
    keys: Iterable[tuple[str, Id, Id]],
) -> None:
    """Add operations, and the rows they touch as (noun, row, operation)."""
    if items:
        connection.execute(insert(outbox), [msgspec.structs.asdict(item) for item in items])
    rows = sorted(keys)
    if rows:
        connection.exec_driver_sql(_TOUCH, rows)
