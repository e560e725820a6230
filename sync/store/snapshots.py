"""Head office's account of first copies: which segments show a scope to those who see it so."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from sync.store.snapshot_tables import segments, snapshots


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A scope as one view shows it: everything that stood there at version `ver`, or newer."""

    scope: str
    view: str
    epoch: str
    ver: int
    rows: int
    made_at: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One segment of a snapshot: its content's SHA-256, and what is in it."""

    sha256: str
    size_bytes: int
    rows: int


_PIECES = (
    select(segments.c.sha256, segments.c.size_bytes, segments.c.rows)
    .where(
        segments.c.scope == bindparam("scope"),
        segments.c.view == bindparam("view"),
        segments.c.left_at.is_(None),
    )
    .order_by(segments.c.place)
)
_OF = select(segments.c.scope, segments.c.view, segments.c.size_bytes).where(
    segments.c.sha256 == bindparam("sha256")
)


def find(connection: Connection, scope: str, view: str) -> Snapshot | None:
    """Return the snapshot of a scope in a view, or None."""
    chosen = select(snapshots).where(snapshots.c.scope == scope, snapshots.c.view == view)
    row = connection.execute(chosen).mappings().one_or_none()
    return None if row is None else Snapshot(**row)


def everything(connection: Connection) -> list[Snapshot]:
    """Return all snapshots, by scope and view."""
    chosen = select(snapshots).order_by(snapshots.c.scope, snapshots.c.view)
    return [Snapshot(**row) for row in connection.execute(chosen).mappings()]


def pieces_of(connection: Connection, scope: str, view: str) -> list[Piece]:
    """Return the segments of a snapshot, in order."""
    found = connection.execute(_PIECES, {"scope": scope, "view": view})
    return [Piece(sha256=sha, size_bytes=size, rows=rows) for sha, size, rows in found]


def shown_by(connection: Connection, sha256: str) -> tuple[set[tuple[str, str]], int]:
    """Return which scopes, in which views, a segment is of, and its size; those replaced too."""
    found = connection.execute(_OF, {"sha256": sha256}).all()
    return {(str(row[0]), str(row[1])) for row in found}, int(found[0][2]) if found else 0


def put(connection: Connection, made: Snapshot, pieces: Sequence[Piece]) -> None:
    """Put a snapshot in the place of the one before; segments that it has not are left over."""
    here = and_(snapshots.c.scope == made.scope, snapshots.c.view == made.view)
    connection.execute(delete(snapshots).where(here))
    connection.execute(insert(snapshots).values(msgspec.structs.asdict(made)))
    those = and_(segments.c.scope == made.scope, segments.c.view == made.view)
    kept = {piece.sha256 for piece in pieces}
    connection.execute(delete(segments).where(those, segments.c.sha256.in_(sorted(kept))))
    left = update(segments).where(those, segments.c.left_at.is_(None))
    connection.execute(left.values(left_at=made.made_at))
    new = [
        {
            "scope": made.scope,
            "view": made.view,
            "place": place,
            **msgspec.structs.asdict(piece),
        }
        for place, piece in enumerate({piece.sha256: piece for piece in pieces}.values())
    ]
    if new:
        connection.execute(insert(segments), new)


def leave(connection: Connection, snapshot: Snapshot, *, at: str) -> None:
    """Let a snapshot be offered no longer."""
    here = and_(snapshots.c.scope == snapshot.scope, snapshots.c.view == snapshot.view)
    connection.execute(delete(snapshots).where(here))
    those = and_(segments.c.scope == snapshot.scope, segments.c.view == snapshot.view)
    connection.execute(
        update(segments).where(those, segments.c.left_at.is_(None)).values(left_at=at)
    )


def forget_left_before(connection: Connection, moment: str) -> list[str]:
    """Forget segments that were left before a moment; return the contents that nothing names."""
    old = select(segments.c.sha256).where(segments.c.left_at < moment).distinct()
    names = [str(each) for each in connection.execute(old).scalars()]
    connection.execute(delete(segments).where(segments.c.left_at < moment))
    return [name for name in names if not _is_named(connection, name)]


def _is_named(connection: Connection, sha256: str) -> bool:
    chosen = select(segments.c.sha256).where(segments.c.sha256 == sha256).limit(1)
    return connection.execute(chosen).scalar() is not None
