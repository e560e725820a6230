"""The sub-projects of an order in its plan: their days, their room, the critical path (S63).

Room is what a piece may slip, in working days, before the order's end moves; a piece without any is
critical. Slack is measured, as that of the steps, by the limits of the trade.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from sync.domain.dates import working_days_between
from sync.domain.ids import Id
from sync.domain.passes import Days, Frame, backward
from sync.domain.project_ties import Spot, piece_at
from sync.domain.projects import Project, ProjectState


class PlannedProject(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-project's days; `latest_finish` and `slack` only while a limit follows it."""

    id: Id
    start: date
    finish: date
    latest_finish: date | None
    slack: int | None
    room: int
    is_settled: bool

    @property
    def is_critical(self) -> bool:
        """Whether any slip of it moves the order's end."""
        return not self.is_settled and self.room == 0


class LinkLeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A link that no day follows from, since it closes a loop; the loop as links name pieces."""

    link_id: Id
    loop: tuple[str, ...]


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """An order's sub-projects as planned, by start, and the critical path through them and its steps.

    `critical` names the pieces without room, the first to end first.
    """

    projects: tuple[PlannedProject, ...]
    critical: tuple[str, ...]
    left_out: tuple[LinkLeftOut, ...]
    end: date

    def of(self, project_id: Id) -> PlannedProject | None:
        """Return a sub-project's days; None for one that is dropped."""
        return next((each for each in self.projects if each.id == project_id), None)


def network_of(frame: Frame, starts: Days, finishes: Days, latest: Days) -> Network | None:
    """Return how an order's sub-projects stand in its plan; None where it has none."""
    if not frame.ties.projects:
        return None
    end = max(finishes.values())
    room = rooms(frame, finishes, end)
    found = [
        _planned(frame, project, starts, finishes, latest, room[project.id])
        for project in frame.ties.projects.values()
    ]
    return Network(
        projects=tuple(sorted(found, key=lambda each: (each.start, each.finish, each.id))),
        critical=_critical(frame, finishes, room),
        left_out=tuple(
            LinkLeftOut(
                link_id=each.tie.id,
                loop=tuple(piece_at(spot, frame.board) for spot in each.loop),
            )
            for each in frame.ties.left_out
        ),
        end=end,
    )


def rooms(frame: Frame, finishes: Days, end: date) -> Mapping[Spot, int]:
    """Return by how many working days each piece may slip before the end moves.

    What ends on a closed day has no less than none.
    """
    last, calendar = backward(frame, end), frame.calendars.company
    return {
        spot: max(0, working_days_between(finish, last[spot], calendar))
        for spot, finish in finishes.items()
    }


def _planned(
    frame: Frame, project: Project, starts: Days, finishes: Days, latest: Days, room: int
) -> PlannedProject:
    is_settled = project.state is ProjectState.DONE
    finish = finishes[project.id]
    limit_on = None if is_settled else latest.get(project.id)
    calendar = frame.calendars.company
    return PlannedProject(
        id=project.id,
        start=starts[project.id],
        finish=finish,
        latest_finish=limit_on,
        slack=None if limit_on is None else working_days_between(finish, limit_on, calendar),
        room=room,
        is_settled=is_settled,
    )


def _critical(frame: Frame, finishes: Days, room: Mapping[Spot, int]) -> tuple[str, ...]:
    found = [
        (finishes[spot], piece_at(spot, frame.board))
        for spot, days in room.items()
        if days == 0 and not _is_settled(frame, spot)
    ]
    return tuple(piece for _, piece in sorted(found))


def _is_settled(frame: Frame, spot: Spot) -> bool:
    """Return whether a piece is over, or does not apply."""
    if isinstance(spot, str):
        return frame.ties.projects[spot].state is ProjectState.DONE
    subject, bit = spot
    board = frame.board
    return bool(bit & (board.settled[subject] | board.absent[subject]))
