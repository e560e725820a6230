"""Working days, banking days and office hours."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sync.domain.dates import (
    WEEKDAYS,
    Calendar,
    add_working_days,
    business_hours_between,
    calendars_of,
    next_open,
    working_days_between,
)
from sync.domain.settings import CalendarDay

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 12, day) for day in (11, 12, 13, 14))
HOLIDAY_MONDAY = Calendar(closed=frozenset({MONDAY}), opened=frozenset({SUNDAY}))


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour - 8, minute, tzinfo=UTC)


def test_weekends_are_closed_and_make_up_days_open():
    assert not WEEKDAYS.is_open(SUNDAY)
    assert HOLIDAY_MONDAY.is_open(SUNDAY)
    assert not HOLIDAY_MONDAY.is_open(MONDAY)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (MONDAY, -1, FRIDAY),
        (SUNDAY, -1, FRIDAY),
        (SATURDAY, 0, SATURDAY),
        (MONDAY, 5, date(2026, 12, 21)),
    ],
)
def test_the_day_itself_never_counts(day, count, found):
    assert add_working_days(day, count, WEEKDAYS) == found


def test_a_make_up_sunday_is_the_next_working_day_before_a_holiday_monday():
    assert add_working_days(FRIDAY, 1, HOLIDAY_MONDAY) == SUNDAY
    assert add_working_days(FRIDAY, 2, HOLIDAY_MONDAY) == date(2026, 12, 15)


def test_a_closed_day_rolls_forward_and_an_open_day_stays():
    assert next_open(SATURDAY, WEEKDAYS) == MONDAY
    assert next_open(FRIDAY, WEEKDAYS) == FRIDAY


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [(FRIDAY, MONDAY, 1), (MONDAY, FRIDAY, -1), (SATURDAY, SUNDAY, 0), (FRIDAY, FRIDAY, 0)],
)
def test_between_counts_open_days_after_start_up_to_end(start, end, count):
    assert working_days_between(start, end, WEEKDAYS) == count


def test_between_sees_holidays_and_make_up_days():
    assert working_days_between(FRIDAY, date(2026, 12, 15), HOLIDAY_MONDAY) == 2


def test_rows_become_the_two_calendars():
    calendars = calendars_of(
        [
            CalendarDay(id="1", calendar="COMPANY", day=SUNDAY, is_open=True),
            CalendarDay(id="2", calendar="BANK:CN", day=MONDAY, is_open=False, is_announced=False),
            CalendarDay(id="3", calendar="BANK:DE", day=FRIDAY, is_open=False),
        ]
    )
    assert calendars.company == Calendar(opened=frozenset({SUNDAY}))
    assert calendars.bank == Calendar(closed=frozenset({MONDAY}), estimated=frozenset({2026}))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (shanghai(14, 9), shanghai(14, 18), "8"),
        (shanghai(14, 11, 30), shanghai(14, 13, 30), "1"),
        (shanghai(11, 17), shanghai(14, 10), "2"),
        (shanghai(11, 17), shanghai(16, 10), "18"),
        (shanghai(12, 10), shanghai(13, 17), "0"),
        (shanghai(14, 18), shanghai(14, 9), "0"),
        (shanghai(14, 18), shanghai(15, 8), "0"),
        (shanghai(12, 10), shanghai(15, 10), "9"),
    ],
)
def test_business_hours_leave_out_nights_lunch_and_weekends(start, end, hours):
    assert business_hours_between(start, end, WEEKDAYS) == Decimal(hours)


def test_part_of_an_hour_is_exact():
    assert business_hours_between(shanghai(14, 9), shanghai(14, 9, 15), WEEKDAYS) == Decimal("0.25")
