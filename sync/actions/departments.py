"""Founding, splitting, merging and renaming departments, and putting people into them."""

from sync.actions.deed import Deed, Fields
from sync.domain.departments import Department, Membership, Organisation
from sync.domain.ids import Id, row_id
from sync.domain.organisation_commands import (
    AddDepartment,
    MergeDepartments,
    MoveMember,
    Part,
    SplitDepartment,
)
from sync.domain.people import Role, User
from sync.domain.records import record, split, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR)


def add(deed: Deed, command: AddDepartment) -> None:
    """Found a department."""
    _require_leader(deed)
    part = Part(
        name_zh=command.name_zh,
        name_en=command.name_en,
        roles=command.roles,
        members=command.members,
    )
    _begin(deed, command.id, part)


def split_up(deed: Deed, command: SplitDepartment) -> None:
    """End a department and begin its parts; everybody in it goes to one of them."""
    _require_leader(deed)
    old = _standing(deed, command.id)
    if len(command.parts) < 2:
        raise refuse("department_one_part")
    placed = [member for part in command.parts for member in part.members]
    twice = next((each for each in placed if placed.count(each) > 1), "")
    if twice:
        raise _about(deed, "department_member_twice", twice)
    for user in _members(deed, old.id):
        if user.id not in placed:
            raise _about(deed, "department_member_left", user.id)
    ids: list[Id] = []
    for number, part in enumerate(command.parts):
        roles = part.roles or tuple(Role(each) for each in split(old.roles))
        ids.append(row_id("department", old.id, str(number)))
        _begin(
            deed,
            ids[-1],
            Part(name_zh=part.name_zh, name_en=part.name_en, roles=roles, members=part.members),
        )
    _end(deed, old, ids)


def merge(deed: Deed, command: MergeDepartments) -> None:
    """End some departments and begin one in their place; of one, another name."""
    _require_leader(deed)
    if not command.departments:
        raise refuse("field_empty", entity="departments", field="id")
    olds = [_standing(deed, each) for each in dict.fromkeys(command.departments)]
    roles = [Role(each) for old in olds for each in split(old.roles)]
    members = [user.id for old in olds for user in _members(deed, old.id)]
    part = Part(
        name_zh=command.name_zh,
        name_en=command.name_en,
        roles=tuple(dict.fromkeys(roles)),
        members=tuple(dict.fromkeys(members)),
    )
    _begin(deed, command.id, part)
    for old in olds:
        _end(deed, old, [command.id])


def move(deed: Deed, command: MoveMember) -> None:
    """Put a person into a department from now on."""
    _require_leader(deed)
    _standing(deed, command.department_id)
    deed.work.require("users", command.user_id)
    _join(deed, command.id, command.user_id, command.department_id)


def organisation(deed: Deed) -> Organisation:
    """Return the departments and who is in them, as they stand."""
    found = deed.work.all_of("departments"), deed.work.all_of("memberships")
    return Organisation(
        [record(Department, row) for row in found[0]],
        [record(Membership, row) for row in found[1]],
    )


def _members(deed: Deed, department_id: Id) -> list[User]:
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    return organisation(deed).members(department_id, people, deed.context.acted_at)


def _begin(deed: Deed, identifier: Id, part: Part) -> None:
    for name in ("name_zh", "name_en"):
        if not str(getattr(part, name)).strip():
            raise refuse("field_empty", entity="departments", field=name)
    fields: Fields = {
        "name_zh": part.name_zh.strip(),
        "name_en": part.name_en.strip(),
        "roles": ",".join(part.roles),
        "began_at": to_value(deed.context.acted_at),
    }
    deed.add("departments", {**check_fields("departments", fields), "id": identifier})
    for user_id in part.members:
        deed.work.require("users", user_id)
        _join(deed, row_id("membership", identifier, user_id), user_id, identifier)


def _join(deed: Deed, identifier: Id, user_id: Id, department_id: Id) -> None:
    fields: Fields = {
        "id": identifier,
        "user_id": user_id,
        "department_id": department_id,
        "from_at": to_value(deed.context.acted_at),
    }
    deed.add("memberships", fields)


def _end(deed: Deed, old: Department, became: list[Id]) -> None:
    fields: Fields = {
        "ended_at": to_value(deed.context.acted_at),
        "became": ",".join(became),
    }
    deed.set("departments", old.id, fields)


def _standing(deed: Deed, identifier: Id) -> Department:
    found = deed.work.load(Department, "departments", identifier)
    if found.ended_at is not None:
        raise refuse("department_ended", name=found.name_en, name_zh=found.name_zh)
    return found


def _about(deed: Deed, code: str, user_id: Id) -> Exception:
    user = deed.work.load(User, "users", user_id)
    return refuse(code, name=user.name_en, name_zh=user.name_zh)


def _require_leader(deed: Deed) -> None:
    if not deed.context.actor.holds(*_LEADERS):
        raise refuse("department_not_yours", kind="denied", roles=",".join(_LEADERS))
