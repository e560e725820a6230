"""The sub-projects of the order that a page shows: rows, bars, what each waits for, slips."""

from datetime import date

import msgspec

from desktop.messages import Wording
from desktop.models.order_page import OrderPicture
from desktop.theme.cells import Cell, Mark, Span
from sync.domain.ids import Id
from sync.domain.process import Scope
from sync.domain.project_baselines import Comparison, Shift, compared, newest
from sync.domain.project_names import piece_called
from sync.domain.project_plans import PlannedProject
from sync.domain.project_slips import Effect, effect_of_slip
from sync.domain.projects import Project, ProjectLink, ProjectState, place_of

MARK = " → "


class ProjectRow(msgspec.Struct, frozen=True, kw_only=True):
    """One sub-project with its days in the plan of now; none where it is dropped."""

    project: Project
    days: PlannedProject | None
    shift: Shift | None
    links: tuple[ProjectLink, ...]
    """What it waits for."""


class ProjectsPicture(msgspec.Struct, frozen=True, kw_only=True):
    """All sub-projects of an order by id, and the days between which their bars stand."""

    rows: dict[Id, ProjectRow]
    first: date
    last: date
    compared: Comparison | None


def projects_of(picture: OrderPicture) -> ProjectsPicture:
    """Return an order's sub-projects, by start; dropped ones last."""
    network, calendar = picture.planned.network, picture.calendars.company
    baseline = newest(picture.baselines)
    told = compared(baseline, network, calendar) if baseline and network else None
    found = [
        ProjectRow(
            project=project,
            days=None if network is None else network.of(project.id),
            shift=None if told is None else told.of(project.id),
            links=tuple(link for link in picture.facts.project_links if link.after == project.id),
        )
        for project in picture.facts.projects
    ]
    found.sort(key=_place)
    days = [day for row in found for day in _days(row)] or [picture.today]
    return ProjectsPicture(
        rows={row.project.id: row for row in found},
        first=min(days),
        last=max(days),
        compared=told,
    )


def bar(row: ProjectRow, whole: ProjectsPicture, today: date, wording: Wording) -> Cell:
    """Return a sub-project's days as a bar, with those agreed below it."""
    days = row.days
    if days is None:
        return Span(0, 0, "")
    text = f"{wording.day(days.start)} – {wording.day(days.finish)}"
    was = None
    if row.shift is not None:
        was = (_share(row.shift.was.start, whole), _share(row.shift.was.finish, whole, ends=True))
    return Span(
        _share(days.start, whole),
        _share(days.finish, whole, ends=True),
        text,
        "control" if days.is_settled else "accent" if days.is_critical else "bar",
        was,
        _share(today, whole) if whole.first <= today <= whole.last else None,
    )


def room_mark(row: ProjectRow, wording: Wording) -> Mark:
    """Return how a sub-project stands: over, short of a limit, critical, or with room."""
    days, is_active = row.days, row.project.state is ProjectState.ACTIVE
    if days is None:
        return Mark(wording.words("state_dropped"), "dash", "neutral")
    if days.is_settled:
        return Mark(wording.words("project_over"), "tick", "neutral")
    critical = wording.words("project_critical")
    if days.slack is not None and days.slack < 0:
        said = wording.words("project_misses", {"days": -days.slack})
        said = f"{said} · {critical}" if days.is_critical else said
        return Mark(said, "octagon", "urgent")
    if days.is_critical:
        return Mark(critical, "diamond", "active")
    said = wording.words("project_room", {"days": days.room})
    return Mark(said, "half_disc" if is_active else "ring", "neutral")


def called(picture: OrderPicture, piece: str, wording: Wording) -> str:
    """Return what a piece is called in the window's language."""
    zh, en = piece_called(picture.facts, picture.process, piece)
    return wording.pair(zh, en)


def waits_said(picture: OrderPicture, row: ProjectRow, wording: Wording) -> str:
    """Return what a sub-project waits for, with the working days between."""
    return wording.pair("、", ", ").join(link_said(picture, link, wording) for link in row.links)


def link_said(picture: OrderPicture, link: ProjectLink, wording: Wording) -> str:
    """Return what a link waits for, with the working days between."""
    name = called(picture, link.before, wording)
    return f"{name} +{link.lag_days}" if link.lag_days else name


def loops_said(picture: OrderPicture, wording: Wording) -> list[str]:
    """Return a sentence for each link that the plan leaves out."""
    network = picture.planned.network
    said: list[str] = []
    for each in () if network is None else network.left_out:
        names = (called(picture, piece, wording) for piece in (*each.loop, each.loop[0]))
        said.append(wording.words("loop_left_out", {"loop": MARK.join(names)}))
    return said


def ends_said(picture: OrderPicture, whole: ProjectsPicture, wording: Wording) -> list[str]:
    """Return when the order ends, by which path, and how that compares with what was agreed."""
    network, told = picture.planned.network, whole.compared
    if network is None:
        return []
    said = [wording.words("project_end", {"end": network.end.isoformat()})]
    if told is not None and told.end_was is not None:
        facts = {"was": told.end_was.isoformat(), "end": told.end_now.isoformat()}
        numbers = {"number": told.number, "days": told.days}
        said = [wording.words("project_end_was", {**facts, **numbers})]
    path = MARK.join(called(picture, piece, wording) for piece in network.critical)
    return [*said, wording.words("project_path", {"path": path})] if path else said


def effect_said(picture: OrderPicture, project: Project, days: int, wording: Wording) -> str:
    """Return what the order's end does if a sub-project takes longer; empty if it is over."""
    found: Effect | None = effect_of_slip(
        picture.facts,
        picture.board,
        picture.calendars,
        now=picture.read_at,
        project_id=project.id,
        days=days,
    )
    if found is None:
        return ""
    ends = {"was": found.end_was.isoformat(), "end": found.end_now.isoformat()}
    code = "project_slip" if found.days else "project_slip_none"
    return wording.words(code, {"name": project.name, "slip": days, "days": found.days, **ends})


def pieces_offered(picture: OrderPicture, wording: Wording) -> list[tuple[str, str]]:
    """Return what a link may name: sub-projects first, then steps of the order, of shipments."""
    facts = picture.facts
    found = [
        (project.id, project.name)
        for project in facts.projects
        if project.state is not ProjectState.DROPPED
    ]
    subjects: dict[Scope, list[Id]] = {
        Scope.ORDER: [facts.order.id],
        Scope.SHIPMENT: [shipment.id for shipment in facts.shipments],
    }
    for node in picture.process.nodes:
        for subject_id in subjects.get(node.scope, ()):
            piece = place_of(subject_id, node.id)
            found.append((piece, called(picture, piece, wording)))
    return found


def _place(row: ProjectRow) -> tuple[bool, date, date, Id]:
    project, days = row.project, row.days
    start = project.planned_start if days is None else days.start
    finish = project.planned_finish if days is None else days.finish
    return project.state is ProjectState.DROPPED, start, finish, project.id


def _days(row: ProjectRow) -> list[date]:
    found = [] if row.days is None else [row.days.start, row.days.finish]
    return found if row.shift is None else [*found, row.shift.was.start, row.shift.was.finish]


def _share(day: date, whole: ProjectsPicture, *, ends: bool = False) -> float:
    length = (whole.last - whole.first).days + 1
    return ((day - whole.first).days + ends) / length
