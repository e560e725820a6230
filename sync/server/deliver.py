"""What a desk has not seen yet, a page at a time: pages end where a version ends."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.server import showing
from sync.server.bearers import Caller
from sync.server.refusing import decline, with_head
from sync.server.showing import Viewer
from sync.store import audiences, feed, grants
from sync.store.feed import Stretch
from sync.wire.messages import Pull, PullAnswer

PAGE_ROWS_MAX = 5_000
CONTAINERS_MAX = 100
WAIT_SECONDS_MAX = 25


class _Span(msgspec.Struct, frozen=True, kw_only=True):
    """From where a page goes; audiences as they stood at `since` came with the first copy.

    `told` is how far the desk knows what is gone, also where all that is there is sent anew.
    """

    told: int
    start: int
    since: int


class _Found(msgspec.Struct, frozen=True):
    """A page's versions, and which containers moved in them, at which version."""

    stretch: Stretch
    moved: list[tuple[Id, int]]


def pages(connection: Connection, pull: Pull, caller: Caller, *, now: datetime) -> PullAnswer:
    """Return the next page for a desk; empty when it has everything.

    A desk that has lost or gained a scope of its person is told so, and begins from nothing. One
    that asks for containers gets these whole, as they stand.
    """
    _check_cursor(pull, caller)
    held = grants.held(connection, caller.actor.id)
    add = [scope for scope in held if scope not in pull.scopes]
    drop = [scope for scope in pull.scopes if scope not in held]
    viewer = showing.viewer_of(caller.actor.roles, held)
    head = caller.office.head
    answer = PullAnswer(
        server_id=caller.office.server_id,
        epoch=caller.office.epoch,
        start=pull.cursor,
        end=pull.cursor,
        head=head,
        more=pull.cursor < head,
        scopes=held,
        at=str(to_value(now)),
        add=add,
        drop=drop,
    )
    if pull.containers and not (add or drop):
        return _whole(connection, pull, viewer, answer)
    if not (add or drop) and 0 < pull.cursor == head:
        return answer
    start = 0 if add else pull.cursor
    limit = max(1, min(pull.limit, PAGE_ROWS_MAX))
    stretch = feed.stretch(connection, held, after=start, through=head, limit=limit)
    span = _Span(told=pull.cursor, start=start, since=head if start == 0 else pull.since)
    return _page(connection, viewer, answer, span, _cut(connection, held, span, stretch, limit))


def is_news(answer: PullAnswer) -> bool:
    """Return whether there is something in it for the desk; a later version alone is not."""
    if answer.start == 0 < answer.end:
        return True
    moved = answer.add or answer.drop or answer.given or answer.gained or answer.lost
    return answer.more or bool(moved or answer.rows or answer.gone)


def _page(
    connection: Connection, viewer: Viewer, answer: PullAnswer, span: _Span, found: _Found
) -> PullAnswer:
    stretch, start = found.stretch, span.start
    gained, lost = _moved(connection, viewer, sorted({each for each, _ in found.moved}), start)
    read = {"after": stretch.first - 1, "through": min(stretch.last, stretch.end)}
    gone: list[tuple[str, Id]] = []
    if span.told > start:
        gone = feed.gone_between(connection, viewer.scopes, after=span.told, through=stretch.end)
    elif span.told and stretch.has_gone:
        gone = feed.gone_between(connection, viewer.scopes, **read)
    return msgspec.structs.replace(
        answer,
        start=start,
        end=stretch.end,
        more=stretch.end < answer.head,
        rows=viewer.changed(connection, stretch.nouns, **read),
        gone=gone,
        gained=gained,
        lost=lost,
        total=feed.row_count(connection, viewer.scopes) if start == 0 else 0,
    )


def _whole(connection: Connection, pull: Pull, viewer: Viewer, answer: PullAnswer) -> PullAnswer:
    asked = pull.containers[:CONTAINERS_MAX]
    rows = viewer.whole(connection, asked)
    return msgspec.structs.replace(answer, rows=rows, given=asked, more=True)


def _check_cursor(pull: Pull, caller: Caller) -> None:
    office = caller.office
    if pull.cursor > office.head:
        raise with_head(decline(409, "cursor_ahead"), epoch=office.epoch, head=office.head)
    if pull.cursor < 0 or 0 < pull.cursor <= max(pull.cursor, pull.since) < office.horizon:
        raise with_head(decline(410, "cursor_too_old"), epoch=office.epoch, head=office.head)


def _cut(
    connection: Connection, held: list[str], span: _Span, stretch: Stretch, limit: int
) -> _Found:
    """Return the page, ended earlier where more than a number of containers moved in it."""
    after = max(span.start, span.since)
    moved = audiences.changes_between(connection, held, after=after, through=stretch.end)
    if len(moved) <= limit:
        return _Found(stretch, moved)
    first, cut = moved[0][1], moved[limit][1]
    end = cut - 1 if cut > first else cut
    kept = [each for each in moved if each[1] <= end]
    return _Found(msgspec.structs.replace(stretch, end=end), kept)


def _moved(
    connection: Connection, viewer: Viewer, containers: list[Id], start: int
) -> tuple[list[Id], list[tuple[str, Id]]]:
    """Return the containers to be had whole, and the rows of those that are no longer seen.

    What is newer than where the desk stands comes by itself: only what has older rows is named.
    What went before its container moved away is told here, since the desk is no longer told there.
    """
    if not containers or start == 0:
        return [], []
    seen = audiences.held_through(connection, containers, viewer.scopes)
    kept = [each for each in containers if each in seen]
    gained = sorted(feed.older_than(connection, kept, start))
    gone = [each for each in containers if each not in seen]
    notes = feed.notes_in(connection, gone)
    return gained, [(note.entity, note.row_id) for note in notes]
