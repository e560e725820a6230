"""The segments of a first copy that a desk has still to fetch, in order."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from sync.store.snapshot_tables import arriving

_FIRST = select(arriving).order_by(arriving.c.place).limit(1)


class Arriving(msgspec.Struct, frozen=True):
    """One segment that is to come, and its bytes that are here.

    Those of a place below zero come before anything else.
    """

    sha256: str
    place: int
    size_bytes: int
    rows: int
    come: bytes = b""

    @property
    def is_early(self) -> bool:
        """Whether it comes before the person's own orders."""
        return self.place < 0


def put(connection: Connection, wanted: Sequence[Arriving]) -> None:
    """Note what is to come, in the place of all that was noted before."""
    forget_all(connection)
    rows = {each.sha256: msgspec.structs.asdict(each) for each in reversed(wanted)}
    if rows:
        connection.execute(insert(arriving), list(rows.values()))


def first(connection: Connection) -> Arriving | None:
    """Return the next segment to fetch, or None."""
    row = connection.execute(_FIRST).one_or_none()
    if row is None:
        return None
    return Arriving(row.sha256, row.place, row.size_bytes, row.rows, bytes(row.come or b""))


def keep(connection: Connection, sha256: str, come: bytes) -> None:
    """Keep what has come of a segment."""
    connection.execute(update(arriving).where(arriving.c.sha256 == sha256).values(come=come))


def count(connection: Connection) -> int:
    """Return how many segments are still to come."""
    return int(connection.execute(select(func.count()).select_from(arriving)).scalar_one())


def forget(connection: Connection, sha256: str) -> None:
    """Note that a segment has come."""
    connection.execute(delete(arriving).where(arriving.c.sha256 == sha256))


def forget_all(connection: Connection) -> None:
    """Expect no segments."""
    connection.execute(delete(arriving))
