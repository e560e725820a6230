"""Sub-projects of a big order: a lot, a line, tooling, samples, a certification (S63).

Each has an owner and a plan; it may wait for others, and for steps of the order, which may wait for
it. What is planned says how many working days it takes and when it begins at the earliest.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from sync.domain.dates import Calendar, add_working_days, next_open, working_days_between
from sync.domain.ids import Id, row_id
from sync.domain.records import Record

LAG_DAYS_MAX = 250
"""A year of working days between two pieces; more is a slip of the finger."""
DAYS_MAX = timedelta(days=3 * 366)
"""The longest plan of one piece."""
_SIGN = "/"


class ProjectKind(StrEnum):
    """What a sub-project is."""

    LOT = "lot"
    LINE = "line"
    TOOLING = "tooling"
    SAMPLE = "sample"
    CERTIFICATION = "certification"
    OTHER = "other"


class ProjectState(StrEnum):
    """How far a sub-project has come; a dropped one is in nobody's way."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    DROPPED = "dropped"


class Project(Record, frozen=True, kw_only=True):
    """A sub-project; `reason` is why it was dropped or taken up again."""

    order_id: str
    name: str
    kind: ProjectKind = ProjectKind.OTHER
    owner_id: str
    planned_start: date
    planned_finish: date
    state: ProjectState = ProjectState.PLANNED
    started_on: date | None = None
    finished_on: date | None = None
    note: str = ""
    reason: str = ""
    created_by: str = ""
    created_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.state in (ProjectState.PLANNED, ProjectState.ACTIVE)


class ProjectLink(Record, frozen=True, kw_only=True):
    """That a piece waits for another to end. A piece is a sub-project's id, or a step's place."""

    order_id: str
    before: str
    after: str
    lag_days: int = 0
    made_by: str = ""
    made_at: datetime | None = None


class ProjectBaseline(Record, frozen=True, kw_only=True):
    """The days that were agreed, by sub-project; a later one says why. All are kept."""

    order_id: str
    number: int
    days: str
    end_on: date | None = None
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A first and a last day."""

    start: date
    finish: date


def link_id(before: str, after: str) -> Id:
    """Return the id of the link between two pieces, the same on every desk."""
    return row_id("project link", before, after)


def place_of(subject_id: Id, node: str) -> str:
    """Return how a link names a step of the order."""
    return f"{subject_id}{_SIGN}{node}"


def step_named(piece: str) -> tuple[Id, str] | None:
    """Return the subject and the node that a link names; None where it names a sub-project."""
    subject_id, sign, node = piece.partition(_SIGN)
    return (subject_id, node) if sign else None


def working_days(project: Project, calendar: Calendar) -> int:
    """Return how many working days a sub-project was planned to take, one at the least."""
    before = project.planned_start - timedelta(days=1)
    return max(1, working_days_between(before, project.planned_finish, calendar))


def days_of(project: Project, allowed: date | None, calendar: Calendar, today: date) -> Span:
    """Return when a sub-project begins and ends: as recorded, otherwise as things stand today.

    `allowed` is the first day on which what it waits for lets it begin. What has not begun cannot
    begin in the past, what is not finished cannot have ended.
    """
    finish = project.finished_on
    start = project.started_on
    if start is None and finish is not None:
        start = min(project.planned_start, finish)
    if start is None:
        start = next_open(max(project.planned_start, today), calendar)
        start = start if allowed is None else max(start, allowed)
    if finish is None:
        days = working_days(project, calendar) - 1
        own = add_working_days(next_open(start, calendar), days, calendar)
        finish = max(own, next_open(today, calendar))
    return Span(start=start, finish=finish)


def slipped(project: Project, days: int, calendar: Calendar) -> Project:
    """Return a sub-project that takes some working days longer."""
    later = add_working_days(project.planned_finish, days, calendar)
    return msgspec.structs.replace(project, planned_finish=later)


def waited_for(piece: str, links: Iterable[ProjectLink]) -> tuple[str, ...]:
    """Return what a piece waits for, as its links name it."""
    return tuple(link.before for link in links if link.after == piece)
