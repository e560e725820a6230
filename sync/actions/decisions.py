"""Deciding a request: provisional on the desk, judged at head office by what stands there."""

import json

import msgspec

from sync.actions import authority, changes_asked, separation
from sync.actions.approval_seats import (
    place_of,
    require_open,
    require_seat,
    rows_of,
    shown,
    whole_hash_of,
)
from sync.actions.authority import Policy
from sync.actions.context import Context
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.workspace import Workspace
from sync.domain import approval_flow, subjects
from sync.domain.approval_flow import Seat, Yes
from sync.domain.approvals import Approval, ApprovalState, Choice, Outcome
from sync.domain.commands import DecideApproval
from sync.domain.projections import projection_of
from sync.domain.records import to_value
from sync.domain.refusals import Refusal, refuse
from sync.domain.subjects import Content
from sync.domain.values import check_fields
from sync.store import accounts
from sync.wire import decisions, signatures

_CLOSED = {Choice.APPROVE: ApprovalState.APPROVED, Choice.REFUSE: ApprovalState.REFUSED}


def decide(deed: Deed, command: DecideApproval) -> None:
    """Approve or refuse a request; what the person was shown goes with it, signed."""
    approval = deed.work.load(Approval, "approvals", command.approval_id)
    require_right(deed, "order", "R", approval.order_id)
    if approval.requested_by in (deed.context.actor.id, command.for_id):
        raise refuse("approval_own", kind="denied", title=approval.title)
    separation.require_apart(deed, approval, command)
    fields = _fields(deed, approval, command)
    if deed.context.at_head_office:
        _judge(deed, approval, command, fields)
        return
    require_open(approval)
    policy = authority.policy_on(deed.work, approval)
    require_seat(deed, approval, policy, deed.context.actor, command.for_id)
    if command.subject_hash != subjects.hash_of(shown(deed, approval)):
        raise refuse("approval_moved_on", title=approval.title)
    deed.add("decisions", fields)


def whole(work: Workspace, command: DecideApproval, context: Context) -> DecideApproval:
    """Return a decision with what it is about, as this person is shown it now.

    A hash that was given stays: it is of what was on the screen. Whoever may decide only in
    somebody's stead does so.
    """
    approval = work.load(Approval, "approvals", command.approval_id)
    policy = authority.policy_on(work, approval)
    rows = rows_of(work, approval)
    content = subjects.content_of(
        rows, projection_of(context.actor.roles, context.rules.permissions)
    )
    return msgspec.structs.replace(
        command,
        subject_hash=command.subject_hash or subjects.hash_of(content),
        subject_ver=max(int(row.get("ver") or 0) for _, row in rows),
        policy_ver=policy.ver,
        policy_level=policy.level,
        for_id=command.for_id or _stood_in_for(work, approval, policy, context),
    )


def _stood_in_for(work: Workspace, approval: Approval, policy: Policy, context: Context) -> str:
    said = authority.said_on(work, approval)
    for who in authority.candidates(work, context.actor, approval, context):
        if approval_flow.seat_for(policy.flow, said, who) is not None:
            return who.for_id
    return ""


def _judge(deed: Deed, approval: Approval, command: DecideApproval, fields: Fields) -> None:
    """Write a decision with what becomes of it; close the request where it is accepted."""
    _require_signed(deed, fields)
    now = to_value(deed.context.now)
    whole_hash = whole_hash_of(deed, approval)
    policy = authority.policy_on(deed.work, approval)
    said = authority.said_on(deed.work, approval, whole_hash)
    place = place_of(deed, approval, policy, deed.context.actor, command.for_id, said=said)
    outcome, why, differs = _outcome(deed, approval, command, (policy, place))
    judged = {"outcome": outcome.value, "why": why, "differs": differs, "arrived_at": now}
    seat = "" if place is None else place.name
    sat = {"seat": seat, "whole_hash": whole_hash} if seat else {}
    deed.add("decisions", {**fields, **judged, **sat})
    if outcome is not Outcome.ACCEPTED:
        other = deed.work.get("users", approval.decided_by or approval.requested_by) or {}
        facts = {"title": approval.title, "by": other.get("login"), "id": command.id}
        deed.told = Refusal(code=f"decision_{why}", facts=facts)
        return
    choice = Choice(command.decision)
    if choice is Choice.APPROVE:
        yes = Yes(author_id=deed.context.actor.id, for_id=command.for_id, seat=seat)
        if not approval_flow.standing(policy.flow, [*said, yes]).is_done:
            return
    closing: Fields = {
        "state": _CLOSED[choice].value,
        "decision_id": command.id,
        "decided_by": deed.context.actor.id,
        "decided_at": now,
    }
    deed.set("approvals", approval.id, closing)
    if approval.change_id:
        changes_asked.settle(deed, approval.change_id, is_approved=choice is Choice.APPROVE)


def _outcome(
    deed: Deed, approval: Approval, command: DecideApproval, now: tuple[Policy, Seat | None]
) -> tuple[Outcome, str, str]:
    """Return what becomes of a decision, why, and what differs from what was shown."""
    policy, place = now
    if approval.state is ApprovalState.WITHDRAWN:
        return Outcome.SUPERSEDED, "withdrawn", ""
    if approval.state is not ApprovalState.OPEN:
        return Outcome.SUPERSEDED, "decided_before", ""
    if place is None:
        return _without_seat(deed, approval, command, policy)
    content = shown(deed, approval)
    if command.subject_hash != subjects.hash_of(content):
        differs = subjects.differences(_seen(deed, approval), content)
        return Outcome.NEEDS_DECISION, "facts_changed", json.dumps(differs, ensure_ascii=False)
    if policy.level > command.policy_level:
        return Outcome.NEEDS_DECISION, "policy_stricter", ""
    return Outcome.ACCEPTED, "", ""


def _without_seat(
    deed: Deed, approval: Approval, command: DecideApproval, policy: Policy
) -> tuple[Outcome, str, str]:
    """Return why somebody has no seat who had one when they decided."""
    people = authority.candidates(deed.work, deed.context.actor, approval, deed.context)
    who = next((each for each in people if each.for_id == command.for_id), None)
    if who is None:
        return Outcome.NEEDS_DECISION, "delegation_ended", ""
    if approval_flow.seat_for(policy.flow, (), who) is not None:
        return Outcome.SUPERSEDED, "seat_taken", ""
    if who.may_approve and who.level >= command.policy_level:
        return Outcome.NEEDS_DECISION, "policy_stricter", ""
    return Outcome.NEEDS_DECISION, "right_ended", ""


def _fields(deed: Deed, approval: Approval, command: DecideApproval) -> Fields:
    if command.decision not in tuple(Choice):
        raise refuse(
            "value_not_valid", entity="decisions", field="choice", value=command.decision[:40]
        )
    said: Fields = {
        "approval_id": approval.id,
        "order_id": approval.order_id,
        "choice": command.decision,
        "note": command.note,
        "subject_hash": command.subject_hash,
        "subject_ver": command.subject_ver,
        "policy_ver": command.policy_ver,
        "policy_level": command.policy_level,
        "public_key": command.public_key,
        "signature": command.signature,
        "for_id": command.for_id,
    }
    return check_fields("decisions", said) | {
        "id": command.id,
        "author_id": deed.context.actor.id,
        "claimed_at": to_value(deed.context.acted_at),
    }


def _require_signed(deed: Deed, fields: Fields) -> None:
    """Refuse a decision that is not signed by a key that this person's device enrolled."""
    public = str(fields["public_key"])
    known = len(public) == signatures.KEY_DIGITS and accounts.owner_of_key(
        deed.work.connection, public
    )
    if known != deed.context.actor.id or not decisions.is_sound(fields):
        raise refuse("decision_not_signed", kind="denied")


def _seen(deed: Deed, approval: Approval) -> Content:
    """Return the content as the author says to have seen it."""
    view = projection_of(deed.context.actor.roles, deed.context.rules.permissions)
    nouns = ("approvals/", "orders/", "order_lines/", "attachments/")
    noted = {key: row for key, row in deed.seen.noted.items() if key.startswith(nouns)}
    rows = [(key.split("/")[0], {**row, "id": key.split("/")[1]}) for key, row in noted.items()]
    return subjects.content_of(rows, view)
