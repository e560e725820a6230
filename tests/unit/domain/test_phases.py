"""An order in one line: seven phases and the node that holds it up."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from sync.domain.conditions import Condition, Flag
from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, OrderState, PaymentTerm
from sync.domain.phases import summarise
from sync.domain.shipments import Shipment
from sync.store.process_files import process_of

PROCESS = process_of(1)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
TODAY = date(2026, 10, 14)


def row(node: str, subject: str = "o", **fields) -> NodeInstance:
    values = {
        "state": NodeState.DONE,
        "finished_at": datetime(2026, 10, 9, 2, tzinfo=UTC),
        **fields,
    }
    return NodeInstance(
        id=node_id(subject, node), order_id="o", subject_id=subject, node=node, **values
    )


def summary(*nodes: NodeInstance, term: PaymentTerm = PaymentTerm.TT_DB, **fields):
    shipments = fields.pop("shipments", ())
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=term, **fields)
    facts = OrderFacts(order=order, nodes=nodes, shipments=shipments)
    return summarise(facts, PROCESS, calendars=CALENDARS, today=TODAY)


def test_a_new_order_is_in_its_first_phase():
    found = summary()
    assert found.phases == ("current", *["future"] * 6)
    assert found.current is not None
    assert (found.current.node, found.current.day, found.current.limit_on) == ("N01", 0, None)


def test_the_deposit_is_awaited_from_the_day_after_signing():
    found = summary(row("N01"), row("N02"), row("N04"))
    assert found.phases == ("done", "current", *["future"] * 5)
    assert found.current is not None
    assert (found.current.node, found.current.owner_id) == ("N05", "u")
    assert (found.current.day, found.current.limit_on) == (3, date(2026, 10, 16))


def test_a_node_past_its_standard_is_overdue():
    review = row(
        "N06",
        state=NodeState.REOPENED,
        finished_at=None,
        started_at=datetime(2026, 10, 12, 2, tzinfo=UTC),
    )
    found = summary(row("N01"), row("N02"), row("N04"), review, term=PaymentTerm.LC_S)
    assert found.phases[1] == "overdue"
    assert found.current is not None
    assert (found.current.day, found.current.limit_on) == (3, date(2026, 10, 13))


def test_a_planned_finish_goes_before_the_standard():
    planned = row("N05", state=NodeState.READY, finished_at=None, planned_finish=date(2026, 10, 13))
    found = summary(row("N01"), row("N02"), row("N04"), planned)
    assert found.current is not None
    assert found.current.is_overdue


def test_of_two_open_nodes_the_earlier_holds_the_order_up():
    order = [row(f"N{number:02d}") for number in (1, 2, 4, 5, 8, 9)]
    booking = row("N12", "s", state=NodeState.IN_PROGRESS, finished_at=None)
    shipment = Shipment(id="s", order_id="o")
    found = summary(*order, booking, shipments=(shipment,))
    assert found.current is not None
    assert found.current.node == "N10"
    assert found.phases == ("done", "done", "current", *["future"] * 4)


def test_loading_is_overdue_after_its_sailing_only():
    order = [row(f"N{number:02d}") for number in (1, 2, 4, 5, 8, 9, 10)]
    mine = [row(node, "s") for node in ("N11", "N12", "N14")]
    for etd, expected in ((date(2026, 10, 14), "current"), (date(2026, 10, 13), "overdue")):
        found = summary(*order, *mine, shipments=(Shipment(id="s", order_id="o", etd=etd),))
        assert found.phases == ("done", "done", "done", "done", expected, "future", "future")


@pytest.mark.parametrize(
    ("state", "first"), [(OrderState.CLOSED, "done"), (OrderState.LOST, "future")]
)
def test_an_order_that_is_over_holds_nobody_up(state, first):
    found = summary(state=state)
    assert found.current is None
    assert found.phases[0] == first


def test_a_closed_order_is_done_throughout():
    missing = row("N05", state=NodeState.READY, finished_at=None)
    assert summary(missing, state=OrderState.CLOSED).phases == ("done",) * 7


def test_a_phase_in_which_nothing_applies_says_so():
    security = PROCESS.phases[1].nodes
    never = Condition(flag=Flag.NEEDS_SAMPLE)
    nodes = tuple(
        msgspec.structs.replace(node, applies=never) if node.id in security else node
        for node in PROCESS.nodes
    )
    order = Order(id="o", buyer_id="b", owner_id="u")
    process = msgspec.structs.replace(PROCESS, nodes=nodes)
    found = summarise(OrderFacts(order=order), process, calendars=CALENDARS, today=TODAY)
    assert found.phases == ("current", "na", *["future"] * 5)
