"""Letting somebody decide in one's stead, and ending that."""

from sync.actions.deed import Deed, Fields
from sync.domain.approvals import LEVEL_MAX
from sync.domain.authority_commands import AddDelegation, EndDelegation
from sync.domain.delegations import DAYS_MAX, Delegation
from sync.domain.people import Role, User, roles_of
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_HIGHER = (Role.GM, Role.MGR, Role.SSR, Role.SR)
"""Who stands higher than who, in the line of sales."""


def add(deed: Deed, command: AddDelegation) -> None:
    """Hand one's own decisions to somebody who holds one of one's roles, or a higher one."""
    actor = deed.context.actor
    row = deed.work.get("users", command.delegate_id)
    if row is None or not row["active"]:
        raise refuse("row_gone", kind="gone", entity="users", id=command.delegate_id[:40])
    person = record(User, row)
    if person.id == actor.id:
        raise refuse("delegation_to_self", kind="denied")
    if not command.reason.strip():
        raise refuse("field_empty", entity="delegations", field="reason")
    days = (command.ends_on - command.starts_on).days
    if not 0 <= days <= DAYS_MAX:
        raise refuse("delegation_too_long", days=days, most=DAYS_MAX)
    if not 0 <= command.level_max <= LEVEL_MAX:
        given = str(command.level_max)[:40]
        raise refuse("value_not_valid", entity="delegations", field="level_max", value=given)
    if not _may_stand_in(person, actor.roles):
        raise refuse("delegate_not_of_role", kind="denied", person=person.login)
    said: Fields = {
        "delegator_id": actor.id,
        "delegate_id": person.id,
        "starts_on": to_value(command.starts_on),
        "ends_on": to_value(command.ends_on),
        "reason": command.reason,
        "level_max": min(command.level_max, actor.level),
        "amount_max": command.amount_max or None,
        "team": command.team,
    }
    deed.add("delegations", check_fields("delegations", said) | {"id": command.id})


def end(deed: Deed, command: EndDelegation) -> None:
    """End a delegation from now on; what was decided by it stays."""
    delegation = deed.work.load(Delegation, "delegations", command.id)
    if deed.context.actor.id not in (delegation.delegator_id, delegation.delegate_id):
        raise refuse("delegation_of_others", kind="denied")
    if delegation.ended_at is not None:
        raise refuse("delegation_ended_already")
    deed.set("delegations", command.id, {"ended_at": to_value(deed.context.acted_at)})


def _may_stand_in(person: User, roles: frozenset[Role]) -> bool:
    """Return whether the person holds one of the roles, or stands above all of them in sales."""
    held = roles_of(person)
    if held & roles:
        return True
    own = [_HIGHER.index(role) for role in held if role in _HIGHER]
    others = [_HIGHER.index(role) for role in roles if role in _HIGHER]
    return bool(own and others) and min(own) < min(others)
