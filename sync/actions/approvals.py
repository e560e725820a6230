"""Asking for an approval, taking it back, reminding of it, handing it on.

Deciding it is in `decisions`: a decision takes effect only at head office.
"""

import json
import re

from sync.actions import approval_seats, authority, comments
from sync.actions.approval_seats import require_open, require_seat
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.domain import approval_flow
from sync.domain.approvals import Approval, ApprovalState
from sync.domain.authority_commands import ForwardApproval, RemindApproval
from sync.domain.commands import RequestApproval, WithdrawApproval, WriteComment
from sync.domain.ids import Id, row_id
from sync.domain.people import User, actor_of
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_TOPIC = re.compile("[a-z][a-z0-9_]{0,39}")
_REMIND_MINUTES = 60
CHANGE = "change"
"""The topic of a change request's own approval; nobody asks for it by hand."""


def request(deed: Deed, command: RequestApproval) -> None:
    """Ask for leave on an order; the policy of now says which level decides."""
    require_right(deed, "change_request", "C", command.order_id)
    if command.topic == CHANGE:
        raise refuse("topic_of_changes", topic=command.topic)
    if not command.title.strip():
        raise refuse("field_empty", entity="approvals", field="title")
    if not _TOPIC.fullmatch(command.topic):
        raise refuse("value_not_valid", entity="approvals", field="topic", value=command.topic[:40])
    put(deed, command)


def put(deed: Deed, command: RequestApproval, change_id: Id = "", asker: Id = "") -> None:
    """Put a request with what decides it: by the table's rows, and by the topic's own setting."""
    order = deed.work.require("orders", command.order_id)
    whole_case = dict(command.case)
    if not change_id:
        whole_case = authority.case_of(deed, command.order_id, command.topic, command.case)
    case = json.dumps(whole_case, sort_keys=True) if whole_case else ""
    policy = authority.policy_of(deed.work, command.topic, case, str(order["currency"]))
    if policy.level == 0:
        raise refuse("approval_not_needed", title=command.title)
    matched = [[match.row, match.fact, match.level] for match in policy.ruling.matches]
    said: Fields = {
        "order_id": command.order_id,
        "topic": command.topic,
        "title": command.title,
        "note": command.note,
        "level": policy.level,
        "policy_ver": policy.ver,
        "case": case,
        "matched": json.dumps(matched) if matched else "",
        "table_version": policy.ruling.version,
        "flow": approval_flow.to_text(policy.flow),
        "packet": authority.packet_of(deed, command.order_id),
        "if_approved": command.if_approved,
        "if_refused": command.if_refused,
        "change_id": change_id,
    }
    fields = check_fields("approvals", said) | {
        "id": command.id,
        "requested_by": asker or deed.context.actor.id,
        "requested_at": to_value(deed.context.acted_at),
        "state": ApprovalState.OPEN.value,
    }
    deed.add("approvals", fields)


def withdraw(deed: Deed, command: WithdrawApproval) -> None:
    """Take a request back, as its author, while nobody has decided it."""
    approval = deed.work.load(Approval, "approvals", command.id)
    if approval.requested_by != deed.context.actor.id:
        raise refuse("approval_of_another", kind="denied", title=approval.title)
    require_open(approval)
    if approval.change_id:
        raise refuse("approval_of_change", title=approval.title)
    fields: Fields = {"state": ApprovalState.WITHDRAWN.value}
    if command.reason:
        fields["note"] = command.reason
    deed.set("approvals", command.id, check_fields("approvals", fields))


def remind(deed: Deed, command: RemindApproval) -> None:
    """Remind whoever has to decide, as the request's author, at most once an hour."""
    approval = deed.work.load(Approval, "approvals", command.id)
    if approval.requested_by != deed.context.actor.id:
        raise refuse("approval_of_another", kind="denied", title=approval.title)
    require_open(approval)
    now, before = deed.context.acted_at, approval.reminded_at
    if before is not None and (now - before).total_seconds() < _REMIND_MINUTES * 60:
        raise refuse("reminded_lately", title=approval.title, minutes=_REMIND_MINUTES)
    fields: Fields = {"reminders": approval.reminders + 1, "reminded_at": to_value(now)}
    deed.set("approvals", approval.id, fields)


def forward(deed: Deed, command: ForwardApproval) -> None:
    """Hand a request on, as somebody who may decide it, to somebody else who may."""
    approval = deed.work.load(Approval, "approvals", command.id)
    require_open(approval)
    policy = authority.policy_on(deed.work, approval)
    require_seat(deed, approval, policy, deed.context.actor)
    row = deed.work.get("users", command.person_id)
    if row is None or not row["active"] or command.person_id == deed.context.actor.id:
        raise refuse("row_gone", kind="gone", entity="users", id=command.person_id[:40])
    person = actor_of(record(User, row))
    if approval_seats.place_of(deed, approval, policy, person) is None:
        raise refuse("forward_cannot_decide", title=approval.title, person=row["login"])
    fields: Fields = {"forwarded_to": person.id, "forwarded_by": deed.context.actor.id}
    deed.set("approvals", approval.id, fields)
    if command.note.strip():
        said = WriteComment(
            id=row_id("forwarded", deed.context.operation_id),
            order_id=approval.order_id,
            text=f"{approval.title}: {command.note}",
            mentions=person.id,
        )
        comments.write(deed, said)
