"""Sub-projects of sample orders that are being made: tooling, samples, a certificate, lots."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from sync import clock
from sync.domain.dates import add_working_days, next_open
from sync.domain.facts import OrderFacts
from sync.domain.ids import row_id
from sync.domain.orders import OrderState
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.people import Role
from sync.domain.phases import summarise
from sync.domain.project_baselines import days_noted
from sync.domain.projects import (
    Project,
    ProjectBaseline,
    ProjectKind,
    ProjectLink,
    ProjectState,
    link_id,
    place_of,
)
from sync.domain.records import Record
from sync.domain.scheduling import plan
from sync.domain.tasks import Task
from sync.server.sample_orders import Told, World

Rows = Iterator[tuple[str, Record]]
_ORDERS_EACH = 2
"""Orders of each seller that are divided into sub-projects, those under a credit first."""
_TIGHT = 2
"""Orders of the first seller that are divided although they sail soon: theirs is late."""
_ROOMY = 8
_WHOLE = 24
"""Days to the sailing's buffer: from how many on an order is divided, and takes its time."""
_BUFFER = 11


class _Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One sub-project by its days from today: planned, and as it was agreed."""

    name: str
    kind: ProjectKind
    role: Role
    begins: int
    ends: int
    state: ProjectState = ProjectState.PLANNED


_PIECES = (
    _Piece(
        name="开模",
        kind=ProjectKind.TOOLING,
        role=Role.PRD,
        begins=-24,
        ends=-11,
        state=ProjectState.DONE,
    ),
    _Piece(
        name="打样确认",
        kind=ProjectKind.SAMPLE,
        role=Role.QC,
        begins=-7,
        ends=4,
        state=ProjectState.ACTIVE,
    ),
    _Piece(name="LFGB 认证", kind=ProjectKind.CERTIFICATION, role=Role.PUR, begins=1, ends=9),
    _Piece(name="第 1 批生产", kind=ProjectKind.LOT, role=Role.PRD, begins=5, ends=14),
    _Piece(name="第 2 批生产", kind=ProjectKind.LOT, role=Role.PRD, begins=12, ends=20),
)
_WAITS = ((0, 1, 0), (1, 3, 1), (3, 4, 0))
"""Which piece comes before which, and the working days between."""
_SLIPPED = 3
"""Working days by which the samples are later than what was agreed."""


def project_rows(told: Sequence[Told], world: World) -> Rows:
    """Yield the sub-projects of some orders of each seller, what ties them, what was agreed."""
    for place, seller in enumerate(world.cast.sellers()):
        own = [each for each in told if each.facts.order.owner_id == seller.id]
        made = [each.facts for each in own if _is_being_made(each.facts, world)]
        made.sort(key=_credit_first)
        roomy = [facts for facts in made if _days_left(facts, world) >= _ROOMY]
        chosen = [*(made[:_TIGHT] if place == 0 else ()), *roomy[:_ORDERS_EACH]]
        for facts in {each.order.id: each for each in chosen}.values():
            yield from _rows_of(facts, world)


def _is_being_made(facts: OrderFacts, world: World) -> bool:
    """Return whether an order is between its purchases and its finished goods."""
    if facts.order.state is not OrderState.OPEN or facts.order.signed_on is None:
        return False
    today = clock.today(world.now)
    standing = summarise(facts, world.process, calendars=world.calendars, today=today)
    return standing.current is not None and standing.current.node in ("N08", "N09", "N10")


def _credit_first(facts: OrderFacts) -> tuple[bool, str]:
    order = facts.order
    return order.payment_term not in LETTER_OF_CREDIT, order.order_no


def _days_left(facts: OrderFacts, world: World) -> int:
    """Return the days until the goods must be ready for the first sailing that is planned."""
    sailings = [each.etd for each in facts.shipments if each.etd is not None]
    if not sailings:
        return _WHOLE
    return (min(sailings) - clock.today(world.now)).days - _BUFFER


def _rows_of(facts: OrderFacts, world: World) -> Rows:
    projects = tuple(_project(facts, piece, world) for piece in _PIECES)
    links = tuple(_links(facts, projects, world.now))
    yield from (("projects", each) for each in projects)
    yield from (("project_links", each) for each in links)
    yield from (("project_baselines", each) for each in _baselines(facts, projects, links, world))
    yield "tasks", _task(projects[1], world.now)


def _project(facts: OrderFacts, piece: _Piece, world: World) -> Project:
    left = min(_WHOLE, max(_ROOMY, _days_left(facts, world)))
    begins, ends = (_scaled(day, left) for day in (piece.begins, piece.ends))
    start, finish = _day(begins, world), _day(ends, world)
    is_begun = piece.state is not ProjectState.PLANNED
    return Project(
        id=row_id("sample project", facts.order.id, piece.name),
        order_id=facts.order.id,
        name=piece.name,
        kind=piece.kind,
        owner_id=world.cast.with_role(piece.role)[0].id,
        planned_start=start,
        planned_finish=finish,
        state=piece.state,
        started_on=start if is_begun else None,
        finished_on=finish if piece.state is ProjectState.DONE else None,
        created_by=facts.order.owner_id,
        created_at=world.now - timedelta(days=26),
    )


def _scaled(offset: int, left: int) -> int:
    """Return a day to come nearer by, where there are fewer days left."""
    return offset if offset < 0 else offset * left // _WHOLE


def _day(offset: int, world: World) -> date:
    day = clock.today(world.now) + timedelta(days=offset)
    return next_open(day, world.calendars.company)


def _links(facts: OrderFacts, projects: Sequence[Project], now: datetime) -> Iterator[ProjectLink]:
    tied = [(projects[a].id, projects[b].id, lag) for a, b, lag in _WAITS]
    for shipment in facts.shipments[:1]:
        tied.append((projects[4].id, place_of(shipment.id, "N11"), 0))
        tied.append((projects[2].id, place_of(shipment.id, "N15"), 0))
    for before, after, lag in tied:
        yield ProjectLink(
            id=link_id(before, after),
            order_id=facts.order.id,
            before=before,
            after=after,
            lag_days=lag,
            made_by=facts.order.owner_id,
            made_at=now - timedelta(days=25),
        )


def _baselines(
    facts: OrderFacts, projects: Sequence[Project], links: Sequence[ProjectLink], world: World
) -> Iterator[ProjectBaseline]:
    """Yield what was agreed at first, and again when the certificate was asked for."""
    for number, pieces, slip, days, reason in (
        (1, (0, 1, 3, 4), _SLIPPED + 2, 24, ""),
        (2, (0, 1, 2, 3, 4), _SLIPPED, 8, "客户补要 LFGB 认证，交期顺延两天，已书面确认。"),
    ):
        agreed = tuple(_earlier(projects[place], slip, world) for place in pieces)
        network = plan(
            msgspec.structs.replace(facts, projects=agreed, project_links=tuple(links)),
            world.process,
            world.calendars,
            world.now,
        ).network
        if network is not None:
            yield ProjectBaseline(
                id=row_id("sample baseline", facts.order.id, str(number)),
                order_id=facts.order.id,
                number=number,
                days=days_noted(network),
                end_on=network.end,
                reason=reason,
                set_by=facts.order.owner_id,
                set_at=world.now - timedelta(days=days),
            )


def _earlier(project: Project, slip: int, world: World) -> Project:
    """Return a sub-project as it was agreed: the samples were to be there sooner."""
    if project.kind is not ProjectKind.SAMPLE:
        return project
    finish = add_working_days(project.planned_finish, -slip, world.calendars.company)
    return msgspec.structs.replace(project, planned_finish=finish)


def _task(samples: Project, now: datetime) -> Task:
    return Task(
        id=row_id("sample task of project", samples.id),
        order_id=samples.order_id,
        title="请客户确认封样",
        assignee_id=samples.owner_id,
        due_on=samples.planned_finish,
        project_id=samples.id,
        created_by=samples.created_by,
        created_at=now - timedelta(days=6),
    )
