"""A year's calendar days for China, as head office offers them before anybody edits them.

The company works on make-up days; banks are closed on public holidays and on weekends. A year whose
make-up days are not published yet is an estimate: its festivals are known, its swaps are not.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from holidays import HolidayBase, country_holidays

from sync.domain.dates import COMPANY, HOME_BANK
from sync.domain.ids import row_id
from sync.domain.settings import CalendarDay


def calendar_days(year: int) -> list[CalendarDay]:
    """Return the days of a year that are not what their weekday says, in order."""
    public = country_holidays("CN", years=year)
    make_up = sorted(day for day in public.weekend_workdays if day.year == year)
    return [*_closed(public, year, make_up), *_opened(make_up)]


def _closed(public: HolidayBase, year: int, make_up: list[date]) -> Iterator[CalendarDay]:
    day = date(year, 1, 1)
    while day.year == year:
        if day in public and day.weekday() < 5:
            for calendar in (COMPANY, HOME_BANK):
                yield _day(calendar, day, public[day], is_open=False, is_announced=bool(make_up))
        day += timedelta(days=1)


def _opened(make_up: list[date]) -> Iterator[CalendarDay]:
    for day in make_up:
        yield _day(COMPANY, day, "", is_open=True, is_announced=True)


def _day(calendar: str, day: date, note: str, *, is_open: bool, is_announced: bool) -> CalendarDay:
    return CalendarDay(
        id=row_id("calendar", calendar, day.isoformat()),
        calendar=calendar,
        day=day,
        is_open=is_open,
        is_announced=is_announced,
        note=note,
    )
