"""Tasks that are in somebody's hands today, packets of handovers, and how their items stand."""

from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import Connection

from sync.domain.handovers import (
    Handover,
    HandoverItem,
    HandoverState,
    ItemState,
    Packet,
    gives_sight,
    in_force,
    present,
)
from sync.domain.ids import Id
from sync.domain.records import record
from sync.domain.tasks import Task, TaskState
from sync.store import rows


class TaskInHand(msgspec.Struct, frozen=True, kw_only=True):
    """A task, and for whom it is done; empty where it is the person's own."""

    task: Task
    for_id: Id = ""


def tasks_in_hand(connection: Connection, person_id: Id, today: date) -> list[TaskInHand]:
    """Return the open tasks that a person has today: their own, and those they stand in for."""
    own = [TaskInHand(task=task) for task in _own(connection, person_id, today)]
    items = _items(connection, "to_id", person_id)
    taken = [item for item in in_force(items, today) if item.entity == "tasks"]
    found = rows.get_many(connection, "tasks", [item.row_id for item in taken])
    for item in taken:
        row = found.get(item.row_id)
        task = None if row is None else record(Task, row)
        if task is not None and task.state is TaskState.OPEN and task.assignee_id == item.from_id:
            own.append(TaskInHand(task=task, for_id=item.from_id))
    return own


def packets(connection: Connection, today: date) -> list[Packet]:
    """Return the packets that are not over, the earliest first."""
    items: dict[Id, list[HandoverItem]] = {}
    for row in rows.all_rows(connection, "handover_items"):
        item = record(HandoverItem, row)
        items.setdefault(item.handover_id, []).append(item)
    found = [record(Handover, row) for row in rows.all_rows(connection, "handovers")]
    counting = [
        each
        for each in found
        if each.state is HandoverState.OPEN and (each.to_on is None or each.to_on >= today)
    ]
    return [
        Packet(handover=each, items=tuple(items.get(each.id, ())))
        for each in sorted(counting, key=lambda each: (each.from_on, each.id))
    ]


def waiting_for(connection: Connection, person_id: Id, today: date) -> list[HandoverItem]:
    """Return the items that a person has still to accept or refuse."""
    items = _items(connection, "to_id", person_id)
    return [each for each in items if each.state is ItemState.OFFERED and gives_sight(each, today)]


def _own(connection: Connection, person_id: Id, today: date) -> Iterator[Task]:
    """Yield a person's open tasks without those that a deputy has today."""
    given = in_force(_items(connection, "from_id", person_id), today)
    for row in rows.find(connection, "tasks", "assignee_id", person_id):
        task = record(Task, row)
        is_here = present("tasks", task.id, person_id, given) == person_id
        if task.state is TaskState.OPEN and is_here:
            yield task


def _items(connection: Connection, column: str, person_id: Id) -> list[HandoverItem]:
    found = rows.find(connection, "handover_items", column, person_id)
    return [record(HandoverItem, row) for row in found]
