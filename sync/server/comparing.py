"""Compares what a desk holds with what head office would send it, a few containers at a time."""

from sqlalchemy import Connection

from sync.domain.ids import Id
from sync.domain.records import Value
from sync.domain.sums import sums_of
from sync.server import showing
from sync.server.bearers import Caller
from sync.store import audiences, feed, grants
from sync.wire.checking import Compare, CompareAnswer
from sync.wire.messages import Page
from sync.wire.upgrading import lowered_pages

DIFFERING_MAX = 1_000


def compare(connection: Connection, held: Compare, caller: Caller, *, schema: int) -> CompareAnswer:
    """Return which containers differ, as a desk that speaks `schema` knows their rows.

    What has changed since the desk's cursor is on its way to it, and not compared.
    """
    scopes = grants.held(connection, caller.actor.id)
    if scopes != held.scopes or not 0 < held.cursor <= caller.office.head:
        return CompareAnswer(is_compared=False)
    seen = audiences.containers_between(
        connection, scopes, after=held.after, until=held.until, limit=DIFFERING_MAX
    )
    changed = _changed_since(connection, held.cursor)
    viewer = showing.viewer_of(caller.actor.roles, scopes)
    there = [each for each in seen if each not in changed]
    whole = viewer.whole(connection, [each for each in there if each in held.sums])
    pages = lowered_pages(whole, schema)
    sums = sums_of({entity: _rows(page) for entity, page in pages.items()})
    differing = [
        each for each in there if each not in held.sums or sums.get(each) != held.sums[each]
    ]
    is_all = len(seen) < DIFFERING_MAX
    surplus = [each for each in held.sums if each not in seen and each not in changed]
    return CompareAnswer(
        is_compared=True, differing=differing, surplus=sorted(surplus) if is_all else []
    )


def _rows(page: Page) -> list[dict[str, Value]]:
    return [dict(zip(page.columns, row, strict=True)) for row in page.rows]


def _changed_since(connection: Connection, cursor: int) -> set[Id]:
    return feed.containers_since(connection, cursor) | audiences.containers_since(
        connection, cursor
    )
