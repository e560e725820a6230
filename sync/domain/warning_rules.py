"""Early warnings (domain.md 6): an order's facts in, what is late, missing or contradictory out.

One order's facts give that order's warnings, so a change computes one order anew: W01-W08,
W10-W13, W15-W17, W19-W32, W36-W47, W49. What orders count for gives those over many of them
(`warning_company`): W09, W33, W34 of buyers, W14 of suppliers, W18 of lanes, W35 of currencies, W52
of papers. People and their devices have W48, W50, W51 (`warning_people`).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sync.domain.approvals import ApprovalState
from sync.domain.conflicts import ConflictState
from sync.domain.dates import OFFICE_TIME, Calendars
from sync.domain.early_warnings import EarlyWarning, Health, Level, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.orders import OrderState
from sync.domain.process import Process
from sync.domain.warning_case import case_of, has_left
from sync.domain.warning_company import sorted_warnings
from sync.domain.warning_logistics import cut_off_moments, logistics_warnings
from sync.domain.warning_market import market_warnings
from sync.domain.warning_money import money_warnings, receipt_warnings
from sync.domain.warning_papers import papers_warnings
from sync.domain.warning_production import production_warnings
from sync.domain.warning_requests import conflict_warnings, request_warnings
from sync.domain.warning_sales import sales_warnings

ORDER_RULES = (
    sales_warnings,
    production_warnings,
    logistics_warnings,
    papers_warnings,
    money_warnings,
    receipt_warnings,
    market_warnings,
    request_warnings,
)
CANCELLED_RULES = (receipt_warnings, conflict_warnings)
NO_RULES = frozenset((OrderState.CLOSED, OrderState.LOST))
_NEEDED: dict[str, tuple[str, ...]] = {
    "W04": ("receipts", "order_lines.unit_price"),
    "W05": ("letters_of_credit",),
    "W07": ("letters_of_credit",),
    "W10": ("receipts",),
    "W32": ("shipments.invoice_amount",),
    "W28": ("answers", "attachments"),
    "W47": ("order_lines.unit_price",),
}
"""What warnings speak of as missing or as an amount, and not every role sees."""
CUT_OFF_NEAR = timedelta(days=3)
"""From here on a cut-off is looked at each hour; its widest line is 48 hours."""
NEVER = datetime(9999, 1, 1, tzinfo=OFFICE_TIME)
REDS_FOR_RED = 2
AMBERS_FOR_AMBER = 3


def find_warnings(
    facts: OrderFacts,
    *,
    calendars: Calendars,
    now: datetime,
    settings: WarningSettings,
    process: Process | None = None,
) -> tuple[EarlyWarning, ...]:
    """Return the order's warnings, by rule and row; the same facts in any order give the same.

    A closed or lost order has none; a cancelled one only those about money that came in and
    conflicts. Which papers are missing (W28) only the `process` knows.
    """
    state = facts.order.state
    if state in NO_RULES:
        return ()
    case = case_of(facts, calendars=calendars, now=now, settings=settings, process=process)
    rules = CANCELLED_RULES if state == OrderState.CANCELLED else ORDER_RULES
    found = [warning for rule in rules for warning in rule(case) if warning is not None]
    return sorted_warnings(each for each in found if _is_founded(each, facts))


def stands_until(facts: OrderFacts, now: datetime) -> datetime:
    """Return the moment up to which an order's warnings stand while its facts do.

    What is counted in hours is looked at again each hour, the rest when the office's day turns.
    """
    if facts.order.state not in (OrderState.OPEN, OrderState.CANCELLED):
        return NEVER
    return next_hour(now) if _is_hourly(facts, now) else next_midnight(now)


def next_hour(now: datetime) -> datetime:
    """Return when the next hour begins."""
    there = now.astimezone(OFFICE_TIME)
    return there.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def next_midnight(now: datetime) -> datetime:
    """Return when the office's next day begins."""
    there = now.astimezone(OFFICE_TIME)
    return there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _is_hourly(facts: OrderFacts, now: datetime) -> bool:
    """Return whether hours count: a reply, a decision or a conflict waits, or a cut-off is near."""
    order = facts.order
    awaits_reply = order.inquired_at is not None and order.replied_at is None
    if awaits_reply and order.quoted_on is None and order.signed_on is None:
        return True
    if any(each.state is ConflictState.OPEN for each in facts.conflicts):
        return True
    if any(each.state is ApprovalState.OPEN for each in facts.approvals):
        return True
    return any(
        moment is not None and moment - now <= CUT_OFF_NEAR
        for shipment in facts.shipments
        if not has_left(shipment)
        for moment in cut_off_moments(shipment)
    )


def _is_founded(warning: EarlyWarning, facts: OrderFacts) -> bool:
    """Return whether a warning speaks from what is seen: an absence that is hidden is none."""
    return facts.hidden.isdisjoint(_NEEDED.get(warning.id, ()))


def order_health(warnings: Iterable[EarlyWarning], *, settings: WarningSettings) -> Health:
    """Return the order's colour from its open warnings (domain.md 6, end).

    A red that cannot be made good turns it red, and so do two reds; one red or three ambers amber.
    """
    kept = tuple(warnings)
    counts = Counter(warning.level for warning in kept)
    if counts[Level.URGENT] >= REDS_FOR_RED or any(_is_grave(each, settings) for each in kept):
        return Health.RED
    if counts[Level.URGENT] or counts[Level.WARNING] >= AMBERS_FOR_AMBER:
        return Health.AMBER
    return Health.GREEN


def _is_grave(warning: EarlyWarning, settings: WarningSettings) -> bool:
    return warning.level == Level.URGENT and settings.rules[warning.id].is_grave
