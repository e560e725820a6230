"""Asking for an approval, deciding it, taking it back.

A decision takes effect only at head office: accepted where nothing that it stands on has changed,
else kept with what stood in the way. On the desk it is provisional.
"""

import json
import re

import msgspec

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.workspace import Workspace
from sync.domain import subjects
from sync.domain.approvals import LEVEL_MAX, LEVEL_PLAIN, Approval, ApprovalState, Choice, Outcome
from sync.domain.commands import DecideApproval, RequestApproval, WithdrawApproval
from sync.domain.ids import row_id
from sync.domain.people import Actor
from sync.domain.projections import projection_of
from sync.domain.records import to_row, to_value
from sync.domain.refusals import Refusal, Refused, refuse
from sync.domain.rights import Permissions
from sync.domain.subjects import Content
from sync.domain.values import check_fields
from sync.store import accounts
from sync.wire import decisions, signatures

_TOPIC = re.compile("[a-z][a-z0-9_]{0,39}")
_CLOSED = {Choice.APPROVE: ApprovalState.APPROVED, Choice.REFUSE: ApprovalState.REFUSED}


class Policy(msgspec.Struct, frozen=True):
    """Which level decides a topic, by the company's settings of which version."""

    level: int
    ver: int


def policy_of(work: Workspace, topic: str) -> Policy:
    """Return the policy on a topic: its own setting, the one for all, or the plain level."""
    for key in (f"approval.level.{topic}", "approval.level"):
        row = work.get("config_items", row_id("config", key))
        if row is not None and str(row["value"]).isdigit():
            return Policy(min(int(str(row["value"])), LEVEL_MAX), int(row.get("ver") or 0))
    return Policy(LEVEL_PLAIN, 0)


def request(deed: Deed, command: RequestApproval) -> None:
    """Ask for leave on an order; the policy of now says which level decides."""
    require_right(deed, "change_request", "C", command.order_id)
    if not command.title.strip():
        raise refuse("field_empty", entity="approvals", field="title")
    if not _TOPIC.fullmatch(command.topic):
        raise refuse("value_not_valid", entity="approvals", field="topic", value=command.topic[:40])
    policy = policy_of(deed.work, command.topic)
    said: Fields = {
        "order_id": command.order_id,
        "topic": command.topic,
        "title": command.title,
        "note": command.note,
        "level": policy.level,
        "policy_ver": policy.ver,
    }
    fields = check_fields("approvals", said) | {
        "id": command.id,
        "requested_by": deed.context.actor.id,
        "requested_at": to_value(deed.context.acted_at),
        "state": ApprovalState.OPEN.value,
    }
    deed.add("approvals", fields)


def withdraw(deed: Deed, command: WithdrawApproval) -> None:
    """Take a request back, as its author, while nobody has decided it."""
    approval = deed.work.load(Approval, "approvals", command.id)
    if approval.requested_by != deed.context.actor.id:
        raise refuse("approval_of_another", kind="denied", title=approval.title)
    _require_open(approval)
    fields: Fields = {"state": ApprovalState.WITHDRAWN.value}
    if command.reason:
        fields["note"] = command.reason
    deed.set("approvals", command.id, check_fields("approvals", fields))


def decide(deed: Deed, command: DecideApproval) -> None:
    """Approve or refuse a request; what the person was shown goes with it, signed."""
    approval = deed.work.load(Approval, "approvals", command.approval_id)
    require_right(deed, "order", "R", approval.order_id)
    if approval.requested_by == deed.context.actor.id:
        raise refuse("approval_own", kind="denied", title=approval.title)
    fields = _fields(deed, approval, command)
    if deed.context.at_head_office:
        _judge(deed, approval, command, fields)
        return
    _require_open(approval)
    _require_level(deed, approval, policy_of(deed.work, approval.topic).level)
    if command.subject_hash != subjects.hash_of(_shown(deed, approval)):
        raise refuse("approval_moved_on", title=approval.title)
    deed.add("decisions", fields)


def whole(
    work: Workspace, command: DecideApproval, actor: Actor, permissions: Permissions
) -> DecideApproval:
    """Return a decision with what it is about, as this person is shown it now.

    A hash that was given stays: it is of what was on the screen.
    """
    approval = work.load(Approval, "approvals", command.approval_id)
    policy = policy_of(work, approval.topic)
    rows = _rows(work, approval)
    content = subjects.content_of(rows, projection_of(actor.roles, permissions))
    return msgspec.structs.replace(
        command,
        subject_hash=command.subject_hash or subjects.hash_of(content),
        subject_ver=max(int(row.get("ver") or 0) for _, row in rows),
        policy_ver=policy.ver,
        policy_level=max(policy.level, approval.level),
    )


def _judge(deed: Deed, approval: Approval, command: DecideApproval, fields: Fields) -> None:
    """Write a decision with what becomes of it; close the request where it is accepted."""
    _require_signed(deed, fields)
    outcome, why, differs = _outcome(deed, approval, command)
    now = to_value(deed.context.now)
    judged = {"outcome": outcome.value, "why": why, "differs": differs, "arrived_at": now}
    deed.add("decisions", {**fields, **judged})
    if outcome is not Outcome.ACCEPTED:
        other = deed.work.get("users", approval.decided_by or approval.requested_by) or {}
        facts = {"title": approval.title, "by": other.get("login"), "id": command.id}
        deed.told = Refusal(code=f"decision_{why}", facts=facts)
        return
    closing: Fields = {
        "state": _CLOSED[Choice(command.decision)].value,
        "decision_id": command.id,
        "decided_by": deed.context.actor.id,
        "decided_at": now,
    }
    deed.set("approvals", approval.id, closing)


def _outcome(deed: Deed, approval: Approval, command: DecideApproval) -> tuple[Outcome, str, str]:
    """Return what becomes of a decision, why, and what differs from what was shown."""
    if approval.state is ApprovalState.WITHDRAWN:
        return Outcome.SUPERSEDED, "withdrawn", ""
    if approval.state is not ApprovalState.OPEN:
        return Outcome.SUPERSEDED, "decided_before", ""
    required = max(policy_of(deed.work, approval.topic).level, approval.level)
    if not _may_decide(deed, approval, required):
        is_stricter = _may_decide(deed, approval, command.policy_level)
        return Outcome.NEEDS_DECISION, "policy_stricter" if is_stricter else "right_ended", ""
    now = _shown(deed, approval)
    if command.subject_hash != subjects.hash_of(now):
        differs = subjects.differences(_seen(deed, approval), now)
        return Outcome.NEEDS_DECISION, "facts_changed", json.dumps(differs, ensure_ascii=False)
    if required > command.policy_level:
        return Outcome.NEEDS_DECISION, "policy_stricter", ""
    return Outcome.ACCEPTED, "", ""


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


def _require_open(approval: Approval) -> None:
    if approval.state is not ApprovalState.OPEN:
        raise refuse("approval_not_open", title=approval.title, state=approval.state.value)


def _require_level(deed: Deed, approval: Approval, level: int) -> None:
    require_right(deed, "change_request", "A", approval.order_id)
    required = max(level, approval.level)
    if deed.context.actor.level < required:
        raise refuse("approval_level_short", kind="denied", title=approval.title, level=required)


def _may_decide(deed: Deed, approval: Approval, level: int) -> bool:
    try:
        _require_level(deed, approval, level)
    except Refused:
        return False
    return True


def _rows(work: Workspace, approval: Approval) -> list[tuple[str, Fields]]:
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


def _shown(deed: Deed, approval: Approval) -> Content:
    """Return the content as this person may see it now; on the desk it is noted as seen."""
    view = projection_of(deed.context.actor.roles, deed.context.rules.permissions)
    rows = _rows(deed.work, approval)
    if deed.seen.is_noting:
        for entity, row in rows:
            deed.seen.of(entity, row, subjects.fields_counting(entity, view))
    return subjects.content_of(rows, view)


def _seen(deed: Deed, approval: Approval) -> Content:
    """Return the content as the author says to have seen it."""
    view = projection_of(deed.context.actor.roles, deed.context.rules.permissions)
    nouns = ("approvals/", "orders/", "order_lines/", "attachments/")
    noted = {key: row for key, row in deed.seen.noted.items() if key.startswith(nouns)}
    rows = [(key.split("/")[0], {**row, "id": key.split("/")[1]}) for key, row in noted.items()]
    return subjects.content_of(rows, view)
