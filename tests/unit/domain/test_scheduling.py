"""Planning forward and backward: the vectors of the order process."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, PaymentTerm
from sync.domain.receipts import Receipt
from sync.domain.scheduling import forecast_finish, plan
from sync.domain.shipments import Shipment
from sync.store.process_files import process_of

PROCESS = process_of(1)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)


def moment(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def an_order_with_deposit(day: date) -> OrderFacts:
    """Signed 2026-10-09, sails 2026-12-08."""
    order = Order(id="o", buyer_id="b", owner_id="u", signed_on=date(2026, 10, 9))
    done = [
        NodeInstance(
            id=node_id("o", node),
            order_id="o",
            subject_id="o",
            node=node,
            state=NodeState.DONE,
            finished_at=moment(date(2026, 10, 9)),
        )
        for node in ("N01", "N02", "N04")
    ]
    return OrderFacts(
        order=order,
        shipments=(Shipment(id="s", order_id="o", etd=date(2026, 12, 8)),),
        receipts=(Receipt(id="r", order_id="o", kind="DEPOSIT", confirmed_on=day),),
        nodes=tuple(done),
    )


def planned(facts: OrderFacts, today: date) -> dict[str, tuple[date | None, int | None]]:
    found = plan(facts, PROCESS, CALENDARS, moment(today))
    return {node.node: (node.finish, node.slack) for node in found.nodes}


@pytest.mark.parametrize(
    ("deposit", "finish", "slack"),
    [
        (date(2026, 10, 16), date(2026, 11, 20), 7),
        (date(2026, 10, 26), date(2026, 11, 30), 1),
        (date(2026, 10, 28), date(2026, 12, 2), -1),
    ],
)
def test_a_later_deposit_eats_the_slack_of_production(deposit, finish, slack):
    assert planned(an_order_with_deposit(deposit), deposit)["N10"] == (finish, slack)


def test_every_node_after_the_deposit_has_its_day():
    found = planned(an_order_with_deposit(date(2026, 10, 16)), date(2026, 10, 9))
    days = {node: found[node][0] for node in ("N08", "N09", "N10", "N11")}
    assert days == {
        "N08": date(2026, 10, 20),
        "N09": date(2026, 10, 23),
        "N10": date(2026, 11, 20),
        "N11": date(2026, 11, 24),
    }


def test_work_that_has_not_begun_is_not_planned_into_the_past():
    facts = an_order_with_deposit(date(2026, 10, 16))
    assert planned(facts, date(2026, 11, 2))["N08"][0] == date(2026, 11, 3)


def test_a_production_forecast_replaces_the_standard():
    facts = an_order_with_deposit(date(2026, 10, 16))
    order = Order(
        id="o",
        buyer_id="b",
        owner_id="u",
        signed_on=date(2026, 10, 9),
        forecast_finish_on=date(2026, 12, 3),
    )
    late = OrderFacts(
        order=order, shipments=facts.shipments, receipts=facts.receipts, nodes=facts.nodes
    )
    assert planned(late, date(2026, 11, 2))["N10"] == (date(2026, 12, 3), -2)


def test_the_next_limit_is_the_one_with_the_least_slack():
    found = plan(
        an_order_with_deposit(date(2026, 10, 16)), PROCESS, CALENDARS, moment(date(2026, 10, 20))
    )
    assert found.next_limit is not None
    assert (found.next_limit.code, found.slack) == ("bop_declaration", 3)


def test_settled_nodes_have_no_slack_and_absent_ones_no_entry():
    found = plan(
        an_order_with_deposit(date(2026, 10, 16)), PROCESS, CALENDARS, moment(date(2026, 10, 20))
    )
    by_node = {node.node: node for node in found.nodes}
    assert by_node["N04"].is_settled
    assert by_node["N04"].slack is None
    assert "N03" not in by_node
    assert "N06" not in by_node


@pytest.mark.parametrize("term", list(PaymentTerm))
def test_every_payment_term_can_be_planned(term):
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=term)
    facts = OrderFacts(order=order, shipments=(Shipment(id="s", order_id="o"),))
    assert plan(facts, PROCESS, CALENDARS, moment(date(2026, 10, 20))).nodes


@pytest.mark.parametrize(
    ("remaining", "outputs", "finish"),
    [
        ("0", ["10"], date(2026, 10, 20)),
        ("100", ["999", "10", "20", "30", "20", "20"], date(2026, 10, 27)),
        ("101", ["20"], date(2026, 10, 28)),
        ("100", [], date(2026, 11, 20)),
        ("100", ["0", "0"], date(2026, 11, 20)),
    ],
)
def test_production_is_forecast_from_the_last_five_days(remaining, outputs, finish):
    found = forecast_finish(
        today=date(2026, 10, 20),
        remaining=Decimal(remaining),
        outputs=[Decimal(each) for each in outputs],
        planned=date(2026, 11, 20),
        calendar=WEEKDAYS,
    )
    assert found == finish
