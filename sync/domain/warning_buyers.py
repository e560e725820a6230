"""Warnings over all orders of a buyer: limit use, slower payment, concentration (W09, W33, W34).

Amounts in different currencies are not added, since no rate is at hand: where they are mixed, the
rule says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from sync.domain.early_warnings import (
    EarlyWarning,
    Facts,
    Subject,
    WarningSettings,
    grade,
    make_warning,
)
from sync.domain.ids import Id
from sync.domain.partners import Partner
from sync.domain.tallies import Kind, Tally
from sync.domain.warning_case import measured

Owed = Mapping[str, Decimal]
"""What is owed, by currency."""
LAST_INVOICES = 5


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer with his invoices, in a stable order."""

    buyer: Partner
    invoices: tuple[Tally, ...]


def account_of(buyer: Partner, tallies: Iterable[Tally]) -> Account:
    """Return a buyer's account from what orders count for."""
    invoices = (each for each in tallies if each.kind is Kind.INVOICE)
    return Account(buyer=buyer, invoices=tuple(sorted(invoices, key=lambda each: each.row_id)))


def account_warnings(settings: WarningSettings, account: Account) -> Iterator[EarlyWarning]:
    """Yield what one account tells by itself: limit use, slower payment."""
    yield from limit_use(settings, account)
    yield from slower_payment(settings, account)


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
        yield from found(settings, "W09", percent, subject, facts)


def _is_coming(invoice: Tally) -> bool:
    return invoice.is_on_credit and not invoice.is_met and invoice.amount is not None


def _owed(account: Account, currency: str) -> Decimal | None:
    """Return what has been shipped and not paid; None when part of it is in other money."""
    owing = [each for each in account.invoices if is_owing(each)]
    if any(each.currency != currency for each in owing):
        return None
    return sum((each.amount or Decimal(0) for each in owing), Decimal(0))


def is_owing(invoice: Tally) -> bool:
    """Return whether the goods have left and the money has not come."""
    return invoice.is_met and invoice.until is None and invoice.amount is not None


def slower_payment(settings: WarningSettings, account: Account) -> Iterator[EarlyWarning]:
    """W33: mean days late over the last five invoices paid."""
    paid = [(i.until, (i.until - i.day).days) for i in account.invoices if i.until and i.day]
    last = [late for _, late in sorted(paid)[-LAST_INVOICES:]]
    if len(last) < LAST_INVOICES:
        return
    mean = Decimal(sum(last)) / len(last)
    facts: Facts = {"invoices": len(last), **measured("mean_days", mean)}
    yield from found(settings, "W33", mean, _subject(account), facts)


def concentration(
    settings: WarningSettings, buyer_id: Id, own: Owed, owed: Owed
) -> Iterator[EarlyWarning]:
    """W34: percent of all open receivables that one buyer owes, when all are in one currency."""
    if len(owed) != 1:
        return
    (currency, total), *_ = owed.items()
    mine = own.get(currency)
    if not mine or total <= 0:
        return
    percent = mine * 100 / total
    span = measured("share_percent", percent)
    facts: Facts = {"owed": mine, "currency": currency, **span}
    subject = Subject(entity="partners", row_id=buyer_id)
    yield from found(settings, "W34", percent, subject, facts)


def owed_of(invoices: Iterable[Tally]) -> Owed:
    """Return what is owed by invoices, by currency."""
    owed: dict[str, Decimal] = {}
    for invoice in invoices:
        if is_owing(invoice) and invoice.amount:
            owed[invoice.currency] = owed.get(invoice.currency, Decimal(0)) + invoice.amount
    return owed


def owed_in_all(parts: Iterable[Owed]) -> Owed:
    """Return what all buyers owe together, by currency."""
    owed: dict[str, Decimal] = {}
    for part in parts:
        for currency, amount in part.items():
            owed[currency] = owed.get(currency, Decimal(0)) + amount
    return owed


def _subject(account: Account, invoice: Tally | None = None) -> Subject:
    if invoice is None:
        return Subject(entity="partners", row_id=account.buyer.id)
    return Subject(entity="shipments", row_id=invoice.row_id, order_id=invoice.order_id)


def found(
    settings: WarningSettings,
    rule_id: str,
    value: Decimal,
    subject: Subject,
    facts: Facts,
) -> Iterator[EarlyWarning]:
    """Yield the warning of a rule about a measured value, where it crosses a line."""
    level = grade(settings.rules[rule_id], value, share=settings.watch_share)
    if level is not None:
        yield make_warning(rule_id, level, subject, facts, settings=settings)
