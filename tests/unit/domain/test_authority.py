"""The decision-level table: which level, by which rows, and what a flow of seats asks for."""

from decimal import Decimal

import msgspec
import pytest

from sync.domain.approval_flow import (
    Candidate,
    Seat,
    Yes,
    flow_of,
    from_text,
    seat_for,
    standing,
    to_text,
)
from sync.domain.authority import evaluate, is_readable
from sync.domain.authority_checks import problems
from sync.domain.people import Role
from sync.store import authority_files

TABLE = authority_files.shipped()[1]

VECTORS = [
    (
        {"price_change_percent": "-4", "margin_percent": "7.22", "stage": "before_production"},
        {"A1": 2, "A2": 3, "A7": 0},
        3,
    ),
    ({"price_change_percent": "-7", "margin_percent": "4.24"}, {"A1": 3, "A2": 4}, 4),
    (
        {"delay_days": "6", "stage": "in_production", "margin_percent": "10.91"},
        {"A4": 2, "A7": 1, "A2": 1},
        2,
    ),
    ({"stage": "packed", "cost_borne": "250"}, {"A7": 2, "A10": 1}, 2),
    ({"contract_amount": "26800", "margin_percent": "10.91"}, {"A3": 2, "A2": 1}, 2),
    ({"contract_amount": "8000", "margin_percent": "12.5"}, {"A3": 1, "A2": 0}, 1),
    ({"unpaid_release_amount": "18760"}, {"A12": 3}, 3),
    ({"delay_days": "2", "lc_dates": "no_amendment"}, {"A4": 0, "A16": 3}, 3),
]


@pytest.mark.system("S21")
@pytest.mark.parametrize(("case", "rows", "level"), VECTORS)
def test_the_vectors_of_the_trade_give_their_level_and_rows(case, rows, level):
    ruling = evaluate(TABLE, case)
    assert {match.row: match.level for match in ruling.matches} == rows
    assert ruling.level == level


@pytest.mark.system("S21")
def test_the_two_levels_of_a_price_and_a_delay_are_listed():
    ruling = evaluate(TABLE, {"price_change_percent": "-6", "delay_days": "10"})
    assert [(match.row, match.level) for match in ruling.matches] == [("A1", 3), ("A4", 2)]
    stepwise = msgspec.structs.replace(TABLE, mode="step_by_step")
    assert [step[0].name for step in flow_of(stepwise, ruling, 0)] == ["L1", "L2", "L3"]
    assert [step[0].name for step in flow_of(TABLE, ruling, 0)] == ["L3"]


@pytest.mark.parametrize(
    ("fact", "value", "level"),
    [
        ("price_change_percent", "1", 0),
        ("price_change_percent", "1.01", 1),
        ("price_change_percent", "10", 3),
        ("price_change_percent", "10.01", 4),
        ("price_change_amount", "300", 0),
        ("price_change_amount", "-301", 1),
        ("margin_percent", "12", 0),
        ("margin_percent", "11.99", 1),
        ("margin_percent", "5", 3),
        ("margin_percent", "4.99", 4),
        ("delay_days", "-9", 0),
        ("risk_steps", "1", 2),
        ("risk_steps", "2", 3),
        ("over_limit_percent", "25.1", 4),
    ],
)
def test_a_limit_belongs_to_the_level_below_it(fact, value, level):
    assert evaluate(TABLE, {fact: value}).level == level


@pytest.mark.parametrize(
    ("currency", "amount", "level"),
    [("USD", "10000", 1), ("CNY", "71000", 1), ("CNY", "72000", 2), ("XYZ", "1", 4)],
)
def test_amounts_count_in_the_tables_currency_and_without_a_rate_at_the_top(
    currency, amount, level
):
    assert evaluate(TABLE, {"contract_amount": amount}, currency=currency).level == level


def test_who_must_be_heard_are_all_rows_together():
    ruling = evaluate(TABLE, {"unpaid_release_amount": "100", "discrepancy_amount": "100"})
    assert ruling.consults == (Role.DOC, Role.FIN)
    assert [seat.name for seat in flow_of(TABLE, ruling, 0)[0]] == ["L3", "DOC", "FIN"]


def test_nothing_known_is_the_owners_own():
    assert evaluate(TABLE, {}).level == 0
    assert not is_readable(TABLE, "stage", "somewhere")
    assert not is_readable(TABLE, "delay_days", "NaN")


def _person(name: str, level: int = 0, *roles: Role, for_id: str = "") -> Candidate:
    return Candidate(
        person_id=name, level=level, roles=frozenset(roles), may_approve=level > 0, for_id=for_id
    )


def test_two_of_three_are_enough_and_nobody_counts_twice():
    flow = ((Seat(level=2, needed=2),),)
    said = [Yes(author_id="a", seat="L3")]
    assert standing(flow, said).lacking == {"L2": 1}
    assert seat_for(flow, said, _person("a", 4)) is None
    assert seat_for(flow, said, _person("b", 4, for_id="a")) is None
    assert seat_for(flow, said, _person("b", 2)) == flow[0][0]
    assert seat_for(flow, said, _person("c", 1)) is None
    both = [*said, Yes(author_id="b", seat="L2")]
    assert standing(flow, both).is_done
    assert seat_for(flow, both, _person("d", 4)) is None


def test_seats_side_by_side_are_filled_in_any_order_and_steps_one_after_another():
    flow = ((Seat(level=1),), (Seat(level=3), Seat(role="FIN")))
    assert seat_for(flow, [], _person("f", 0, Role.FIN)) is None
    first = [Yes(author_id="a", seat="L1")]
    assert seat_for(flow, first, _person("f", 0, Role.FIN)) == Seat(role="FIN")
    money = [*first, Yes(author_id="f", seat="FIN")]
    assert standing(flow, money).lacking == {"L3": 1}
    assert seat_for(flow, money, _person("f", 4, Role.FIN)) is None
    assert standing(flow, [*money, Yes(author_id="b", seat="L4")]).is_done
    assert from_text(to_text(flow)) == flow


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"needed": {"2": 0}}, "needed 2"),
        ({"rates": {"EUR": Decimal(0)}}, "rate EUR"),
        ({"rows": (*TABLE.rows, TABLE.rows[0])}, "repeated A1"),
    ],
)
def test_a_table_that_does_not_hold_together_is_named(change, said):
    assert said in problems(msgspec.structs.replace(TABLE, **change))
    text = msgspec.json.encode(msgspec.structs.replace(TABLE, **change)).decode()
    with pytest.raises(ValueError, match=said):
        authority_files.read_table(text)


def test_limits_out_of_order_are_named():
    text = msgspec.json.encode(TABLE).decode().replace('"limit":"3"', '"limit":"30"', 1)
    with pytest.raises(ValueError, match="order A1"):
        authority_files.read_table(text)
