"""The orders list's questions, asked of a small replica."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert

from sync.domain.records import to_row
from sync.domain.summaries import OrderSummary
from sync.store import order_lists
from sync.store.derived import summaries
from sync.store.order_lists import Asking
from tests.builders import TODAY, an_id, desk_database

PLAIN = OrderSummary(
    id=an_id("plain"),
    order_no="SO-1",
    state="open",
    buyer_id=an_id("nord"),
    buyer="Nordlicht GmbH",
    goods="Lamp",
    amount="100.00",
    currency="USD",
    payment_term="TT_DB",
    incoterm="FOB",
    owner_id=an_id("lin"),
    team="north",
    phases="current",
    load_port="Ningbo",
    computed_on=TODAY,
)


def row(number, **fields):
    named = {"id": an_id(f"row {number}"), "order_no": f"SO-{number}", **fields}
    return msgspec.structs.replace(PLAIN, **named)


ROWS = (
    row(1, slack=3, level="watch"),
    row(2, slack=-4, level="urgent", payment_term="LC_S", owner_id=an_id("mei")),
    row(3, slack=None, goods="50% wool rug", load_port="Shanghai"),
    row(4, slack=-4, amount="9.50", etd=TODAY + timedelta(days=7)),
    row(5, slack=0, node_state="WAIT_BUYER", amount="1000.00", etd=TODAY + timedelta(days=8)),
    row(6, state="closed", currency="EUR"),
)


@pytest.fixture
def connection(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        connection.execute(insert(summaries), [to_row(each) for each in ROWS])
    with database.read() as connection:
        yield connection
    database.close()


def found(connection, **asked):
    asking = Asking(user_id=an_id("lin"), today=TODAY, **asked)
    numbers = {each.id: each.order_no[3:] for each in ROWS}
    return "".join(numbers[key] for key in order_lists.find_orders(connection, asking))


def test_least_slack_comes_first_ties_by_number_and_unknown_last(connection):
    assert found(connection) == "24513"


def test_most_slack_first_still_has_the_unknown_last(connection):
    assert found(connection, is_descending=True) == "15243"


@pytest.mark.parametrize(
    ("view", "numbers"),
    [("mine", "4513"), ("sailing", "4"), ("credit", "2"), ("buyer", "5"), ("ended", "6")],
)
def test_each_view_holds_its_own_orders(connection, view, numbers):
    assert found(connection, view=view) == numbers


def test_views_are_counted_in_one_pass_before_any_filter(connection):
    asking = Asking(user_id=an_id("lin"), today=TODAY, words="nothing has this")
    counts = order_lists.count_views(connection, asking)
    assert counts == {"mine": 4, "open": 5, "sailing": 1, "credit": 1, "buyer": 1, "ended": 1}


def test_all_words_must_be_found_in_number_buyer_or_goods(connection):
    assert found(connection, words="nord rug") == "3"
    assert found(connection, words="nord carpet") == ""


def test_a_percent_sign_is_a_letter_like_any_other(connection):
    assert found(connection, words="0%") == "3"


def test_filters_narrow_together(connection):
    assert found(connection, payment_terms=("LC_S", "TT_DB"), load_ports=("Ningbo",)) == "2451"
    assert found(connection, levels=("urgent",), owners=(an_id("lin"),)) == ""


def test_amounts_are_sorted_as_numbers(connection):
    assert found(connection, sort="amount") == "41235"


def test_levels_are_sorted_by_how_pressing_they_are(connection):
    assert found(connection, sort="level") == "21345"


def test_amounts_keep_their_currency(connection):
    asking = Asking(today=TODAY, view="ended")
    assert order_lists.amounts(connection, asking) == [("EUR", "100.00")]


def test_load_ports_come_the_most_used_first(connection):
    assert order_lists.load_ports(connection) == ["Ningbo", "Shanghai"]
