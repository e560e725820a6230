"""One order as the warning rules look at it: its facts, the day, the calendars and the lines."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from sync.domain.approvals import Approval
from sync.domain.dates import OFFICE_TIME, Calendars, add_working_days
from sync.domain.deadlines import latest_shipment
from sync.domain.declarations import Declaration
from sync.domain.early_warnings import (
    EarlyWarning,
    Fact,
    Level,
    Subject,
    WarningRule,
    WarningSettings,
    grade,
    make_warning,
)
from sync.domain.exceptions import OrderException
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.money import order_amount
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.orders import Order
from sync.domain.partners import Partner
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.people import Role
from sync.domain.process import Process
from sync.domain.receipts import Receipt
from sync.domain.records import Record
from sync.domain.shipments import Shipment

NOUNS: dict[type[Record], str] = {
    Order: "orders",
    Shipment: "shipments",
    LetterOfCredit: "letters_of_credit",
    Receipt: "receipts",
    Declaration: "declarations",
    Partner: "partners",
    Approval: "approvals",
    OrderException: "exceptions",
}


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What every rule is given."""

    facts: OrderFacts
    calendars: Calendars
    settings: WarningSettings
    now: datetime
    today: date
    nodes: Mapping[tuple[str, str], NodeInstance]
    credit: LetterOfCredit | None
    process: Process | None = None


def case_of(
    facts: OrderFacts,
    *,
    calendars: Calendars,
    now: datetime,
    settings: WarningSettings,
    process: Process | None = None,
) -> Case:
    """Return the order ready to be judged; `today` is the office's day."""
    return Case(
        facts=facts,
        calendars=calendars,
        settings=settings,
        now=now,
        today=now.astimezone(OFFICE_TIME).date(),
        nodes={(node.subject_id, node.node): node for node in facts.nodes},
        credit=_credit(facts),
        process=process,
    )


def _credit(facts: OrderFacts) -> LetterOfCredit | None:
    """Return the L/C that binds: of several, the one whose latest shipment comes first."""
    if not facts.letters_of_credit or facts.order.payment_term not in LETTER_OF_CREDIT:
        return None
    return min(
        facts.letters_of_credit,
        key=lambda credit: (latest_shipment(credit) or date.max, credit.id),
    )


def forecast_on_board(case: Case, shipment: Shipment) -> date | None:
    """Return the day the goods were or will be on board, as far as anybody said.

    An ETD that has passed without loading counts as today; without an ETD the forecast finish plus
    the buffer stands for it.
    """
    if shipment.on_board_on:
        return shipment.on_board_on
    if shipment.etd:
        return max(shipment.etd, case.today)
    finish = case.facts.order.forecast_finish_on
    if finish is None:
        return None
    on_board = add_working_days(finish, case.settings.buffer_wd, case.calendars.company)
    return max(on_board, case.today)


def has_left(shipment: Shipment) -> bool:
    """Return whether the goods are on their way or there, even if nobody said when they sailed."""
    dates = (shipment.on_board_on, shipment.arrived_on, shipment.delivered_on)
    return any(day is not None for day in dates)


def is_done(case: Case, subject_id: str, node: str) -> bool:
    """Return whether somebody finished that node."""
    instance = case.nodes.get((subject_id, node))
    return instance is not None and instance.state == NodeState.DONE


def level_of(
    case: Case,
    rule_id: str,
    value: Decimal | int,
    *,
    started: date | None = None,
    limit: date | None = None,
) -> Level | None:
    """Return how pressing a value is, or None when it is normal.

    `started` and `limit` give the time that a rule's deadline leaves, for the watch level.
    """
    level = grade(case.settings.rules[rule_id], value, share=case.settings.watch_share)
    if level is not None or started is None or limit is None or limit <= started:
        return level
    used = (case.today - started).days
    return Level.WATCH if used >= case.settings.watch_share * (limit - started).days else None


def warn(
    case: Case, rule_id: str, level: Level | None, row: Record, **facts: Fact
) -> EarlyWarning | None:
    """Return the warning about a row of the order; None where the level is normal."""
    if level is None:
        return None
    subject = Subject(
        entity=NOUNS[type(row)],
        row_id=row.id,
        order_id=case.facts.order.id,
        owner_id=_owner(case, case.settings.rules[rule_id], row),
    )
    return make_warning(rule_id, level, subject, facts, settings=case.settings)


def _owner(case: Case, rule: WarningRule, row: Record) -> str:
    """Return who holds the rule's node; else the order's owner, if it is a seller's matter."""
    order = case.facts.order
    instance = case.nodes.get((row.id, rule.node)) or case.nodes.get((order.id, rule.node))
    if instance is not None and instance.owner_id:
        return instance.owner_id
    return order.owner_id if Role.SR in rule.owners else ""


def days_left(count: int, unit: str = "days") -> dict[str, Fact]:
    """Return the span to a limit as facts: its sentence's code and the number, never negative."""
    if count == 0:
        return {"span": "span_due_today", "count": 0}
    return _span("left" if count > 0 else "over", unit, abs(count))


def days_short(count: int, unit: str = "days") -> dict[str, Fact]:
    """Return the slack of a forecast as facts: what is left, or by how much it falls short."""
    if count == 0:
        return {"span": "span_no_slack", "count": 0}
    return _span("left" if count > 0 else "short", unit, abs(count))


def days_gone(count: int, unit: str = "days") -> dict[str, Fact]:
    """Return a time that has run as facts."""
    return _span("gone", unit, count)


def days_late(count: int) -> dict[str, Fact]:
    """Return by how much a date has moved back as facts."""
    return _span("late", "days", count)


def points(count: Decimal | int) -> dict[str, Fact]:
    """Return a difference of percentages as facts."""
    return {"span": "span_short_points", "count": count}


def measured(what: str, count: Decimal) -> dict[str, Fact]:
    """Return a measured value as facts, to one decimal."""
    return {"span": f"span_{what}", "count": round(count, 1)}


def _span(what: str, unit: str, count: int) -> dict[str, Fact]:
    """Return a span's facts; one of a thing has its own words."""
    one = "_one" if count == 1 else ""
    return {"span": f"span_{what}_{unit}{one}", "count": count}


def hours_left(until: datetime, now: datetime) -> dict[str, Fact]:
    """Return the span to a moment as facts, in hours and minutes; from two days on in days."""
    seconds = int((until - now).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    what = "left" if seconds >= 0 else "over"
    if hours >= 48:
        return _span(what, "days", hours // 24)
    return {"span": f"span_{what}_hours", "count": hours, "minutes": minutes}


def port_day(moment: datetime, zone: str) -> date:
    """Return the calendar day at the port; the office's, where the zone's name is not known."""
    return moment.astimezone(_zone(zone)).date()


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return OFFICE_TIME


def hours_between(start: datetime, end: datetime) -> Decimal:
    """Return the hours from one moment to another; negative when `end` has passed."""
    gap = end - start
    return Decimal(gap // timedelta(seconds=1)) / 3600


def money_at_risk(case: Case) -> dict[str, Fact]:
    """Return what the order is worth as facts: the L/C's amount, else its lines."""
    order, credit = case.facts.order, case.credit
    if credit is not None and credit.amount is not None:
        return {"amount": credit.amount, "currency": credit.currency or order.currency}
    amount = order_amount(case.facts.lines, order.currency)
    return {"amount": amount, "currency": order.currency}
