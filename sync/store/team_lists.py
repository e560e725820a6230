"""What the team page shows: people and what they can do, procedures, ideas, goals, departments."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from sync.domain.allocation import Candidate
from sync.domain.capabilities import Capability, Training
from sync.domain.dates import Calendar
from sync.domain.departments import Department, Membership, Organisation
from sync.domain.feedback import Feedback
from sync.domain.goals import Goal, Progress, progress
from sync.domain.ids import Id
from sync.domain.meetings import Meeting
from sync.domain.nodes import NodeInstance
from sync.domain.order_templates import OrderTemplate
from sync.domain.people import User, roles_of
from sync.domain.process import Process
from sync.domain.records import Record, record
from sync.domain.sops import Sop, SopReading, concerns, is_unread
from sync.domain.suggestions import Suggestion, SuggestionState
from sync.store import crews, rows
from sync.store.crews import Gap

R = TypeVar("R", bound=Record)


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at the team, on which day, by which rules."""

    user: User
    today: date
    now: datetime
    calendar: Calendar
    process: Process


class SopRow(msgspec.Struct, frozen=True, kw_only=True):
    """A procedure, and whether the person has still to read it."""

    sop: Sop
    is_to_read: bool


class GoalRow(msgspec.Struct, frozen=True, kw_only=True):
    """A goal with what was reached."""

    goal: Goal
    reached: Progress


class TeamPicture(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, read at one moment."""

    people: tuple[Candidate, ...]
    departments: dict[Id, Department]
    """Each person's department now, by the person's id."""
    standing: tuple[Department, ...]
    ended: tuple[Department, ...]
    capabilities: tuple[Capability, ...]
    trainings: tuple[Training, ...]
    gaps: tuple[Gap, ...]
    sops: tuple[SopRow, ...]
    suggestions: tuple[Suggestion, ...]
    feedback: tuple[Feedback, ...]
    goals: tuple[GoalRow, ...]
    meetings: tuple[Meeting, ...]
    templates: tuple[OrderTemplate, ...]

    @property
    def to_read(self) -> int:
        """Return how many procedures the person has still to read."""
        return sum(row.is_to_read for row in self.sops)


def read_team(connection: Connection, asker: Asker) -> TeamPicture:
    """Return the picture for one person."""
    people = crews.candidates(connection, today=asker.today, calendar=asker.calendar)
    told = organisation(connection)
    found = ((each.user.id, told.of(each.user, asker.now)) for each in people)
    return TeamPicture(
        people=tuple(sorted(people, key=lambda each: (-each.load, each.user.login))),
        departments={user_id: each for user_id, each in found if each is not None},
        standing=tuple(told.standing(asker.now)),
        ended=tuple(each for each in told.departments if each.ended_at is not None),
        capabilities=_all(connection, Capability, "capabilities", lambda each: each.skill),
        trainings=_all(connection, Training, "trainings", lambda each: str(each.held_on)),
        gaps=tuple(crews.gaps(connection, people)),
        sops=tuple(_sops(connection, asker)),
        suggestions=_suggestions(connection),
        feedback=_all(connection, Feedback, "feedback", _feedback_place),
        goals=tuple(_goals(connection)),
        meetings=_all(connection, Meeting, "meetings", lambda each: str(each.held_on))[::-1],
        templates=templates(connection),
    )


def organisation(connection: Connection) -> Organisation:
    """Return the departments and who is in them."""
    return Organisation(
        [record(Department, row) for row in rows.all_rows(connection, "departments")],
        [record(Membership, row) for row in rows.all_rows(connection, "memberships")],
    )


def templates(connection: Connection) -> tuple[OrderTemplate, ...]:
    """Return the templates in use, by name."""
    found = _all(connection, OrderTemplate, "order_templates", lambda each: each.name_en)
    return tuple(each for each in found if not each.is_retired)


def _sops(connection: Connection, asker: Asker) -> Iterable[SopRow]:
    """Return the procedures in use: what the person has to read first."""
    own = rows.find(connection, "sop_readings", "user_id", asker.user.id)
    read = {str(row["sop_id"]): record(SopReading, row) for row in own}
    held = roles_of(asker.user)
    found = [
        SopRow(
            sop=sop,
            is_to_read=concerns(sop, held, asker.process) and is_unread(sop, read.get(sop.id)),
        )
        for sop in _all(connection, Sop, "sops", lambda each: each.node)
        if not sop.is_retired
    ]
    return sorted(found, key=lambda row: (not row.is_to_read, row.sop.node))


def _goals(connection: Connection) -> Iterable[GoalRow]:
    goals = _all(connection, Goal, "goals", lambda each: (each.node, each.name))
    steps = [
        record(NodeInstance, row)
        for node in sorted({goal.node for goal in goals})
        for row in rows.find(connection, "nodes", "node", node)
    ]
    return [GoalRow(goal=goal, reached=progress(goal, steps)) for goal in goals]


def _suggestions(connection: Connection) -> tuple[Suggestion, ...]:
    def place(each: Suggestion) -> tuple[bool, str]:
        return each.state is not SuggestionState.OPEN, str(each.made_at)

    return _all(connection, Suggestion, "suggestions", place)


def _feedback_place(each: Feedback) -> tuple[bool, str]:
    return bool(each.answer), str(each.given_on)


def _all(
    connection: Connection, kind: type[R], entity: str, place: Callable[[R], Any]
) -> tuple[R, ...]:
    found = [record(kind, row) for row in rows.all_rows(connection, entity)]
    return tuple(sorted(found, key=lambda each: (place(each), each.id)))
