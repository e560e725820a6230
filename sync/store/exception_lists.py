"""Exceptions with what stands around them, as lists, one room and what is due show them."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, func, or_, select

from sync.domain.articles import Article, applies, place_of
from sync.domain.dates import Calendar
from sync.domain.disputes import Dispute
from sync.domain.escalations import Escalation, dispute_rungs_due, escalation_id, rungs_due
from sync.domain.exceptions import (
    ExceptionNote,
    ExceptionState,
    OrderException,
    actions_of,
    severity_of,
)
from sync.domain.ids import Id, order_name
from sync.domain.records import Record, record
from sync.domain.tasks import Task, TaskState
from sync.domain.trouble_commands import RaiseEscalation
from sync.domain.whys import Why, chain_of
from sync.store import rows
from sync.store.facts import load_facts
from sync.store.tables import TABLES

R = TypeVar("R", bound=Record)


class ExceptionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list."""

    exception: OrderException
    order_no: str
    buyer: str
    open_actions: int
    went_to: tuple[Id, ...]


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """All that an exception's page shows, of one moment."""

    exception: OrderException
    order_no: str
    buyer: str
    notes: tuple[ExceptionNote, ...]
    chain: tuple[Why, ...]
    actions: tuple[Task, ...]
    escalations: tuple[Escalation, ...]
    disputes: tuple[Dispute, ...]
    lessons: tuple[Article, ...]
    article: Article | None


def read_exceptions(connection: Connection, order_id: Id = "") -> tuple[ExceptionRow, ...]:
    """Return the exceptions on this desk, or of one order: open ones first, the worst first."""
    if order_id:
        found = rows.find(connection, "exceptions", "order_id", order_id)
    else:
        found = list(rows.all_rows(connection, "exceptions"))
    exceptions = [record(OrderException, row) for row in found]
    wanted = {each.order_id for each in exceptions if each.order_id}
    orders = rows.get_many(connection, "orders", wanted)
    buyers = rows.get_many(
        connection, "partners", {str(row["buyer_id"]) for row in orders.values()}
    )
    tasks = [
        record(Task, row)
        for row in rows.find_many(connection, "tasks", "order_id", sorted({*wanted, ""}))
    ]
    raised = [record(Escalation, row) for row in rows.all_rows(connection, "escalations")]
    made: list[ExceptionRow] = []
    for each in sorted(exceptions, key=_worst_first):
        order = orders.get(each.order_id)
        buyer = buyers.get(str(order["buyer_id"])) if order is not None else None
        made.append(
            ExceptionRow(
                exception=each,
                order_no="" if order is None else order_name(each.order_id, str(order["order_no"])),
                buyer="" if buyer is None else str(buyer["name"]),
                open_actions=sum(task.state is TaskState.OPEN for task in actions_of(each, tasks)),
                went_to=tuple(
                    person
                    for step in raised
                    if step.subject_id == each.id
                    for person in step.to_ids.split(",")
                    if person
                ),
            )
        )
    return tuple(made)


def count_open_of(connection: Connection, person_id: Id) -> int:
    """Return how many exceptions that are not closed a person leads, or had taken up to them."""
    exceptions, steps = TABLES["exceptions"], TABLES["escalations"]
    went = select(steps.c.subject_id).where(steps.c.to_ids.contains(person_id, autoescape=True))
    chosen = select(func.count()).where(
        exceptions.c.state != ExceptionState.CLOSED.value,
        or_(exceptions.c.owner_id == person_id, exceptions.c.id.in_(went)),
    )
    return int(connection.execute(chosen).scalar_one())


def count_open(connection: Connection, order_id: Id) -> int:
    """Return how many exceptions of an order are not closed."""
    found = rows.find(connection, "exceptions", "order_id", order_id)
    return sum(row["state"] != ExceptionState.CLOSED.value for row in found)


def read_room(connection: Connection, exception_id: Id) -> Room | None:
    """Return an exception with its room; None when it is not on this desk."""
    row = rows.get(connection, "exceptions", exception_id)
    if row is None:
        return None
    exception = record(OrderException, row)
    order_id, here = exception.order_id, ("exception_id", exception_id)
    facts = next(iter(load_facts(connection, [order_id])), None)
    articles = _all(connection, Article, "articles")
    place = place_of(facts, exception.node, exception.exception_code) if facts is not None else None
    notes = _found(connection, ExceptionNote, "exception_notes", here)
    steps = _found(connection, Escalation, "escalations", ("subject_id", exception_id))
    disputes = _found(connection, Dispute, "disputes", ("order_id", order_id))
    return Room(
        exception=exception,
        order_no="" if facts is None else order_name(order_id, facts.order.order_no),
        buyer=facts.buyer.name if facts is not None and facts.buyer is not None else "",
        notes=tuple(sorted(notes, key=lambda note: (note.written_at, note.id))),
        chain=chain_of(_found(connection, Why, "whys", here), exception_id),
        actions=actions_of(exception, _found(connection, Task, "tasks", ("order_id", order_id))),
        escalations=tuple(sorted(steps, key=lambda step: step.step)),
        disputes=tuple(each for each in disputes if each.exception_id == exception_id),
        lessons=tuple(each for each in articles if place is not None and applies(each, place)),
        article=next((each for each in articles if each.exception_id == exception_id), None),
    )


def _found(connection: Connection, kind: type[R], entity: str, where: tuple[str, str]) -> list[R]:
    column, value = where
    return [record(kind, row) for row in rows.find(connection, entity, column, value)]


def _all(connection: Connection, kind: type[R], entity: str) -> list[R]:
    return [record(kind, row) for row in rows.all_rows(connection, entity)]


def read_due(
    connection: Connection, *, now: datetime, calendar: Calendar
) -> tuple[RaiseEscalation, ...]:
    """Return the steps up that are due now and that nobody has taken yet."""
    taken = {str(row["id"]) for row in rows.all_rows(connection, "escalations")}
    found: list[RaiseEscalation] = []
    for row in rows.all_rows(connection, "exceptions"):
        exception = record(OrderException, row)
        found += [
            RaiseEscalation(exception_id=exception.id, step=rung.step)
            for rung in rungs_due(exception, now, calendar)
            if escalation_id("exceptions", exception.id, rung.step) not in taken
        ]
    return (*found, *_due_disputes(connection, taken, now, calendar))


def _due_disputes(
    connection: Connection, taken: set[str], now: datetime, calendar: Calendar
) -> Iterator[RaiseEscalation]:
    for row in rows.all_rows(connection, "disputes"):
        dispute = record(Dispute, row)
        for rung in dispute_rungs_due(dispute, now, calendar):
            if escalation_id("disputes", dispute.id, rung.step) not in taken:
                yield RaiseEscalation(dispute_id=dispute.id, step=rung.step)


def _worst_first(each: OrderException) -> tuple[bool, str, str, str]:
    ended = each.state is ExceptionState.CLOSED
    return ended, severity_of(each).value, str(each.created_at or ""), each.id
