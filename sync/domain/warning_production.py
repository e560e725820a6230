"""Warnings of making the goods: lag, buffer, material, inspection (W11-W13, W15, W16)."""

from collections.abc import Iterator
from decimal import Decimal

from sync.domain.dates import add_working_days, working_days_between
from sync.domain.early_warnings import EarlyWarning
from sync.domain.project_forecasts import goods_ready
from sync.domain.shipments import Inspection, Shipment
from sync.domain.warning_case import (
    Case,
    days_short,
    has_left,
    is_done,
    level_of,
    measured,
    points,
    port_day,
    warn,
)

Found = EarlyWarning | None


def production_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about an order whose goods are not finished, and their inspection."""
    if not _is_finished(case):
        yield progress(case)
        yield material(case)
        yield inline_defects(case)
        for shipment in case.facts.shipments:
            yield finish_buffer(case, shipment)
    for shipment in case.facts.shipments:
        yield inspection_day(case, shipment)


def _is_finished(case: Case) -> bool:
    order = case.facts.order
    return order.progress_percent == 100 or is_done(case, order.id, "N10")


def progress(case: Case) -> Found:
    """W11: percentage points that production is behind its plan."""
    order = case.facts.order
    planned, actual = order.progress_planned_percent, order.progress_percent
    if planned is None or actual is None:
        return None
    level = level_of(case, "W11", planned - actual)
    facts = {"planned": planned, "actual": actual, **points(planned - actual)}
    return warn(case, "W11", level, order, **facts)


def material(case: Case) -> Found:
    """W13: working days by which the material comes after the planned start."""
    order = case.facts.order
    ready, start = order.material_ready_on, order.production_start_on
    if ready is None or start is None or order.progress_percent:
        return None
    late = working_days_between(start, ready, case.calendars.company)
    level = level_of(case, "W13", late)
    facts = {"ready": ready, "start": start, **days_short(-late, "working_days")}
    return warn(case, "W13", level, order, **facts)


def inline_defects(case: Case) -> Found:
    """W15: the share of the acceptable quality limit that in-line defects leave."""
    order, limit = case.facts.order, case.settings.aql_major
    defects = order.inline_defect_percent
    if defects is None or limit <= 0:
        return None
    used = defects / limit
    level = level_of(case, "W15", 1 - used)
    span = measured("limit_percent", used * Decimal(100))
    return warn(case, "W15", level, order, defects=defects, aql=limit, **span)


def finish_buffer(case: Case, shipment: Shipment) -> Found:
    """W12: working days between the forecast finish and ETD less the buffer.

    The goods are finished no earlier than the sub-projects that they wait for.
    """
    company = case.calendars.company
    ready = goods_ready(case.facts, shipment.id, company, case.today)
    known = [day for day in (case.facts.order.forecast_finish_on, ready) if day is not None]
    if not known or shipment.etd is None or _has_left_factory(shipment):
        return None
    finish = max(known)
    needed = add_working_days(shipment.etd, -case.settings.buffer_wd, company)
    slack = working_days_between(finish, needed, company)
    level = level_of(case, "W12", slack)
    facts = {"finish": finish, "needed": needed, "etd": shipment.etd}
    return warn(case, "W12", level, shipment, **facts, **days_short(slack, "working_days"))


def inspection_day(case: Case, shipment: Shipment) -> Found:
    """W16: working days from the planned inspection to CY closing, on the port's calendar day."""
    closing = shipment.cy_closing_at
    if closing is None or shipment.inspection_on is None or _has_left_factory(shipment):
        return None
    if shipment.inspection != Inspection.NONE:
        return None
    closes_on = port_day(closing, shipment.port_zone)
    left = working_days_between(shipment.inspection_on, closes_on, case.calendars.company)
    level = level_of(case, "W16", left)
    facts = {"inspection": shipment.inspection_on, "closing": closes_on}
    return warn(case, "W16", level, shipment, **facts, **days_short(left, "working_days"))


def _has_left_factory(shipment: Shipment) -> bool:
    return has_left(shipment) or shipment.gated_in_at is not None
