"""Warnings of working together: devices, conflicts, load, absence (W48-W51)."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.early_warnings import (
    EarlyWarning,
    Facts,
    Subject,
    WarningSettings,
    grade,
    make_warning,
)
from sync.domain.handovers import Handover, HandoverItem, HandoverState, ItemState
from sync.domain.ids import Id
from sync.domain.warning_case import days_gone, days_left, hours_between, measured


def find_device_warnings(
    device_id: Id,
    *,
    user_id: Id,
    synced_at: datetime | None,
    has_open_tasks: bool,
    now: datetime,
    settings: WarningSettings,
) -> tuple[EarlyWarning, ...]:
    """Return W48: hours since the last sync of a device that holds open tasks."""
    if synced_at is None or not has_open_tasks:
        return ()
    subject = Subject(entity="devices", row_id=device_id, owner_id=user_id)
    return _since("W48", subject, synced_at, now, settings)


Piece = tuple[Id, Id]
"""A piece of work: the id of the node's row or the task, and of the order it is on."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to do in the next working days, and on how many of these they are there."""

    person_id: Id
    tasks: int = 0
    nodes: int = 0
    days: int = 0


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """A person's leave that has not ended; `left` pieces of work nobody has taken over."""

    person_id: Id
    from_on: date
    to_on: date | None = None
    left: int = 0


def overload(load: Load, settings: WarningSettings) -> tuple[EarlyWarning, ...]:
    """Return W50: percent of a person's hours in the next working days that work is planned for."""
    room = load.days * settings.day_hours
    if room <= 0:
        return ()
    planned = load.tasks * settings.task_hours + load.nodes * settings.node_hours
    percent = planned * 100 / room
    level = grade(settings.rules["W50"], percent, share=settings.watch_share)
    if level is None:
        return ()
    facts: Facts = {"planned": planned, "room": room, **measured("load_percent", percent)}
    subject = Subject(entity="users", row_id=load.person_id)
    return (make_warning("W50", level, subject, facts, settings=settings),)


def no_delegate(
    absence: Absence, *, today: date, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return W51: days until a person is away while open work of theirs has no deputy."""
    is_past = absence.to_on is not None and absence.to_on < today
    if is_past or absence.left <= 0:
        return ()
    ahead = max((absence.from_on - today).days, 0)
    level = grade(settings.rules["W51"], ahead, share=settings.watch_share)
    if level is None:
        return ()
    facts: Facts = {"away": absence.from_on, "open": absence.left, **days_left(ahead)}
    subject = Subject(entity="users", row_id=absence.person_id, owner_id=absence.person_id)
    return (make_warning("W51", level, subject, facts, settings=settings),)


def absence_of(
    handover: Handover, items: Iterable[HandoverItem], work: Iterable[Piece]
) -> Absence | None:
    """Return a person's absence with what of their open `work` no deputy has accepted.

    Whoever has accepted an order has accepted what is on it.
    """
    if handover.state is not HandoverState.OPEN:
        return None
    taken = {each.row_id for each in items if each.state is ItemState.ACCEPTED}
    return Absence(
        person_id=handover.from_id,
        from_on=handover.from_on,
        to_on=handover.to_on,
        left=sum(taken.isdisjoint(piece) for piece in set(work)),
    )


def find_conflict_warnings(
    conflicts: Iterable[Conflict], *, now: datetime, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return W49 for each conflict that has waited too long for a decision."""
    waiting = (each for each in conflicts if each.state == ConflictState.OPEN)
    return tuple(
        warning
        for conflict in sorted(waiting, key=lambda each: each.id)
        for warning in _since("W49", _subject(conflict), conflict.raised_at, now, settings)
    )


def _subject(conflict: Conflict) -> Subject:
    return Subject(
        entity="conflicts",
        row_id=conflict.id,
        order_id=conflict.order_id,
        owner_id=conflict.owner_id,
    )


def _since(
    rule_id: str, subject: Subject, start: datetime, now: datetime, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    hours = hours_between(start, now)
    level = grade(settings.rules[rule_id], hours, share=settings.watch_share)
    if level is None:
        return ()
    facts = {"since": start, **days_gone(int(hours), "hours")}
    return (make_warning(rule_id, level, subject, facts, settings=settings),)
