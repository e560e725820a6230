"""Payments: what is in, what must be in before work or goods go on, and when money is due."""

import calendar
from datetime import date, timedelta
from decimal import Decimal

from sync.domain.dates import Calendar, add_working_days, next_open
from sync.domain.facts import OrderFacts
from sync.domain.money import order_amount, percent_of, total
from sync.domain.orders import Order, PaymentTerm
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment

TRANSFER = frozenset((PaymentTerm.TT_DB, PaymentTerm.TT_100))
LETTER_OF_CREDIT = frozenset((PaymentTerm.LC_S, PaymentTerm.LC_U))
ON_CREDIT = frozenset((PaymentTerm.OA, PaymentTerm.DA, PaymentTerm.DP))

DEPOSIT_DAYS = 7
BALANCE_DAYS = 7
BALANCE_BEFORE_ETD_DAYS = 3
SIGHT_BANK_DAYS = 12
COLLECTION_BANK_DAYS = 10
SHORT_USD = Decimal(50)
SHORT_PERCENT = Decimal("0.5")


def amount_of(facts: OrderFacts) -> Decimal:
    """Return the order's amount in its currency."""
    return order_amount(facts.lines, facts.order.currency)


def confirmed_total(facts: OrderFacts) -> Decimal:
    """Return the money for this order that finance saw credited, in the order's currency."""
    shares = (_share(facts, receipt) for receipt in facts.receipts if _counts(facts, receipt))
    return total(shares, facts.order.currency)


def _counts(facts: OrderFacts, receipt: Receipt) -> bool:
    return receipt.confirmed_on is not None and receipt.currency == facts.order.currency


def _share(facts: OrderFacts, receipt: Receipt) -> Decimal:
    """Return how much of a receipt is for this order: its allocations, else all of it."""
    shares = [part for part in facts.allocations if part.receipt_id == receipt.id]
    if not shares:
        return receipt.amount if receipt.order_id == facts.order.id else Decimal(0)
    return sum((s.amount for s in shares if s.order_id == facts.order.id), Decimal(0))


def short_tolerance(required: Decimal, currency: str) -> Decimal:
    """Return what bank charges may eat of an amount: USD 50 or 0.5 %, the smaller.

    In another currency 0.5 % alone, since no rate is at hand.
    """
    share = percent_of(required, SHORT_PERCENT, currency)
    return min(share, SHORT_USD) if currency == "USD" else share


def is_covered(facts: OrderFacts, required: Decimal) -> bool:
    """Return whether confirmed receipts reach an amount within the tolerance."""
    tolerance = short_tolerance(required, facts.order.currency)
    return confirmed_total(facts) >= required - tolerance


def advance_required(facts: OrderFacts) -> Decimal | None:
    """Return what must be in before production: the deposit, or all; None when not known."""
    amount = amount_of(facts)
    if amount <= 0:
        return None
    if facts.order.payment_term is PaymentTerm.TT_100:
        return amount
    percent = facts.order.deposit_percent
    return None if percent is None else percent_of(amount, percent, facts.order.currency)


def release_required(facts: OrderFacts, shipment: Shipment) -> Decimal | None:
    """Return what must be in before this shipment's papers go; None when not known.

    Invoices up to this shipment in full, and the deposit's share of what has yet to be invoiced,
    so that one shipment does not use up the deposit of the next.
    """
    amount = amount_of(facts)
    if amount <= 0:
        return None
    invoices = [s.invoice_amount for s in facts.shipments if s.number <= shipment.number]
    if facts.order.payment_term is PaymentTerm.TT_100 or None in invoices:
        return amount
    currency = facts.order.currency
    invoiced = total((part for part in invoices if part is not None), currency)
    rest = max(Decimal(0), amount - invoiced)
    return invoiced + percent_of(rest, facts.order.deposit_percent or Decimal(0), currency)


def deposit_due(order: Order, bank: Calendar) -> date | None:
    """Return the day by which a deposit or an advance is due."""
    if order.signed_on is None or order.payment_term not in TRANSFER:
        return None
    return next_open(order.signed_on + timedelta(days=DEPOSIT_DAYS), bank)


def due_day(order: Order, shipment: Shipment, bank: Calendar) -> date | None:
    """Return the day on which a shipment's money falls due, before rolling; None if not known.

    What finance registered goes before what the term gives. Sight L/C and D/P are forecasts.
    """
    if shipment.due_on is not None:
        return shipment.due_on
    if order.payment_term is PaymentTerm.TT_100:
        return deposit_due(order, bank)
    if order.payment_term is PaymentTerm.TT_DB:
        return _balance_due(order, shipment)
    if order.payment_term is PaymentTerm.LC_S:
        return _banking_days_after(shipment.presented_on, SIGHT_BANK_DAYS, bank)
    if order.payment_term is PaymentTerm.DP:
        return _banking_days_after(shipment.presented_on, COLLECTION_BANK_DAYS, bank)
    return _maturity(order, shipment)


def _balance_due(order: Order, shipment: Shipment) -> date | None:
    if order.balance_before_shipment:
        return _days_after(shipment.etd, -BALANCE_BEFORE_ETD_DAYS)
    return _days_after(shipment.copy_sent_on, BALANCE_DAYS)


def _maturity(order: Order, shipment: Shipment) -> date | None:
    if order.credit_days is None:
        return None
    return _days_after(credit_base(order, shipment), order.credit_days)


def credit_base(order: Order, shipment: Shipment) -> date | None:
    """Return the day from which credit runs; it is not counted itself.

    `credit_from` is bl (on board), eom (the end of that month), sight (papers received by the
    bank), acceptance or invoice.
    """
    bases = {
        "eom": None if shipment.on_board_on is None else month_end(shipment.on_board_on),
        "sight": shipment.presented_on,
        "acceptance": shipment.accepted_on,
        "invoice": shipment.invoice_on,
    }
    return bases.get(order.credit_from, shipment.on_board_on)


def due_date(order: Order, shipment: Shipment, bank: Calendar) -> date | None:
    """Return the day on which a shipment's money is due: a closed bank day rolls forward."""
    day = due_day(order, shipment, bank)
    return None if day is None else next_open(day, bank)


def overdue_days(due: date, today: date) -> int:
    """Return how many days a payment is late; negative before it is due."""
    return (today - due).days


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _days_after(day: date | None, count: int) -> date | None:
    return None if day is None else day + timedelta(days=count)


def _banking_days_after(day: date | None, count: int, bank: Calendar) -> date | None:
    return None if day is None else add_working_days(day, count, bank)
