"""What waits for a person's word: opinions, read-backs, handoffs, handed over items; and news."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from sync.domain.charters import NODE, Charter, CharterState, unsigned
from sync.domain.handoffs import Handoff, HandoffState
from sync.domain.ids import Id
from sync.domain.opinions import Opinion, OpinionState, ToldOnce
from sync.domain.records import Record, columns, record
from sync.store import handover_lists, passport_lists, rows
from sync.store.tables import TABLES

R = TypeVar("R", bound=Record)

NEWS = "notice"
NEWS_DAYS = 14
"""What was finished longer ago is no news; it stands in the order's history."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is asked of a person, or that their role is told (`kind` is NEWS)."""

    kind: str
    id: Id
    order_id: Id
    order_no: str
    node: str = ""
    subject_id: Id = ""
    text: str = ""
    from_id: Id = ""
    due_on: date | None = None


def read_asks(
    connection: Connection, person_id: Id, roles: Iterable[str], *, today: date
) -> list[Ask]:
    """Return what waits for a person in these roles: what is due first, news last."""
    held = tuple(roles)
    found = [
        *_opinions(connection, held),
        *_readbacks(connection, held),
        *_handoffs(connection, person_id),
        *_items(connection, person_id, today),
        *_charters(connection, person_id),
        *_news(connection, person_id, held, today),
    ]
    numbers = _numbers(connection, {ask.order_id for ask in found})
    named = [
        msgspec.structs.replace(ask, order_no=numbers[ask.order_id])
        for ask in found
        if ask.order_id in numbers
    ]
    return sorted(named, key=_by_day)


def _by_day(ask: Ask) -> tuple[bool, date, str, Id]:
    return ask.kind == NEWS, ask.due_on or date.max, ask.order_no, ask.id


def _opinions(connection: Connection, roles: tuple[str, ...]) -> Iterator[Ask]:
    for each in _rows(connection, Opinion, "opinions", "state", OpinionState.ASKED.value):
        if each.role.value in roles:
            yield Ask(
                kind="opinion",
                id=each.id,
                order_id=each.order_id,
                order_no="",
                node=each.node,
                subject_id=each.subject_id,
                from_id=each.asked_by,
                due_on=each.due_on,
            )


def _readbacks(connection: Connection, roles: tuple[str, ...]) -> Iterator[Ask]:
    for each in passport_lists.owed_by(connection, roles):
        yield Ask(
            kind="readback",
            id=each.requirement_id,
            order_id=each.order_id,
            order_no="",
            text=each.text,
        )


def _handoffs(connection: Connection, person_id: Id) -> Iterator[Ask]:
    for row in rows.find(connection, "handoffs", "to_id", person_id):
        each = record(Handoff, row)
        if each.state is HandoffState.OFFERED:
            yield Ask(
                kind="handoff",
                id=each.id,
                order_id=each.order_id,
                order_no="",
                node=each.node,
                subject_id=each.subject_id,
                text=each.delivers,
                from_id=each.from_id,
            )


def _items(connection: Connection, person_id: Id, today: date) -> Iterator[Ask]:
    for each in handover_lists.waiting_for(connection, person_id, today):
        yield Ask(
            kind="handover",
            id=each.id,
            order_id=each.order_id,
            order_no="",
            from_id=each.from_id,
            due_on=each.from_on,
        )


def _charters(connection: Connection, person_id: Id) -> Iterator[Ask]:
    for each in _rows(connection, Charter, "charters", "state", CharterState.DRAFT.value):
        if person_id in unsigned(each):
            yield Ask(kind="charter", id=each.id, order_id=each.order_id, order_no="", node=NODE)


def _news(
    connection: Connection, person_id: Id, roles: tuple[str, ...], today: date
) -> Iterator[Ask]:
    notices = TABLES["notices"]
    since = (today - timedelta(days=NEWS_DAYS)).isoformat()
    chosen = select(*(notices.c[name] for name in columns(ToldOnce))).where(
        notices.c.told_at >= since,
        notices.c.role.in_(roles),
        notices.c.told_by != person_id,
        notices.c.seen_by.not_like(f"%{person_id}%"),
    )
    told: set[tuple[Id, str]] = set()
    for row in connection.execute(chosen).mappings():
        each = record(ToldOnce, {str(name): row[name] for name in columns(ToldOnce)})
        if (each.subject_id, each.node) in told:
            continue
        told.add((each.subject_id, each.node))
        yield Ask(
            kind=NEWS,
            id=each.id,
            order_id=each.order_id,
            order_no="",
            node=each.node,
            subject_id=each.subject_id,
            from_id=each.told_by,
        )


def _rows(
    connection: Connection, kind: type[R], entity: str, column: str, value: str
) -> Iterator[R]:
    return (record(kind, row) for row in rows.find(connection, entity, column, value))


def _numbers(connection: Connection, order_ids: set[Id]) -> dict[Id, str]:
    """Return the numbers of those of the orders that are open."""
    found = rows.get_many(connection, "orders", sorted(order_ids))
    return {key: str(row["order_no"]) for key, row in found.items() if row["state"] == "open"}
