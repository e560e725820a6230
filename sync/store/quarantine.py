"""What ended devices gave up: kept to be looked at, applied by nothing."""

import msgspec
from sqlalchemy import Connection, func, insert, select

from sync.domain.ids import Id
from sync.store.tables import quarantine


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One operation that an ended device still had. `body` is its record as msgpack."""

    op_id: Id
    device_id: Id
    user_id: Id
    seq: int
    action: str
    at: str
    body: bytes
    given_at: str


def keep(connection: Connection, items: list[Given]) -> None:
    """Keep operations; those that are kept already stay as they were."""
    known = set(
        connection.execute(
            select(quarantine.c.op_id).where(quarantine.c.op_id.in_([i.op_id for i in items]))
        ).scalars()
    )
    fresh = [msgspec.structs.asdict(item) for item in items if item.op_id not in known]
    if fresh:
        connection.execute(insert(quarantine), fresh)


def count_of(connection: Connection, device_id: Id) -> int:
    """Return how many operations a device gave up."""
    chosen = select(func.count()).where(quarantine.c.device_id == device_id)
    return int(connection.execute(chosen).scalar_one())


def all_given(connection: Connection, device_id: Id = "") -> list[Given]:
    """Return what was given up, by device and in its order."""
    chosen = select(quarantine).order_by(quarantine.c.device_id, quarantine.c.seq)
    if device_id:
        chosen = chosen.where(quarantine.c.device_id == device_id)
    return [Given(**dict(row)) for row in connection.execute(chosen).mappings()]
