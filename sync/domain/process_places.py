"""Where the steps of a process flow stand on paper: a column a rank, a lane a role, no overlaps."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

import msgspec

from sync.domain.people import Role
from sync.domain.process_flow import FlowLink, FlowStep, ProcessFlow, StepKind

COLUMN = 160
FORK_COLUMN = 80
ROW = 100
MARGIN = 20
_GAP = 6
POOL_HEAD = 30
LANE_HEAD = 30
_SIZES = {StepKind.WORK: (120, 72), StepKind.START: (36, 36), StepKind.END: (36, 36)}
_FORK = (50, 50)

Point = tuple[int, int]


class Box(msgspec.Struct, frozen=True):
    """A rectangle on paper."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The height at which lines arrive and leave."""
        return self.y + self.height // 2


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """Where everything stands: the pool, a lane a role, each step, the corners of each line."""

    pool: Box
    lanes: dict[Role, Box]
    steps: dict[str, Box]
    lines: dict[str, tuple[Point, ...]]


def laid_out(flow: ProcessFlow) -> Paper:
    """Return where the steps and lines of a flow stand."""
    ranks = _ranks(flow)
    rows = _rows(flow.steps, ranks)
    columns = _columns(flow.steps, ranks)
    lanes = _lanes(flow.steps, rows, width=columns[-1] + MARGIN)
    steps = {
        step.id: _box(step, columns[ranks[step.id]], rows[step.id], lanes[step.lane])
        for step in flow.steps
    }
    boxes = list(steps.values())
    lines = {link.id: _line(steps[link.start], steps[link.end], boxes) for link in flow.links}
    last = list(lanes.values())[-1]
    pool = Box(0, 0, last.width + POOL_HEAD, last.y + last.height)
    return Paper(pool=pool, lanes=lanes, steps=steps, lines=lines)


def _ranks(flow: ProcessFlow) -> dict[str, int]:
    """Return each step's column: one further than the furthest step that leads to it."""
    into: dict[str, list[FlowLink]] = defaultdict(list)
    for link in flow.links:
        into[link.end].append(link)
    ranks: dict[str, int] = {}
    waiting = [step.id for step in flow.steps]
    while waiting:
        ready = [name for name in waiting if all(link.start in ranks for link in into[name])]
        if not ready:
            message = f"steps lead to each other: {waiting}"
            raise ValueError(message)
        for name in ready:
            ranks[name] = 1 + max((ranks[link.start] for link in into[name]), default=-1)
        waiting = [name for name in waiting if name not in ranks]
    return ranks


def _columns(steps: tuple[FlowStep, ...], ranks: dict[str, int]) -> list[int]:
    """Return where each column begins, and after them where the last ends: wide where work is."""
    wide = {ranks[step.id] for step in steps if step.kind is StepKind.WORK}
    widths = (COLUMN if rank in wide else FORK_COLUMN for rank in range(1 + max(ranks.values())))
    return list(accumulate(widths, initial=LANE_HEAD + MARGIN))


def _rows(steps: tuple[FlowStep, ...], ranks: dict[str, int]) -> dict[str, int]:
    """Return each step's row within its lane: steps of one stage stay in one row if it is free."""
    taken: set[tuple[Role, int, int]] = set()
    kept: dict[tuple[Role, str], int] = {}
    rows: dict[str, int] = {}
    for step in steps:
        stage = step.id.partition("_")[0]
        row = kept.get((step.lane, stage), 0)
        while (step.lane, ranks[step.id], row) in taken:
            row += 1
        taken.add((step.lane, ranks[step.id], row))
        kept.setdefault((step.lane, stage), row)
        rows[step.id] = row
    return rows


def _lanes(steps: tuple[FlowStep, ...], rows: dict[str, int], *, width: int) -> dict[Role, Box]:
    lanes: dict[Role, Box] = {}
    top = 0
    for lane in dict.fromkeys(step.lane for step in steps):
        count = 1 + max(rows[step.id] for step in steps if step.lane is lane)
        height = count * ROW + MARGIN
        lanes[lane] = Box(POOL_HEAD, top, width, height)
        top += height
    return lanes


def _box(step: FlowStep, column: int, row: int, lane: Box) -> Box:
    width, height = _SIZES.get(step.kind, _FORK)
    left = lane.x + column
    top = lane.y + MARGIN // 2 + row * ROW + (ROW - height) // 2
    return Box(left, top, width, height)


def _line(start: Box, end: Box, boxes: Iterable[Box]) -> tuple[Point, ...]:
    """Return a line's corners; it goes below what stands between, and turns just before its end."""
    turn = end.x - MARGIN // 2
    arrives = (end.x, end.middle)
    if any(_stands_between(box, start, turn) for box in boxes):
        below = start.middle + ROW // 2 - _GAP
        centre = start.x + start.width // 2
        leaves = ((centre, start.y + start.height), (centre, below), (turn, below))
        return (*leaves, (turn, end.middle), arrives)
    begins = (start.x + start.width, start.middle)
    if start.middle == end.middle:
        return begins, arrives
    return begins, (turn, start.middle), (turn, end.middle), arrives


def _stands_between(box: Box, start: Box, turn: int) -> bool:
    return start.x < box.x < turn and box.y < start.middle < box.y + box.height
