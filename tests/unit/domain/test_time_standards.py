"""What own history says of a stage, and which standard an order follows."""

from datetime import UTC, date, datetime, timedelta

from sync.domain.dates import WEEKDAYS
from sync.domain.process import nodes_by_id
from sync.domain.time_standards import (
    Key,
    Past,
    StandardState,
    TimeStandard,
    accepted,
    followed_by,
    lane_among,
    library_standard,
    says_something_new,
    spreads,
    took,
    versions_of,
)
from sync.store.process_files import process_of
from tests.builders import a_shipment, an_id, an_order

MONDAY = date(2026, 3, 2)
MADE = datetime(2026, 3, 2, tzinfo=UTC)
BOOKING = nodes_by_id(process_of(1))["N12"]


def _past(days, **key):
    return Past(key=Key("N12", **key), started_on=MONDAY, finished_on=MONDAY + timedelta(days=days))


def _standard(days, **fields):
    plain = {"p50": days, "p80": days, "samples": 20, "state": StandardState.ACCEPTED}
    given = {"id": an_id(), "node": "N12", "decided_at": MADE, **plain, **fields}
    return TimeStandard(days=days, **given)


def test_the_first_day_counts_and_a_weekend_does_not():
    assert took(_past(0), "wd", WEEKDAYS) == 1
    assert took(_past(7), "wd", WEEKDAYS) == 6
    assert took(_past(7), "cd", WEEKDAYS) == 7


def test_a_special_key_is_told_only_where_it_says_something_else():
    quick = [_past(1, payment_term="OA", lane="CNNGB-DEHAM") for _ in range(20)]
    slow = [_past(8, payment_term="OA", lane="CNNGB-BRSSZ") for _ in range(40)]
    found = {
        each.key: (each.p80, each.samples) for each in spreads([*quick, *slow], "wd", WEEKDAYS)
    }
    assert found == {
        Key("N12"): (7, 60),
        Key("N12", lane="CNNGB-DEHAM"): (2, 20),
        Key("N12", lane="CNNGB-DEHAM", payment_term="OA"): (2, 20),
    }


def test_the_most_special_standard_wins_on_its_lane():
    order = an_order(created_at=MADE, payment_term="OA")
    rows = [
        _standard(3),
        _standard(5, lane="CNNGB-BRSSZ"),
        _standard(6, family="bowls"),
        _standard(9, family="cups"),
        _standard(9, payment_term="LC_S"),
    ]
    followed = followed_by(rows, order, ["bowls", "bowls"])
    assert library_standard(followed, BOOKING, "CNNGB-BRSSZ").days == 6
    assert library_standard(followed_by(rows, order, []), BOOKING, "CNNGB-BRSSZ").days == 5
    assert library_standard(followed_by(rows, order, []), BOOKING, "CNNGB-DEHAM").days == 3
    assert library_standard(followed_by(rows, order, ["bowls", "cups"]), BOOKING, "").days == 3


def test_an_order_keeps_what_stood_when_it_was_made():
    old = _standard(3, decided_at=MADE - timedelta(days=9))
    new = _standard(4, number=2, decided_at=MADE + timedelta(seconds=1))
    order = an_order(created_at=MADE)
    assert [each.days for each in followed_by([old, new], order, [])] == [3]
    ended = _standard(3, state=StandardState.RETIRED, ended_at=MADE)
    assert followed_by([ended], order, []) == ()
    assert followed_by([old], an_order(created_at=None), []) == ()


def test_the_newest_decision_stands_and_a_refused_one_is_not_asked_again():
    rows = [_standard(3), _standard(4, number=2, state=StandardState.REFUSED)]
    versions = versions_of(rows, Key("N12"))
    assert accepted(versions).days == 3
    (spread,) = spreads([_past(3)] * 20, "wd", WEEKDAYS)
    assert spread.p80 == 4
    assert not says_something_new(spread, versions, 3)
    assert says_something_new(spread, versions[1:], 3)
    assert not says_something_new(spread, versions[1:], 4)


def test_an_order_has_a_lane_where_all_its_shipments_sail_the_same():
    here = {"load_port": "cnngb ", "discharge_port": "DEHAM"}
    one, other = a_shipment(**here), a_shipment(load_port="CNSHA", discharge_port="DEHAM")
    assert lane_among([one], "an order") == "CNNGB-DEHAM"
    assert lane_among([one, other], "an order") == ""
    assert lane_among([one, other], other.id) == "CNSHA-DEHAM"
