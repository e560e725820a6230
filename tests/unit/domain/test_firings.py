"""What became of warnings: how often each came true, and for whom it did not."""

from datetime import date, timedelta

import msgspec
import pytest

from sync.domain.early_warnings import Level
from sync.domain.facts import OrderFacts
from sync.domain.firings import Firing, Goods, Told, followed, goods_of, rates_of
from tests.builders import a_shipment, an_id, an_order

TODAY = date(2026, 3, 2)


def told(number, rule="W17", level=Level.WARNING):
    return Told(
        warning=rule, warning_id=an_id(f"{rule} {number}"), order_id=an_id(f"order {number}"),
        order_no=f"SO-{number}", name="Oak", about=None, level=level,
    )  # fmt: skip


class Kept:
    """Firings as a device keeps them, day by day."""

    def __init__(self) -> None:
        self.rows: dict[str, Firing] = {}

    def day(self, count, standing, goods=None):
        known = [
            each for each in self.rows.values() if each.ended_on is None or each.came_true is None
        ]
        for each in followed(known, standing, goods or {}, TODAY + timedelta(days=count)):
            self.rows[each.id] = each

    def rate(self):
        (rate,) = rates_of(self.rows.values())
        return rate


@pytest.mark.system("S44")
def test_an_indicator_that_fired_on_ten_of_which_seven_left_late():
    kept = Kept()
    kept.day(0, [told(number) for number in range(10)])
    assert (kept.rate().open, kept.rate().percent) == (10, None)
    kept.day(5, [])
    ends = {an_id(f"order {n}"): Goods.LATE if n < 7 else Goods.IN_TIME for n in range(10)}
    kept.day(20, [], ends)
    rate = kept.rate()
    assert (rate.fired, rate.came_true, rate.did_not, rate.open) == (10, 7, 3, 0)
    assert rate.percent == 70
    assert rate.misses == ("SO-7", "SO-8", "SO-9")


def test_a_warning_of_anything_else_comes_true_when_it_turns_red():
    kept = Kept()
    kept.day(0, [told(number, "W38") for number in range(3)])
    kept.day(1, [told(0, "W38", Level.URGENT), told(1, "W38")])
    assert (kept.rate().came_true, kept.rate().did_not, kept.rate().open) == (1, 1, 1)
    kept.day(2, [])
    rate = kept.rate()
    assert (rate.came_true, rate.did_not, rate.percent) == (1, 2, 33)


def test_what_is_red_when_it_is_first_told_was_told_too_late():
    kept = Kept()
    kept.day(0, [told(1, "W38", Level.URGENT), told(2, "W38")])
    kept.day(1, [])
    rate = kept.rate()
    assert (rate.fired, rate.told_late, rate.did_not, rate.percent) == (2, 1, 1, 0)


def test_what_is_only_watched_has_not_fired_and_what_comes_again_fires_again():
    kept = Kept()
    kept.day(0, [told(1, "W38", Level.WATCH)])
    assert kept.rows == {}
    for count, standing in ((1, [told(1, "W38")]), (2, []), (3, [told(1, "W38")]), (4, [])):
        kept.day(count, standing)
    assert (kept.rate().fired, kept.rate().did_not) == (2, 2)
    assert followed(kept.rows.values(), [], {}, TODAY) == []


@pytest.mark.parametrize(
    ("fields", "goods"),
    [
        ({"promised_etd": TODAY}, Goods.UNKNOWN),
        ({"promised_etd": TODAY - timedelta(days=1)}, Goods.LATE),
        ({"promised_etd": TODAY, "on_board_on": TODAY}, Goods.IN_TIME),
        ({"promised_etd": TODAY, "on_board_on": TODAY + timedelta(days=1)}, Goods.LATE),
        ({"committed_ship_on": TODAY, "on_board_on": TODAY + timedelta(days=1)}, Goods.LATE),
        ({"promised_etd": TODAY - timedelta(days=9), "arrived_on": TODAY}, Goods.IN_TIME),
        ({}, Goods.UNKNOWN),
    ],
)
def test_goods_are_late_against_what_was_promised(fields, goods):
    order = an_order(id=an_id("shipping"))
    facts = OrderFacts(order=order, shipments=(a_shipment(order_id=order.id, **fields),))
    assert goods_of(facts, TODAY) == goods
    assert goods_of(msgspec.structs.replace(facts, shipments=()), TODAY) == Goods.UNKNOWN
