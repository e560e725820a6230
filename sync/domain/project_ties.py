"""What waits for what on one order: steps by the process, sub-projects by links (S63).

An order without sub-projects has its steps in the order of the process, and no ties.
"""

from collections.abc import Mapping, Sequence

import msgspec

from sync.domain.facts import OrderFacts
from sync.domain.networks import (
    LeftOut,
    Tie,
    each_after_what_it_waits_for,
    loop_closed,
    without_loops,
)
from sync.domain.projects import Project, ProjectState, place_of
from sync.domain.states import Board, Step, Subject, steps_in

Key = tuple[Subject, int]
Spot = Key | str
"""A step of the process at a subject, or a sub-project by its id."""


class Ties(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The spots of an order, each after all it waits for, and how links tie them.

    `left_out` are links that would make pieces wait for each other: no day follows from them.
    """

    spots: tuple[Spot, ...]
    steps: Mapping[int, Step]
    projects: Mapping[str, Project] = {}
    into: Mapping[Spot, tuple[Tie[Spot], ...]] = {}
    out_of: Mapping[Spot, tuple[Tie[Spot], ...]] = {}
    left_out: tuple[LeftOut[Spot], ...] = ()


def seen_from(board: Board, subject: Subject, step: Step) -> tuple[Subject, ...]:
    """Return the subjects at which a subject sees a step: its own, its shipment's, or all."""
    if step.node.scope is subject.scope:
        return (subject,)
    others = board.of(step.node.scope)
    own = tuple(
        other for other in others if subject.shipment_id and other.id == subject.shipment_id
    )
    return own or others


def ties_of(facts: OrderFacts, board: Board) -> Ties:
    """Return what waits for what on an order as it stands on its board."""
    steps = {step.bit: step for step in board.steps}
    plain = _plain_spots(board)
    projects = {p.id: p for p in facts.projects if p.state is not ProjectState.DROPPED}
    if not projects:
        return Ties(spots=plain, steps=steps)
    waits = _own_waits(board)
    kept, left_out = without_loops(waits, _ties(facts, board, projects))
    for tie in kept:
        waits[tie.after] = (*waits.get(tie.after, ()), tie.before)
    spots: tuple[Spot, ...] = (*sorted(projects), *plain)
    return Ties(
        spots=each_after_what_it_waits_for(spots, waits),
        steps=steps,
        projects=projects,
        into=_grouped(kept, by_end=True),
        out_of=_grouped(kept, by_end=False),
        left_out=left_out,
    )


def loop_with(facts: OrderFacts, board: Board, before: str, after: str) -> tuple[str, ...]:
    """Return the loop, as pieces, that one more link would close; empty where it closes none.

    Links that already give way to a loop count too: what they say is still meant.
    """
    known = pieces_of(facts, board)
    if before not in known or after not in known:
        return ()
    waits = _own_waits(board)
    for link in facts.project_links:
        if link.before in known and link.after in known:
            spot = known[link.after]
            waits[spot] = (*waits.get(spot, ()), known[link.before])
    return tuple(piece_at(spot, board) for spot in loop_closed(waits, known[before], known[after]))


def pieces_of(facts: OrderFacts, board: Board) -> dict[str, Spot]:
    """Return every piece that a link may name, with its spot; dropped sub-projects are none."""
    found: dict[str, Spot] = {
        project.id: project.id
        for project in facts.projects
        if project.state is not ProjectState.DROPPED
    }
    for spot in _plain_spots(board):
        found[piece_at(spot, board)] = spot
    return found


def piece_at(spot: Spot, board: Board) -> str:
    """Return how a link names a spot."""
    if isinstance(spot, str):
        return spot
    subject, bit = spot
    return place_of(subject.id, steps_in(board.steps, bit)[0].node.id)


def _plain_spots(board: Board) -> tuple[Key, ...]:
    return tuple(
        (subject, step.bit) for step in board.steps for subject in board.of(step.node.scope)
    )


def _own_waits(board: Board) -> dict[Spot, tuple[Spot, ...]]:
    """Return what each step waits for by the process alone."""
    return {
        (subject, step.bit): tuple(
            (other, earlier.bit)
            for earlier in steps_in(board.steps, step.before)
            for other in seen_from(board, subject, earlier)
        )
        for step in board.steps
        for subject in board.of(step.node.scope)
    }


def _ties(facts: OrderFacts, board: Board, projects: Mapping[str, Project]) -> list[Tie[Spot]]:
    """Return the links between pieces that are there."""
    known = pieces_of(facts, board)
    return [
        Tie(id=link.id, before=known[link.before], after=known[link.after], lag=link.lag_days)
        for link in facts.project_links
        if link.before in known
        and link.after in known
        and (link.before in projects or link.after in projects)
    ]


def _grouped(ties: Sequence[Tie[Spot]], *, by_end: bool) -> dict[Spot, tuple[Tie[Spot], ...]]:
    found: dict[Spot, tuple[Tie[Spot], ...]] = {}
    for tie in ties:
        spot = tie.after if by_end else tie.before
        found[spot] = (*found.get(spot, ()), tie)
    return found
