"""The actions of teams and departments: charters, meetings, what becomes of departments."""

from datetime import date

import msgspec

from sync.domain.command_kinds import Action, Command, Fields
from sync.domain.ids import Id
from sync.domain.people import Role


class DraftCharter(Command, frozen=True, kw_only=True):
    """Draft an order's charter by hand, whatever its amount."""

    order_id: Id


class EditCharter(Command, frozen=True, kw_only=True):
    """Change a charter; everybody signs it anew."""

    order_id: Id
    set: Fields


class SignCharter(Command, frozen=True, kw_only=True):
    """Sign a charter as a member of its team."""

    order_id: Id


class NoteMeeting(Command, frozen=True, kw_only=True):
    """Note a meeting; lines that name somebody with an @ become their tasks."""

    id: Id = ""
    order_id: Id = ""
    title: str
    held_on: date
    attendees: tuple[Id, ...] = ()
    text: str


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A department that comes of a split: its names, its roles, the people who go there."""

    name_zh: str
    name_en: str
    roles: tuple[Role, ...] = ()
    members: tuple[Id, ...] = ()


class AddDepartment(Command, frozen=True, kw_only=True):
    """Found a department."""

    id: Id = ""
    name_zh: str
    name_en: str
    roles: tuple[Role, ...] = ()
    members: tuple[Id, ...] = ()


class SplitDepartment(Command, frozen=True, kw_only=True):
    """Split a department; everybody in it goes to one of the parts."""

    id: Id
    parts: tuple[Part, ...]


class MergeDepartments(Command, frozen=True, kw_only=True):
    """Make one department of some; of a single one, give it another name."""

    id: Id = ""
    departments: tuple[Id, ...]
    name_zh: str
    name_en: str


class MoveMember(Command, frozen=True, kw_only=True):
    """Put a person into a department."""

    id: Id = ""
    user_id: Id
    department_id: Id


ORGANISATION = (
    Action("charter.draft", DraftCharter, "charters"),
    Action("charter.edit", EditCharter, "charters"),
    Action("charter.sign", SignCharter, "charters"),
    Action("meeting.note", NoteMeeting, "meetings"),
    Action("department.add", AddDepartment, "departments"),
    Action("department.split", SplitDepartment, "departments"),
    Action("department.merge", MergeDepartments, "departments"),
    Action("department.move", MoveMember, "memberships"),
)
