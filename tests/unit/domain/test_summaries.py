"""What lists show of an order."""

from datetime import datetime

from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import OrderState, PaymentTerm
from sync.domain.summaries import Ground, derive
from sync.store.process_files import process_of
from sync.store.warning_files import load_warning_settings
from tests.builders import NOW, TODAY, a_line, a_partner, a_shipment, an_id, an_order, the_rules


def ground(now: datetime = NOW) -> Ground:
    return Ground(
        process=process_of(1),
        calendars=the_rules().calendars,
        settings=load_warning_settings(),
        now=now,
        today=TODAY,
    )


def facts(*nodes: NodeInstance, **fields: object) -> OrderFacts:
    order = an_order(id=an_id("order"), **fields)
    return OrderFacts(
        order=order,
        buyer=a_partner(name="Nordlicht GmbH"),
        lines=(a_line(order_id=order.id),),
        shipments=(a_shipment(id=an_id("shipment"), order_id=order.id),),
        nodes=nodes,
    )


def a_node(node: str, state: NodeState) -> NodeInstance:
    order_id = an_id("order")
    return NodeInstance(
        id=node_id(order_id, node), order_id=order_id, subject_id=order_id, node=node, state=state
    )


def test_first_work_of_a_new_order_is_its_inquiry():
    derived = derive(facts(), ground())
    assert [item.node for item in derived.work] == ["N01"]
    assert derived.summary.node == "N01"
    assert derived.summary.buyer == "Nordlicht GmbH"


def test_amount_is_exact_in_the_orders_currency():
    assert derive(facts(), ground()).summary.amount == "250.00"


def test_node_begun_that_no_longer_applies_is_nobodys_work():
    begun = a_node("N07", NodeState.IN_PROGRESS)
    derived = derive(facts(begun, payment_term=PaymentTerm.TT_100), ground())
    assert "N07" not in {item.node for item in derived.work}


def test_order_that_ended_asks_for_no_work_and_warns_of_nothing():
    derived = derive(facts(state=OrderState.CANCELLED), ground())
    assert (derived.work, derived.warnings) == ((), ())
    assert derived.summary.state is OrderState.CANCELLED
