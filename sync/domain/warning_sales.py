"""Warnings of selling: first reply, quotation, sample, deposit, and the margin (W01-W04, W37)."""

from collections.abc import Iterator
from decimal import Decimal

from sync.domain.dates import (
    OFFICE_TIME,
    add_working_days,
    business_hours_between,
    working_days_between,
)
from sync.domain.early_warnings import EarlyWarning, Facts, Level
from sync.domain.nodes import NodeState
from sync.domain.payments import TRANSFER, advance_required, is_covered
from sync.domain.warning_case import Case, days_gone, days_left, is_done, level_of, points, warn

Found = EarlyWarning | None


def sales_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about the order before and at its signing."""
    order = case.facts.order
    if order.signed_on is None:
        yield first_reply(case)
        yield quotation(case)
    else:
        yield deposit(case)
    yield sample(case)
    yield margin(case)


def first_reply(case: Case) -> Found:
    """W01: business hours since the inquiry without a reply."""
    order = case.facts.order
    if order.inquired_at is None or order.replied_at is not None or order.quoted_on is not None:
        return None
    hours = business_hours_between(order.inquired_at, case.now, case.calendars.company)
    level = level_of(case, "W01", hours)
    if level is None:
        return None
    span = days_gone(int(hours), "business_hours")
    return warn(case, "W01", level, order, inquired_at=order.inquired_at, **span)


def quotation(case: Case) -> Found:
    """W02: calendar days to the end of the quotation's validity, unsigned."""
    order = case.facts.order
    end = order.quote_valid_until
    if end is None:
        return None
    left = (end - case.today).days
    level = level_of(case, "W02", left, started=order.quoted_on, limit=end)
    return warn(case, "W02", level, order, valid_until=end, **days_left(left))


def sample(case: Case) -> Found:
    """W03: working days of the sample's node against its standard."""
    order = case.facts.order
    node = case.nodes.get((order.id, "N03"))
    if node is None or node.started_at is None or node.state in _SETTLED:
        return None
    standard, company = case.settings.sample_wd, case.calendars.company
    started = node.started_at.astimezone(OFFICE_TIME).date()
    gone = working_days_between(started, case.today, company)
    due = add_working_days(started, standard, company)
    used = Decimal(gone) / standard
    watched = Level.WATCH if used >= case.settings.watch_share else None
    level = level_of(case, "W03", used) or watched
    facts: Facts = {"started": started, "due": due, **days_gone(gone, "working_days")}
    return warn(case, "W03", level, order, standard=standard, **facts)


_SETTLED = frozenset((NodeState.DONE, NodeState.CANCELLED, NodeState.NOT_APPLICABLE))


def deposit(case: Case) -> Found:
    """W04: working days since signing without the advance confirmed by finance."""
    order = case.facts.order
    if order.payment_term not in TRANSFER or order.signed_on is None or _is_advance_in(case):
        return None
    gone = working_days_between(order.signed_on, case.today, case.calendars.company)
    level = level_of(case, "W04", gone)
    if level is None:
        return None
    required = advance_required(case.facts)
    facts: Facts = {"signed": order.signed_on, **days_gone(gone, "working_days")}
    return warn(case, "W04", level, order, amount=required, currency=order.currency, **facts)


def _is_advance_in(case: Case) -> bool:
    required = advance_required(case.facts)
    if is_done(case, case.facts.order.id, "N05"):
        return True
    if required is None:
        return any(receipt.confirmed_on for receipt in case.facts.receipts)
    return is_covered(case.facts, required)


def margin(case: Case) -> Found:
    """W37: percentage points between the costing's margin and the forecast."""
    order = case.facts.order
    planned, forecast = order.costing_margin_percent, order.forecast_margin_percent
    if planned is None or forecast is None:
        return None
    level = level_of(case, "W37", planned - forecast)
    facts: Facts = {"costing": planned, "forecast": forecast, **points(planned - forecast)}
    return warn(case, "W37", level, order, **facts)
