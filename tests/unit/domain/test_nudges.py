"""Nudges: one digest a person a day, in office hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sync.domain.dates import WEEKDAYS
from sync.domain.nudges import Nudge, day_of, digest_of

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten o'clock in the office


def nudge(name="1", *, after=timedelta(), **fields):
    plain = {"order_id": "o", "node": "N01", "to_id": "mei", "sent_by": "lin"}
    return Nudge(id=name, sent_at=MONDAY + after, **{**plain, **fields})


@pytest.mark.system("S53")
def test_three_nudges_of_a_day_are_one_digest():
    sent = [
        nudge("1"),
        nudge("2", after=timedelta(hours=1), sent_by="bo", text="the buyer asks"),
        nudge("3", after=timedelta(hours=2), order_id="p"),
    ]
    found = digest_of(sent, now=MONDAY + timedelta(hours=3), company=WEEKDAYS)
    assert found is not None
    assert (found.day, found.count) == (date(2026, 3, 2), 3)
    first, second = found.reminders
    assert (first.order_id, first.count) == ("p", 1)
    assert (second.count, second.senders, second.text) == (2, ("lin", "bo"), "the buyer asks")


@pytest.mark.system("S53")
def test_what_is_sent_in_the_evening_waits_for_nine_o_clock():
    late = nudge(after=timedelta(hours=9))  # seven in the evening
    assert day_of(late.sent_at, WEEKDAYS) == date(2026, 3, 3)
    assert digest_of([late], now=MONDAY + timedelta(hours=10), company=WEEKDAYS) is None
    assert digest_of([late], now=MONDAY + timedelta(hours=22), company=WEEKDAYS) is None
    assert digest_of([late], now=MONDAY + timedelta(hours=23), company=WEEKDAYS) is not None


def test_what_is_sent_on_a_closed_day_counts_for_the_next_open_one():
    assert day_of(MONDAY - timedelta(days=1), WEEKDAYS) == date(2026, 3, 2)


def test_nothing_sent_is_no_digest():
    assert digest_of([], now=MONDAY, company=WEEKDAYS) is None
