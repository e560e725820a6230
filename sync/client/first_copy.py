"""A desk's first copy, and any later one from nothing: what is the person's own comes first.

Head office says how it comes: segments that were built beforehand, each taken in within one
transaction and then never asked for again, and what no segment holds as whole containers. Nothing
but the replica remembers how far it has come.
"""

import hashlib

from sqlalchemy import Connection

from sync.client import pages, rebase, standing
from sync.client.office import Office
from sync.client.push import require_ours
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.changes import Changes, joined
from sync.store import arriving, bases, copying, derived, incarnations, missing
from sync.store.arriving import Arriving
from sync.wire import codec
from sync.wire.codec import Garbled
from sync.wire.snapshots import SEGMENT_OPENED_MAX, FirstCopyPlan, Segment, SegmentName

AS_CHANGES = "changes"
"""No segments: everything comes as changes, after the person's own."""
IN_SEGMENTS = "segments"
_PART_BYTES = 1 << 20


def is_due(state: Standing) -> bool:
    """Return whether the next step is one of a first copy's own, not a page of changes."""
    return state.cursor == 0 and state.first_copy in ("", IN_SEGMENTS)


def step(replica: Replica, office: Office) -> Changes | None:
    """Do the next step; None where whole containers are to be asked for first."""
    state = replica.standing()
    if not state.first_copy:
        return _ask(replica, office, state)
    with replica.read() as connection:
        segment = arriving.first(connection)
        has_first = missing.has_first(connection)
    if has_first and (segment is None or not segment.is_early):
        return None
    if segment is None:
        with replica.write() as connection:
            end(connection)
        return Changes()
    come = _fetched(office, segment, state)
    with replica.write(comes_again=True) as connection:
        if come is None:
            give_up(connection)
            return Changes()
        if len(come) < segment.size_bytes:
            arriving.keep(connection, segment.sha256, come)
            return Changes()
        if hashlib.sha256(come).hexdigest() == segment.sha256:
            return take_in(connection, segment, _opened(come))
        arriving.keep(connection, segment.sha256, b"")
    raise Trouble("answer_garbled")


def note_plan(connection: Connection, plan: FirstCopyPlan) -> None:
    """Note how the first copy comes."""
    missing.forget_all(connection)
    missing.note_first(connection, plan.first)
    scopes = ",".join(plan.scopes)
    standing.note(connection, scopes=scopes, total=plan.total, copied=0)
    if not plan.is_ready:
        arriving.forget_all(connection)
        standing.note(connection, first_copy=AS_CHANGES)
        return
    missing.note(connection, plan.later)
    early = [_arriving(name, at - len(plan.early)) for at, name in enumerate(plan.early)]
    others = [_arriving(name, at) for at, name in enumerate(plan.segments)]
    arriving.put(connection, [*early, *others])
    standing.note(connection, first_copy=IN_SEGMENTS, first_ver=plan.ver)


def take_in(connection: Connection, segment: Arriving, content: Segment) -> Changes:
    """Write a segment's rows, but for those that are here in a newer version already."""
    pending = incarnations.touched_keys(connection)
    written = pages.write_segment(connection, content, pending)
    seen = written.keys
    if copying.has_bases(connection):
        copying.forget_bases(connection, bases.kept(connection, seen - pending))
    changes = rebase.show(connection, seen & pending)
    straight = pages.changes_in(connection, seen - pending, written.orders)
    arriving.forget(connection, segment.sha256)
    state = standing.load(connection)
    standing.note(connection, copied=state.copied + segment.rows)
    if derived.is_empty(connection):
        return joined((changes, straight))
    return rebase.let_lists_know(connection, joined((changes, straight)))


def end(connection: Connection) -> None:
    """Go on with the changes since the segments were built."""
    state = standing.load(connection)
    standing.note(connection, cursor=state.first_ver, since=state.first_ver, first_copy="")


def give_up(connection: Connection) -> None:
    """Ask anew how the first copy comes: segments were built again, or scopes have changed."""
    arriving.forget_all(connection)
    standing.note(connection, first_copy="")


def _ask(replica: Replica, office: Office, state: Standing) -> Changes:
    try:
        plan = office.first_copy(state.badge)
    except Trouble as trouble:
        if trouble.code != "call_unknown":
            raise
        replica.note(first_copy=AS_CHANGES)
        return Changes()
    require_ours(state, plan.server_id)
    if plan.epoch != state.epoch:
        raise Trouble("answer_out_of_date")
    with replica.write() as connection:
        if standing.load(connection).cursor == 0:
            note_plan(connection, plan)
    return Changes()


def _fetched(office: Office, segment: Arriving, state: Standing) -> bytes | None:
    """Return a segment with its next part; None where head office has it no longer."""
    start = len(segment.come)
    stop = min(start + _PART_BYTES, segment.size_bytes)
    try:
        return segment.come + office.segment(segment.sha256, start, stop, state.badge)
    except Trouble as trouble:
        if trouble.code != "segment_gone":
            raise
        return None


def _opened(data: bytes) -> Segment:
    try:
        return codec.decode(data, Segment, opened_max=SEGMENT_OPENED_MAX)
    except Garbled:
        raise Trouble("answer_garbled") from None


def _arriving(name: SegmentName, place: int) -> Arriving:
    return Arriving(name.sha256, place, name.size_bytes, name.rows)
