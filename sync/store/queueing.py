"""Puts many operations into the outbox with two statements."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, insert

from sync.domain.ids import Id
from sync.store.outbox import OutboxItem
from sync.store.tables import outbox, touched


def put_all(
    connection: Connection,
    items: Sequence[OutboxItem],
    keys: Iterable[tuple[str, Id, Id]],
) -> None:
    """Add operations, and the rows they touch as (noun, row, operation)."""
    if items:
        connection.execute(insert(outbox), [msgspec.structs.asdict(item) for item in items])
    rows = [{"entity": noun, "row_id": row_id, "op_id": op_id} for noun, row_id, op_id in keys]
    if rows:
        connection.execute(insert(touched), rows)
