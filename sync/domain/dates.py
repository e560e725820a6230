"""Working days, banking days and business hours: how the trade counts time (domain.md 3.1)."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

import msgspec

from sync.domain.settings import CalendarDay

COMPANY = "COMPANY"
HOME_BANK = "BANK:CN"
OFFICE_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The office's zone. China keeps UTC+8 all year, so no time zone database has to be read here."""

MORNING = (time(9), time(12))
AFTERNOON = (time(13), time(18))


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Weekends are closed, except make-up days (`opened`); `estimated` are years not announced."""

    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    estimated: frozenset[int] = frozenset()

    def is_open(self, day: date) -> bool:
        """Return whether work is done on that day."""
        if day.weekday() >= 5:
            return day in self.opened
        return day not in self.closed


class Calendars(msgspec.Struct, frozen=True, kw_only=True):
    """The company's working days and the home bank's banking days."""

    company: Calendar
    bank: Calendar


WEEKDAYS = Calendar()
"""Monday to Friday, no holidays."""


def calendars_of(days: Iterable[CalendarDay], *, bank: str = HOME_BANK) -> Calendars:
    """Return the calendars that head office's rows describe; `bank` is BANK:<place>."""
    kept = tuple(days)
    return Calendars(company=_calendar(kept, COMPANY), bank=_calendar(kept, bank))


def _calendar(days: Iterable[CalendarDay], name: str) -> Calendar:
    mine = tuple(day for day in days if day.calendar == name)
    return Calendar(
        closed=frozenset(day.day for day in mine if not day.is_open),
        opened=frozenset(day.day for day in mine if day.is_open),
        estimated=frozenset(day.day.year for day in mine if not day.is_announced),
    )


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """Return the open day `count` open days after `day` (before, if negative), itself excluded."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_open(day)
    return day


def next_open(day: date, calendar: Calendar) -> date:
    """Return `day` if it is open, otherwise the first open day after it."""
    return day if calendar.is_open(day) else add_working_days(day, 1, calendar)


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Return the open days after `start` through `end`; negative if `end` is earlier."""
    return _open_days_through(end, calendar) - _open_days_through(start, calendar)


def _open_days_through(day: date, calendar: Calendar) -> int:
    ordinal = day.toordinal()  # 1 is a Monday
    weeks, rest = divmod(ordinal, 7)
    lost, gained = _exceptions(calendar)
    return weeks * 5 + min(rest, 5) - bisect_right(lost, ordinal) + bisect_right(gained, ordinal)


@lru_cache(maxsize=16)
def _exceptions(calendar: Calendar) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the closed weekdays and the open weekend days, as sorted ordinals."""
    lost = sorted(day.toordinal() for day in calendar.closed if day.weekday() < 5)
    gained = sorted(day.toordinal() for day in calendar.opened if day.weekday() >= 5)
    return tuple(lost), tuple(gained)


def business_hours_between(start: datetime, end: datetime, calendar: Calendar) -> Decimal:
    """Return the office hours from `start` to `end`, 0 when `end` is not later.

    An open day has eight: 09:00-12:00 and 13:00-18:00 in the office's zone.
    """
    if end <= start:
        return Decimal(0)
    first, last = start.astimezone(OFFICE_TIME), end.astimezone(OFFICE_TIME)
    if first.date() == last.date():
        return _hours_on(first, last, calendar)
    whole = working_days_between(first.date(), last.date() - timedelta(days=1), calendar)
    return (
        _hours_on(first, _at(first.date(), time.max), calendar)
        + 8 * Decimal(whole)
        + _hours_on(_at(last.date(), time.min), last, calendar)
    )


def _hours_on(start: datetime, end: datetime, calendar: Calendar) -> Decimal:
    """Return the office hours between two moments of one day."""
    if not calendar.is_open(start.date()):
        return Decimal(0)
    seconds = 0
    for opens, closes in (MORNING, AFTERNOON):
        begin = max(start, _at(start.date(), opens))
        finish = min(end, _at(start.date(), closes))
        seconds += max(0, int((finish - begin).total_seconds()))
    return Decimal(seconds) / 3600


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, OFFICE_TIME)
