"""The two passes of scheduling: days forward from what happened, latest days back from limits.

Day counting (domain.md 1.7): a node of n working days that starts on day S finishes on S + (n-1);
the next one starts on the next working day. Sub-projects take their place among the nodes.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from sync.domain.anchors import production_anchors, shipment_anchors
from sync.domain.dates import Calendar, Calendars, add_working_days, next_open, working_days_between
from sync.domain.detours import days_off
from sync.domain.facts import OrderFacts
from sync.domain.limits import last_day, office_day, time_of
from sync.domain.payments import advance_required, due_date, is_covered
from sync.domain.process import Scope, Standard
from sync.domain.project_ties import Key, Spot, Ties, seen_from
from sync.domain.projects import days_of, working_days
from sync.domain.shipments import Shipment
from sync.domain.states import Board, Step, Subject, followers_of, steps_in

Days = dict[Spot, date]


class Frame(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What planning one order looks at."""

    facts: OrderFacts
    board: Board
    calendars: Calendars
    today: date
    ties: Ties

    def shipment(self, subject: Subject) -> Shipment | None:
        """Return the shipment that a subject is, or hangs on."""
        wanted = subject.shipment_id or subject.id
        return next((each for each in self.facts.shipments if each.id == wanted), None)

    def days_off(self, subject: Subject, step: Step) -> int:
        """Return by how many working days a step's own days shift."""
        calendar, node = self.calendars.company, step.node.id
        return days_off(self.facts.detours, subject.id, node, today=self.today, calendar=calendar)

    def standard(self, subject: Subject, step: Step) -> Standard:
        """Return how long a step takes by the library, else by the process."""
        return time_of(self.facts, step.node, subject, self.board.circumstances[subject])


def forward(frame: Frame) -> tuple[Days, Days]:
    """Return planned starts and finishes, each piece after all it waits for."""
    starts: Days = {}
    finishes: Days = {}
    for spot in frame.ties.spots:
        allowed = _allowed(frame, finishes, spot)
        if isinstance(spot, str):
            project = frame.ties.projects[spot]
            days = days_of(project, allowed, frame.calendars.company, frame.today)
            starts[spot], finishes[spot] = days.start, days.finish
        else:
            _forward_step(frame, starts, finishes, spot)
    return starts, finishes


def _forward_step(frame: Frame, starts: Days, finishes: Days, key: Key) -> None:
    subject, step = key[0], frame.ties.steps[key[1]]
    if step.bit & frame.board.absent[subject]:
        both = _last(frame, finishes, subject, step.before)
        known = [day for day in (both, _tied(frame, finishes, key)) if day is not None]
        finishes.update({key: max(known)} if known else {})
        return
    after = _last(frame, finishes, subject, step.before_start)
    starts[key] = _start(frame, subject, step, after)
    done = _happened(frame, subject, step)
    beside = _last(frame, finishes, subject, step.before_finish)
    allowed = None if has_begun(frame, subject, step) else _allowed(frame, finishes, key)
    if allowed is not None:
        starts[key] = max(starts[key], allowed)
    finishes[key] = done or _finish(frame, subject, step, starts[key], beside)
    if allowed is not None:
        needed = last_day(
            allowed, needed_for(frame, subject, step), frame.calendars, is_started=True
        )
        finishes[key] = max(finishes[key], needed)


def _tied(frame: Frame, finishes: Days, spot: Spot) -> date | None:
    """Return the last day that links make a piece wait through, their lags included."""
    company = frame.calendars.company
    days = [
        add_working_days(finishes[tie.before], tie.lag, company)
        for tie in frame.ties.into.get(spot, ())
        if tie.before in finishes
    ]
    return max(days, default=None)


def _allowed(frame: Frame, finishes: Days, spot: Spot) -> date | None:
    """Return the first day on which links let a piece begin."""
    tied = _tied(frame, finishes, spot)
    return None if tied is None else add_working_days(tied, 1, frame.calendars.company)


def needed_for(frame: Frame, subject: Subject, step: Step) -> Standard:
    """Return how long a step takes once links let it begin; making the goods as it was planned."""
    order = frame.facts.order
    begins, ends = order.production_start_on, order.production_finish_on
    if step.node.id == "N10" and begins is not None and ends is not None:
        before = begins - timedelta(days=1)
        return Standard(days=max(1, working_days_between(before, ends, frame.calendars.company)))
    standard = frame.standard(subject, step)
    return standard if standard.days else Standard(days=1)


def has_begun(frame: Frame, subject: Subject, step: Step) -> bool:
    """Return whether a step has begun or is over: nothing that it waits for moves it."""
    row = frame.board.stored.get((subject.id, step.node.id))
    is_started = row is not None and row.started_at is not None
    return is_started or _happened(frame, subject, step) is not None


def _start(frame: Frame, subject: Subject, step: Step, after: date | None) -> date:
    """Return the first day of work: as recorded, otherwise the working day after what came before.

    Work that has not begun cannot begin in the past.
    """
    row = frame.board.stored.get((subject.id, step.node.id))
    if row is not None and row.started_at is not None:
        return office_day(row.started_at)
    earliest = next_open(frame.today, frame.calendars.company)
    if after is None:
        return earliest
    following = add_working_days(after, 1, frame.calendars.company)
    return following if _happened(frame, subject, step) else max(following, earliest)


def _finish(frame: Frame, subject: Subject, step: Step, start: date, beside: date | None) -> date:
    """Return the forecast last day of a node that is not finished."""
    standard = frame.standard(subject, step)
    own = last_day(start, standard, frame.calendars, is_started=True) if standard.days else start
    off = frame.days_off(subject, step)
    own = add_working_days(own, off, frame.calendars.company) if off else own
    expected = _expected(frame, subject, step)
    if step.node.id == "N10" and expected is not None:
        own = expected
    if step.node.id == "N16" and beside is not None:
        beside = add_working_days(beside, standard.days, frame.calendars.company)
    known = [day for day in (own, expected, beside) if day is not None]
    return max(*known, next_open(frame.today, frame.calendars.company))


def _last(frame: Frame, finishes: Days, subject: Subject, mask: int) -> date | None:
    """Return the last finish of some nodes, as the subject sees them."""
    if not mask:
        return None
    days = [
        finishes[(other, step.bit)]
        for step in steps_in(frame.board.steps, mask)
        for other in seen_from(frame.board, subject, step)
        if (other, step.bit) in finishes
    ]
    return max(days, default=None)


def _happened(frame: Frame, subject: Subject, step: Step) -> date | None:
    """Return the day a node was finished, as recorded on it or on what it is about."""
    row = frame.board.stored.get((subject.id, step.node.id))
    if row is not None and row.finished_at is not None:
        return office_day(row.finished_at)
    if subject.scope is Scope.ORDER:
        return _happened_on_order(frame.facts, step.node.id)
    shipment = frame.shipment(subject)
    if subject.scope is not Scope.SHIPMENT or shipment is None:
        return None
    return {
        "N13": shipment.insured_on,
        "N15": shipment.on_board_on,
        "N16": shipment.bl_received_on,
        "N18": shipment.documents_ready_on,
        "N19": shipment.presented_on,
        "N20": shipment.paid_on,
    }.get(step.node.id)


def _happened_on_order(facts: OrderFacts, node: str) -> date | None:
    if node == "N02":
        return facts.order.quoted_on
    if node == "N04":
        return facts.order.signed_on
    return _advance_day(facts) if node == "N05" else None


def _advance_day(facts: OrderFacts) -> date | None:
    """Return the day the deposit or advance was complete."""
    required = advance_required(facts)
    days = [receipt.confirmed_on for receipt in facts.receipts if receipt.confirmed_on]
    if required is not None and not is_covered(facts, required):
        return None
    return max(days, default=None)


def _expected(frame: Frame, subject: Subject, step: Step) -> date | None:
    """Return the day that the facts expect a node to be finished at the earliest."""
    order, shipment = frame.facts.order, frame.shipment(subject)
    if step.node.id == "N10":
        return order.forecast_finish_on or order.production_finish_on
    if shipment is None or subject.scope is not Scope.SHIPMENT:
        return None
    if step.node.id == "N20":
        return due_date(order, shipment, frame.calendars.bank)
    return {"N11": shipment.inspection_on, "N15": shipment.etd}.get(step.node.id)


def backward(frame: Frame) -> Days:
    """Return the latest finishes: each piece early enough for its anchors and all that follow."""
    latest: Days = {}
    for spot in reversed(frame.ties.spots):
        days = list(_before_tied(frame, latest, spot))
        if not isinstance(spot, str):
            subject, step = spot[0], frame.ties.steps[spot[1]]
            days += _anchors(frame, subject, step.node.id)
            days += _before_followers(frame, latest, subject, step)
        if days:
            latest[spot] = min(days)
    return latest


def _before_tied(frame: Frame, latest: Days, spot: Spot) -> Iterator[date]:
    """Yield the days by which a piece must be finished for those that links make wait for it."""
    company = frame.calendars.company
    for tie in frame.ties.out_of.get(spot, ()):
        limit_on, other = latest.get(tie.after), tie.after
        if limit_on is None:
            continue
        if isinstance(other, str):
            project = frame.ties.projects[other]
            if project.started_on is None and project.finished_on is None:
                yield add_working_days(limit_on, -working_days(project, company) - tie.lag, company)
            continue
        subject, step = other[0], frame.ties.steps[other[1]]
        if step.bit & frame.board.absent[subject]:
            yield add_working_days(limit_on, -tie.lag, company)
        elif not has_begun(frame, subject, step):
            last = _back(limit_on, needed_for(frame, subject, step), company)
            yield add_working_days(last, -tie.lag, company)


def _anchors(frame: Frame, subject: Subject, node: str) -> Iterator[date]:
    if subject.scope is Scope.ORDER:
        return production_anchors(frame.facts, node, frame.calendars)
    shipment = frame.shipment(subject)
    if subject.scope is not Scope.SHIPMENT or shipment is None:
        return iter(())
    return shipment_anchors(frame.facts, shipment, node, frame.calendars)


def _before_followers(frame: Frame, latest: Days, subject: Subject, step: Step) -> Iterator[date]:
    for follower in followers_of(frame.board.steps, step.bit):
        for other in frame.board.of(follower.node.scope):
            limit_on = latest.get((other, follower.bit))
            if limit_on is None or subject not in seen_from(frame.board, other, step):
                continue
            if step.bit & follower.before_finish or follower.bit & frame.board.absent[other]:
                yield limit_on
            else:
                standard = frame.standard(other, follower)
                yield _back(limit_on, standard, frame.calendars.company)


def _back(day: date, standard: Standard, calendar: Calendar) -> date:
    if standard.unit == "cd":
        return day - timedelta(days=standard.days)
    return add_working_days(day, -standard.days, calendar)
