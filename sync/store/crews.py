"""Who may be given work: everybody with their load, their levels and whether they are away."""

from collections.abc import Container, Iterator
from datetime import date

import msgspec
from sqlalchemy import Connection, select

from sync.domain.allocation import Candidate, Need, Shortfall, shortfall
from sync.domain.capabilities import Capability, asked_of, level_on
from sync.domain.dates import Calendar
from sync.domain.handovers import HandoverItem, in_force, present
from sync.domain.ids import Id
from sync.domain.people import User
from sync.domain.records import record
from sync.domain.tasks import Task, TaskState
from sync.domain.workload import FULL, Piece, loads
from sync.store import derived, rows

SETTING = "team.full_load"
"""How many pieces of work within five working days are a full load, where the company says so."""


def candidates(connection: Connection, *, today: date, calendar: Calendar) -> list[Candidate]:
    """Return everybody in the company, as far as this desk knows of their work."""
    handed = [record(HandoverItem, row) for row in rows.all_rows(connection, "handover_items")]
    standing = in_force(handed, today)
    found = loads(
        [*_tasks(connection, standing), *_steps(connection)],
        today=today,
        calendar=calendar,
        full=_full(connection),
    )
    levels = _levels(connection, today)
    away = {item.from_id for item in standing}
    return [
        Candidate(
            user=user,
            load=found.get(user.id, 0),
            levels=levels.get(user.id, {}),
            stands_in_for=tuple(sorted({i.from_id for i in standing if i.to_id == user.id})),
            is_away=user.id in away,
        )
        for user in (record(User, row) for row in rows.all_rows(connection, "users"))
        if user.active
    ]


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """An open task whose owner is not up to it."""

    task: Task
    shortfall: Shortfall


def gaps(connection: Connection, people: list[Candidate]) -> list[Gap]:
    """Return the open tasks that ask for more than their owner can, the most urgent first."""
    found: list[Gap] = []
    levels = {each.user.id: each.levels for each in people}
    for row in rows.find(connection, "tasks", "state", TaskState.OPEN.value):
        task = record(Task, row)
        held = levels.get(task.assignee_id, {})
        short = shortfall(need_of(task, held), task.assignee_id, people)
        if short is not None:
            found.append(Gap(task=task, shortfall=short))
    return sorted(found, key=lambda gap: (gap.task.due_on or date.max, gap.task.id))


def need_of(task: Task, assessed_in: Container[str] | None = None) -> Need:
    """Return what a task asks for: of anybody, or of a person assessed in some skills."""
    skill, level = asked_of(task.skill, task.skill_level, task.node, assessed_in)
    return Need(skill=skill, level=level)


def _tasks(connection: Connection, standing: tuple[HandoverItem, ...]) -> Iterator[Piece]:
    for row in rows.find(connection, "tasks", "state", TaskState.OPEN.value):
        task = record(Task, row)
        person = present("tasks", task.id, task.assignee_id, standing)
        yield Piece(person_id=person, due_on=task.due_on)


def _steps(connection: Connection) -> Iterator[Piece]:
    """Yield the steps that somebody has; only a desk computes what its lists show."""
    work = derived.work
    chosen = select(work.c.owner_id, work.c.due_on).where(work.c.owner_id != "")
    for person_id, due_on in connection.execute(chosen):
        yield Piece(
            person_id=str(person_id), due_on=None if due_on is None else date.fromisoformat(due_on)
        )


def _levels(connection: Connection, today: date) -> dict[Id, dict[str, int]]:
    found: dict[Id, dict[str, int]] = {}
    for row in rows.all_rows(connection, "capabilities"):
        capability = record(Capability, row)
        found.setdefault(capability.user_id, {})[capability.skill] = level_on(capability, today)
    return found


def _full(connection: Connection) -> int:
    for row in rows.find(connection, "config_items", "key", SETTING):
        text = str(row["value"])
        if text.isdecimal() and 0 < int(text) <= 1_000:
            return int(text)
    return FULL
