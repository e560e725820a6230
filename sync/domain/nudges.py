"""Nudges: polite reminders to whoever holds the ball, one digest a person a day.

However many are sent, a person is shown one digest: the nudges of a working day, by order and node,
from nine o'clock on. What is sent in the evening or on a closed day counts for the next working
day. Nothing that was answered by moving the work on is shown (product.md S53; hours are our
default).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec

from sync.domain.dates import OFFICE_TIME, Calendar, next_open
from sync.domain.ids import Id
from sync.domain.records import Record

OPENS = time(9)
CLOSES = time(18)


class Nudge(Record, frozen=True, kw_only=True):
    """One reminder about a node of an order."""

    order_id: str
    subject_id: str = ""
    node: str
    to_id: str
    sent_by: str
    text: str = ""
    sent_at: datetime


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """The nudges about one node in a digest, told once with how many there were."""

    order_id: Id
    subject_id: Id
    node: str
    count: int
    senders: tuple[Id, ...]
    text: str
    last_at: datetime


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is reminded of on one day."""

    day: date
    reminders: tuple[Reminder, ...]

    @property
    def count(self) -> int:
        """How many nudges it holds."""
        return sum(each.count for each in self.reminders)


def day_of(sent_at: datetime, company: Calendar) -> date:
    """Return the working day in whose digest a nudge is shown."""
    there = sent_at.astimezone(OFFICE_TIME)
    day = there.date() + timedelta(days=there.time() >= CLOSES)
    return next_open(day, company)


def digest_of(nudges: Iterable[Nudge], *, now: datetime, company: Calendar) -> Digest | None:
    """Return the digest that a person is shown now: what came since, the latest day's first.

    None in quiet hours of a day on which nothing older is left, and where nothing is to be said.
    """
    ripe = [each for each in nudges if _is_ripe(day_of(each.sent_at, company), now)]
    if not ripe:
        return None
    groups: dict[tuple[Id, Id, str], list[Nudge]] = {}
    for each in sorted(ripe, key=lambda nudge: (nudge.sent_at, nudge.id)):
        groups.setdefault((each.order_id, each.subject_id, each.node), []).append(each)
    reminders = sorted((_reminder(group) for group in groups.values()), key=_latest, reverse=True)
    day = max(day_of(each.sent_at, company) for each in ripe)
    return Digest(day=day, reminders=tuple(reminders))


def _is_ripe(day: date, now: datetime) -> bool:
    return datetime.combine(day, OPENS, OFFICE_TIME) <= now


def _reminder(group: list[Nudge]) -> Reminder:
    last = group[-1]
    return Reminder(
        order_id=last.order_id,
        subject_id=last.subject_id,
        node=last.node,
        count=len(group),
        senders=tuple(dict.fromkeys(each.sent_by for each in group)),
        text=next((each.text for each in reversed(group) if each.text), ""),
        last_at=last.sent_at,
    )


def _latest(reminder: Reminder) -> tuple[datetime, Id]:
    return reminder.last_at, reminder.order_id
