"""What an order counts for beyond itself: invoices of a buyer, deliveries of a supplier, and so on.

Rules about buyers, suppliers, lanes, currencies and papers look at many orders. Each order says
what it counts for; a change is felt only by those for whom that became another.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sync.domain.dates import OFFICE_TIME, Calendar, Calendars
from sync.domain.exceptions import OrderException
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.money import order_amount
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.payments import ON_CREDIT, due_date
from sync.domain.records import Record
from sync.domain.shipments import Shipment

HOME_CURRENCY = "CNY"
ROLLED = "L12"
PAPERS_FAILED = frozenset(("D11", "D12", "D13", "D21", "D31"))
"""Codes of exceptions that say papers were not right the first time (domain.md 5.1)."""
PAPERS = "papers"


class Kind(StrEnum):
    """What is counted: for a buyer, a supplier, a lane with its carrier, a currency, the papers."""

    INVOICE = "invoice"
    DELIVERY = "delivery"
    BOOKING = "booking"
    EXPOSURE = "exposure"
    PAPERS = "papers"


class Tally(Record, frozen=True, kw_only=True):
    """One thing that counts for a subject. `row_id` is the order's or the shipment's.

    `day` is when it was due or happened, `until` when it was met. `is_met` says of an invoice that
    the goods have left, of a delivery or papers that they were right, of a booking that it held.
    """

    kind: Kind
    subject: str
    order_id: Id
    row_id: Id
    day: date | None = None
    until: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    is_met: bool = False
    is_on_credit: bool = False


def tallies_of(facts: OrderFacts, calendars: Calendars) -> tuple[Tally, ...]:
    """Return what an order counts for, by id; nothing of what whoever looks does not see."""
    if facts.order.state in (OrderState.LOST, OrderState.CANCELLED):
        return ()
    found = (
        *_invoices(facts, calendars.bank),
        *_deliveries(facts),
        *_bookings(facts),
        *_exposure(facts),
        *_papers(facts),
    )
    return tuple(sorted(found, key=lambda each: each.id))


def _invoices(facts: OrderFacts, bank: Calendar) -> Iterator[Tally]:
    if "shipments.invoice_amount" in facts.hidden or "shipments" in facts.hidden:
        return
    order = facts.order
    for shipment in facts.shipments:
        yield Tally(
            id=row_id("tally", Kind.INVOICE.value, order.buyer_id, shipment.id),
            kind=Kind.INVOICE,
            subject=order.buyer_id,
            order_id=order.id,
            row_id=shipment.id,
            day=due_date(order, shipment, bank),
            until=shipment.paid_on,
            amount=shipment.invoice_amount,
            currency=order.currency,
            is_met=shipment.on_board_on is not None,
            is_on_credit=order.payment_term in ON_CREDIT,
        )


def _deliveries(facts: OrderFacts) -> Iterator[Tally]:
    """Yield one for each supplier of the order: promised by what is needed, met by production."""
    if "nodes" in facts.hidden:
        return
    order = facts.order
    made = [n.finished_at for n in facts.nodes if n.node == "N10" and n.state is NodeState.DONE]
    came = made[0].astimezone(OFFICE_TIME).date() if made and made[0] else None
    suppliers = sorted({line.supplier_id for line in facts.lines if line.supplier_id})
    for supplier in suppliers:
        needed = [line.need_on for line in facts.lines if line.supplier_id == supplier]
        days = [day for day in needed if day is not None]
        promised = max(days) if days else order.production_finish_on
        if promised is not None:
            yield Tally(
                id=row_id("tally", Kind.DELIVERY.value, supplier, order.id),
                kind=Kind.DELIVERY,
                subject=supplier,
                order_id=order.id,
                row_id=order.id,
                day=promised,
                until=came,
                is_met=came is not None and came <= promised,
            )


def lane_of(shipment: Shipment) -> str:
    """Return the lane of a shipment with its carrier; empty where one of them is not known."""
    parts = (shipment.load_port, shipment.discharge_port, shipment.carrier)
    return "|".join(part.strip() for part in parts) if all(part.strip() for part in parts) else ""


def _bookings(facts: OrderFacts) -> Iterator[Tally]:
    if "exceptions" in facts.hidden:
        return
    for shipment in facts.shipments:
        lane, sails = lane_of(shipment), shipment.promised_etd or shipment.etd
        if lane and sails is not None and shipment.booking_no:
            yield Tally(
                id=row_id("tally", Kind.BOOKING.value, lane, shipment.id),
                kind=Kind.BOOKING,
                subject=lane,
                order_id=facts.order.id,
                row_id=shipment.id,
                day=sails,
                is_met=not _happened(facts, shipment, frozenset((ROLLED,))),
            )


def _exposure(facts: OrderFacts) -> Iterator[Tally]:
    """Yield what an order in foreign money has still to bring in, once it is signed."""
    order = facts.order
    is_open = order.state is OrderState.OPEN and order.signed_on is not None
    unseen = {"receipts", "order_lines", "order_lines.unit_price", "receipts.amount"}
    if not is_open or order.currency in ("", HOME_CURRENCY) or unseen & facts.hidden:
        return
    came = [r.amount for r in facts.receipts if r.currency == order.currency and r.received_on]
    paid = [s.invoice_amount for s in facts.shipments if s.paid_on]
    had = max(_sum(came), _sum(paid))
    left = order_amount(facts.lines, order.currency) - had
    if left > 0:
        yield Tally(
            id=row_id("tally", Kind.EXPOSURE.value, order.currency, order.id),
            kind=Kind.EXPOSURE,
            subject=order.currency,
            order_id=order.id,
            row_id=order.id,
            amount=left,
            currency=order.currency,
        )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((each for each in amounts if each is not None), Decimal(0))


def _papers(facts: OrderFacts) -> Iterator[Tally]:
    if "exceptions" in facts.hidden:
        return
    for shipment in facts.shipments:
        if shipment.presented_on is not None:
            yield Tally(
                id=row_id("tally", Kind.PAPERS.value, PAPERS, shipment.id),
                kind=Kind.PAPERS,
                subject=PAPERS,
                order_id=facts.order.id,
                row_id=shipment.id,
                day=shipment.presented_on,
                is_met=not _happened(facts, shipment, PAPERS_FAILED),
            )


def _happened(facts: OrderFacts, shipment: Shipment, codes: frozenset[str]) -> bool:
    """Return whether one of these went wrong on a shipment, or on an order that has only one."""
    return any(
        each.exception_code in codes and _is_of(each, facts, shipment) for each in facts.exceptions
    )


def _is_of(exception: OrderException, facts: OrderFacts, shipment: Shipment) -> bool:
    return exception.subject_id == shipment.id or (
        len(facts.shipments) == 1 and exception.subject_id in ("", facts.order.id)
    )
