"""Acknowledging the duties of a role, as they read now."""

from sync.actions.deed import Deed, Fields
from sync.domain.duties import acknowledgement_id, statement_of
from sync.domain.handing_commands import AcknowledgeDuties
from sync.domain.people import Role
from sync.domain.records import to_value
from sync.domain.refusals import refuse


def acknowledge(deed: Deed, command: AcknowledgeDuties) -> None:
    """Note that the actor has read the duties of one of their roles; not of an older wording."""
    if command.role not in tuple(Role):
        raise refuse("role_unknown", role=command.role[:40], roles=",".join(Role))
    role = Role(command.role)
    if not deed.context.actor.holds(role):
        raise refuse("duties_other_role", kind="denied", roles=role.value)
    rules = deed.context.rules
    statement = statement_of(rules.process(rules.newest_process), role)
    if command.digest and command.digest != statement.digest:
        raise refuse("duties_changed", roles=role.value)
    fields: Fields = {
        "user_id": deed.context.actor.id,
        "role": role.value,
        "digest": statement.digest,
        "acknowledged_at": to_value(deed.context.acted_at),
    }
    identifier = acknowledgement_id(deed.context.actor.id, role)
    if deed.work.get("acknowledgements", identifier) is None:
        deed.add("acknowledgements", {"id": identifier, **fields}, is_noted=False)
    else:
        deed.work.patch("acknowledgements", identifier, fields)
