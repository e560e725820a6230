"""Says how a desk's first copy comes, and gives out the segments that it comes in."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.domain.ids import Id
from sync.domain.people import Actor
from sync.domain.records import to_value
from sync.domain.scopes import ALL_ORDERS, EVERYBODY, PART, PARTNERS, TEAM
from sync.server import showing, snapshots
from sync.server.bearers import Caller
from sync.server.refusing import decline
from sync.server.snapshots import Wanted
from sync.store import audiences, feed, grants, own_orders
from sync.store import snapshots as stored
from sync.store.snapshots import Piece, Snapshot
from sync.wire.snapshots import FirstCopyPlan, SegmentName

OWN_ORDERS_MAX = 200
"""Open orders of a person that come before anything else."""


class _Sources(msgspec.Struct, frozen=True, kw_only=True):
    """What a first copy is made of, for the scopes that many people hold."""

    built: list[Snapshot]
    absent: list[Wanted]


def plan(connection: Connection, caller: Caller) -> tuple[FirstCopyPlan, list[Wanted]]:
    """Return how the first copy comes, and which snapshots would be of use and are not there."""
    held = grants.held(connection, caller.actor.id)
    sources = _sources(connection, shared_views(caller.actor, held), caller.office)
    told = plan_of_changes(connection, caller)
    first = told.first
    if sources.absent or not sources.built:
        return told, sources.absent
    full = [each.scope for each in sources.built if each.view == whole_view(caller.actor)]
    apart = set(held) - {each.scope for each in sources.built}
    later = audiences.containers_beyond(connection, sorted(apart), full)
    early, others = _pieces(connection, sources.built)
    planned = msgspec.structs.replace(
        told,
        is_ready=True,
        ver=min(each.ver for each in sources.built),
        early=early,
        segments=others,
        later=sorted(set(later) - set(first)),
        total=sum(each.rows for each in sources.built) + len(first) + len(later),
    )
    return planned, []


def plan_of_changes(connection: Connection, caller: Caller) -> FirstCopyPlan:
    """Return a first copy without segments: the person's own, then everything as changes."""
    held = grants.held(connection, caller.actor.id)
    return FirstCopyPlan(
        server_id=caller.office.server_id,
        epoch=caller.office.epoch,
        head=caller.office.head,
        is_ready=False,
        scopes=held,
        first=[EVERYBODY, *_own_open(connection, caller.actor.id, held)],
        total=feed.row_count(connection, held),
    )


def shared_views(actor: Actor, held: Sequence[str]) -> list[Wanted]:
    """Return the scopes of a person that many hold, each with what their roles see through it.

    Those only through which all is seen that the person may see at all; and the company's orders:
    who sees some of them by further roles asks for these apart.
    """
    whole = whole_view(actor)
    found = [
        Wanted(scope, showing.shown_through(scope, actor.roles))
        for scope in held
        if scope in (EVERYBODY, ALL_ORDERS) or scope.startswith((TEAM, PARTNERS))
    ]
    return [each for each in found if each.scope == ALL_ORDERS or each.view.key == whole]


def whole_view(actor: Actor) -> str:
    """Return the key of what all roles of a person see together."""
    return showing.shown_through(EVERYBODY, actor.roles).key


def segment(connection: Connection, caller: Caller, sha256: str) -> int:
    """Return the size of a segment that the caller may have, or decline: there is none such."""
    shown, size = stored.shown_by(connection, sha256)
    held = grants.held(connection, caller.actor.id)
    theirs = {(each.scope, each.view.key) for each in shared_views(caller.actor, held)}
    if not shown & theirs:
        raise decline(404, "segment_gone")
    return size


def _sources(connection: Connection, wanted: Sequence[Wanted], office: feed.OfficeMeta) -> _Sources:
    built: list[Snapshot] = []
    absent: list[Wanted] = []
    for each in wanted:
        found = stored.find(connection, each.scope, each.view.key)
        if found is not None and snapshots.is_offered(found, office):
            built.append(found)
        elif feed.has_at_least(connection, each.scope, snapshots.ROWS_MIN):
            absent.append(each)
    return _Sources(built=built, absent=absent)


def note_lost(connection: Connection, sha256: str, *, now: datetime) -> None:
    """Offer no snapshot any more that has a segment whose content is lost: it is built anew."""
    shown, _ = stored.shown_by(connection, sha256)
    for scope, view in sorted(shown):
        found = stored.find(connection, scope, view)
        if found is not None:
            stored.leave(connection, found, at=str(to_value(now)))


def _own_open(connection: Connection, person_id: Id, held: Sequence[str]) -> list[Id]:
    """Return the open orders that the person owns or works on, the newest first."""
    worked = own_orders.worked_on(connection, f"{PART}{person_id}", limit=OWN_ORDERS_MAX)
    owned = own_orders.owned(connection, person_id, limit=OWN_ORDERS_MAX)
    found = sorted({*worked, *owned}, reverse=True)
    seen = audiences.held_through(connection, found, held)
    return [each for each in found if each in seen][:OWN_ORDERS_MAX]


def _pieces(
    connection: Connection, built: Sequence[Snapshot]
) -> tuple[list[SegmentName], list[SegmentName]]:
    """Return the segments of what everybody sees, and the others, each once."""
    early: dict[str, SegmentName] = {}
    others: dict[str, SegmentName] = {}
    for each in built:
        into = early if each.scope == EVERYBODY else others
        for piece in stored.pieces_of(connection, each.scope, each.view):
            into[piece.sha256] = _named(piece)
    return list(early.values()), [name for sha, name in others.items() if sha not in early]


def _named(piece: Piece) -> SegmentName:
    return SegmentName(sha256=piece.sha256, size_bytes=piece.size_bytes, rows=piece.rows)
