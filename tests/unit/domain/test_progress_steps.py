"""What may be done next on an order, and why not."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeState
from sync.domain.orders import Incoterm, OrderLine, PaymentTerm
from sync.domain.partners import Partner, Sanctions
from sync.domain.people import Role
from sync.domain.process import items_by_id
from sync.domain.progress import (
    may_finish,
    may_reopen,
    may_start,
    may_tick,
    may_waive,
)
from sync.domain.receipts import Receipt
from tests.unit.domain.orders_under_way import (
    ORDER,
    PROCESS,
    SHIPMENT,
    answered,
    attached,
    changed,
    done,
    facts,
    someone,
    state,
    views,
)


def test_open_items_keep_a_node_from_being_passed():
    refusal = may_finish(facts(), PROCESS, "o", "N01")
    assert refusal is not None
    assert refusal.code == "node_items_open"
    assert refusal.facts["items"] == "N01-01,N01-03,N01-04,N01-07"


def test_ticks_without_their_evidence_do_not_pass():
    ticked = answered("N01-01", "N01-03", "N01-04", "N01-07")
    refusal = may_finish(facts(answers=ticked), PROCESS, "o", "N01")
    assert refusal is not None
    assert (refusal.code, refusal.facts["items"]) == ("node_attachment_missing", "N01-03")
    whole = facts(answers=ticked, attachments=attached("N01-03"))
    assert may_finish(whole, PROCESS, "o", "N01") is None


def test_a_waived_item_no_longer_holds_up():
    ticked = answered("N01-01", "N01-03", "N01-04")
    waived = answered("N01-07", ticked=False, answered_by="", waived_by="boss", waiver_reason="x")
    found = facts(answers=[*ticked, *waived], attachments=attached("N01-03"))
    assert may_finish(found, PROCESS, "o", "N01") is None


def test_a_file_on_the_order_itself_counts_without_a_subject():
    ticked = answered("N01-01", "N01-03", "N01-04", "N01-07")
    files = attached("N01-03", subject="")
    assert may_finish(facts(answers=ticked, attachments=files), PROCESS, "o", "N01") is None


def test_an_unanswered_question_keeps_its_item_open_and_no_closes_it():
    nodes = done("N01", "N02", "N04")
    items = [f"N06-{number:02d}" for number in range(1, 10)]
    base = answered(*items)
    file = attached("N06-01")
    asked = facts(nodes=nodes, answers=base, attachments=file)
    view = {item.id: item for item in views(asked)[("N06", "o")].items}["N06-10"]
    assert view.asks == ("N06:discrepancy_found",)
    refusal = may_finish(asked, PROCESS, "o", "N06")
    assert refusal is not None
    assert refusal.facts["items"] == "N06-10"
    no = answered("N06:discrepancy_found", ticked=False)
    denied = facts(nodes=nodes, answers=[*base, *no], attachments=file)
    assert may_finish(denied, PROCESS, "o", "N06") is None
    yes = answered("N06:discrepancy_found")
    assert may_finish(facts(nodes=nodes, answers=[*base, *yes]), PROCESS, "o", "N06") is not None


def test_a_question_about_the_whole_node_can_take_it_away():
    order = changed(incoterm=Incoterm.DAP)
    found = facts(order, shipments=[SHIPMENT])
    assert state(found, "N13", "s") is NodeState.WAITING
    no = answered("N13:insure_own_risk", subject="s", ticked=False)
    without = facts(order, shipments=[SHIPMENT], answers=no)
    assert state(without, "N13", "s") is NodeState.NOT_APPLICABLE


def test_a_blocked_node_is_not_passed():
    found = facts(nodes=done("N01", state=NodeState.BLOCKED))
    refusal = may_finish(found, PROCESS, "o", "N01")
    assert refusal is not None
    assert (refusal.code, refusal.facts["state"]) == ("node_not_open", "BLOCKED")


def test_only_the_named_role_ticks_an_item():
    found = facts(changed(payment_term=PaymentTerm.TT_DB), nodes=done("N01", "N02", "N04"))
    denied = may_tick(found, PROCESS, "o", "N05-03", actor=someone(Role.SR))
    assert denied is not None
    assert (denied.code, denied.kind, denied.facts["roles"]) == ("item_other_role", "denied", "FIN")
    assert may_tick(found, PROCESS, "o", "N05-03", actor=someone(Role.FIN)) is None


def test_owner_responsible_and_manager_tick_what_has_no_named_role():
    for role in (Role.SR, Role.SSR, Role.MGR):
        assert may_tick(facts(), PROCESS, "o", "N01-01", actor=someone(role)) is None
    assert may_tick(facts(), PROCESS, "o", "N01-01", actor=someone(Role.QC)) is not None


def test_an_item_that_does_not_apply_is_not_ticked():
    refusal = may_tick(facts(), PROCESS, "o", "N02-04", actor=someone(Role.LOG))
    assert refusal is not None
    assert refusal.code == "item_not_applicable"


def test_a_finished_node_takes_no_more_ticks():
    found = facts(nodes=done("N01"))
    refusal = may_tick(found, PROCESS, "o", "N01-02", actor=someone(Role.SR))
    assert refusal is not None
    assert refusal.code == "node_not_open"


def test_unknown_things_are_gone_not_invalid():
    actor = someone(Role.SR)
    for refusal in (
        may_tick(facts(), PROCESS, "o", "N77-01", actor=actor),
        may_start(facts(), PROCESS, "o", "N77"),
        may_start(facts(), PROCESS, "zzz", "N12"),
    ):
        assert refusal is not None
        assert refusal.kind == "gone"


def test_questions_are_answered_by_whoever_works_on_the_node():
    found = facts(nodes=done("N01", "N02", "N04"))
    question = "N06:discrepancy_found"
    assert may_tick(found, PROCESS, "o", question, actor=someone(Role.DOC)) is None
    assert may_tick(found, PROCESS, "o", question, actor=someone(Role.QC)) is not None


def test_nobody_waives_an_x_item():
    boss = someone(Role.GM, level=4)
    unwaivable = [item for _, item in items_by_id(PROCESS).values() if item.is_unwaivable]
    assert len(unwaivable) > 10
    refusal = may_waive(facts(), PROCESS, "o", "N01-03", actor=boss, reason="we know them")
    assert refusal is not None
    assert refusal.code == "item_unwaivable"


@pytest.mark.parametrize(
    ("level", "reason", "code"),
    [(1, "x", "waiver_level"), (2, " ", "reason_missing"), (2, "x", "")],
)
def test_waiving_takes_level_two_and_a_reason(level, reason, code):
    actor = someone(Role.MGR, level=level)
    refusal = may_waive(facts(), PROCESS, "o", "N01-04", actor=actor, reason=reason)
    assert (refusal.code if refusal else "") == code


def test_starting_names_what_is_waited_for():
    refusal = may_start(facts(), PROCESS, "o", "N02")
    assert refusal is not None
    assert (refusal.code, refusal.facts["nodes"]) == ("node_waits", "N01")
    assert may_start(facts(), PROCESS, "o", "N01") is None
    begun = facts(nodes=done("N01", state=NodeState.IN_PROGRESS))
    again = may_start(begun, PROCESS, "o", "N01")
    assert again is not None
    assert again.code == "node_not_ready"


def test_reopening_takes_a_finished_node_and_a_reason():
    found = facts(nodes=done("N01"))
    assert may_reopen(found, PROCESS, "o", "N01", reason="wrong buyer") is None
    silent = may_reopen(found, PROCESS, "o", "N01", reason="")
    assert silent is not None
    assert silent.code == "reason_missing"
    unfinished = may_reopen(found, PROCESS, "o", "N02", reason="x")
    assert unfinished is not None
    assert unfinished.code == "node_not_finished"


def test_a_sanctions_hit_stops_every_node():
    buyer = Partner(id="b", name="Acme", kinds="buyer", sanctions=Sanctions.HIT)
    found = OrderFacts(order=ORDER, buyer=buyer)
    refusal = may_start(found, PROCESS, "o", "N01")
    assert refusal is not None
    assert (refusal.code, refusal.facts["gate"]) == ("gate_sanctions", "G1")


def test_overdue_items_appear_once_the_day_is_known():
    late = msgspec.structs.replace(SHIPMENT, due_on=date(2026, 10, 1))
    found = facts(shipments=[late])
    shown = {i.id: i for i in views(found, today=date(2026, 10, 5))[("N20", "s")].items}
    assert shown["N20-06"].is_certain
    early = {i.id for i in views(found, today=date(2026, 10, 4))[("N20", "s")].items}
    assert "N20-06" not in early
    unknown = {i.id: i for i in views(found)[("N20", "s")].items}
    assert not unknown["N20-06"].is_certain


def test_archiving_asks_for_every_mandatory_answer():
    order = changed(refund_rate=Decimal(0))
    lines = [OrderLine(id="l", order_id="o", position="a", quantity=Decimal(1))]
    orders_nodes = ("N01", "N02", "N04", "N06", "N08", "N09", "N10", "N23")
    nodes = [
        *done(*orders_nodes),
        *done(*(f"N{n}" for n in (11, 12, 14, 15, 16, 18, 19, 20)), subject="s"),
        *done("N21", subject="r"),
    ]
    own = answered("N24-01", "N24-02", "N24-04", "N24-06", "N24:serious_exception")
    no = answered("N24:serious_exception", ticked=False)
    found = facts(
        order,
        lines=lines,
        shipments=[SHIPMENT],
        receipts=[Receipt(id="r", order_id="o")],
        nodes=nodes,
        answers=[*own[:-1], *no],
    )
    refusal = may_finish(found, PROCESS, "o", "N24")
    assert refusal is not None
    assert refusal.code == "node_items_unanswered"
    assert "N01-02" in str(refusal.facts["items"]).split(",")
