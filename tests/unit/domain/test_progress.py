"""Where an order stands: the state of every node."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sync.domain.declarations import Declaration
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.people import Role
from sync.domain.progress import (
    may_finish,
    may_start,
)
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment
from tests.unit.domain.orders_under_way import (
    PROCESS,
    SHIPMENT,
    changed,
    done,
    facts,
    state,
    views,
)


def test_a_new_order_is_ready_for_its_inquiry_only():
    found = views(facts())
    assert found[("N01", "o")].state is NodeState.READY
    assert found[("N02", "o")].state is NodeState.WAITING
    assert found[("N02", "o")].waits_for == ("N01",)
    assert {v.state for v in found.values()} == {
        NodeState.READY,
        NodeState.WAITING,
        NodeState.NOT_APPLICABLE,
    }


def test_a_node_that_does_not_apply_lets_its_predecessors_through():
    found = facts(nodes=done("N01", "N02"))
    assert state(found, "N03") is NodeState.NOT_APPLICABLE
    assert state(found, "N04") is NodeState.READY
    needs = facts(changed(needs_sample=True), nodes=done("N01", "N02"))
    assert state(needs, "N03") is NodeState.READY
    assert state(needs, "N04") is NodeState.WAITING


def test_pass_through_waits_for_its_own_predecessors():
    found = facts(nodes=done("N01"))
    assert state(found, "N03") is NodeState.NOT_APPLICABLE
    assert views(found)[("N04", "o")].waits_for == ("N02", "N03")


@pytest.mark.parametrize(
    "kept", [NodeState.WAIT_BUYER, NodeState.BLOCKED, NodeState.IN_PROGRESS, NodeState.REOPENED]
)
def test_what_somebody_brought_about_goes_before_what_is_computed(kept):
    assert state(facts(nodes=done("N05", state=kept)), "N05") is kept


def test_a_row_that_only_names_an_owner_leaves_the_state_to_be_computed():
    row = NodeInstance(
        id="n", order_id="o", subject_id="o", node="N02", state=NodeState.READY, owner_id="x"
    )
    found = views(facts(nodes=[row]))[("N02", "o")]
    assert found.state is NodeState.WAITING
    assert found.owner_id == "x"


def test_sales_nodes_belong_to_the_orders_owner_others_to_their_role():
    found = views(facts())
    assert (found[("N01", "o")].owner_id, found[("N01", "o")].owner_role) == ("u", Role.SR)
    assert (found[("N08", "o")].owner_id, found[("N08", "o")].owner_role) == ("", Role.PRD)


def test_a_reopened_node_holds_up_what_follows():
    found = facts(nodes=[*done("N01", "N02"), *done("N04", state=NodeState.REOPENED)])
    assert state(found, "N06") is NodeState.WAITING


def test_every_shipment_has_its_own_nodes_and_the_order_waits_for_all():
    both = [SHIPMENT, Shipment(id="t", order_id="o", number=2)]
    before = done("N01", "N02", "N04", "N06", "N08", "N09", "N10")
    loaded = done("N11", "N12", "N15", subject="s")
    found = facts(shipments=both, nodes=[*before, *loaded])
    assert state(found, "N18", "s") is NodeState.WAITING
    assert state(found, "N11", "t") is NodeState.READY
    assert state(found, "N23") is NodeState.WAITING
    other = done("N15", subject="t")
    assert state(facts(shipments=both, nodes=[*before, *loaded, *other]), "N23") is NodeState.READY


def test_booking_is_ready_before_there_is_a_shipment():
    found = facts(nodes=done("N01", "N02", "N04", "N06", "N08"))
    assert state(found, "N12", "") is NodeState.READY
    refusal = may_start(found, PROCESS, "", "N12")
    assert refusal is not None
    assert refusal.code == "node_subject_missing"


def test_finish_to_finish_lets_a_node_start_but_not_finish():
    nodes = done("N01", "N02", "N04", "N06", "N08", "N09", "N10")
    found = facts(shipments=[SHIPMENT], nodes=[*nodes, *done("N11", "N12", subject="s")])
    loading = views(found)[("N15", "s")]
    assert loading.state is NodeState.READY
    assert loading.waits_for == ()
    assert loading.finish_waits_for == ("N14",)
    refusal = may_finish(found, PROCESS, "s", "N15")
    assert refusal is not None
    assert (refusal.code, refusal.facts["nodes"]) == ("node_waits", "N14")


def test_each_receipt_starts_its_own_settlement_once_confirmed():
    receipts = [
        Receipt(id="r", order_id="o"),
        Receipt(id="q", order_id="o", confirmed_on=date(2026, 10, 1)),
    ]
    found = facts(receipts=receipts)
    assert state(found, "N21", "r") is NodeState.WAITING
    assert state(found, "N21", "q") is NodeState.READY


def test_a_refund_follows_its_shipment_and_is_only_reminded_of_money():
    order = changed(refund_rate=Decimal(13))
    shipped = done("N14", "N15", subject="s")
    declaration = Declaration(id="d", order_id="o", shipment_id="s")
    found = facts(order, shipments=[SHIPMENT], declarations=[declaration], nodes=shipped)
    refund = views(found)[("N22", "d")]
    assert refund.state is NodeState.READY
    assert refund.reminders == ("N21",)
    assert refund.waits_for == ()


def test_ready_since_the_last_predecessor_was_finished():
    found = facts(nodes=done("N01", "N02", "N04"))
    assert views(found)[("N06", "o")].since == datetime(2026, 10, 4, tzinfo=UTC)
    passed = views(facts(nodes=done("N01", "N02", "N04", "N06")))[("N08", "o")]
    assert passed.since == datetime(2026, 10, 6, tzinfo=UTC)
