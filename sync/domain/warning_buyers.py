"""Warnings over all orders of a buyer: limit use, slower payment, concentration (W09, W33, W34).

Amounts in different currencies are not added, since no rate is at hand: where they are mixed, the
rule says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from sync.domain.dates import Calendar
from sync.domain.early_warnings import (
    EarlyWarning,
    Facts,
    Subject,
    WarningSettings,
    grade,
    make_warning,
)
from sync.domain.facts import OrderFacts
from sync.domain.orders import OrderState
from sync.domain.partners import Partner
from sync.domain.payments import ON_CREDIT, due_date
from sync.domain.shipments import Shipment
from sync.domain.warning_case import measured

LAST_INVOICES = 5


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """One shipment's invoice as it counts for its buyer."""

    order_id: str
    shipment_id: str
    amount: Decimal | None
    currency: str
    is_shipped: bool
    is_on_credit: bool
    due: date | None
    paid_on: date | None


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer with his invoices, in a stable order."""

    buyer: Partner
    invoices: tuple[Invoice, ...]


def accounts_of(orders: Iterable[OrderFacts], *, bank: Calendar) -> tuple[Account, ...]:
    """Return the buyers' accounts that the orders make up, by id."""
    buyers: dict[str, Partner] = {}
    invoices: dict[str, list[Invoice]] = {}
    for facts in orders:
        if facts.buyer is not None and facts.order.state in (OrderState.OPEN, OrderState.CLOSED):
            buyers[facts.buyer.id] = facts.buyer
            rows = invoices.setdefault(facts.buyer.id, [])
            rows.extend(_invoice(facts, shipment, bank) for shipment in facts.shipments)
    return tuple(
        Account(
            buyer=buyers[key],
            invoices=tuple(sorted(invoices[key], key=lambda each: each.shipment_id)),
        )
        for key in sorted(buyers)
    )


def _invoice(facts: OrderFacts, shipment: Shipment, bank: Calendar) -> Invoice:
    return Invoice(
        order_id=facts.order.id,
        shipment_id=shipment.id,
        amount=shipment.invoice_amount,
        currency=facts.order.currency,
        is_shipped=shipment.on_board_on is not None,
        is_on_credit=facts.order.payment_term in ON_CREDIT,
        due=due_date(facts.order, shipment, bank),
        paid_on=shipment.paid_on,
    )


def buyer_warnings(
    accounts: Iterable[Account], *, settings: WarningSettings
) -> Iterator[EarlyWarning]:
    """Yield the warnings about buyers and, for the limit, about the shipments to come."""
    kept = tuple(accounts)
    owed = _owed_in_all(kept)
    for account in kept:
        yield from limit_use(settings, account)
        yield from slower_payment(settings, account)
        yield from concentration(settings, account, owed)


def limit_use(settings: WarningSettings, account: Account) -> Iterator[EarlyWarning]:
    """W09: percent of the limit taken by open invoices and each shipment to come."""
    limit, currency = account.buyer.credit_limit, account.buyer.credit_currency
    owed = _owed(account, currency)
    if not limit or limit <= 0 or owed is None:
        return
    coming = [each for each in account.invoices if _is_coming(each) and each.currency == currency]
    uses = [(_subject(account, each), owed + (each.amount or 0)) for each in coming]
    for subject, used in uses or [(_subject(account), owed)]:
        percent = used * 100 / limit
        span = measured("used_percent", percent)
        facts: Facts = {"used": used, "limit": limit, "currency": currency, **span}
        yield from _found(settings, "W09", percent, subject, facts)


def _is_coming(invoice: Invoice) -> bool:
    return invoice.is_on_credit and not invoice.is_shipped and invoice.amount is not None


def _owed(account: Account, currency: str) -> Decimal | None:
    """Return what has been shipped and not paid; None when part of it is in other money."""
    owing = [each for each in account.invoices if _is_owing(each)]
    if any(each.currency != currency for each in owing):
        return None
    return sum((each.amount or Decimal(0) for each in owing), Decimal(0))


def _is_owing(invoice: Invoice) -> bool:
    return invoice.is_shipped and invoice.paid_on is None and invoice.amount is not None


def slower_payment(settings: WarningSettings, account: Account) -> Iterator[EarlyWarning]:
    """W33: mean days late over the last five invoices paid."""
    paid = [(i.paid_on, (i.paid_on - i.due).days) for i in account.invoices if i.paid_on and i.due]
    last = [late for _, late in sorted(paid)[-LAST_INVOICES:]]
    if len(last) < LAST_INVOICES:
        return
    mean = Decimal(sum(last)) / len(last)
    facts: Facts = {"invoices": len(last), **measured("mean_days", mean)}
    yield from _found(settings, "W33", mean, _subject(account), facts)


def concentration(
    settings: WarningSettings, account: Account, owed: Mapping[str, Decimal]
) -> Iterator[EarlyWarning]:
    """W34: percent of all open receivables that one buyer owes, when all are in one currency."""
    if len(owed) != 1:
        return
    (currency, total), *_ = owed.items()
    own = _owed(account, currency)
    if not own or total <= 0:
        return
    percent = own * 100 / total
    span = measured("share_percent", percent)
    facts: Facts = {"owed": own, "currency": currency, **span}
    yield from _found(settings, "W34", percent, _subject(account), facts)


def _owed_in_all(accounts: Iterable[Account]) -> dict[str, Decimal]:
    owed: dict[str, Decimal] = {}
    for account in accounts:
        for invoice in account.invoices:
            if _is_owing(invoice) and invoice.amount:
                owed[invoice.currency] = owed.get(invoice.currency, Decimal(0)) + invoice.amount
    return owed


def _subject(account: Account, invoice: Invoice | None = None) -> Subject:
    if invoice is None:
        return Subject(entity="partners", row_id=account.buyer.id)
    return Subject(entity="shipments", row_id=invoice.shipment_id, order_id=invoice.order_id)


def _found(
    settings: WarningSettings,
    rule_id: str,
    value: Decimal,
    subject: Subject,
    facts: Facts,
) -> Iterator[EarlyWarning]:
    level = grade(settings.rules[rule_id], value, share=settings.watch_share)
    if level is not None:
        yield make_warning(rule_id, level, subject, facts, settings=settings)
