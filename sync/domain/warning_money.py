"""Warnings of money and state formalities: limit, receivable, SAFE, refund (W10, W32, W38-W43)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from sync.domain.dates import working_days_between
from sync.domain.declarations import Declaration
from sync.domain.early_warnings import EarlyWarning, Fact, Facts
from sync.domain.orders import PaymentTerm, SupplyMode
from sync.domain.payments import ON_CREDIT, due_date, overdue_days
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment
from sync.domain.warning_case import (
    Case,
    days_gone,
    days_left,
    days_short,
    forecast_on_board,
    has_left,
    level_of,
    warn,
)

Found = EarlyWarning | None


def money_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about credit, receivables and the refund."""
    for shipment in case.facts.shipments:
        if shipment.paid_on is None:
            yield limit_end(case, shipment)
            yield receivable(case, shipment)
    for declaration in case.facts.declarations:
        yield deferred_credit(case, declaration)
    if case.facts.order.refund_rate != 0:
        for declaration in case.facts.declarations:
            yield from refund_warnings(case, declaration)


def receipt_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about money that came in; a cancelled order's has to be declared too."""
    for receipt in case.facts.receipts:
        if receipt.received_on is not None:
            yield declare_receipt(case, receipt, receipt.received_on)
            yield trade_credit(case, receipt, receipt.received_on)


def limit_end(case: Case, shipment: Shipment) -> Found:
    """W10: calendar days between the forecast on-board day and the end of the credit limit."""
    order, buyer = case.facts.order, case.facts.buyer
    if buyer is None or buyer.credit_limit_end is None or has_left(shipment):
        return None
    if order.payment_term not in ON_CREDIT and not order.credit_needed:
        return None
    forecast = forecast_on_board(case, shipment)
    if forecast is None:
        return None
    slack = (buyer.credit_limit_end - forecast).days
    level = level_of(case, "W10", slack)
    facts = {"limit_end": buyer.credit_limit_end, "forecast": forecast, **days_short(slack)}
    return warn(case, "W10", level, shipment, **facts)


def receivable(case: Case, shipment: Shipment) -> Found:
    """W32: days past the due day, which a closed bank day moves; it is watched before it."""
    order = case.facts.order
    due = due_date(order, shipment, case.calendars.bank)
    started = order.signed_on if order.balance_before_shipment else shipment.on_board_on
    if due is None or started is None or order.payment_term == PaymentTerm.TT_100:
        return None
    late = overdue_days(due, case.today)
    level = level_of(case, "W32", late, started=started, limit=due)
    if level is None:
        return None
    facts: Facts = {"due": due, "amount": shipment.invoice_amount, **days_left(-late)}
    return warn(case, "W32", level, shipment, currency=order.currency, **facts)


def declare_receipt(case: Case, receipt: Receipt, received: date) -> Found:
    """W38: working days since a receipt without its balance-of-payments declaration."""
    if receipt.bop_declared_on is not None:
        return None
    gone = working_days_between(received, case.today, case.calendars.company)
    level = level_of(case, "W38", gone)
    facts = receipt_facts(receipt, received) | days_gone(gone, "working_days")
    return warn(case, "W38", level, receipt, **facts)


def trade_credit(case: Case, receipt: Receipt, received: date) -> Found:
    """W39: calendar days since an advance for goods that leave over 30 days later, unreported."""
    if receipt.trade_credit_reported_on is not None:
        return None
    exported = _export_day(case)
    if exported is None or (exported - received).days <= case.settings.advance_cd:
        return None
    gone = (case.today - received).days
    level = level_of(case, "W39", gone)
    facts = receipt_facts(receipt, received) | days_gone(gone)
    return warn(case, "W39", level, receipt, **facts)


def deferred_credit(case: Case, declaration: Declaration) -> Found:
    """W39 of an export: calendar days since goods left whose money comes over 90 days later."""
    exported = declaration.exported_on
    if exported is None or declaration.trade_credit_reported_on is not None:
        return None
    shipment = next((s for s in case.facts.shipments if s.id == declaration.shipment_id), None)
    if shipment is None or shipment.paid_on is not None:
        return None
    due = due_date(case.facts.order, shipment, case.calendars.bank)
    expected = max(due or case.today, case.today)
    if (expected - exported).days <= case.settings.deferred_cd:
        return None
    gone = (case.today - exported).days
    facts = {"number": declaration.number, "exported": exported, **days_gone(gone)}
    found = warn(case, "W39", level_of(case, "W39", gone), declaration, **facts)
    return found and msgspec.structs.replace(found, cause="W39_cause_export")


def receipt_facts(receipt: Receipt, received: date) -> dict[str, Fact]:
    """Return what the sentences say of a receipt."""
    return {"received": received, "amount": receipt.amount, "currency": receipt.currency}


def _export_day(case: Case) -> date | None:
    """Return the first day that goods left or are to leave."""
    days = [forecast_on_board(case, shipment) for shipment in case.facts.shipments]
    return min((day for day in days if day is not None), default=None)


def refund_warnings(case: Case, declaration: Declaration) -> Iterator[Found]:
    """Yield the warnings about one declaration's VAT invoice, filing and collection."""
    exported = declaration.exported_on
    if exported is None or declaration.refunded_on is not None:
        return
    if declaration.vat_invoice_on is None and case.facts.order.supply_mode != SupplyMode.OWN:
        yield vat_invoice(case, declaration, exported)
    if declaration.filed_on is None:
        yield filing(case, declaration, exported)
        yield hard_limit(case, declaration, exported)
    yield collection(case, declaration, exported)


def vat_invoice(case: Case, declaration: Declaration, exported: date) -> Found:
    """W40: calendar days since export without the supplier's VAT invoice."""
    gone = (case.today - exported).days
    level = level_of(case, "W40", gone)
    facts = {"number": declaration.number, "exported": exported, **days_gone(gone)}
    return warn(case, "W40", level, declaration, **facts)


def filing(case: Case, declaration: Declaration, exported: date) -> Found:
    """W41: calendar days to 30 April of the year after export, not filed."""
    end = refund_deadline(exported)
    left = (end - case.today).days
    level = level_of(case, "W41", left, started=exported, limit=end)
    facts = {"number": declaration.number, "exported": exported, "end": end, **days_left(left)}
    return warn(case, "W41", level, declaration, **facts)


def collection(case: Case, declaration: Declaration, exported: date) -> Found:
    """W42: calendar days to 30 April for last year's export whose money has not come."""
    if case.today.year == exported.year or not _is_unpaid(case, declaration):
        return None
    end = refund_deadline(exported)
    left = (end - case.today).days
    level = level_of(case, "W42", left, started=exported, limit=end)
    facts = {"number": declaration.number, "exported": exported, "end": end, **days_left(left)}
    return warn(case, "W42", level, declaration, **facts)


def _is_unpaid(case: Case, declaration: Declaration) -> bool:
    """Return whether the declared shipment is known and its money has not come."""
    shipments = case.facts.shipments
    return any(s.id == declaration.shipment_id and s.paid_on is None for s in shipments)


def hard_limit(case: Case, declaration: Declaration, exported: date) -> Found:
    """W43: whole months since export, not filed; at 36 the refund is lost."""
    months = months_between(exported, case.today)
    level = level_of(case, "W43", months)
    facts = {"number": declaration.number, "exported": exported, **days_gone(months, "months")}
    return warn(case, "W43", level, declaration, **facts)


def refund_deadline(exported: date) -> date:
    """Return the last day to file: 30 April of the year after export."""
    return date(exported.year + 1, 4, 30)


def months_between(start: date, end: date) -> int:
    """Return the whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
