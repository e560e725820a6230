"""China's calendar years, as offered before anybody edits them."""

from datetime import date

import pytest

from sync.domain.dates import add_working_days, calendars_of, next_open
from sync.store.holiday_years import calendar_days


def test_the_company_works_on_make_up_days_and_banks_do_not():
    calendars = calendars_of(calendar_days(2026))
    make_up = date(2026, 2, 14)
    assert calendars.company.is_open(make_up)
    assert not calendars.bank.is_open(make_up)


def test_both_are_closed_on_public_holidays():
    calendars = calendars_of(calendar_days(2026))
    for day in (date(2026, 1, 1), date(2026, 2, 17), date(2026, 10, 1), date(2026, 10, 7)):
        assert not calendars.company.is_open(day)
        assert not calendars.bank.is_open(day)


@pytest.mark.parametrize(("year", "is_announced"), [(2026, True), (2035, False)])
def test_a_year_without_make_up_days_is_an_estimate(year, is_announced):
    days = calendar_days(year)
    assert {day.is_announced for day in days} == {is_announced}
    assert (year in calendars_of(days).company.estimated) is not is_announced


def test_the_same_year_makes_the_same_rows():
    assert calendar_days(2026) == calendar_days(2026)
    assert len({day.id for day in calendar_days(2026)}) == len(calendar_days(2026))


def test_new_years_weekend_rolls_to_the_fourth():
    calendars = calendars_of(calendar_days(2027))
    assert next_open(date(2027, 1, 1), calendars.bank) == date(2027, 1, 4)


def test_working_days_pass_over_the_national_holiday():
    calendars = calendars_of(calendar_days(2026))
    assert add_working_days(date(2026, 9, 30), 2, calendars.company) == date(2026, 10, 9)
