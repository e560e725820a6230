"""The eleven gates, each closed and open."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from sync.domain.facts import OrderFacts
from sync.domain.gates import RULES_BY_GATE, Case, closed_gates, closed_to_tick
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Incoterm, Order, OrderLine, PaymentTerm
from sync.domain.partners import Partner, Sanctions
from sync.domain.people import Actor, Role
from sync.domain.process import nodes_by_id
from sync.domain.progress import gates_closed, may_finish, may_start, may_tick
from sync.domain.receipts import Receipt
from sync.domain.shipments import Customs, Inspection, Shipment
from sync.domain.states import board_of
from sync.store.process_files import process_of

PROCESS = process_of(1)
LINE = OrderLine(id="l", order_id="o", position="a", quantity=Decimal(100), unit_price=Decimal(100))
SHIPMENT = Shipment(id="s", order_id="o")
CREDIT = LetterOfCredit(id="lc", order_id="o", number="LC1", accepted_on=date(2026, 10, 1))


def order(term: PaymentTerm = PaymentTerm.TT_DB, **fields) -> Order:
    values = {"deposit_percent": Decimal(30), **fields}
    return Order(id="o", buyer_id="b", owner_id="u", payment_term=term, **values)


def facts(found: Order | None = None, **lists) -> OrderFacts:
    values = {"lines": (LINE,), "shipments": (SHIPMENT,), **lists}
    return OrderFacts(order=found or order(), **values)


def shipped(**fields) -> tuple[Shipment, ...]:
    return (msgspec.structs.replace(SHIPMENT, **fields),)


def money(amount: str) -> tuple[Receipt, ...]:
    confirmed = date(2026, 10, 1)
    return (Receipt(id="r", order_id="o", amount=Decimal(amount), confirmed_on=confirmed),)


def done(node: str, subject: str = "o") -> NodeInstance:
    return NodeInstance(
        id=node_id(subject, node),
        order_id="o",
        subject_id=subject,
        node=node,
        state=NodeState.DONE,
    )


def reason(gate: str, found: OrderFacts, node: str) -> str:
    """Return the code by which a gate is closed for a node, empty when it is open."""
    board = board_of(found, PROCESS)
    scope = nodes_by_id(PROCESS)[node].scope
    case = Case(facts=found, board=board, subject=board.of(scope)[0], node=node)
    refusal = RULES_BY_GATE[gate](case)
    assert refusal is None or refusal.facts["gate"] == gate
    return "" if refusal is None else refusal.code


def test_every_gate_has_its_rule():
    assert [gate.id for gate in PROCESS.gates] == list(RULES_BY_GATE)


@pytest.mark.parametrize(
    ("sanctions", "code"),
    [
        (Sanctions.HIT, "gate_sanctions"),
        (Sanctions.CLEARED, ""),
        (Sanctions.CLEAR, ""),
        (Sanctions.UNCHECKED, ""),
    ],
)
def test_g1_a_hit_without_clearance(sanctions, code):
    buyer = Partner(id="b", name="Acme", kinds="buyer", sanctions=sanctions)
    assert reason("G1", facts(buyer=buyer), "N05") == code


def test_g2_a_needed_sample_that_is_not_approved():
    needed = order(needs_sample=True)
    assert reason("G2", facts(needed), "N08") == "gate_sample"
    assert reason("G2", facts(needed, nodes=(done("N03"),)), "N08") == ""
    assert reason("G2", facts(), "N08") == ""


@pytest.mark.parametrize(
    ("amount", "code"), [("0", "gate_money_short"), ("2984.99", "gate_money_short"), ("2985", "")]
)
def test_g3_a_deposit_short_of_its_share(amount, code):
    assert reason("G3", facts(receipts=money(amount)), "N08") == code


def test_g3_names_what_is_needed_and_what_came():
    found = facts(receipts=money("100"))
    board = board_of(found, PROCESS)
    case = Case(facts=found, board=board, subject=board.subjects[0], node="N09")
    refusal = next(each for each in closed_gates(case, PROCESS))
    assert refusal.facts == {
        "gate": "G3",
        "node": "N09",
        "needed": "3,000.00",
        "received": "100.00",
        "currency": "USD",
    }


def test_g3_all_in_advance_means_all():
    paid = order(PaymentTerm.TT_100)
    assert reason("G3", facts(paid, receipts=money("3000")), "N08") == "gate_money_short"
    assert reason("G3", facts(paid, receipts=money("9950")), "N08") == ""


def test_g3_a_balance_before_shipment_is_asked_at_loading_only():
    before = order(balance_before_shipment=True)
    assert reason("G3", facts(before, receipts=money("3000")), "N08") == ""
    assert reason("G3", facts(before, receipts=money("3000")), "N15") == "gate_money_short"


def test_g3_without_known_amounts_the_deposit_node_decides():
    unknown = order(deposit_percent=None)
    assert reason("G3", facts(unknown), "N08") == "gate_deposit_open"
    assert reason("G3", facts(unknown, nodes=(done("N05"),)), "N08") == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, ""),
        ({"accepted_on": None}, "gate_credit_open"),
        ({"amendment_requested_on": date(2026, 10, 5)}, "gate_amendment_open"),
        (
            {
                "amendment_requested_on": date(2026, 10, 5),
                "amendment_received_on": date(2026, 10, 4),
            },
            "gate_amendment_open",
        ),
        (
            {
                "amendment_requested_on": date(2026, 10, 5),
                "amendment_received_on": date(2026, 10, 9),
            },
            "",
        ),
    ],
)
def test_g3_a_credit_accepted_with_its_amendments_in(fields, code):
    credit = msgspec.structs.replace(CREDIT, **fields)
    found = facts(order(PaymentTerm.LC_S), letters_of_credit=(credit,))
    assert reason("G3", found, "N08") == code


def test_g3_no_credit_at_all_is_closed():
    assert reason("G3", facts(order(PaymentTerm.LC_U)), "N08") == "gate_credit_open"


@pytest.mark.parametrize("term", [PaymentTerm.OA, PaymentTerm.DA, PaymentTerm.DP])
def test_g3_an_approved_limit_that_covers_the_exposure(term):
    open_ = order(term)
    assert reason("G3", facts(open_), "N08") == "gate_limit_open"
    limit = (done("N07"),)
    assert reason("G3", facts(open_, nodes=limit), "N08") == ""
    small = Partner(id="b", name="Acme", kinds="buyer", credit_limit=Decimal(9999))
    assert reason("G3", facts(open_, nodes=limit, buyer=small), "N15") == "gate_limit_short"
    large = msgspec.structs.replace(small, credit_limit=Decimal(10000))
    assert reason("G3", facts(open_, nodes=limit, buyer=large), "N15") == ""


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (Inspection.NONE, "gate_quality"),
        (Inspection.FAIL, "gate_quality"),
        (Inspection.PASS, ""),
        (Inspection.CONCESSION, ""),
    ],
)
def test_g4_goods_that_did_not_pass(result, code):
    assert reason("G4", facts(shipments=shipped(inspection=result)), "N15") == code


def test_g5_cif_and_cip_insured_before_loading_is_finished():
    insured = (done("N13", "s"),)
    for rule in (Incoterm.CIF, Incoterm.CIP):
        assert reason("G5", facts(order(incoterm=rule)), "N15") == "gate_insurance"
        assert reason("G5", facts(order(incoterm=rule), nodes=insured), "N15") == ""
    assert reason("G5", facts(order(incoterm=Incoterm.CFR)), "N15") == ""


def test_g6_customs_released_unless_the_buyer_clears():
    assert reason("G6", facts(), "N15") == "gate_customs"
    assert reason("G6", facts(shipments=shipped(customs=Customs.INSPECTION)), "N15") != ""
    assert reason("G6", facts(shipments=shipped(customs=Customs.RELEASED)), "N15") == ""
    buyer_clears = order(incoterm=Incoterm.EXW, seller_clears_export=False)
    assert reason("G6", facts(buyer_clears), "N15") == ""


def test_g7_the_verified_mass_of_containers_at_sea():
    assert reason("G7", facts(), "N15") == "gate_weight"
    sent = shipped(vgm_sent_at=datetime(2026, 10, 1, tzinfo=UTC))
    assert reason("G7", facts(shipments=sent), "N15") == ""
    assert reason("G7", facts(shipments=shipped(mode="AIR")), "N15") == ""


@pytest.mark.parametrize(
    ("etd", "aboard", "code"),
    [
        (date(2026, 12, 12), None, ""),
        (date(2026, 12, 13), None, "gate_credit_dates"),
        (date(2026, 12, 10), date(2026, 12, 14), "gate_credit_dates"),
        (None, None, ""),
    ],
)
def test_g8_shipment_after_a_saturday_limit_is_late(etd, aboard, code):
    credit = msgspec.structs.replace(CREDIT, latest_shipment_on=date(2026, 12, 12))
    found = facts(
        order(PaymentTerm.LC_S),
        letters_of_credit=(credit,),
        shipments=shipped(etd=etd, on_board_on=aboard),
    )
    assert reason("G8", found, "N15") == code


def test_g9_open_rule_errors():
    assert reason("G9", facts(shipments=shipped(open_rule_errors=1)), "N19") == "gate_papers"
    assert reason("G9", facts(), "N19") == ""


def test_g10_papers_are_released_against_money():
    invoiced = shipped(invoice_amount=Decimal(10000))
    found = facts(shipments=invoiced, receipts=money("3000"))
    assert reason("G10", found, "N19") == "gate_release"
    assert reason("G10", facts(shipments=invoiced, receipts=money("9950")), "N19") == ""
    paid = shipped(paid_on=date(2026, 10, 1))
    assert reason("G10", facts(shipments=paid), "N19") == ""
    assert reason("G10", facts(order(PaymentTerm.DP)), "N19") == ""


def test_g10_the_telex_order_waits_for_the_money_too():
    telex = shipped(bl_release="TELEX")
    finance = Actor(id="f", roles=frozenset({Role.FIN}))
    found = facts(shipments=telex)
    refusal = may_tick(found, PROCESS, "s", "N16-07", actor=finance)
    assert refusal is not None
    assert refusal.code == "gate_release"
    paid = facts(shipments=telex, receipts=money("10000"))
    assert may_tick(paid, PROCESS, "s", "N16-07", actor=finance) is None


def test_g11_nothing_is_archived_half_done():
    assert reason("G11", facts(), "N24") == "gate_archive"


def test_gates_close_the_way_in_and_stay_closed_on_the_way_out():
    ready = tuple(done(node) for node in ("N01", "N02", "N04", "N05"))
    short = facts(nodes=ready)
    start = may_start(short, PROCESS, "o", "N08")
    assert start is not None
    assert start.code == "gate_money_short"
    begun = NodeInstance(id="x", order_id="o", subject_id="o", node="N08")
    finish = may_finish(facts(nodes=(*ready, begun)), PROCESS, "o", "N08")
    assert finish is not None
    assert finish.code == "node_items_open"


def test_all_closed_gates_of_a_node_are_named():
    found = facts(nodes=tuple(done(node) for node in ("N01", "N02", "N04", "N05")))
    codes = [each.code for each in gates_closed(found, PROCESS, "s", "N15")]
    assert codes == ["gate_money_short", "gate_quality", "gate_customs", "gate_weight"]
    assert gates_closed(found, PROCESS, "zzz", "N15")[0].code == "node_subject_missing"


def test_an_item_without_a_gate_is_free():
    found = facts()
    board = board_of(found, PROCESS)
    case = Case(facts=found, board=board, subject=board.subjects[0], node="N01")
    assert closed_to_tick(case, PROCESS, "N01-01") is None


def test_a_gate_stays_open_to_who_does_not_see_what_it_is_judged_by():
    found = facts(receipts=())
    seen = closed_gates(_case(found, "N15"), PROCESS)
    assert "G3" in {each.facts["gate"] for each in seen}
    blind = msgspec.structs.replace(found, hidden=frozenset({"receipts"}))
    left = {each.facts["gate"] for each in closed_gates(_case(blind, "N15"), PROCESS)}
    assert left == {each.facts["gate"] for each in seen} - {"G3", "G10"}


def _case(found: OrderFacts, node: str) -> Case:
    board = board_of(found, PROCESS)
    scope = nodes_by_id(PROCESS)[node].scope
    return Case(facts=found, board=board, subject=board.of(scope)[0], node=node)
