"""Bringing in rows made elsewhere: twice is once, and nobody else's order is touched."""

import pytest

from sync.domain.entities import ENTITIES
from sync.domain.refusals import Refused
from tests.builders import an_id

MADE, ORDER = an_id("imported"), an_id("order")
ROWS = {
    "partners": [{"id": an_id("firm"), "name": "Aurora AB", "kinds": "supplier"}],
    "orders": [{"id": MADE, "buyer_id": an_id("buyer"), "goods": "cups"}],
    "order_lines": [{"id": an_id("cup"), "order_id": MADE, "position": "1", "unit_price": "3"}],
}


def bring_in(desk, rows=ROWS, source="orders.xlsx"):
    desk.do("order.import", source=source, rows=rows)


def test_a_file_read_twice_is_read_once(office, desk_of):
    desk = desk_of("lin")
    bring_in(desk)
    desk.sync()
    before = {entity: office.rows(entity) for entity in ENTITIES}
    bring_in(desk)
    desk.sync()
    assert desk.last().status == "noop"
    assert {entity: office.rows(entity) for entity in ENTITIES} == before


def test_two_desks_that_read_the_same_file_make_one_order(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    bring_in(first)
    bring_in(second)
    first.sync()
    second.sync()
    first.sync()
    assert [row["id"] for row in office.rows("orders") if row["id"] == MADE] == [MADE]
    assert first.rows("orders") == second.rows("orders") == office.rows("orders")


def test_what_people_changed_since_stays(office, desk_of):
    desk = desk_of("lin")
    bring_in(desk)
    desk.do("order.edit", id=MADE, set={"goods": "bowls"})
    bring_in(desk)
    desk.sync()
    assert office.row("orders", MADE)["goods"] == "bowls"


def test_rows_of_an_order_that_is_there_already_are_left_out(office, desk_of):
    desk = desk_of("lin")
    line = {"id": an_id("smuggled"), "order_id": ORDER, "position": "1", "unit_price": "0.01"}
    bring_in(desk, {**ROWS, "order_lines": [line]})
    desk.sync()
    assert office.row("order_lines", an_id("smuggled")) is None


@pytest.mark.parametrize(
    ("entity", "row"),
    [
        ("receipts", {"id": an_id("r"), "order_id": MADE, "confirmed_on": "2026-03-02"}),
        ("users", {"id": an_id("u"), "login": "boss", "roles": "GM"}),
        ("history", {"id": an_id("h")}),
        ("planets", {"id": an_id("p")}),
    ],
)
def test_a_file_brings_no_money_people_or_history(office, desk_of, entity, row):
    desk = desk_of("lin")
    with pytest.raises(Refused) as refused:
        bring_in(desk, {**ROWS, entity: [row]})
    assert refused.value.refusal.code == "import_noun_unknown"
    assert desk.row("orders", MADE) is None


@pytest.mark.parametrize(
    "line",
    [
        {"id": "x", "order_id": MADE, "position": "1"},
        {"id": an_id("cup"), "order_id": MADE, "position": "1", "unit_price": "NaN"},
        {"id": an_id("cup"), "order_id": MADE},
        {"id": an_id("cup"), "order_id": MADE, "position": "1", "colour": "red"},
    ],
)
def test_a_bad_row_refuses_the_whole_order(desk_of, line):
    desk = desk_of("lin")
    with pytest.raises(Refused):
        bring_in(desk, {**ROWS, "order_lines": [line]})
    assert desk.row("orders", MADE) is None
    assert desk.queue() == []
