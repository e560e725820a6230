"""Scheduling: planned days forward from what happened, latest days back from the sailing.

Day counting (domain.md 1.7): a node of n working days that starts on day S finishes on S + (n-1);
the next one starts on the next working day. Slack is the working days between the two finishes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

import msgspec

from sync.domain.dates import Calendar, Calendars, add_working_days, working_days_between
from sync.domain.deadlines import (
    Deadline,
    Work,
    deadlines,
    limit,
    nearest,
    next_deadline,
)
from sync.domain.facts import OrderFacts
from sync.domain.limits import office_day
from sync.domain.passes import Days, Frame, backward, forward
from sync.domain.process import Process
from sync.domain.project_plans import Network, network_of
from sync.domain.project_ties import ties_of
from sync.domain.states import Board, board_of

RECENT_DAYS = 5


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
    """An order's plan, its limits, and the one it is measured by; `network` of its sub-projects."""

    nodes: tuple[PlannedNode, ...]
    deadlines: tuple[Deadline, ...]
    next_limit: Deadline | None
    slack: int | None
    network: Network | None = None


def plan(facts: OrderFacts, process: Process, calendars: Calendars, now: datetime) -> Plan:
    """Return an order's plan as things stand at `now`."""
    return planned(facts, board_of(facts, process), calendars, now)


def planned(facts: OrderFacts, board: Board, calendars: Calendars, now: datetime) -> Plan:
    """Return the plan of an order as it stands on its board."""
    frame = Frame(
        facts=facts,
        board=board,
        calendars=calendars,
        today=office_day(now),
        ties=ties_of(facts, board),
    )
    starts, finishes = forward(frame)
    latest = backward(frame)
    limits = sorted([*deadlines(facts, calendars, now), *_planned_limits(frame)], key=nearest)
    found = next_deadline(tuple(limits))
    return Plan(
        nodes=tuple(_planned(frame, starts, finishes, latest)),
        deadlines=tuple(limits),
        next_limit=found,
        slack=None if found is None else found.slack,
        network=network_of(frame, starts, finishes, latest),
    )


def _planned(frame: Frame, starts: Days, finishes: Days, latest: Days) -> Iterator[PlannedNode]:
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


def _planned_limits(frame: Frame) -> Iterator[Deadline]:
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
