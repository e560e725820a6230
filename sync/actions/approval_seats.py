"""Who may fill a seat of a request now, and what a decision on it is about."""

from sync.actions import authority
from sync.actions.authority import Policy
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.workspace import Workspace
from sync.domain import approval_flow, subjects
from sync.domain.approval_flow import Seat, Yes
from sync.domain.approvals import Approval, ApprovalState
from sync.domain.people import Actor
from sync.domain.projections import Projection, projection_of
from sync.domain.records import to_row
from sync.domain.refusals import refuse
from sync.domain.subjects import Content

_EVERYTHING = Projection(nouns=frozenset(), fields={}, key="")


def require_open(approval: Approval) -> None:
    """Refuse what was decided or taken back already."""
    if approval.state is not ApprovalState.OPEN:
        raise refuse("approval_not_open", title=approval.title, state=approval.state.value)


def require_seat(
    deed: Deed, approval: Approval, policy: Policy, actor: Actor, for_id: str = ""
) -> None:
    """Refuse somebody who has no seat on the request now, with what is missing."""
    if approval.requested_by in (actor.id, for_id):
        raise refuse("approval_own", kind="denied", title=approval.title)
    if place_of(deed, approval, policy, actor, for_id) is not None:
        return
    said = authority.said_on(deed.work, approval)
    if actor.id in {yes.author_id for yes in said}:
        raise refuse("approval_said_already", title=approval.title)
    require_right(deed, "change_request", "A", approval.order_id)
    level = approval_flow.level_asked(policy.flow, said)
    if actor.level >= level:
        raise refuse("approval_seat_taken", title=approval.title)
    raise refuse("approval_level_short", kind="denied", title=approval.title, level=level)


def place_of(
    deed: Deed,
    approval: Approval,
    policy: Policy,
    actor: Actor,
    for_id: str = "",
    *,
    said: list[Yes] | None = None,
) -> Seat | None:
    """Return the seat that somebody may fill now, as themselves or for `for_id`."""
    if approval.requested_by in (actor.id, for_id):
        return None
    counting = authority.said_on(deed.work, approval) if said is None else said
    for who in authority.candidates(deed.work, actor, approval, deed.context):
        if who.for_id == for_id:
            return approval_flow.seat_for(policy.flow, counting, who)
    return None


def whole_hash_of(deed: Deed, approval: Approval) -> str:
    """Return the hash of the content with nothing hidden."""
    return subjects.hash_of(subjects.content_of(rows_of(deed.work, approval), _EVERYTHING))


def rows_of(work: Workspace, approval: Approval) -> list[tuple[str, Fields]]:
    """Return the rows that a decision is about, with their nouns."""
    order = work.require("orders", approval.order_id)
    lines = work.find("order_lines", "order_id", approval.order_id)
    files = work.find("attachments", "order_id", approval.order_id)
    asked = work.get("approvals", approval.id) or to_row(approval)
    return [
        ("approvals", asked),
        ("orders", order),
        *(("order_lines", line) for line in lines),
        *(("attachments", file) for file in files),
    ]


def shown(deed: Deed, approval: Approval) -> Content:
    """Return the content as this person may see it now; on the desk it is noted as seen."""
    view = projection_of(deed.context.actor.roles, deed.context.rules.permissions)
    rows = rows_of(deed.work, approval)
    if deed.seen.is_noting:
        for entity, row in rows:
            deed.seen.of(entity, row, subjects.fields_counting(entity, view))
    return subjects.content_of(rows, view)
