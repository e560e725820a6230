"""Saying how well somebody does something, and noting that they were trained."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create
from sync.actions.order_templates import require_skill
from sync.domain.capabilities import capability_id
from sync.domain.ids import Id
from sync.domain.people import Role, User
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.staff_commands import AssessCapability, NoteTraining
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR)


def assess(deed: Deed, command: AssessCapability) -> None:
    """Say a person's level, with what shows it: a manager does, or who leads the person's team."""
    user = deed.work.load(User, "users", command.user_id)
    actor = deed.context.actor
    if user.id == actor.id:
        raise refuse("capability_own", kind="denied")
    leads = actor.holds(Role.SSR) and bool(user.team) and user.team == actor.team
    if not (actor.holds(*_LEADERS) or leads):
        raise refuse("capability_not_yours", kind="denied", name=user.name_en, name_zh=user.name_zh)
    if not command.skill:
        raise refuse("field_empty", entity="capabilities", field="skill")
    require_skill(command.skill, command.level)
    if not command.evidence.strip():
        raise refuse("field_empty", entity="capabilities", field="evidence")
    identifier = capability_id(user.id, command.skill)
    fields: Fields = {
        "skill_level": command.level,
        "evidence": command.evidence.strip(),
        "valid_until": to_value(command.valid_until),
        "assessed_by": actor.id,
        "assessed_on": to_value(deed.context.acted_at.date()),
    }
    fields = check_fields("capabilities", fields)
    if deed.work.get("capabilities", identifier) is not None:
        deed.set("capabilities", identifier, fields)
        return
    whose: Fields = {"id": identifier, "user_id": user.id, "skill": command.skill}
    deed.add("capabilities", {**whose, **fields})


def note_training(deed: Deed, command: NoteTraining) -> None:
    """Note a training: one's own, or, as a manager or the team's lead, somebody's."""
    user = deed.work.load(User, "users", command.user_id)
    _require_near(deed, user.id, user)
    require_create(deed, "trainings", {"id": command.id})
    for name in ("skill", "title"):
        if not str(getattr(command, name)).strip():
            raise refuse("field_empty", entity="trainings", field=name)
    require_skill(command.skill, 0)
    if not 0 <= command.hours <= 1_000:
        raise refuse(
            "value_not_valid", entity="trainings", field="hours", value=str(command.hours)[:40]
        )
    fields: Fields = {
        "user_id": user.id,
        "skill": command.skill,
        "title": command.title.strip(),
        "held_on": to_value(command.held_on),
        "hours": command.hours,
        "noted_by": deed.context.actor.id,
    }
    deed.add("trainings", {**check_fields("trainings", fields), "id": command.id})


def _require_near(deed: Deed, user_id: Id, user: User) -> None:
    actor = deed.context.actor
    leads = actor.holds(Role.SSR) and bool(user.team) and user.team == actor.team
    if not (user_id == actor.id or actor.holds(*_LEADERS) or leads):
        raise refuse("capability_not_yours", kind="denied", name=user.name_en, name_zh=user.name_zh)
