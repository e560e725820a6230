"""Deadlines: the last day or moment for what an order still has to do (domain.md 3.1-3.5)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from sync.domain.dates import OFFICE_TIME, Calendar, Calendars, add_working_days, next_open
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.orders import OrderState
from sync.domain.payments import (
    LETTER_OF_CREDIT,
    advance_required,
    deposit_due,
    due_date,
    is_covered,
)
from sync.domain.people import Role
from sync.domain.shipments import Customs, Shipment

PRESENTATION_DAYS = 21
PRESENTATION_BUFFER_DAYS = 3
COURIER_DAYS = 5
BANK_DECISION_DAYS = 5
BALANCE_OF_PAYMENTS_DAYS = 5


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A limit. `at` is its moment if it has one; `slack` is in days, negative when it is missed.

    Slack is counted to the forecast where there is one (`has_forecast`), otherwise to today.
    """

    code: str
    day: date
    at: datetime | None = None
    subject_id: str
    node: str
    owner_role: Role
    is_done: bool
    slack: int
    has_forecast: bool = False


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What meets a deadline: a node of a subject, and the role that owns it."""

    subject_id: str
    node: str
    role: Role


def limit(
    code: str, day: date, work: Work, *, met: bool, today: date, forecast: date | None = None
) -> Deadline:
    """Return a deadline that is a whole day."""
    return Deadline(
        code=code,
        day=day,
        subject_id=work.subject_id,
        node=work.node,
        owner_role=work.role,
        is_done=met,
        slack=(day - (forecast or today)).days,
        has_forecast=forecast is not None,
    )


def latest_presentation(
    lc: LetterOfCredit, shipped_on: date, bank: Calendar, *, has_transport_original: bool = True
) -> date | None:
    """Return the last day on which papers may be presented; None without an expiry date.

    UCP 600 art. 14(c), 29(a), 48: the period counts only with an original transport document;
    period and expiry each roll to the next banking day.
    """
    ends = [] if lc.expiry_on is None else [lc.expiry_on]
    if has_transport_original:
        days = PRESENTATION_DAYS if lc.presentation_days is None else lc.presentation_days
        ends.append(shipped_on + timedelta(days=days))
    return min((next_open(day, bank) for day in ends), default=None)


def presentation_target(lc: LetterOfCredit, shipped_on: date, bank: Calendar) -> date | None:
    """Return our own last day: 3 banking days earlier, 5 more if the credit expires abroad."""
    latest = latest_presentation(lc, shipped_on, bank)
    if latest is None:
        return None
    early = PRESENTATION_BUFFER_DAYS + (COURIER_DAYS if expires_abroad(lc) else 0)
    return add_working_days(latest, -early, bank)


def expires_abroad(lc: LetterOfCredit) -> bool:
    """Return whether the papers must be at a bank abroad by the expiry date."""
    place = lc.expiry_place.upper()
    home = ("CHINA", "BENEFICIARY", "中国", "受益人")
    return bool(place) and not any(word in place for word in home)


def latest_shipment(lc: LetterOfCredit) -> date | None:
    """Return the last shipment day, never rolled (art. 29(c)); without 44C the expiry date."""
    return lc.latest_shipment_on or lc.expiry_on


def bank_decision_by(presented_on: date, bank: Calendar) -> date:
    """Return the day by which the bank must accept or refuse (art. 14(b), 16(d))."""
    return add_working_days(presented_on, BANK_DECISION_DAYS, bank)


def earliest_limit(facts: OrderFacts) -> date | None:
    """Return the strictest last shipment day of the order's letters of credit."""
    if facts.order.payment_term not in LETTER_OF_CREDIT:
        return None
    days = [latest_shipment(lc) for lc in facts.letters_of_credit]
    return min((day for day in days if day is not None), default=None)


def deadlines(facts: OrderFacts, calendars: Calendars, now: datetime) -> tuple[Deadline, ...]:
    """Return an order's limits, the nearest first; those already met are marked done."""
    if facts.order.state in (OrderState.LOST, OrderState.CANCELLED):
        return ()
    today = now.astimezone(OFFICE_TIME).date()
    found = [*_order_limits(facts, calendars, today), *_receipt_limits(facts, calendars, today)]
    for shipment in facts.shipments:
        found += _cutoffs(shipment, now)
        found += _shipment_limits(facts, shipment, calendars, today)
    return tuple(sorted(found, key=nearest))


def next_deadline(found: tuple[Deadline, ...]) -> Deadline | None:
    """Return the open limit with the least slack: the one the order is measured by."""
    return min(
        (each for each in found if not each.is_done),
        key=lambda each: (each.slack, *nearest(each)),
        default=None,
    )


def nearest(deadline: Deadline) -> tuple[date, str, str]:
    """Return the sort key that puts the nearest deadline first."""
    return deadline.day, deadline.code, deadline.subject_id


CUTOFFS = (
    ("si_cutoff", "N16", Role.DOC),
    ("vgm_cutoff", "N15", Role.LOG),
    ("cy_closing", "N15", Role.LOG),
    ("customs_cutoff", "N14", Role.LOG),
    ("filing_cutoff", "N15", Role.LOG),
)


def _cutoffs(shipment: Shipment, now: datetime) -> Iterator[Deadline]:
    moments = (
        (shipment.si_cutoff_at, shipment.si_sent_at is not None),
        (shipment.vgm_cutoff_at, shipment.vgm_sent_at is not None),
        (shipment.cy_closing_at, shipment.gated_in_at is not None),
        (shipment.customs_cutoff_at, shipment.customs is Customs.RELEASED),
        (shipment.filing_cutoff_at, shipment.filing_accepted_at is not None),
    )
    for (code, node, role), (moment, is_done) in zip(CUTOFFS, moments, strict=True):
        if moment is not None:
            yield Deadline(
                code=code,
                day=moment.astimezone(OFFICE_TIME).date(),
                at=moment,
                subject_id=shipment.id,
                node=node,
                owner_role=role,
                is_done=is_done or shipment.on_board_on is not None,
                slack=(moment - now).days,
            )


def _shipment_limits(
    facts: OrderFacts, shipment: Shipment, calendars: Calendars, today: date
) -> Iterator[Deadline]:
    aboard = shipment.on_board_on is not None
    loading = Work(subject_id=shipment.id, node="N15", role=Role.LOG)
    if shipment.etd is not None:
        yield limit("etd", shipment.etd, loading, met=aboard, today=today)
    last = earliest_limit(facts)
    if last is not None:
        forecast = None if shipment.etd is None else max(shipment.etd, today)
        yield limit("latest_shipment", last, loading, met=aboard, today=today, forecast=forecast)
    if facts.order.payment_term in LETTER_OF_CREDIT:
        yield from _bank_limits(facts, shipment, calendars.bank, today)
    due = due_date(facts.order, shipment, calendars.bank)
    if due is not None:
        collecting = Work(subject_id=shipment.id, node="N20", role=Role.FIN)
        is_paid = shipment.paid_on is not None
        yield limit("payment_due", due, collecting, met=is_paid, today=today)


def _bank_limits(
    facts: OrderFacts, shipment: Shipment, bank: Calendar, today: date
) -> Iterator[Deadline]:
    work = Work(subject_id=shipment.id, node="N19", role=Role.DOC)
    latest = shipment_presentation(facts, shipment, bank)
    if latest is not None:
        is_presented = shipment.presented_on is not None
        yield limit("latest_presentation", latest, work, met=is_presented, today=today)
    if shipment.presented_on is not None:
        day = bank_decision_by(shipment.presented_on, bank)
        is_decided = shipment.bank_decided_on is not None
        yield limit("bank_decision", day, work, met=is_decided, today=today)


def shipment_presentation(facts: OrderFacts, shipment: Shipment, bank: Calendar) -> date | None:
    """Return a shipment's latest presentation under the order's L/C, from on board or ETD."""
    shipped = shipment.on_board_on or shipment.etd
    if shipped is None:
        return None
    days = (latest_presentation(lc, shipped, bank) for lc in facts.letters_of_credit)
    return min((day for day in days if day is not None), default=None)


def _order_limits(facts: OrderFacts, calendars: Calendars, today: date) -> Iterator[Deadline]:
    order = facts.order
    is_signed = order.signed_on is not None
    if order.quote_valid_until is not None:
        work = Work(subject_id=order.id, node="N04", role=Role.SR)
        yield limit("quote_validity", order.quote_valid_until, work, met=is_signed, today=today)
    due = deposit_due(order, calendars.bank)
    if due is not None:
        work = Work(subject_id=order.id, node="N05", role=Role.SR)
        yield limit("deposit_due", due, work, met=_advance_is_in(facts), today=today)


def _advance_is_in(facts: OrderFacts) -> bool:
    required = advance_required(facts)
    if required is None:
        return any(receipt.confirmed_on for receipt in facts.receipts)
    return is_covered(facts, required)


def _receipt_limits(facts: OrderFacts, calendars: Calendars, today: date) -> Iterator[Deadline]:
    for receipt in facts.receipts:
        if receipt.confirmed_on is not None:
            start = receipt.received_on or receipt.confirmed_on
            day = add_working_days(start, BALANCE_OF_PAYMENTS_DAYS, calendars.company)
            work = Work(subject_id=receipt.id, node="N21", role=Role.FIN)
            is_declared = receipt.bop_declared_on is not None
            yield limit("bop_declaration", day, work, met=is_declared, today=today)
