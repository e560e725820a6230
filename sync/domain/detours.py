"""Exception paths that an order has taken: off the main path, whose days pause, and back (S20)."""

from collections.abc import Iterable
from datetime import date, datetime

from sync.domain.dates import OFFICE_TIME, Calendar, working_days_between
from sync.domain.ids import Id
from sync.domain.process import ExceptionPath, Node
from sync.domain.records import Record


class Detour(Record, frozen=True, kw_only=True):
    """That a stage of an order left the main path by an exception path of its process.

    `note` is what happened, `owner_role` who leads it; `result` is how it came back.
    """

    order_id: str
    subject_id: str
    node: str
    path: str
    note: str
    owner_role: str = ""
    taken_by: str
    taken_at: datetime
    left_by: str = ""
    left_at: datetime | None = None
    result: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the stage is still off the main path."""
        return self.left_at is None


def open_at(detours: Iterable[Detour], subject_id: Id, node: str) -> Detour | None:
    """Return the exception path that a stage is on now, or None."""
    return next((each for each in at(detours, subject_id, node) if each.is_open), None)


def at(detours: Iterable[Detour], subject_id: Id, node: str) -> list[Detour]:
    """Return the exception paths that a stage has taken."""
    return [each for each in detours if (each.subject_id, each.node) == (subject_id, node)]


def age(detour: Detour, today: date, calendar: Calendar) -> int:
    """Return how many working days a stage was, or has been, off the main path."""
    return max(0, working_days_between(_day(detour.taken_at), _ended(detour, today), calendar))


def days_off(
    detours: Iterable[Detour], subject_id: Id, node: str, *, today: date, calendar: Calendar
) -> int:
    """Return by how many working days a stage's own days shift: all that it was off its path."""
    return sum(age(each, today, calendar) for each in at(detours, subject_id, node))


def path_named(node: Node, path: str) -> ExceptionPath | None:
    """Return an exception path of a stage, or None."""
    return next((each for each in node.exceptions if each.id == path), None)


def leader_of(node: Node, path: ExceptionPath) -> str:
    """Return the role that leads an exception path: its own, else who answers for the stage."""
    if path.owner is not None:
        return path.owner.value
    return next((role.value for role in node.raci.accountable), node.owner.value)


def _ended(detour: Detour, today: date) -> date:
    return today if detour.left_at is None else _day(detour.left_at)


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_TIME).date()
