"""What went wrong on some of the sample's orders, and what the company has learned."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from sync.domain.articles import REVIEW_DAYS, STALE_DAYS, Article, ArticleState
from sync.domain.exceptions import (
    ExceptionNote,
    ExceptionState,
    NoteKind,
    OrderException,
    Severity,
    band_of,
    bump_of,
)
from sync.domain.ids import Id, row_id
from sync.domain.orders import OrderState
from sync.domain.people import Role
from sync.domain.records import Record
from sync.domain.tasks import Task
from sync.domain.whys import Why
from sync.server.sample_orders import Told, World
from sync.server.sample_words import Trouble, words

EVERY = 9
"""Of the open orders under way every ninth has had trouble."""


def trouble_rows(told: list[Told], world: World) -> Iterator[tuple[str, Record]]:
    """Yield exceptions in different states with their rooms, then the knowledge."""
    busy = [
        each
        for each in told
        if each.facts.order.state is OrderState.OPEN
        and any(node.started_at for node in each.facts.nodes)
    ]
    for number, each in enumerate(busy[::EVERY]):
        yield from _trouble(each, number, world)
    yield from _lessons(world)


def _trouble(told: Told, number: int, world: World) -> Iterator[tuple[str, Record]]:
    case = words().troubles[number % len(words().troubles)]
    order, made = told.facts.order, row_id("sample trouble", told.plot.id)
    began = world.now - timedelta(hours=3 + 7 * number)
    amounts = (line.quantity * (line.unit_price or Decimal(0)) for line in told.facts.lines)
    band = band_of(sum(amounts, Decimal(0)))
    state = ExceptionState(case.state)
    is_seen = state is not ExceptionState.OPEN
    is_closed = state is ExceptionState.CLOSED
    yield (
        "exceptions",
        OrderException(
            id=made,
            order_id=order.id,
            node=case.node,
            exception_code=case.code,
            title=case.title,
            severity=Severity(case.severity),
            band=band,
            bump=bump_of(band, is_key_account=False),
            state=state,
            owner_id=order.owner_id,
            is_complaint=case.code == "C23",
            buyer_sees=case.code == "C23",
            buyer_answer=case.result if case.code == "C23" else "",
            root_cause=case.cause if case.whys else "",
            result=case.result if is_closed else "",
            created_by=order.owner_id,
            created_at=began,
            seen_at=began + timedelta(minutes=10) if is_seen else None,
            contained_at=began + timedelta(hours=1) if is_seen else None,
            closed_by=order.owner_id if is_closed else "",
            closed_at=began + timedelta(hours=2) if is_closed else None,
        ),
    )
    yield from _room(told, case, made, began)


def _room(told: Told, case: Trouble, made: Id, began: datetime) -> Iterator[tuple[str, Record]]:
    """Yield what was said about an exception, and what is to be done."""
    order = told.facts.order
    for place, (kind, text) in enumerate(case.notes):
        yield (
            "exception_notes",
            ExceptionNote(
                id=row_id("sample note", made, str(place)),
                order_id=order.id,
                exception_id=made,
                kind=NoteKind(kind),
                text=text,
                author_id=order.owner_id,
                written_at=began + timedelta(minutes=12 + 6 * place),
            ),
        )
    for level, answer in enumerate(case.whys, 1):
        yield (
            "whys",
            Why(
                id=row_id("why", made, "1", str(level)),
                order_id=order.id,
                exception_id=made,
                level=level,
                answer=answer,
                author_id=order.owner_id,
                written_at=began + timedelta(hours=1, minutes=level),
            ),
        )
    if case.action:
        yield (
            "tasks",
            Task(
                id=row_id("sample action", made),
                order_id=order.id,
                subject_id=made,
                node=case.node,
                title=case.action,
                assignee_id=order.owner_id,
                due_on=told.plot.clock.today + timedelta(days=2),
                created_by=order.owner_id,
                created_at=began + timedelta(hours=1),
            ),
        )


def _lessons(world: World) -> Iterator[tuple[str, Record]]:
    clerk, manager = world.cast.with_role(Role.DOC)[0], world.cast.with_role(Role.MGR)[0]
    for number, lesson in enumerate(words().lessons):
        age = STALE_DAYS + 20 if lesson.is_old else 30 + number
        reviewed = world.now - timedelta(days=age)
        yield (
            "articles",
            Article(
                id=row_id("sample lesson", str(world.seed), str(number)),
                title=lesson.title,
                symptom=lesson.symptom,
                solution=lesson.solution,
                prevention=lesson.prevention,
                at_nodes=lesson.nodes,
                codes=lesson.codes,
                ports=lesson.ports,
                state=ArticleState.DRAFT if lesson.is_draft else ArticleState.PUBLISHED,
                created_by=clerk.id,
                created_at=reviewed - timedelta(days=3),
                reviewed_by="" if lesson.is_draft else manager.id,
                reviewed_on=None if lesson.is_draft else reviewed.date(),
                valid_until=None
                if lesson.is_draft
                else (reviewed + timedelta(days=REVIEW_DAYS)).date(),
            ),
        )
