"""What a desk has not seen yet, a page at a time: pages end where a version ends."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import Value, columns, to_value
from sync.server.bearers import Caller
from sync.server.refusing import decline, with_head
from sync.store import feed, grants
from sync.wire.messages import Page, Pull, PullAnswer

PAGE_ROWS_MAX = 5_000
WAIT_SECONDS_MAX = 25


class _Span(msgspec.Struct, frozen=True, kw_only=True):
    """The versions a page covers, of one scope."""

    scope: str
    start: int
    end: int


def pages(connection: Connection, pull: Pull, caller: Caller, *, now: datetime) -> PullAnswer:
    """Return the next page for a desk; empty when it has everything.

    A desk that has lost or gained the company's scope is told so; gaining it starts from nothing.
    """
    _check_cursor(pull, caller)
    held = grants.held(connection, caller.actor.id)
    add = [scope for scope in held if scope not in pull.scopes]
    drop = [scope for scope in pull.scopes if scope not in held]
    start = 0 if add else pull.cursor
    head = caller.office.head
    end = _end(connection, pull, held, start=start, head=head)
    spans = [_Span(scope=scope, start=start, end=end) for scope in held]
    return PullAnswer(
        server_id=caller.office.server_id,
        epoch=caller.office.epoch,
        start=start,
        end=end,
        head=head,
        more=end < head,
        scopes=held,
        at=str(to_value(now)),
        add=add,
        drop=drop,
        rows=_rows(connection, spans),
        gone=_gone(connection, spans),
        total=feed.row_count(connection, held) if start == 0 else 0,
    )


def is_news(answer: PullAnswer) -> bool:
    """Return whether there is something in it for the desk, if only a later version."""
    return answer.end > answer.start or bool(answer.add or answer.drop)


def _check_cursor(pull: Pull, caller: Caller) -> None:
    office = caller.office
    if pull.cursor > office.head:
        raise with_head(decline(409, "cursor_ahead"), epoch=office.epoch, head=office.head)
    if pull.cursor < 0 or 0 < pull.cursor < office.horizon:
        raise with_head(decline(410, "cursor_too_old"), epoch=office.epoch, head=office.head)


def _end(connection: Connection, pull: Pull, held: list[str], *, start: int, head: int) -> int:
    limit = max(1, min(pull.limit, PAGE_ROWS_MAX))
    ends = [
        feed.page_end(connection, scope, after=start, through=head, limit=limit) for scope in held
    ]
    return min(ends, default=head)


def _rows(connection: Connection, spans: list[_Span]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for span in spans:
        if span.end == span.start:
            continue
        for entity in feed.nouns_between(
            connection, span.scope, after=span.start, through=span.end
        ):
            rows = feed.rows_between(
                connection, span.scope, entity, after=span.start, through=span.end
            )
            if rows:
                found[entity] = _page(entity, rows, found.get(entity))
    return found


def _page(entity: str, rows: list[tuple[Value, ...]], before: Page | None) -> Page:
    values = rows
    if before is not None:
        known = {row[0] for row in before.rows}
        values = before.rows + [row for row in rows if row[0] not in known]
    return Page(columns=[*columns(ENTITIES[entity]), "ver"], rows=values)


def _gone(connection: Connection, spans: list[_Span]) -> list[tuple[str, Id]]:
    """Return what was removed; a first copy has nothing that could be gone from it."""
    return [
        gone
        for span in spans
        if 0 < span.start < span.end
        for gone in feed.gone_between(connection, span.scope, after=span.start, through=span.end)
    ]
