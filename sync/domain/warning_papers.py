"""Warnings of the L/C, the papers and the bank (W05-W08, W27-W31)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sync.domain.conditions import holds
from sync.domain.dates import add_working_days, next_open, working_days_between
from sync.domain.deadlines import latest_presentation, latest_shipment
from sync.domain.early_warnings import EarlyWarning, Fact, Level
from sync.domain.items import items_on, sheet_of
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.orders import Incoterm
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.process import Process
from sync.domain.shipments import Shipment
from sync.domain.warning_case import (
    Case,
    days_gone,
    days_left,
    days_short,
    forecast_on_board,
    has_left,
    level_of,
    money_at_risk,
    warn,
)

Found = EarlyWarning | None
PAPER_NODES = ("N13", "N16", "N17", "N18")
"""Where the papers that a bank is shown come from: insurance, B/L, certificates, our own."""


def papers_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about transport documents and, under an L/C, about its dates."""
    for shipment in case.facts.shipments:
        yield bill_of_lading(case, shipment)
    if case.facts.order.payment_term not in LETTER_OF_CREDIT:
        return
    yield not_received(case)
    for credit in case.facts.letters_of_credit:
        yield amendment(case, credit)
    for shipment in case.facts.shipments:
        if shipment.presented_on is None:
            yield shipment_slack(case, shipment)
            yield from _before_presentation(case, shipment)
        else:
            yield bank_silent(case, shipment)


def bill_of_lading(case: Case, shipment: Shipment) -> Found:
    """W27: working days since departure without the B/L; under EXW there is none of ours."""
    aboard = shipment.on_board_on
    if aboard is None or shipment.bl_received_on or case.facts.order.incoterm == Incoterm.EXW:
        return None
    if shipment.presented_on is not None or shipment.paid_on is not None:
        return None
    gone = working_days_between(aboard, case.today, case.calendars.company)
    level = level_of(case, "W27", gone)
    facts = {"on_board": aboard, "bl_no": shipment.bl_no, **days_gone(gone, "working_days")}
    return warn(case, "W27", level, shipment, **facts)


def not_received(case: Case) -> Found:
    """W05: calendar days to the latest agreed shipment while no L/C has come."""
    order = case.facts.order
    days = [s.committed_ship_on for s in case.facts.shipments if s.committed_ship_on]
    if order.signed_on is None or not days or _has_credit(case):
        return None
    latest = max(days)
    left = (latest - case.today).days
    wanted = latest - timedelta(days=int(case.settings.rules["W05"].amber))
    level = level_of(case, "W05", left, started=order.signed_on, limit=wanted)
    return warn(case, "W05", level, order, latest=latest, wanted=wanted, **days_left(left))


def _has_credit(case: Case) -> bool:
    """Return whether an L/C is here, or the goods have left without one."""
    return any(lc.received_on or lc.number for lc in case.facts.letters_of_credit) or any(
        has_left(shipment) for shipment in case.facts.shipments
    )


def amendment(case: Case, credit: LetterOfCredit) -> Found:
    """W08: working days since an amendment was asked for; red too when shipment is near."""
    asked = credit.amendment_requested_on
    received = credit.amendment_received_on
    if asked is None or (received is not None and received >= asked):
        return None
    gone = working_days_between(asked, case.today, case.calendars.company)
    level = level_of(case, "W08", gone)
    latest = latest_shipment(credit)
    if latest and (latest - case.today).days < case.settings.amendment_cd:
        level = Level.URGENT
    if level is None:
        return None
    facts = {"requested": asked, "latest": latest, **days_gone(gone, "working_days")}
    return warn(case, "W08", level, credit, **facts)


def shipment_slack(case: Case, shipment: Shipment) -> Found:
    """W06: calendar days between the forecast on-board day and the L/C's latest shipment."""
    latest = latest_shipment(case.credit) if case.credit else None
    forecast = forecast_on_board(case, shipment)
    if latest is None or forecast is None or has_left(shipment):
        return None
    slack = (latest - forecast).days
    level = level_of(case, "W06", slack)
    if level is None:
        return None
    facts = {"latest": latest, "forecast": forecast, **days_short(slack), **money_at_risk(case)}
    return warn(case, "W06", level, shipment, **facts)


def _before_presentation(case: Case, shipment: Shipment) -> Iterator[Found]:
    aboard = forecast_on_board(case, shipment)
    latest = presentation_by(case, aboard)
    if latest is None:
        return
    if aboard is not None:
        yield presentation_slack(case, shipment, aboard, latest)
    yield missing_papers(case, shipment, latest)
    yield rule_errors(case, shipment, latest)
    yield presentation_due(case, shipment, latest)


def presentation_by(case: Case, aboard: date | None) -> date | None:
    """Return the latest presentation under the strictest L/C; only its expiry if none is aboard."""
    bank = case.calendars.bank
    credits_ = case.facts.letters_of_credit
    if aboard is None:
        ends = [next_open(lc.expiry_on, bank) for lc in credits_ if lc.expiry_on]
    else:
        found = (latest_presentation(lc, aboard, bank) for lc in credits_)
        ends = [day for day in found if day is not None]
    return min(ends, default=None)


def presentation_slack(case: Case, shipment: Shipment, aboard: date, latest: date) -> Found:
    """W07: banking days between the forecast of complete papers and the latest presentation."""
    ready = shipment.documents_ready_on
    if ready is None:
        planned = add_working_days(aboard, case.settings.documents_wd, case.calendars.company)
        ready = max(planned, case.today)
    slack = working_days_between(ready, latest, case.calendars.bank)
    level = level_of(case, "W07", slack)
    facts = {"latest": latest, "ready": ready, **days_short(slack, "bank_days")}
    return warn(case, "W07", level, shipment, **facts)


def asks_for_papers(case: Case) -> bool:
    """Return whether an order is so near to a presentation that missing papers count (W28)."""
    if case.facts.order.payment_term not in LETTER_OF_CREDIT:
        return False
    for shipment in case.facts.shipments:
        latest = presentation_by(case, forecast_on_board(case, shipment))
        if shipment.presented_on is None and latest is not None and _is_near(case, latest):
            return True
    return False


def _is_near(case: Case, latest: date) -> bool:
    left = working_days_between(case.today, latest, case.calendars.bank)
    return level_of(case, "W28", left) is not None


def missing_papers(case: Case, shipment: Shipment, latest: date) -> Found:
    """W28: banking days to the latest presentation while papers to be presented are not here."""
    if case.process is None or not _is_near(case, latest):
        return None
    missing = papers_missing(case, case.process, shipment)
    if not missing:
        return None
    left = working_days_between(case.today, latest, case.calendars.bank)
    facts: dict[str, Fact] = {"missing": len(missing), "latest": latest, "first": missing[0]}
    level = level_of(case, "W28", left)
    return warn(case, "W28", level, shipment, **facts, **days_left(left, "bank_days"))


def papers_missing(case: Case, process: Process, shipment: Shipment) -> tuple[str, ...]:
    """Return the blocking checklist items of a shipment's papers that have no file yet."""
    blocking = {item.id for node in process.nodes for item in node.items if item.is_blocking}
    sheet = sheet_of(case.facts, process, shipment.id, today=case.today)
    return tuple(
        item.id
        for node in process.nodes
        if node.id in PAPER_NODES and holds(node.applies, sheet.circumstances)
        for item in items_on(sheet, node)
        if item.id in blocking and item.is_certain and item.lacks_attachment
    )


def rule_errors(case: Case, shipment: Shipment, latest: date) -> Found:
    """W29: banking days to the latest presentation while checks of the papers fail."""
    if shipment.open_rule_errors <= 0:
        return None
    left = working_days_between(case.today, latest, case.calendars.bank)
    level = level_of(case, "W29", left)
    facts = {"errors": shipment.open_rule_errors, "latest": latest, **days_left(left, "bank_days")}
    return warn(case, "W29", level, shipment, **facts)


def presentation_due(case: Case, shipment: Shipment, latest: date) -> Found:
    """W30: calendar days to the latest presentation, not presented."""
    left = (latest - case.today).days
    level = level_of(case, "W30", left, started=shipment.on_board_on, limit=latest)
    return warn(case, "W30", level, shipment, latest=latest, **days_left(left))


def bank_silent(case: Case, shipment: Shipment) -> Found:
    """W31: banking days since presentation without the bank's decision (UCP 600, 14b)."""
    presented = shipment.presented_on
    if presented is None or shipment.bank_decided_on or shipment.paid_on:
        return None
    if shipment.accepted_on is not None:
        return None
    gone = working_days_between(presented, case.today, case.calendars.bank)
    level = level_of(case, "W31", gone)
    facts = {"presented": presented, **days_gone(gone, "bank_days")}
    return warn(case, "W31", level, shipment, **facts)
