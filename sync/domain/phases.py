"""An order in one line of a list: the seven phases, and the node that holds it up."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

import msgspec

from sync.domain.dates import Calendars, working_days_between
from sync.domain.facts import OrderFacts
from sync.domain.limits import limit_day, office_day
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.people import Role
from sync.domain.process import Process
from sync.domain.silence import Silence, silence_of
from sync.domain.states import (
    Board,
    Step,
    Subject,
    board_of,
    came_to,
    held_since,
    owner_of,
    role_of,
    state_of,
)

IDLE = frozenset((NodeState.WAITING, NodeState.NOT_APPLICABLE, NodeState.DONE, NodeState.CANCELLED))


class PhaseState(StrEnum):
    """How a phase is drawn in the strip."""

    DONE = "done"
    CURRENT = "current"
    OVERDUE = "overdue"
    FUTURE = "future"
    NA = "na"


class CurrentNode(msgspec.Struct, frozen=True, kw_only=True):
    """The node that holds an order up. `day` counts working days, 1 on the first; 0 is unknown.

    `since` is when its holder got it, `came_at` when the order came to it.
    """

    subject_id: str
    node: str
    state: NodeState
    owner_role: Role
    owner_id: str
    day: int
    limit_on: date | None
    is_overdue: bool
    since: datetime | None = None
    came_at: datetime | None = None
    silence: Silence | None = None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The phases in the order of the process, and the current node of an open order."""

    phases: tuple[PhaseState, ...]
    current: CurrentNode | None


def summarise(facts: OrderFacts, process: Process, *, calendars: Calendars, today: date) -> Summary:
    """Return where an order stands, for lists."""
    return summarised(facts, process, board_of(facts, process), calendars=calendars, today=today)


def summarised(
    facts: OrderFacts, process: Process, board: Board, *, calendars: Calendars, today: date
) -> Summary:
    """Return where an order stands on its board."""
    place = current_place(facts, board)
    current = None
    if place is not None:
        current = _current(facts, board, place, calendars=calendars, today=today)
    return Summary(phases=_phases(facts, process, board, current), current=current)


def current_place(facts: OrderFacts, board: Board) -> tuple[Subject, Step] | None:
    """Return the first node of an open order on which work can go on, in the process's order."""
    if facts.order.state is not OrderState.OPEN:
        return None
    for step in _by_number(board.steps):
        for subject in board.of(step.node.scope):
            if step.bit & board.settled[subject]:
                continue
            if state_of(board, subject, step) not in IDLE:
                return subject, step
    return None


@lru_cache(maxsize=64)
def _by_number(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.bit))


def _current(
    facts: OrderFacts,
    board: Board,
    place: tuple[Subject, Step],
    *,
    calendars: Calendars,
    today: date,
) -> CurrentNode:
    subject, step = place
    limit = limit_day(facts, board=board, subject=subject, step=step, calendars=calendars)
    return CurrentNode(
        subject_id=subject.id,
        node=step.node.id,
        state=state_of(board, subject, step),
        owner_role=role_of(board, subject, step),
        owner_id=owner_of(facts, board, subject, step),
        day=_day_number(facts, board, place, calendars=calendars, today=today),
        limit_on=limit,
        is_overdue=limit is not None and limit < today,
        since=held_since(facts, board, subject, step),
        came_at=came_to(board, subject, step),
        silence=silence_of(facts, board, place, calendars=calendars, today=today),
    )


def _day_number(
    facts: OrderFacts,
    board: Board,
    place: tuple[Subject, Step],
    *,
    calendars: Calendars,
    today: date,
) -> int:
    """Return which day it is since the node came into the hands of whoever has it now."""
    subject, step = place
    began = held_since(facts, board, subject, step)
    if began is None:
        return 0
    row = board.stored.get((subject.id, step.node.id))
    is_started = row is not None and row.started_at is not None
    return max(0, working_days_between(office_day(began), today, calendars.company) + is_started)


def _phases(
    facts: OrderFacts, process: Process, board: Board, current: CurrentNode | None
) -> tuple[PhaseState, ...]:
    settled, absent = _everywhere(board)
    is_closed = facts.order.state is OrderState.CLOSED
    return tuple(
        _busy_phase(current)
        if current is not None and current.node in nodes
        else _quiet_phase(mask, settled=settled, absent=absent, is_closed=is_closed)
        for mask, nodes in _phase_masks(process)
    )


def _busy_phase(current: CurrentNode) -> PhaseState:
    return PhaseState.OVERDUE if current.is_overdue else PhaseState.CURRENT


def _quiet_phase(mask: int, *, settled: int, absent: int, is_closed: bool) -> PhaseState:
    if not mask & ~absent:
        return PhaseState.NA
    if is_closed or not mask & ~(settled | absent):
        return PhaseState.DONE
    return PhaseState.FUTURE


def _everywhere(board: Board) -> tuple[int, int]:
    """Return the nodes settled for all their subjects, and those that apply to none."""
    settled = absent = -1
    for subject in board.subjects:
        other = ~_scope_mask(board.steps)[subject.scope]
        settled &= board.settled[subject] | other
        absent &= board.absent[subject] | other
    return settled, absent


@lru_cache(maxsize=64)
def _scope_mask(steps: tuple[Step, ...]) -> dict[str, int]:
    masks: dict[str, int] = {}
    for step in steps:
        masks[step.node.scope] = masks.get(step.node.scope, 0) | step.bit
    return masks


@lru_cache(maxsize=8)
def _phase_masks(process: Process) -> tuple[tuple[int, frozenset[str]], ...]:
    bits = {node.id: 1 << place for place, node in enumerate(process.nodes)}
    return tuple(
        (sum(bits[node] for node in phase.nodes), frozenset(phase.nodes))
        for phase in process.phases
    )
