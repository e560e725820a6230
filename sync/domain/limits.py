"""How long a node may take: its standard, and the day by which it should be finished."""

from datetime import date, datetime, timedelta

from sync.domain.conditions import Circumstances, holds
from sync.domain.dates import OFFICE_TIME, Calendars, add_working_days
from sync.domain.deadlines import presentation_target
from sync.domain.detours import days_off, open_at
from sync.domain.facts import OrderFacts
from sync.domain.payments import LETTER_OF_CREDIT, due_date
from sync.domain.process import Node, Scope, Standard
from sync.domain.shipments import Shipment
from sync.domain.states import Board, Step, Subject, since
from sync.domain.time_standards import lane_among, library_standard

NO_STANDARD = Standard(days=0)


def standard_of(node: Node, circumstances: Circumstances) -> Standard:
    """Return the node's standard: the first whose condition is known to be true."""
    fitting = (each for each in node.standards if holds(each.when, circumstances))
    return next(fitting, NO_STANDARD)


def time_of(facts: OrderFacts, node: Node, subject: Subject, held: Circumstances) -> Standard:
    """Return how long a node takes here: what the library says of such orders, else the node."""
    if facts.standards:
        lane = lane_among(facts.shipments, subject.shipment_id or subject.id)
        found = library_standard(facts.standards, node, lane)
        if found is not None:
            return found
    return standard_of(node, held)


def office_day(moment: datetime) -> date:
    """Return the office's calendar day at a moment."""
    return moment.astimezone(OFFICE_TIME).date()


def limit_day(
    facts: OrderFacts,
    *,
    board: Board,
    subject: Subject,
    step: Step,
    calendars: Calendars,
) -> date | None:
    """Return the day by which a node should be finished; None when nothing says so.

    What was planned goes before what the dates of the trade give, and that before the standard.
    Off the main path the plan and the standard pause, and afterwards are later by those days; the
    dates of the trade do not wait.
    """
    row = board.stored.get((subject.id, step.node.id))
    fixed = trade_limit(facts, subject, step.node, calendars)
    is_planned = row is not None and row.planned_finish is not None
    if fixed is not None and not is_planned:
        return fixed
    if open_at(facts.detours, subject.id, step.node.id) is not None:
        return None
    own = row.planned_finish if row is not None else None
    return _shifted(
        facts,
        subject,
        step,
        own or _standard_day(facts, board, (subject, step), calendars),
        calendars,
    )


def _standard_day(
    facts: OrderFacts, board: Board, place: tuple[Subject, Step], calendars: Calendars
) -> date | None:
    """Return the last day of a node's standard; None where it has none, or has not begun."""
    subject, step = place
    row = board.stored.get((subject.id, step.node.id))
    began = since(board, subject, step)
    standard = time_of(facts, step.node, subject, board.circumstances[subject])
    if began is None or not standard.days:
        return None
    is_started = row is not None and row.started_at is not None
    return last_day(office_day(began), standard, calendars, is_started=is_started)


def _shifted(
    facts: OrderFacts, subject: Subject, step: Step, day: date | None, calendars: Calendars
) -> date | None:
    """Return a node's day, later by the days that it was off the main path."""
    calendar = calendars.company
    off = days_off(facts.detours, subject.id, step.node.id, today=date.min, calendar=calendar)
    return add_working_days(day, off, calendar) if day is not None and off else day


def last_day(day: date, standard: Standard, calendars: Calendars, *, is_started: bool) -> date:
    """Return the last day of a standard: its first day is the next one, or `day` if started."""
    if standard.unit == "cd":
        return day + timedelta(days=standard.days)
    return add_working_days(day, standard.days - is_started, calendars.company)


def trade_limit(
    facts: OrderFacts, subject: Subject, node: Node, calendars: Calendars
) -> date | None:
    """Return the day that the trade's own dates set for a node, if any."""
    if subject.scope is Scope.ORDER:
        return _order_limit(facts, node)
    if subject.scope is Scope.DECLARATION:
        closed = [d.closed_on for d in facts.declarations if d.id == subject.id and d.closed_on]
        return closed[0] + timedelta(days=30) if closed and node.id == "N22" else None
    shipment = next((each for each in facts.shipments if each.id == subject.id), None)
    return None if shipment is None else _shipment_limit(facts, shipment, node, calendars)


def _order_limit(facts: OrderFacts, node: Node) -> date | None:
    if node.id == "N10":
        return facts.order.production_finish_on
    arrivals = [each.eta for each in facts.shipments]
    days = [eta for eta in arrivals if eta is not None]
    if node.id == "N23" and days and len(days) == len(arrivals):
        return max(days) + timedelta(days=30)
    return None


def _shipment_limit(
    facts: OrderFacts, shipment: Shipment, node: Node, calendars: Calendars
) -> date | None:
    if node.id == "N15":
        return shipment.etd
    if node.id == "N20":
        return due_date(facts.order, shipment, calendars.bank)
    if node.id == "N11":
        return shipment.inspection_on
    if node.id == "N19" and facts.order.payment_term in LETTER_OF_CREDIT:
        return target_of(facts, shipment, calendars)
    return None


def target_of(facts: OrderFacts, shipment: Shipment, calendars: Calendars) -> date | None:
    """Return our own last presentation day: 5 working days after on board, or the L/C's."""
    shipped = shipment.on_board_on or shipment.etd
    if shipped is None:
        return None
    own = add_working_days(shipped, 5, calendars.company)
    targets = (presentation_target(lc, shipped, calendars.bank) for lc in facts.letters_of_credit)
    return min((own, *(day for day in targets if day is not None)))
