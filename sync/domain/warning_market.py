"""Warnings of the market against the costing: the rate, and a coming refund rate (W36, W44)."""

from collections.abc import Iterator
from datetime import date

from sync.domain.early_warnings import EarlyWarning, Facts, Level
from sync.domain.warning_case import Case, forecast_on_board, has_left, level_of, measured, warn

Found = EarlyWarning | None


def market_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about what head office says of rates."""
    yield rate_below_costing(case)
    yield refund_rate_change(case)


def rate_below_costing(case: Case) -> Found:
    """W36: percent by which today's rate is below the costing's; nothing once all is paid."""
    order, shipments = case.facts.order, case.facts.shipments
    costing, spot = order.costing_rate, case.settings.rates.get(order.currency)
    if costing is None or costing <= 0 or spot is None:
        return None
    if shipments and all(shipment.paid_on for shipment in shipments):
        return None
    percent = (costing - spot) * 100 / costing
    facts: Facts = {"costing": costing, "spot": spot, "currency": order.currency}
    level = level_of(case, "W36", percent)
    return warn(case, "W36", level, order, **facts, **measured("under_percent", percent))


def refund_rate_change(case: Case) -> Found:
    """W44: a refund rate that falls before the goods are to leave; red where it ends at none."""
    order = case.facts.order
    current, leaves = order.refund_rate, _last_departure(case)
    if not current or leaves is None:
        return None
    codes = sorted({line.hs_code for line in case.facts.lines if line.hs_code})
    coming = [
        (rate, day, code)
        for code in codes
        for day, rate in case.settings.refund_rates.get(code, ())
        if case.today < day <= leaves and rate < current
    ]
    if not coming:
        return None
    rate, day, code = min(coming)
    level = Level.URGENT if rate == 0 else Level.WARNING
    facts: Facts = {"hs_code": code, "current": current, "rate": rate, "day": day, "leaves": leaves}
    return warn(case, "W44", level, order, **facts, span="span_short_points", count=current - rate)


def _last_departure(case: Case) -> date | None:
    """Return the last day on which goods that are still here are to leave."""
    ahead = (s for s in case.facts.shipments if not has_left(s))
    days = [forecast_on_board(case, shipment) for shipment in ahead]
    return max((day for day in days if day is not None), default=None)
