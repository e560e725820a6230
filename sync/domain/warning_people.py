"""Warnings of working together: a device long out of touch, conflicts undecided (W48, W49)."""

from collections.abc import Iterable
from datetime import datetime

from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.early_warnings import (
    EarlyWarning,
    Subject,
    WarningSettings,
    grade,
    make_warning,
)
from sync.domain.ids import Id
from sync.domain.warning_case import days_gone, hours_between


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
