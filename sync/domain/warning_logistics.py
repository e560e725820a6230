"""Warnings of getting the goods out: booking, freight, cut-offs, schedule, free time (W17-W26)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from sync.domain.dates import OFFICE_TIME
from sync.domain.early_warnings import EarlyWarning, Facts
from sync.domain.orders import Incoterm
from sync.domain.shipments import Customs, Shipment
from sync.domain.warning_case import (
    Case,
    days_late,
    days_left,
    has_left,
    hours_between,
    hours_left,
    level_of,
    measured,
    warn,
)

Found = EarlyWarning | None


def logistics_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about each shipment's way."""
    for shipment in case.facts.shipments:
        if not has_left(shipment):
            yield booking(case, shipment)
            yield from cut_offs(case, shipment)
            yield schedule_slip(case, shipment)
        else:
            yield arrival_slip(case, shipment)
            yield free_time(case, shipment)
        yield freight(case, shipment)


def booking(case: Case, shipment: Shipment) -> Found:
    """W17: calendar days to ETD without a booking; under EXW the buyer's forwarder books."""
    if shipment.etd is None or shipment.booking_no or case.facts.order.incoterm == Incoterm.EXW:
        return None
    left = (shipment.etd - case.today).days
    due = shipment.etd - timedelta(days=case.settings.booking_cd)
    level = level_of(case, "W17", left, started=case.facts.order.signed_on, limit=due)
    return warn(case, "W17", level, shipment, etd=shipment.etd, **days_left(left))


def cut_offs(case: Case, shipment: Shipment) -> Iterator[Found]:
    """W20 SI, W21 VGM, W22 CY, W23 customs, W24 advance filing: hours left, and not yet done."""
    if shipment.si_sent_at is None:
        yield cut_off(case, "W20", shipment, shipment.si_cutoff_at)
    if shipment.vgm_sent_at is None:
        yield cut_off(case, "W21", shipment, shipment.vgm_cutoff_at)
    if shipment.gated_in_at is None:
        yield cut_off(case, "W22", shipment, shipment.cy_closing_at)
    if shipment.customs != Customs.RELEASED:
        yield cut_off(case, "W23", shipment, shipment.customs_cutoff_at)
    if shipment.filing_accepted_at is None:
        yield cut_off(case, "W24", shipment, shipment.filing_cutoff_at)


def cut_off_moments(shipment: Shipment) -> tuple[datetime | None, ...]:
    """Return the moments that W20 to W24 count down to."""
    return (
        shipment.si_cutoff_at,
        shipment.vgm_cutoff_at,
        shipment.cy_closing_at,
        shipment.customs_cutoff_at,
        shipment.filing_cutoff_at,
    )


def cut_off(case: Case, rule_id: str, shipment: Shipment, moment: datetime | None) -> Found:
    """Return the warning about one cut-off; its time runs from the day the booking was due."""
    if moment is None:
        return None
    hours = hours_between(case.now, moment)
    started, limit = _booking_day(case, shipment), moment.astimezone(OFFICE_TIME).date()
    level = level_of(case, rule_id, hours, started=started, limit=limit)
    if level is None:
        return None
    facts: Facts = {"at": moment, "zone": shipment.port_zone, "port": shipment.load_port}
    return warn(case, rule_id, level, shipment, **facts, **hours_left(moment, case.now))


def _booking_day(case: Case, shipment: Shipment) -> date | None:
    if shipment.etd is None:
        return None
    return shipment.etd - timedelta(days=case.settings.booking_cd)


def schedule_slip(case: Case, shipment: Shipment) -> Found:
    """W25: calendar days by which the ETD is later than promised, or the ETA if by more."""
    arrival = arrival_slip(case, shipment)
    if shipment.etd is None or shipment.promised_etd is None:
        return arrival
    slip = (shipment.etd - shipment.promised_etd).days
    level = level_of(case, "W25", slip)
    facts = {"etd": shipment.etd, "promised": shipment.promised_etd, **days_late(slip)}
    departure = warn(case, "W25", level, shipment, **facts)
    found = [each for each in (departure, arrival) if each is not None]
    return max(found, key=lambda each: int(str(each.facts["count"])), default=None)


def arrival_slip(case: Case, shipment: Shipment) -> Found:
    """W25 of the arrival: calendar days by which the ETA is later than promised, until it is in."""
    if shipment.eta is None or shipment.promised_eta is None or shipment.arrived_on is not None:
        return None
    slip = (shipment.eta - shipment.promised_eta).days
    facts = {"eta": shipment.eta, "promised": shipment.promised_eta, **days_late(slip)}
    found = warn(case, "W25", level_of(case, "W25", slip), shipment, **facts)
    return found and msgspec.structs.replace(found, cause="W25_cause_arrival")


def free_time(case: Case, shipment: Shipment) -> Found:
    """W26: free days left at the discharge port; the day of discharge counts (domain.md 3.6)."""
    discharged, free = shipment.discharged_on, shipment.free_days
    if discharged is None or free is None or shipment.empty_returned_on is not None:
        return None
    end = discharged + timedelta(days=free - 1)
    left = (end - case.today).days
    level = level_of(case, "W26", left, started=discharged, limit=end)
    facts = {"discharged": discharged, "free": free, "end": end, **days_left(left)}
    return warn(case, "W26", level, shipment, **facts)


def freight(case: Case, shipment: Shipment) -> Found:
    """W19: percent by which the freight is above its costing."""
    actual, planned = shipment.freight, shipment.freight_costing
    if actual is None or planned is None or planned <= 0:
        return None
    percent = (actual - planned) * 100 / planned
    level = level_of(case, "W19", percent)
    if level is None:
        return None
    facts: Facts = {"freight": actual, "costing": planned, **measured("over_percent", percent)}
    return warn(case, "W19", level, shipment, currency=shipment.freight_currency, **facts)
