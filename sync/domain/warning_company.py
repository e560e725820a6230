"""Warnings over many orders: suppliers, lanes, currencies, papers, buyers (W09-W52, see each).

Each subject's warnings follow from what orders count for it, so a change of one order is felt by
its own buyer, supplier and lane alone; only the share of a buyer (W34) needs what all owe.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from sync.domain.dates import Calendars
from sync.domain.early_warnings import EarlyWarning, Facts, Subject, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.partners import Partner
from sync.domain.tallies import PAPERS, Kind, Tally, tallies_of
from sync.domain.warning_buyers import (
    Owed,
    account_of,
    account_warnings,
    concentration,
    found,
    owed_in_all,
    owed_of,
)
from sync.domain.warning_case import measured


def subject_warnings(
    kind: Kind,
    subject: str,
    tallies: Iterable[Tally],
    *,
    buyer: Partner | None,
    today: date,
    settings: WarningSettings,
) -> tuple[EarlyWarning, ...]:
    """Return what one subject's tallies tell by themselves, by rule and row.

    `buyer` is the firm of invoices; without it they tell nothing.
    """
    kept = sorted(tallies, key=lambda each: each.id)
    if kind is Kind.INVOICE:
        told = account_warnings(settings, account_of(buyer, kept)) if buyer else iter(())
    elif kind is Kind.DELIVERY:
        told = supplier_reliability(settings, subject, kept, today)
    elif kind is Kind.BOOKING:
        told = roll_over(settings, subject, kept, today)
    elif kind is Kind.EXPOSURE:
        told = exposure(settings, subject, kept)
    else:
        told = first_pass(settings, kept)
    return sorted_warnings(told)


def find_company_warnings(
    orders: Iterable[OrderFacts], *, calendars: Calendars, today: date, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return the warnings over many orders, from nothing; closed orders count as history."""
    known = tuple(orders)
    tallies = (each for facts in known for each in tallies_of(facts, calendars))
    buyers = {facts.buyer.id: facts.buyer for facts in known if facts.buyer is not None}
    return company_warnings(tallies, buyers, today=today, settings=settings)


def company_warnings(
    tallies: Iterable[Tally],
    buyers: Mapping[Id, Partner],
    *,
    today: date,
    settings: WarningSettings,
) -> tuple[EarlyWarning, ...]:
    """Return what all orders together tell, from nothing."""
    grouped: dict[tuple[Kind, str], list[Tally]] = {}
    for each in tallies:
        grouped.setdefault((each.kind, each.subject), []).append(each)
    told = [
        warning
        for (kind, subject), part in grouped.items()
        for warning in subject_warnings(
            kind, subject, part, buyer=buyers.get(subject), today=today, settings=settings
        )
    ]
    owed = {s: owed_of(part) for (kind, s), part in grouped.items() if kind is Kind.INVOICE}
    return sorted_warnings((*told, *share_warnings(owed, settings=settings)))


def share_warnings(
    owed: Mapping[Id, Owed], *, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return W34 of all buyers, by what each owes."""
    total = owed_in_all(owed.values())
    return sorted_warnings(
        warning
        for buyer_id, own in owed.items()
        for warning in concentration(settings, buyer_id, own, total)
    )


def supplier_reliability(
    settings: WarningSettings, supplier: Id, tallies: Iterable[Tally], today: date
) -> Iterator[EarlyWarning]:
    """W14: percent of a supplier's deliveries of the last 6 months that were late, of 5 or more.

    One that is due and not here is late; one that is not due yet does not count.
    """
    since = today - timedelta(days=settings.delivery_cd)
    due = [t for t in tallies if t.day and since <= t.day and (t.until or t.day < today)]
    if len(due) < settings.delivery_least:
        return
    late = sum(not each.is_met for each in due)
    facts: Facts = {
        "late": late,
        "deliveries": len(due),
        **measured("late_percent", _of(late, due)),
    }
    subject = Subject(entity="partners", row_id=supplier)
    yield from found(settings, "W14", _of(late, due), subject, facts)


def roll_over(
    settings: WarningSettings, lane: str, tallies: Iterable[Tally], today: date
) -> Iterator[EarlyWarning]:
    """W18: percent of a carrier's bookings on a lane, of the last 90 days, that were rolled."""
    since = today - timedelta(days=settings.lane_cd)
    booked = [each for each in tallies if each.day and since <= each.day <= today]
    if len(booked) < settings.lane_least:
        return
    rolled = sum(not each.is_met for each in booked)
    load, discharge, carrier = lane.split("|")
    facts: Facts = {
        "load": load,
        "discharge": discharge,
        "carrier": carrier,
        "rolled": rolled,
        "booked": len(booked),
        **measured("rolled_percent", _of(rolled, booked)),
    }
    subject = Subject(entity="lanes", row_id=row_id("lane", lane))
    yield from found(settings, "W18", _of(rolled, booked), subject, facts)


def exposure(
    settings: WarningSettings, currency: str, tallies: Iterable[Tally]
) -> Iterator[EarlyWarning]:
    """W35: percent of the policy's limit that is open in a currency and not hedged.

    Head office says limit and hedged amount (`fx.limit.USD`, `fx.hedged.USD`).
    """
    limit = settings.exposure_limits.get(currency)
    if not limit or limit <= 0:
        return
    coming = sum((each.amount or Decimal(0) for each in tallies), Decimal(0))
    hedged = settings.hedged.get(currency, Decimal(0))
    percent = (coming - hedged) * 100 / limit
    facts: Facts = {
        "open": coming,
        "hedged": hedged,
        "limit": limit,
        "currency": currency,
        **measured("used_percent", percent),
    }
    yield from found(settings, "W35", percent, Subject(entity="currencies", row_id=currency), facts)


def first_pass(settings: WarningSettings, tallies: Iterable[Tally]) -> Iterator[EarlyWarning]:
    """W52: percent of the last 20 sets of papers that did not pass the first time."""
    presented = sorted((each.day, each.id, each) for each in tallies if each.day is not None)
    last = [each for _, _, each in presented[-settings.papers_last :]]
    if len(last) < settings.papers_last:
        return
    failed = sum(not each.is_met for each in last)
    percent = _of(failed, last)
    facts: Facts = {"failed": failed, "sets": len(last), **measured("failed_percent", percent)}
    yield from found(settings, "W52", percent, Subject(entity=PAPERS, row_id=PAPERS), facts)


def _of(part: int, among: list[Tally]) -> Decimal:
    return Decimal(part * 100) / len(among)


def sorted_warnings(told: Iterable[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    """Return warnings by rule and row."""
    return tuple(sorted(told, key=lambda each: (each.id, each.entity, each.row_id)))
