"""Scheduling: planned days forward from what happened, latest days back from the sailing.

Day counting (domain.md 1.7): a node of n working days that starts on day S finishes on S + (n-1);
the next one starts on the next working day. Slack is the working days between the two finishes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

import msgspec

from sync.domain.anchors import production_anchors, shipment_anchors
from sync.domain.dates import Calendar, Calendars, add_working_days, next_open, working_days_between
from sync.domain.deadlines import (
    Deadline,
    Work,
    deadlines,
    limit,
    nearest,
    next_deadline,
)
from sync.domain.detours import days_off
from sync.domain.facts import OrderFacts
from sync.domain.limits import last_day, office_day, time_of
from sync.domain.payments import advance_required, due_date, is_covered
from sync.domain.process import Process, Scope, Standard
from sync.domain.shipments import Shipment
from sync.domain.states import Board, Step, Subject, board_of, followers_of, steps_in

RECENT_DAYS = 5

Key = tuple[Subject, int]
Days = dict[Key, date]


class PlannedNode(msgspec.Struct, frozen=True, kw_only=True):
    """A node's planned days; `latest_finish` and `slack` only while there is a limit to keep."""

    subject_id: str
    node: str
    start: date | None
    finish: date | None
    latest_finish: date | None
    slack: int | None
    is_settled: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An order's plan, its limits, and the one it is measured by."""

    nodes: tuple[PlannedNode, ...]
    deadlines: tuple[Deadline, ...]
    next_limit: Deadline | None
    slack: int | None


class _Frame(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What planning one order looks at."""

    facts: OrderFacts
    board: Board
    calendars: Calendars
    today: date

    def shipment(self, subject: Subject) -> Shipment | None:
        wanted = subject.shipment_id or subject.id
        return next((each for each in self.facts.shipments if each.id == wanted), None)

    def days_off(self, subject: Subject, step: Step) -> int:
        calendar, node = self.calendars.company, step.node.id
        return days_off(self.facts.detours, subject.id, node, today=self.today, calendar=calendar)

    def standard(self, subject: Subject, step: Step) -> Standard:
        return time_of(self.facts, step.node, subject, self.board.circumstances[subject])


def plan(facts: OrderFacts, process: Process, calendars: Calendars, now: datetime) -> Plan:
    """Return an order's plan as things stand at `now`."""
    return planned(facts, board_of(facts, process), calendars, now)


def planned(facts: OrderFacts, board: Board, calendars: Calendars, now: datetime) -> Plan:
    """Return the plan of an order as it stands on its board."""
    frame = _Frame(
        facts=facts,
        board=board,
        calendars=calendars,
        today=office_day(now),
    )
    starts, finishes = _forward(frame)
    latest = _backward(frame)
    limits = sorted([*deadlines(facts, calendars, now), *_planned_limits(frame)], key=nearest)
    found = next_deadline(tuple(limits))
    return Plan(
        nodes=tuple(_planned(frame, starts, finishes, latest)),
        deadlines=tuple(limits),
        next_limit=found,
        slack=None if found is None else found.slack,
    )


def _planned(frame: _Frame, starts: Days, finishes: Days, latest: Days) -> Iterator[PlannedNode]:
    for step in sorted(frame.board.steps, key=lambda each: each.bit):
        for subject in frame.board.of(step.node.scope):
            if step.bit & frame.board.absent[subject]:
                continue
            key = (subject, step.bit)
            is_settled = bool(step.bit & frame.board.settled[subject])
            limit_on = None if is_settled else latest.get(key)
            yield PlannedNode(
                subject_id=subject.id,
                node=step.node.id,
                start=starts.get(key),
                finish=finishes.get(key),
                latest_finish=limit_on,
                slack=_slack(finishes.get(key), limit_on, frame.calendars.company),
                is_settled=is_settled,
            )


def _slack(finish: date | None, latest: date | None, calendar: Calendar) -> int | None:
    if finish is None or latest is None:
        return None
    return working_days_between(finish, latest, calendar)


def _planned_limits(frame: _Frame) -> Iterator[Deadline]:
    """Yield the planned finish of nodes as limits, where somebody planned one."""
    for step in frame.board.steps:
        for subject in frame.board.of(step.node.scope):
            row = frame.board.stored.get((subject.id, step.node.id))
            if row is not None and row.planned_finish is not None:
                work = Work(subject_id=subject.id, node=step.node.id, role=step.node.owner)
                met = bool(step.bit & frame.board.settled[subject])
                off = frame.days_off(subject, step)
                day = row.planned_finish
                if off:
                    day = add_working_days(day, off, frame.calendars.company)
                yield limit("planned_finish", day, work, met=met, today=frame.today)


def _forward(frame: _Frame) -> tuple[Days, Days]:
    """Return planned starts and finishes, each node after all it waits for."""
    starts: Days = {}
    finishes: Days = {}
    for step in frame.board.steps:
        for subject in frame.board.of(step.node.scope):
            key = (subject, step.bit)
            after = _last(frame, finishes, subject, step.before_start)
            if step.bit & frame.board.absent[subject]:
                both = _last(frame, finishes, subject, step.before)
                finishes.update({} if both is None else {key: both})
                continue
            starts[key] = _start(frame, subject, step, after)
            done = _happened(frame, subject, step)
            beside = _last(frame, finishes, subject, step.before_finish)
            finishes[key] = done or _finish(frame, subject, step, starts[key], beside)
    return starts, finishes


def _start(frame: _Frame, subject: Subject, step: Step, after: date | None) -> date:
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


def _finish(frame: _Frame, subject: Subject, step: Step, start: date, beside: date | None) -> date:
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


def _last(frame: _Frame, finishes: Days, subject: Subject, mask: int) -> date | None:
    """Return the last finish of some nodes, as the subject sees them."""
    if not mask:
        return None
    days = [
        finishes[(other, step.bit)]
        for step in steps_in(frame.board.steps, mask)
        for other in _seen(frame.board, subject, step)
        if (other, step.bit) in finishes
    ]
    return max(days, default=None)


def _seen(board: Board, subject: Subject, step: Step) -> tuple[Subject, ...]:
    if step.node.scope is subject.scope:
        return (subject,)
    others = board.of(step.node.scope)
    own = tuple(
        other for other in others if subject.shipment_id and other.id == subject.shipment_id
    )
    return own or others


def _happened(frame: _Frame, subject: Subject, step: Step) -> date | None:
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


def _expected(frame: _Frame, subject: Subject, step: Step) -> date | None:
    """Return the day that the facts expect a node to be finished at the earliest."""
    order, shipment = frame.facts.order, frame.shipment(subject)
    if step.node.id == "N10":
        return order.forecast_finish_on or order.production_finish_on
    if shipment is None or subject.scope is not Scope.SHIPMENT:
        return None
    if step.node.id == "N20":
        return due_date(order, shipment, frame.calendars.bank)
    return {"N11": shipment.inspection_on, "N15": shipment.etd}.get(step.node.id)


def _backward(frame: _Frame) -> Days:
    """Return the latest finishes: each node early enough for its anchors and all that follow."""
    latest: Days = {}
    for step in reversed(frame.board.steps):
        for subject in frame.board.of(step.node.scope):
            days = [
                *_anchors(frame, subject, step.node.id),
                *_before_followers(frame, latest, subject, step),
            ]
            if days:
                latest[(subject, step.bit)] = min(days)
    return latest


def _anchors(frame: _Frame, subject: Subject, node: str) -> Iterator[date]:
    if subject.scope is Scope.ORDER:
        return production_anchors(frame.facts, node, frame.calendars)
    shipment = frame.shipment(subject)
    if subject.scope is not Scope.SHIPMENT or shipment is None:
        return iter(())
    return shipment_anchors(frame.facts, shipment, node, frame.calendars)


def _before_followers(frame: _Frame, latest: Days, subject: Subject, step: Step) -> Iterator[date]:
    for follower in followers_of(frame.board.steps, step.bit):
        for other in frame.board.of(follower.node.scope):
            limit_on = latest.get((other, follower.bit))
            if limit_on is None or subject not in _seen(frame.board, other, step):
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


def forecast_finish(
    *,
    today: date,
    remaining: Decimal,
    outputs: Sequence[Decimal],
    planned: date | None,
    calendar: Calendar,
) -> date | None:
    """Return when production will be finished at the mean output of the last 5 working days.

    `outputs` are the days' outputs, oldest first. Without any output the plan is all there is.
    """
    if remaining <= 0:
        return today
    recent = outputs[-RECENT_DAYS:]
    made = sum(recent, Decimal(0))
    if made <= 0:
        return planned
    days = (remaining * len(recent) / made).to_integral_value(rounding=ROUND_CEILING)
    return add_working_days(today, int(days), calendar)
