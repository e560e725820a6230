"""The money that came in for a sample order: deposits and balances, each with its share."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from sync.domain.facts import OrderFacts
from sync.domain.money import order_amount, percent_of
from sync.domain.orders import PaymentTerm
from sync.domain.payments import TRANSFER
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.shipments import Shipment
from sync.server.sample_case import Plot


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """How money of one order is booked: from whom, confirmed by whom."""

    plot: Plot
    currency: str
    confirmed_by: str


def with_money(facts: OrderFacts, plot: Plot, *, confirmed_by: str) -> OrderFacts:
    """Return the facts with the receipts so far."""
    payer = Payer(plot=plot, currency=facts.order.currency, confirmed_by=confirmed_by)
    amount = order_amount(facts.lines, facts.order.currency)
    booked = [*_advance(payer, amount), *_balances(payer, facts, amount)]
    receipts = tuple(receipt for receipt, _ in booked)
    shares = tuple(_share(payer, receipt, shipment_id) for receipt, shipment_id in booked)
    return msgspec.structs.replace(facts, receipts=receipts, allocations=shares)


def _advance(payer: Payer, amount: Decimal) -> Iterator[tuple[Receipt, str]]:
    terms, step = payer.plot.terms, payer.plot.timeline.steps["N05"]
    if terms.payment in TRANSFER and payer.plot.has_come(step):
        percent = Decimal(100 if terms.payment is PaymentTerm.TT_100 else 30)
        wanted = percent_of(amount, percent, payer.currency)
        yield _receipt(payer, "deposit", wanted, step), ""


def _balances(payer: Payer, facts: OrderFacts, amount: Decimal) -> Iterator[tuple[Receipt, str]]:
    """Yield what was paid for each shipment: all of it, or what the deposit left."""
    if payer.plot.terms.payment is PaymentTerm.TT_100:
        return
    for shipment, sailing in zip(facts.shipments, payer.plot.timeline.sailings, strict=False):
        if payer.plot.has_come(sailing.paid):
            owed = _owed(payer, shipment, amount)
            yield _receipt(payer, f"balance{sailing.number}", owed, sailing.paid), shipment.id


def _owed(payer: Payer, shipment: Shipment, amount: Decimal) -> Decimal:
    """Return what is still owed for a shipment; before the invoice, an equal part."""
    invoiced = shipment.invoice_amount
    if invoiced is None:
        invoiced = amount / payer.plot.terms.sailings
    deposit = Decimal(30 if payer.plot.terms.payment is PaymentTerm.TT_DB else 0)
    return (invoiced - percent_of(invoiced, deposit, payer.currency)).quantize(Decimal("0.01"))


def _receipt(payer: Payer, name: str, amount: Decimal, step: int) -> Receipt:
    plot = payer.plot
    declared = plot.past(step + 1)
    return Receipt(
        id=plot.row("receipt", name),
        order_id=plot.id,
        kind="DEPOSIT" if name == "deposit" else "BALANCE",
        amount=amount,
        currency=payer.currency,
        received_on=plot.clock.day(step),
        payer=plot.terms.buyer.partner.name,
        bank_reference=f"TT{plot.clock.day(step):%y%m%d}{plot.terms.number:03d}",
        confirmed_by=payer.confirmed_by,
        confirmed_on=plot.clock.day(step),
        bop_declared_on=declared,
        trade_credit_reported_on=plot.past(step + 3) if name == "deposit" else None,
        settled_on=declared,
    )


def _share(payer: Payer, receipt: Receipt, shipment_id: str) -> ReceiptAllocation:
    return ReceiptAllocation(
        id=payer.plot.row("share", receipt.id),
        order_id=payer.plot.id,
        receipt_id=receipt.id,
        shipment_id=shipment_id,
        amount=receipt.amount,
    )
