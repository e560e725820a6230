"""What follows a change's approval: the customer's word, carrying out, acknowledging, checking."""

import json

from sync.actions.changes_asked import apart, not_in_step, wanted_of
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_right
from sync.domain import change_impact
from sync.domain.authority_commands import ChangeStep, HearChange
from sync.domain.change_impact import Wanted
from sync.domain.change_requests import KINDS, ChangeRequest, ChangeState
from sync.domain.nodes import NodeState
from sync.domain.people import Role
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_HEARING = (
    *(ChangeState.DRAFT, ChangeState.ASSESSING, ChangeState.APPROVING, ChangeState.APPROVED),
    *(ChangeState.URGENT, ChangeState.CONFIRMED),
)


def hear(deed: Deed, command: HearChange) -> None:
    """Say one's part on a change, for a role that is to be heard."""
    change = _load(deed, command.id)
    if change.state not in _HEARING:
        raise not_in_step(change)
    if not command.note.strip():
        raise refuse("field_empty", entity="change_requests", field="heard")
    _note_role(deed, change, command, "heard")


def confirm(deed: Deed, command: ChangeStep) -> None:
    """Note the customer's yes to an approved change, in their words."""
    change = _load(deed, command.id)
    if change.state is not ChangeState.APPROVED:
        raise not_in_step(change)
    require_right(deed, "change_request", "C", change.order_id)
    if not command.note.strip():
        raise refuse("field_empty", entity="change_requests", field="customer_said")
    said: Fields = {"customer_said": command.note, "state": ChangeState.CONFIRMED.value}
    deed.set("change_requests", change.id, check_fields("change_requests", said))


def apply(deed: Deed, command: ChangeStep) -> None:
    """Carry a change out: set its fields, take up its nodes again.

    Where somebody else changed one of the fields meanwhile it goes back to be assessed anew.
    """
    change = _load(deed, command.id)
    require_right(deed, "change_request", "C", change.order_id)
    if not _may_apply(change):
        raise not_in_step(change)
    wanted = wanted_of(change)
    clashing = [
        [entity, row_id, field, old, deed.work.require(entity, row_id).get(field)]
        for entity, row_id, field, old, _ in wanted
        if deed.work.require(entity, row_id).get(field) != old
    ]
    if clashing:
        back: Fields = {
            "state": ChangeState.ASSESSING.value,
            "clash": json.dumps(clashing, ensure_ascii=False),
            **apart(deed, _rebased(deed, change)),
        }
        deed.set("change_requests", change.id, back)
        return
    facts = load_facts(deed.work, change.order_id, deed.context)
    deed.cause = f"change.apply {change.id}"
    for entity, row_id, field, _, new in wanted:
        deed.set(entity, row_id, {field: new})
    again = change_impact.reopened(facts, change.change_type)
    for node in facts.nodes:
        if node.node in again and node.state is NodeState.DONE:
            fields: Fields = {
                "state": NodeState.REOPENED.value,
                "reopened_at": to_value(deed.context.acted_at),
                "note": change.reason,
            }
            deed.set("nodes", node.id, check_fields("nodes", fields))
    done: Fields = {
        "state": ChangeState.APPLIED.value,
        "applied_by": deed.context.actor.id,
        "applied_at": to_value(deed.context.acted_at),
    }
    deed.set("change_requests", change.id, done)


def acknowledge(deed: Deed, command: HearChange) -> None:
    """Acknowledge a carried out change for a role; with the last one it is implemented."""
    change = _load(deed, command.id)
    if change.state is not ChangeState.APPLIED:
        raise not_in_step(change)
    known = _note_role(deed, change, command, "acknowledged")
    if all(role.value in known for role in KINDS[change.change_type].consult):
        deed.set("change_requests", change.id, {"state": ChangeState.IMPLEMENTED.value})


def verify(deed: Deed, command: ChangeStep) -> None:
    """Check an implemented change, as who asked for it or for quality, and close it."""
    change = _load(deed, command.id)
    actor = deed.context.actor
    if change.state is not ChangeState.IMPLEMENTED:
        raise not_in_step(change)
    if change.created_by != actor.id and not actor.holds(Role.QC):
        raise refuse("change_of_another", kind="denied", what=change.reason)
    if change.urgent_at is not None and change.ratified_at is None:
        raise refuse("change_not_ratified", what=change.reason)
    closed: Fields = {"state": ChangeState.CLOSED.value, "verified_by": actor.id}
    deed.set("change_requests", change.id, closed)


def _may_apply(change: ChangeRequest) -> bool:
    if change.state in (ChangeState.URGENT, ChangeState.CONFIRMED):
        return True
    return change.state is ChangeState.APPROVED and not KINDS[change.change_type].customer


def _load(deed: Deed, change_id: str) -> ChangeRequest:
    return deed.work.load(ChangeRequest, "change_requests", change_id)


def _rebased(deed: Deed, change: ChangeRequest) -> list[Wanted]:
    """Return what the change sets, over what stands now."""
    return [
        (entity, row_id, field, deed.work.require(entity, row_id).get(field), new)
        for entity, row_id, field, _, new in wanted_of(change)
    ]


def _note_role(
    deed: Deed, change: ChangeRequest, command: HearChange, column: str
) -> dict[str, list[str]]:
    """Note what somebody says for one of their roles; return what all roles said."""
    actor = deed.context.actor
    consult = KINDS[change.change_type].consult
    if command.role not in consult:
        known = ",".join(consult)
        raise refuse("change_role_not_asked", role=command.role[:10], roles=known)
    if not actor.holds(Role(command.role)):
        raise refuse("change_role_of_others", kind="denied", role=command.role)
    known_now: dict[str, list[str]] = json.loads(str(getattr(change, column)))
    when = str(to_value(deed.context.acted_at))
    known_now[command.role] = [actor.id, when, command.note]
    fields: Fields = {column: json.dumps(known_now, ensure_ascii=False, sort_keys=True)}
    deed.set("change_requests", change.id, check_fields("change_requests", fields))
    return known_now
