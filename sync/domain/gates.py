"""The eleven gates: hard stops judged from the facts (domain.md 1.6), each with its reason.

A closed gate is a refusal whose code says why (`gate_…`) and whose facts name the gate. Gates whose
inputs are not known do not close: the node's own checklist still asks for them. So it is on the
desk of somebody who does not see them; head office, which does, judges again.
"""

from collections.abc import Callable, Iterator

import msgspec

from sync.domain.circumstances import limit_is_short
from sync.domain.deadlines import earliest_limit
from sync.domain.facts import OrderFacts
from sync.domain.incoterms import RULES, Insurance
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.money import format_amount
from sync.domain.partners import Sanctions
from sync.domain.payments import (
    LETTER_OF_CREDIT,
    TRANSFER,
    advance_required,
    amount_of,
    confirmed_total,
    is_covered,
    release_required,
)
from sync.domain.process import Gate, Process, Scope
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.domain.shipments import Customs, Inspection, Shipment
from sync.domain.states import Board, Subject


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate judges: one node of one subject."""

    facts: OrderFacts
    board: Board
    subject: Subject
    node: str

    @property
    def shipment(self) -> Shipment | None:
        """Return the shipment in question."""
        return next((s for s in self.facts.shipments if s.id == self.subject.id), None)

    def is_settled(self, node: str) -> bool:
        """Return whether another node is done, or passed through, for the same subject."""
        bit = next(step.bit for step in self.board.steps if step.node.id == node)
        order = self.board.settled[self.board.subjects[0]]
        return bool(bit & (order | self.board.settled[self.subject]))

    def applies(self, node: str) -> bool:
        """Return whether another node applies to the same subject."""
        bit = next(step.bit for step in self.board.steps if step.node.id == node)
        return not bit & self.board.absent[self.subject]


def closed_to_start(case: Case, process: Process) -> Refusal | None:
    """Return why a gate keeps the node from starting, or None."""
    return _first(case, (gate for gate in process.gates if case.node in gate.starts))


def closed_to_finish(case: Case, process: Process) -> Refusal | None:
    """Return why a gate keeps the node from being finished, or None."""
    gates = (g for g in process.gates if case.node in g.starts or case.node in g.finishes)
    return _first(case, gates)


def closed_to_tick(case: Case, process: Process, item: str) -> Refusal | None:
    """Return why a gate keeps one item from being ticked, or None."""
    return _first(case, (gate for gate in process.gates if item in gate.items))


def closed_gates(case: Case, process: Process) -> tuple[Refusal, ...]:
    """Return every gate that is closed for the node, with its reason."""
    gates = (g for g in process.gates if case.node in g.starts or case.node in g.finishes)
    found = (_judged(gate, case) for gate in gates)
    return tuple(reason for reason in found if reason is not None)


def _first(case: Case, gates: Iterator[Gate]) -> Refusal | None:
    found = (_judged(gate, case) for gate in gates)
    return next((reason for reason in found if reason is not None), None)


def _judged(gate: Gate, case: Case) -> Refusal | None:
    """Return why a gate is closed; None where whoever asks does not see what it is judged by."""
    if not case.facts.hidden.isdisjoint(_NEEDED.get(gate.id, ())):
        return None
    return RULES_BY_GATE[gate.id](case)


def _closed(gate: str, code: str, case: Case, **facts: Value) -> Refusal:
    return Refusal(code=code, facts={"gate": gate, "node": case.node, **facts})


def _sanctions(case: Case) -> Refusal | None:
    buyer = case.facts.buyer
    if buyer is not None and buyer.sanctions is Sanctions.HIT:
        return _closed("G1", "gate_sanctions", case, buyer=buyer.name)
    return None


def _sample(case: Case) -> Refusal | None:
    if case.facts.order.needs_sample and not case.is_settled("N03"):
        return _closed("G2", "gate_sample", case)
    return None


def _payment_security(case: Case) -> Refusal | None:
    term = case.facts.order.payment_term
    if term in TRANSFER:
        return _money_in(case)
    if term in LETTER_OF_CREDIT:
        return _credit_in(case)
    if not case.is_settled("N07"):
        return _closed("G3", "gate_limit_open", case)
    if case.node == "N15" and limit_is_short(case.facts):
        return _closed("G3", "gate_limit_short", case)
    return None


def _money_in(case: Case) -> Refusal | None:
    """Judge the deposit; before loading, the full amount where the terms say so."""
    facts = case.facts
    required = advance_required(facts)
    if case.node == "N15" and facts.order.balance_before_shipment:
        required = amount_of(facts)
    if required is None:
        return None if case.is_settled("N05") else _closed("G3", "gate_deposit_open", case)
    if is_covered(facts, required):
        return None
    currency = facts.order.currency
    return _closed(
        "G3",
        "gate_money_short",
        case,
        needed=format_amount(required, currency),
        received=format_amount(confirmed_total(facts), currency),
        currency=currency,
    )


def _credit_in(case: Case) -> Refusal | None:
    credits_ = case.facts.letters_of_credit
    if not credits_ or any(lc.accepted_on is None for lc in credits_):
        return _closed("G3", "gate_credit_open", case)
    waiting = next((lc for lc in credits_ if _awaits_amendment(lc)), None)
    if waiting is None:
        return None
    return _closed("G3", "gate_amendment_open", case, credit=waiting.number)


def _awaits_amendment(lc: LetterOfCredit) -> bool:
    asked, came = lc.amendment_requested_on, lc.amendment_received_on
    return asked is not None and (came is None or came < asked)


def _quality(case: Case) -> Refusal | None:
    shipment = case.shipment
    if shipment is None or shipment.inspection in (Inspection.PASS, Inspection.CONCESSION):
        return None
    return _closed("G4", "gate_quality", case, result=shipment.inspection.value)


def _insurance(case: Case) -> Refusal | None:
    rule = RULES[case.facts.order.incoterm]
    if rule.insurance is Insurance.SELLER and not case.is_settled("N13"):
        return _closed("G5", "gate_insurance", case, incoterm=case.facts.order.incoterm.value)
    return None


def _customs(case: Case) -> Refusal | None:
    shipment = case.shipment
    if shipment is None or not case.applies("N14") or shipment.customs is Customs.RELEASED:
        return None
    return _closed("G6", "gate_customs", case, customs=shipment.customs.value)


def _weight(case: Case) -> Refusal | None:
    """Judge the verified gross mass: packed containers at sea only (SOLAS VI/2)."""
    shipment = case.shipment
    if shipment is None or shipment.mode.upper() != "SEA" or shipment.vgm_sent_at is not None:
        return None
    return _closed("G7", "gate_weight", case)


def _credit_dates(case: Case) -> Refusal | None:
    shipment, limit = case.shipment, earliest_limit(case.facts)
    sails = None if shipment is None else shipment.on_board_on or shipment.etd
    if limit is None or sails is None or sails <= limit:
        return None
    return _closed(
        "G8", "gate_credit_dates", case, sails=sails.isoformat(), latest=limit.isoformat()
    )


def _papers(case: Case) -> Refusal | None:
    shipment = case.shipment
    if shipment is None or not shipment.open_rule_errors:
        return None
    return _closed("G9", "gate_papers", case, count=shipment.open_rule_errors)


def _release(case: Case) -> Refusal | None:
    """Judge whether papers may go to the buyer; through a bank, the bank sees to it."""
    facts, shipment = case.facts, case.shipment
    if shipment is None or facts.order.payment_term not in TRANSFER or shipment.paid_on:
        return None
    required = release_required(facts, shipment)
    if required is not None and is_covered(facts, required):
        return None
    currency = facts.order.currency
    return _closed(
        "G10",
        "gate_release",
        case,
        needed="" if required is None else format_amount(required, currency),
        received=format_amount(confirmed_total(facts), currency),
        currency=currency,
    )


def _archive(case: Case) -> Refusal | None:
    """Judge whether every other node is settled; its checklists are judged by `progress`."""
    open_nodes = sorted(
        {
            step.node.id
            for step in case.board.steps
            for subject in case.board.of(step.node.scope)
            if not step.bit & (case.board.settled[subject] | case.board.absent[subject])
        }
        - {case.node}
    )
    if not open_nodes or case.subject.scope is not Scope.ORDER:
        return None
    return _closed("G11", "gate_archive", case, nodes=",".join(open_nodes))


_NEEDED: dict[str, tuple[str, ...]] = {
    "G3": ("receipts", "letters_of_credit", "order_lines.unit_price"),
    "G8": ("letters_of_credit",),
    "G10": ("receipts", "order_lines.unit_price", "shipments.invoice_amount"),
}
"""What gates are judged by that not every role sees."""

RULES_BY_GATE: dict[str, Callable[[Case], Refusal | None]] = {
    "G1": _sanctions,
    "G2": _sample,
    "G3": _payment_security,
    "G4": _quality,
    "G5": _insurance,
    "G6": _customs,
    "G7": _weight,
    "G8": _credit_dates,
    "G9": _papers,
    "G10": _release,
    "G11": _archive,
}
