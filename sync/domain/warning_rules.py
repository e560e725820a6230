"""Early warnings (domain.md 6): an order's facts in, what is late, missing or contradictory out.

One order's facts give that order's warnings, so a change computes one order anew. Computed:
W01-W08, W10-W13, W15-W17, W19-W27, W29-W32, W36-W44, W46, W47, W49 for an order; W09, W33, W34 over
a buyer's orders; W48 for a device. The others wait for data nobody keeps yet: W14 supplier
deliveries, W18 roll-overs, W28 the list of papers, W35 hedges, W45 complaints, W50 capacity, W51
absences, W52 first-pass results.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sync.domain.dates import Calendars
from sync.domain.early_warnings import EarlyWarning, Health, Level, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.orders import OrderState
from sync.domain.warning_buyers import accounts_of, buyer_warnings
from sync.domain.warning_case import case_of
from sync.domain.warning_logistics import logistics_warnings
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
    "W47": ("order_lines.unit_price",),
}
"""What warnings speak of as missing or as an amount, and not every role sees."""
REDS_FOR_RED = 2
AMBERS_FOR_AMBER = 3


def find_warnings(
    facts: OrderFacts, *, calendars: Calendars, now: datetime, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return the order's warnings, by rule and row; the same facts in any order give the same.

    A closed or lost order has none; a cancelled one only those about money that came in and
    conflicts.
    """
    state = facts.order.state
    if state in NO_RULES:
        return ()
    case = case_of(facts, calendars=calendars, now=now, settings=settings)
    rules = CANCELLED_RULES if state == OrderState.CANCELLED else ORDER_RULES
    found = [warning for rule in rules for warning in rule(case) if warning is not None]
    return _sorted(each for each in found if _is_founded(each, facts))


def find_portfolio_warnings(
    orders: Iterable[OrderFacts], *, calendars: Calendars, settings: WarningSettings
) -> tuple[EarlyWarning, ...]:
    """Return the warnings that need all orders of a buyer; closed orders count as paid history."""
    accounts = accounts_of(orders, bank=calendars.bank)
    return _sorted(buyer_warnings(accounts, settings=settings))


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


def _sorted(found: Iterable[EarlyWarning]) -> tuple[EarlyWarning, ...]:
    return tuple(sorted(found, key=lambda each: (each.id, each.entity, each.row_id)))
