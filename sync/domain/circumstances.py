"""What the conditions of the process ask about an order and its shipments, found from the facts.

A flag is unknown while its dates are missing. A question is unknown until somebody answered it: an
answer row whose `item` is the question's id; ticked is yes, answered and not ticked is no.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from sync.domain.conditions import Circumstances, Flag, parts
from sync.domain.facts import OrderFacts
from sync.domain.orders import Order
from sync.domain.payments import LETTER_OF_CREDIT, amount_of
from sync.domain.process import Process, questions_by_id
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment

Known = Mapping[str, bool | None]

ADVANCE_DAYS = 30
DEFERRED_DAYS = 90


def node_circumstances(facts: OrderFacts, process: Process, subject_id: str) -> Circumstances:
    """Return what decides which nodes apply to one subject, and how long they may take.

    Nothing else is among it, so that thousands of orders have few circumstances between them.
    """
    names = _asked_of_nodes(process)
    known = (
        _order_flags(facts.order)
        | _shipment_flags(_shipment(facts, subject_id))
        | _answers(facts, process, subject_id)
    )
    return _circumstances(facts.order, {name: known[name] for name in names if name in known})


@lru_cache(maxsize=8)
def _asked_of_nodes(process: Process) -> frozenset[str]:
    """Return the flags and questions that a node's conditions name."""
    conditions = (
        condition
        for node in process.nodes
        for condition in (node.applies, *(standard.when for standard in node.standards))
    )
    named = (part.flag or part.question for each in conditions for part in parts(each))
    return frozenset(str(name) for name in named if name)


def item_circumstances(
    facts: OrderFacts, process: Process, subject_id: str, *, today: date | None = None
) -> Circumstances:
    """Return what decides which checklist items apply to one subject.

    Without `today`, whether an unpaid invoice is overdue is not known.
    """
    shipment = _shipment(facts, subject_id)
    return _circumstances(
        facts.order,
        _order_flags(facts.order)
        | _shipment_flags(shipment)
        | _papers(facts)
        | _overdue(shipment, today)
        | _receipt_flags(facts, subject_id)
        | _answers(facts, process, subject_id),
    )


def _circumstances(order: Order, known: Known) -> Circumstances:
    return Circumstances(
        payment_term=order.payment_term,
        incoterm=order.incoterm,
        supply_mode=order.supply_mode,
        yes=frozenset(name for name, answer in known.items() if answer),
        unknown=frozenset(name for name, answer in known.items() if answer is None),
    )


def _order_flags(order: Order) -> dict[str, bool | None]:
    percent, refund = order.deposit_percent, order.refund_rate
    return {
        Flag.NEEDS_SAMPLE: order.needs_sample,
        Flag.NEEDS_CERTIFICATE: order.needs_certificate,
        Flag.NEEDS_THIRD_PARTY_INSPECTION: order.needs_third_party_inspection,
        Flag.HAS_WOOD_PACKING: order.has_wood_packing,
        Flag.SELLER_CLEARS_EXPORT: order.seller_clears_export,
        Flag.CREDIT_NEEDED: order.credit_needed,
        Flag.DEPOSIT_AGREED: percent is not None and percent > 0,
        Flag.REFUND_DUE: None if refund is None else refund > 0,
    }


def _shipment_flags(shipment: Shipment | None) -> dict[str, bool | None]:
    if shipment is None:
        return {}
    release = shipment.bl_release.upper()
    return {
        Flag.INSURED: shipment.insured_on is not None,
        Flag.TRANSPORT_DOCUMENT_KNOWN: bool(shipment.bl_no),
        Flag.TELEX_RELEASE: release == "TELEX" if release else None,
        Flag.FILING_CUTOFF_KNOWN: shipment.filing_cutoff_at is not None,
    }


def _papers(facts: OrderFacts) -> dict[str, bool | None]:
    """Return what the letters of credit and the buyer's limit say."""
    credits_ = facts.letters_of_credit
    is_lc = facts.order.payment_term in LETTER_OF_CREDIT
    return {
        Flag.AMENDMENT_REQUESTED: any(lc.amendment_requested_on for lc in credits_),
        Flag.DRAFT_CALLED_FOR: (
            None if is_lc and not credits_ else any(lc.drafts_required for lc in credits_)
        ),
        Flag.CREDIT_LIMIT_SHORT: limit_is_short(facts),
    }


def limit_is_short(facts: OrderFacts) -> bool | None:
    """Return whether the buyer's limit is below the order's exposure; None without a limit."""
    limit = facts.buyer.credit_limit if facts.buyer else None
    if limit is None or facts.buyer is None:
        return None
    if facts.buyer.credit_currency not in ("", facts.order.currency):
        return None
    return limit < exposure(facts)


def exposure(facts: OrderFacts) -> Decimal:
    """Return the credit that the order needs: as stated, otherwise its whole amount."""
    stated = facts.order.credit_limit_required
    return amount_of(facts) if stated is None else stated


def _overdue(shipment: Shipment | None, today: date | None) -> dict[str, bool | None]:
    days: int | None = 0
    if shipment is not None and shipment.due_on is not None:
        until = shipment.paid_on or today
        days = None if until is None else (until - shipment.due_on).days
    return {
        Flag.OVERDUE_3_DAYS: None if days is None else days > 3,
        Flag.OVERDUE_30_DAYS: None if days is None else days > 30,
    }


def _receipt_flags(facts: OrderFacts, subject_id: str) -> dict[str, bool | None]:
    receipt = next((each for each in facts.receipts if each.id == subject_id), None)
    return {
        Flag.ADVANCE_OVER_30_DAYS: _advance_over_30_days(facts),
        Flag.REPORTABLE_RECEIPT: None if receipt is None else _is_reportable(facts, receipt),
        Flag.SETTLED: receipt is not None and receipt.settled_on is not None,
    }


def _advance_over_30_days(facts: OrderFacts) -> bool | None:
    """Return whether money came in more than 30 days before the first export is expected."""
    came = [receipt.received_on for receipt in facts.receipts if receipt.received_on]
    export = _export_days(facts)
    if not came or not export:
        return None
    return min(export) - min(came) > timedelta(days=ADVANCE_DAYS)


def _is_reportable(facts: OrderFacts, receipt: Receipt) -> bool | None:
    """Return whether a receipt is a reportable advance (> 30 days) or deferral (> 90 days)."""
    export = _export_days(facts, of=_shipments_of(facts, receipt))
    if receipt.received_on is None or not export:
        return None
    early = (min(export) - receipt.received_on).days
    late = (receipt.received_on - min(export)).days
    return early > ADVANCE_DAYS or late > DEFERRED_DAYS


def _shipments_of(facts: OrderFacts, receipt: Receipt) -> frozenset[str]:
    parts = (part for part in facts.allocations if part.receipt_id == receipt.id)
    return frozenset(part.shipment_id for part in parts if part.shipment_id)


def _export_days(facts: OrderFacts, of: frozenset[str] = frozenset()) -> list[date]:
    """Return the known or expected export days, of all shipments or of some."""
    chosen = [each for each in facts.shipments if not of or each.id in of]
    days = (each.on_board_on or each.etd for each in chosen)
    return [day for day in days if day is not None]


def _shipment(facts: OrderFacts, subject_id: str) -> Shipment | None:
    """Return the shipment that a subject is, or belongs to."""
    if subject_id == facts.order.id:
        return None
    for declaration in facts.declarations:
        if declaration.id == subject_id:
            subject_id = declaration.shipment_id
    return next((each for each in facts.shipments if each.id == subject_id), None)


def _answers(facts: OrderFacts, process: Process, subject_id: str) -> dict[str, bool | None]:
    known: dict[str, bool | None] = dict.fromkeys(questions_by_id(process))
    for answer in facts.answers:
        if answer.subject_id == subject_id and answer.item in known:
            known[answer.item] = answer.ticked if answer.answered_by else None
    return known
