"""The sub-projects of an order in its plan: their days, their room, the critical path (S63).

Room is what a piece may slip, in working days, before the order's end moves. A piece from which the
end follows is critical, and so is one without room. Slack is measured by the limits of the trade.
"""

from datetime import date

import msgspec

from sync.domain.critical_paths import critical_path
from sync.domain.dates import working_days_between
from sync.domain.ids import Id
from sync.domain.passes import Days, Frame
from sync.domain.project_ties import piece_at
from sync.domain.projects import Project, ProjectState, Span
from sync.domain.rooms import rooms


class PlannedProject(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-project's days; `latest_finish` and `slack` only while a limit follows it."""

    id: Id
    start: date
    finish: date
    latest_finish: date | None
    slack: int | None
    room: int
    is_settled: bool
    is_critical: bool


class LinkLeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A link that no day follows from, since it closes a loop; the loop as links name pieces."""

    link_id: Id
    loop: tuple[str, ...]


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """An order's sub-projects as planned, by start, and the critical path through all its pieces.

    `critical` names the pieces that the end follows from, the first one first.
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
    path = critical_path(frame, starts, finishes)
    found = [
        _planned(
            frame,
            project,
            Span(start=starts[project.id], finish=finishes[project.id]),
            latest=latest.get(project.id),
            room=room[project.id],
            is_critical=project.id in path or room[project.id] == 0,
        )
        for project in frame.ties.projects.values()
    ]
    return Network(
        projects=tuple(sorted(found, key=lambda each: (each.start, each.finish, each.id))),
        critical=tuple(piece_at(spot, frame.board) for spot in path),
        left_out=tuple(
            LinkLeftOut(
                link_id=each.tie.id,
                loop=tuple(piece_at(spot, frame.board) for spot in each.loop),
            )
            for each in frame.ties.left_out
        ),
        end=end,
    )


def _planned(
    frame: Frame,
    project: Project,
    days: Span,
    *,
    latest: date | None,
    room: int,
    is_critical: bool,
) -> PlannedProject:
    is_settled = project.state is ProjectState.DONE
    limit_on = None if is_settled else latest
    calendar = frame.calendars.company
    return PlannedProject(
        id=project.id,
        start=days.start,
        finish=days.finish,
        latest_finish=limit_on,
        slack=None if limit_on is None else working_days_between(days.finish, limit_on, calendar),
        room=room,
        is_settled=is_settled,
        is_critical=is_critical and not is_settled,
    )
