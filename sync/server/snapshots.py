"""Builds what first copies come from: a scope's rows as a view shows them, in sealed segments.

Many short reads, so that nothing waits for a long one: a segment may hold newer rows than the
version that its snapshot is noted with, and the changes after that version come to the desk as
changes anyway. Where a segment ends is decided by the ids in it, so that a later build makes most
of them again as they were.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.projections import Projection
from sync.domain.records import Value, columns, defaults, to_value
from sync.server import showing
from sync.server.showing import Viewer
from sync.store import audiences, feed, snapshots
from sync.store.blobs import Blobs
from sync.store.database import Database
from sync.store.snapshots import Piece, Snapshot
from sync.wire import codec
from sync.wire.messages import Page
from sync.wire.snapshots import Segment

ROWS_MIN = 5_000
"""A smaller scope comes as changes as quickly."""
STALE_SHARE = 0.2
"""How much of a scope may have changed before it is built anew (architecture.md 4.8)."""
KEPT = timedelta(days=1)
"""How long a segment that was replaced may still be fetched."""
_SEGMENT_ROWS_MIN = 6_000
_SEGMENT_ROWS_MAX = 16_000
_CONTAINERS_AT_ONCE = 500
_ENDS = 16
"""One id in so many may end a segment."""


class Wanted(msgspec.Struct, frozen=True):
    """A scope, and how it is seen by those for whom it is built."""

    scope: str
    view: Projection


def is_fresh(database: Database, wanted: Wanted) -> bool:
    """Return whether there is a snapshot that need not be built anew."""
    with database.read() as connection:
        office = feed.meta(connection)
        found = snapshots.find(connection, wanted.scope, wanted.view.key)
        if found is None or not is_offered(found, office):
            return False
        changed = feed.changed_count(connection, [wanted.scope], after=found.ver)
    return changed <= found.rows * STALE_SHARE


def is_offered(snapshot: Snapshot, office: feed.OfficeMeta) -> bool:
    """Return whether a desk may begin from a snapshot: all that was changed since is known."""
    return snapshot.epoch == office.epoch and office.horizon <= snapshot.ver <= office.head


def is_worth_it(database: Database, wanted: Wanted) -> bool:
    """Return whether a scope is large enough."""
    with database.read() as connection:
        return feed.has_at_least(connection, wanted.scope, ROWS_MIN)


def build(
    database: Database,
    files: Blobs,
    wanted: Wanted,
    *,
    now: datetime,
    stops: Callable[[], bool] = lambda: False,
) -> Snapshot | None:
    """Build a scope as a view shows it, and note it in the place of the one before.

    None when asked to stop between two segments: what was kept is found again the next time.
    """
    with database.read() as connection:
        office = feed.meta(connection)
    pieces: list[Piece] = []
    for rows in _segments(database, wanted):
        if stops():
            return None
        pieces.append(_kept(files, rows))
    made = Snapshot(
        scope=wanted.scope,
        view=wanted.view.key,
        epoch=office.epoch,
        ver=office.head,
        rows=sum(piece.rows for piece in pieces),
        made_at=str(to_value(now)),
    )
    with database.write() as connection:
        snapshots.put(connection, made, pieces)
    return made


def clean(database: Database, files: Blobs, *, now: datetime) -> int:
    """Let go of segments that were replaced a day ago; return how many."""
    with database.write() as connection:
        for each in snapshots.everything(connection):
            if not is_offered(each, feed.meta(connection)):
                snapshots.leave(connection, each, at=str(to_value(now)))
        gone = snapshots.forget_left_before(connection, str(to_value(now - KEPT)))
    for sha256 in gone:
        files.remove(sha256)
    return len(gone)


def _segments(database: Database, wanted: Wanted) -> Iterator[dict[str, Page]]:
    """Yield the rows of a scope, in portions; nothing where it sees nothing."""
    viewer = showing.viewer_through(wanted.scope, wanted.view)
    pages: dict[str, list[Page]] = {}
    count = 0
    for containers in _containers(database, wanted.scope):
        for part in _parts(containers):
            found = _whole(database, viewer, part)
            for entity, page in found.items():
                pages.setdefault(entity, []).append(page)
                count += len(page.rows)
            if count >= _SEGMENT_ROWS_MAX or (count >= _SEGMENT_ROWS_MIN and _ends(part[-1])):
                yield _joined(pages)
                pages, count = {}, 0
    if count:
        yield _joined(pages)


def _containers(database: Database, scope: str) -> Iterator[list[Id]]:
    after = (-1, "")
    while True:
        with database.read() as connection:
            found = audiences.containers_after(
                connection, scope, after=after, limit=_CONTAINERS_AT_ONCE
            )
        if not found:
            return
        yield [container for container, _ in found]
        after = (found[-1][1], found[-1][0])


def _parts(containers: Sequence[Id]) -> Iterator[list[Id]]:
    """Yield the containers in pieces that end where a segment may."""
    part: list[Id] = []
    for container in containers:
        part.append(container)
        if _ends(container):
            yield part
            part = []
    if part:
        yield part


def _ends(container: Id) -> bool:
    return int(hashlib.sha256(container.encode()).hexdigest()[:4], 16) % _ENDS == 0


def _whole(database: Database, viewer: Viewer, containers: Sequence[Id]) -> dict[str, Page]:
    with database.read() as connection:
        return viewer.whole(connection, containers)


def _joined(pages: dict[str, list[Page]]) -> dict[str, Page]:
    return {
        entity: _narrowed(entity, [row for page in pages[entity] for row in page.rows])
        for entity in ENTITIES
        if entity in pages
    }


def _narrowed(entity: str, rows: list[tuple[Value, ...]]) -> Page:
    """Return rows by id, without the columns that have their default in all of them."""
    rows.sort(key=lambda row: str(row[0]))
    names = (*columns(ENTITIES[entity]), "ver")
    plain = cast("dict[str, Value]", {**dict.fromkeys(names), **defaults(ENTITIES[entity])})
    same = {
        name: plain[name]
        for at, name in enumerate(names)
        if name not in ("id", "ver") and all(row[at] == plain[name] for row in rows)
    }
    kept = [at for at, name in enumerate(names) if name not in same]
    return Page(
        columns=[names[at] for at in kept],
        rows=[tuple(row[at] for at in kept) for row in rows],
        same=same,
    )


def _kept(files: Blobs, rows: dict[str, Page]) -> Piece:
    """Keep a segment among head office's contents, if it is not there yet."""
    data = codec.encode(Segment(rows=rows))
    sha256 = hashlib.sha256(data).hexdigest()
    if not files.holds(sha256):
        name = f"segment-{sha256}"
        files.part(name).put(0, data)
        files.keep(name, sha256)
    count = sum(len(page.rows) for page in rows.values())
    return Piece(sha256=sha256, size_bytes=len(data), rows=count)
