"""The plan of now against the plan of the day on which the order was set up."""

from datetime import date

import pytest

from sync.domain.baselines import compare, noted
from sync.domain.dates import WEEKDAYS
from sync.domain.scheduling import plan
from tests.unit.domain.test_scheduling import CALENDARS, PROCESS, an_order_with_deposit, moment

TODAY = date(2026, 10, 16)


def _plan(deposit):
    return plan(an_order_with_deposit(deposit), PROCESS, CALENDARS, moment(TODAY))


@pytest.mark.system("S63")
@pytest.mark.parametrize(
    ("deposit", "slipped", "end"),
    [(date(2026, 10, 21), 3, 0), (date(2026, 11, 16), 21, 10), (date(2026, 11, 27), 30, 20)],
)
def test_a_predecessor_that_slips_moves_the_end_less_the_room_there_was(deposit, slipped, end):
    found = compare(noted(_plan(TODAY)), _plan(deposit), WEEKDAYS)
    assert {slip.node: slip.days for slip in found.slips}["N10"] == slipped
    assert found.days == end
    assert (found.end_was, found.slips[0].days) == (date(2027, 1, 15), slipped)


def test_a_plan_that_holds_has_not_slipped_and_no_baseline_says_nothing():
    found = compare(noted(_plan(TODAY)), _plan(TODAY), WEEKDAYS)
    assert (found.days, found.slips) == (0, ())
    assert compare("", _plan(TODAY), WEEKDAYS) is None
