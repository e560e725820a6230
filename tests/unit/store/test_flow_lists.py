"""The flow map's counts: of the very orders that a press on a stage lists."""

import time
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert

from sync.domain.records import to_row
from sync.store import order_lists
from sync.store.derived import summaries
from sync.store.flow_lists import median, read_flow
from sync.store.order_lists import Asking
from tests.builders import TODAY, an_id, desk_database
from tests.unit.store.test_order_lists import PLAIN


def row(number, node="N12", days=0, **fields):
    named = {"id": an_id(f"at {number}"), "order_no": f"SO-{number}", "node": node}
    since = TODAY - timedelta(days=days)
    return msgspec.structs.replace(PLAIN, **named, node_since=since, **fields)


BOOKING = [row(n, days=n, ball_overdue=n >= 9, silent_days=n if n >= 10 else 0) for n in range(12)]
OTHERS = [
    row(20, node="N05", days=4, team="south", incoterm="CIF", owner_id=an_id("mei")),
    row(21, node="N05", payment_term="LC_S"),
    row(22, node=""),
    row(23, state="closed"),
]


@pytest.fixture
def connection(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        connection.execute(insert(summaries), [to_row(each) for each in (*BOOKING, *OTHERS)])
    with database.read() as connection:
        yield connection
    database.close()


@pytest.mark.system("S17")
def test_twelve_in_booking_three_overdue_are_those_that_the_list_shows(connection):
    found = {each.node: each for each in read_flow(connection, Asking(today=TODAY)).stages}
    assert (found["N12"].count, found["N12"].overdue) == (12, 3)
    listed = order_lists.find_orders(connection, Asking(today=TODAY, nodes=("N12",)))
    assert sorted(listed) == sorted(each.id for each in BOOKING)
    late = Asking(today=TODAY, nodes=("N12",), troubles=("overdue",))
    assert len(order_lists.find_orders(connection, late)) == 3


def test_ages_are_days_since_the_orders_came_to_the_stage(connection):
    found = {each.node: each for each in read_flow(connection, Asking(today=TODAY)).stages}
    assert (found["N12"].median_days, found["N12"].oldest_days) == (5, 11)
    assert (found["N05"].count, found["N05"].overdue, found["N05"].oldest_days) == (2, 0, 4)


def test_every_open_order_is_counted_once(connection):
    counts = read_flow(connection, Asking(today=TODAY))
    assert (counts.count, counts.idle, counts.overdue, counts.silent) == (15, 1, 3, 2)
    assert sum(each.count for each in counts.stages) + counts.idle == counts.count


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"teams": ("south",)}, 1),
        ({"owners": (an_id("mei"),)}, 1),
        ({"incoterms": ("CIF",)}, 1),
        ({"payment_terms": ("LC_S",)}, 1),
        ({"troubles": ("silent",)}, 2),
        ({"troubles": ("silent", "overdue")}, 3),
        ({"nodes": ("N12",)}, 15),
    ],
)
def test_filters_of_the_list_narrow_the_map_and_a_chosen_stage_does_not(connection, asked, count):
    assert read_flow(connection, Asking(today=TODAY, **asked)).count == count


def test_filters_offer_what_open_orders_have(connection):
    assert order_lists.teams(connection) == ["north", "south"]
    assert order_lists.incoterms(connection) == ["CIF", "FOB"]


def test_the_median_is_a_day_that_half_do_not_exceed():
    assert median([]) is None
    assert median([(3, 1)]) == 3
    assert median([(1, 2), (9, 1)]) == 1
    assert median([(1, 1), (4, 1), (30, 1), (31, 1)]) == 4


@pytest.mark.system("S17")
def test_ten_thousand_orders_are_counted_in_less_than_a_tenth_of_a_second(connection):
    nodes = [f"N{number:02}" for number in range(1, 25)]
    many = [
        to_row(row(100 + n, node=nodes[n % 24], days=n % 90, ball_overdue=n % 7 == 0))
        for n in range(10_000)
    ]
    connection.execute(insert(summaries), many)
    took: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        counts = read_flow(connection, Asking(today=TODAY))
        took.append(time.perf_counter() - began)
    assert counts.count == 10_015
    assert min(took) < 0.1
