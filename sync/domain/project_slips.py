"""What a slip of one sub-project would move: the order's end, and what waits for it (S63)."""

from datetime import date, datetime

import msgspec

from sync.domain.dates import Calendars, working_days_between
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.projects import place_of, slipped
from sync.domain.scheduling import Plan, planned
from sync.domain.states import Board


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A piece that would end later, by so many working days."""

    piece: str
    was: date
    now: date
    days: int


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """By how much the order's end would move, and which pieces, the most first."""

    slip: int
    end_was: date
    end_now: date
    days: int
    moved: tuple[Moved, ...]


def effect_of_slip(
    facts: OrderFacts,
    board: Board,
    calendars: Calendars,
    *,
    now: datetime,
    project_id: Id,
    days: int,
) -> Effect | None:
    """Return what it moves if a sub-project takes some working days longer; None if it is over."""
    stands = planned(facts, board, calendars, now)
    later = tuple(
        slipped(each, days, calendars.company) if each.id == project_id else each
        for each in facts.projects
    )
    slips = planned(msgspec.structs.replace(facts, projects=later), board, calendars, now)
    if stands.network is None or slips.network is None or not _is_open(stands, project_id):
        return None
    was, is_now = _ends(stands), _ends(slips)
    moved = [
        Moved(
            piece=piece,
            was=was[piece],
            now=day,
            days=working_days_between(was[piece], day, calendars.company),
        )
        for piece, day in is_now.items()
        if piece in was and day > was[piece]
    ]
    end_was, end_now = stands.network.end, slips.network.end
    return Effect(
        slip=days,
        end_was=end_was,
        end_now=end_now,
        days=working_days_between(end_was, end_now, calendars.company),
        moved=tuple(sorted(moved, key=lambda each: (-each.days, each.was, each.piece))),
    )


def _is_open(plan: Plan, project_id: Id) -> bool:
    found = None if plan.network is None else plan.network.of(project_id)
    return found is not None and not found.is_settled


def _ends(plan: Plan) -> dict[str, date]:
    """Return when each piece ends."""
    ends = {
        place_of(node.subject_id, node.node): node.finish
        for node in plan.nodes
        if node.finish is not None
    }
    projects = plan.network.projects if plan.network else ()
    return ends | {each.id: each.finish for each in projects}
