"""Backward anchors: the latest days that a sailing leaves for the nodes before and after it.

Source: domain.md 1.7. The buffer of 5 working days before sailing is 2 for the inspection, 1 for
customs, 1 for trucking and 1 to spare.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sync.domain.dates import Calendars, add_working_days
from sync.domain.deadlines import earliest_limit
from sync.domain.facts import OrderFacts
from sync.domain.limits import office_day, target_of
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.shipments import Shipment

BUFFER_DAYS = 5
INSPECTION_BEFORE_SAILING_DAYS = 3
CUSTOMS_BEFORE_SAILING_DAYS = 2
INSPECTION_BEFORE_CLOSING_DAYS = 5
BOOKING_CALENDAR_DAYS = 14


def sailing(facts: OrderFacts, shipment: Shipment) -> date | None:
    """Return the sailing that a shipment is planned for: ETD, else the last day it may sail."""
    return shipment.etd or earliest_limit(facts) or shipment.committed_ship_on


def production_anchors(facts: OrderFacts, node: str, calendars: Calendars) -> Iterator[date]:
    """Yield the days by which production must be finished for each sailing."""
    if node == "N10":
        for shipment in facts.shipments:
            sails = sailing(facts, shipment)
            if sails is not None:
                yield add_working_days(sails, -BUFFER_DAYS, calendars.company)


def shipment_anchors(
    facts: OrderFacts, shipment: Shipment, node: str, calendars: Calendars
) -> Iterator[date]:
    """Yield the days by which a shipment's node must be finished, as its sailing sets them."""
    sails = sailing(facts, shipment)
    found = BY_NODE.get(node)
    if sails is not None and found is not None:
        yield from found(facts, shipment, sails, calendars)


def _inspection(
    _facts: OrderFacts, shipment: Shipment, sails: date, calendars: Calendars
) -> Iterator[date]:
    yield add_working_days(sails, -INSPECTION_BEFORE_SAILING_DAYS, calendars.company)
    if shipment.cy_closing_at is not None:
        closing = office_day(shipment.cy_closing_at)
        yield add_working_days(closing, -INSPECTION_BEFORE_CLOSING_DAYS, calendars.company)


def _booking(
    _facts: OrderFacts, _shipment: Shipment, sails: date, _calendars: Calendars
) -> Iterator[date]:
    yield sails - timedelta(days=BOOKING_CALENDAR_DAYS)


def _insurance(
    _facts: OrderFacts, _shipment: Shipment, sails: date, _calendars: Calendars
) -> Iterator[date]:
    yield sails - timedelta(days=1)


def _customs(
    _facts: OrderFacts, shipment: Shipment, sails: date, calendars: Calendars
) -> Iterator[date]:
    yield add_working_days(sails, -CUSTOMS_BEFORE_SAILING_DAYS, calendars.company)
    if shipment.customs_cutoff_at is not None:
        yield office_day(shipment.customs_cutoff_at)


def _loading(
    _facts: OrderFacts, _shipment: Shipment, sails: date, _calendars: Calendars
) -> Iterator[date]:
    yield sails


def _transport_document(
    _facts: OrderFacts, shipment: Shipment, sails: date, calendars: Calendars
) -> Iterator[date]:
    yield add_working_days(shipment.on_board_on or sails, 3, calendars.company)


def _papers(
    facts: OrderFacts, shipment: Shipment, sails: date, calendars: Calendars
) -> Iterator[date]:
    days = 3 if facts.order.payment_term in LETTER_OF_CREDIT else 2
    yield add_working_days(shipment.on_board_on or sails, days, calendars.company)


def _presentation(
    facts: OrderFacts, shipment: Shipment, _sails: date, calendars: Calendars
) -> Iterator[date]:
    target = target_of(facts, shipment, calendars)
    if target is not None and facts.order.payment_term in LETTER_OF_CREDIT:
        yield target


BY_NODE: dict[str, Callable[[OrderFacts, Shipment, date, Calendars], Iterator[date]]] = {
    "N11": _inspection,
    "N12": _booking,
    "N13": _insurance,
    "N14": _customs,
    "N15": _loading,
    "N16": _transport_document,
    "N18": _papers,
    "N19": _presentation,
}
