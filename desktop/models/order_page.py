"""One order with all that its page shows: read at once in the background, again when it changes."""

from datetime import date, datetime

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.order_names import names_in
from sync import clock
from sync.domain.articles import Article
from sync.domain.ball import Ball, ball_of
from sync.domain.changes import Changes
from sync.domain.comments import Comment
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.dates import Calendars
from sync.domain.entities import ENTITIES
from sync.domain.facts import OrderFacts
from sync.domain.history import HistoryEntry
from sync.domain.ids import Id
from sync.domain.permissions import hidden_fields
from sync.domain.phases import Summary, summarise
from sync.domain.process import Process
from sync.domain.progress import NodeView, node_states
from sync.domain.projects import ProjectBaseline
from sync.domain.records import record
from sync.domain.scheduling import Plan, plan
from sync.domain.states import Board, board_of
from sync.domain.summaries import WarningRow
from sync.domain.tasks import Task
from sync.store import article_lists, derived, exception_lists, order_pages, rows
from sync.store.facts import load_facts
from sync.store.order_pages import PendingDeed, RowKey
from sync.store.outbox import OutboxState
from sync.store.sights import hidden_here

_RECENT = 60
_MASTER_NOUNS = ("users", "partners", "products", "calendar_days", "config_items", "articles")


class OrderPicture(msgspec.Struct, frozen=True, kw_only=True):
    """An order as its page shows it, of one moment."""

    facts: OrderFacts
    process: Process
    board: Board
    calendars: Calendars
    views: tuple[NodeView, ...]
    planned: Plan
    summary: Summary
    ball: Ball | None
    warnings: tuple[WarningRow, ...]
    exceptions: int
    lessons: tuple[Article, ...]
    baselines: tuple[ProjectBaseline, ...]
    tasks: tuple[Task, ...]
    comments: tuple[Comment, ...]
    conflicts: tuple[Conflict, ...]
    recent: tuple[HistoryEntry, ...]
    pending: tuple[PendingDeed, ...]
    states: dict[RowKey, OutboxState]
    names: dict[str, str]
    hidden: dict[str, frozenset[str]]
    today: date
    read_at: datetime


class OrderModel(QObject):
    """The order that the page shows; `loaded` carries an OrderPicture, `missing` nothing."""

    loaded = Signal(object)
    missing = Signal()

    def __init__(self, desk: Desk, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.picture: OrderPicture | None = None
        self._language = language
        self._order_id: Id = ""
        desk.changed.connect(self._look_again)
        desk.seated.connect(self.reload)

    @property
    def order_id(self) -> Id:
        """Return the id of the order shown; empty at first."""
        return self._order_id

    def show_order(self, order_id: Id) -> None:
        """Read an order; the one shown before is let go of when it is another."""
        if order_id != self._order_id:
            self.picture = None
        self._order_id = order_id
        self.reload()

    def reload(self) -> None:
        """Read the order again."""
        if self._order_id and self.desk.is_seated:
            wanted = self._order_id
            self.desk.read(
                lambda connection: self._read(connection, wanted), owner=self, done=self._take
            )

    def _look_again(self, changes: Changes) -> None:
        concerned = self._order_id in changes.orders or changes.touches(*_MASTER_NOUNS)
        if self._order_id and (concerned or not changes.rows):
            self.reload()

    def _take(self, picture: OrderPicture | None) -> None:
        self.picture = picture
        if picture is None:
            self.missing.emit()
        elif picture.facts.order.id == self._order_id:
            self.loaded.emit(picture)

    def _read(self, connection: Connection, order_id: Id) -> OrderPicture | None:
        facts = next(load_facts(connection, [order_id], hidden_here(connection)), None)
        if facts is None:
            return None
        return read_picture(connection, facts, desk=self.desk, language=self._language)


def read_picture(
    connection: Connection, facts: OrderFacts, *, desk: Desk, language: str
) -> OrderPicture:
    """Return an order as its page shows it now."""
    now, order_id = clock.now(), facts.order.id
    today = clock.today(now)
    seat = desk.seat
    process, calendars = desk.process(facts.order.process_version), seat.rules.calendars
    pending = order_pages.pending_deeds(connection, order_id)
    conflicts = rows.find(connection, "conflicts", "order_id", order_id)
    comments = [
        record(Comment, row) for row in rows.find(connection, "comments", "order_id", order_id)
    ]
    roles = seat.actor("").roles
    views = node_states(facts, process, today=today)
    summary = summarise(facts, process, calendars=calendars, today=today)
    return OrderPicture(
        facts=facts,
        process=process,
        board=board_of(facts, process),
        calendars=calendars,
        views=views,
        planned=plan(facts, process, calendars, now),
        summary=summary,
        ball=ball_of(facts, summary.current, views),
        warnings=_warnings(connection, order_id),
        exceptions=exception_lists.count_open(connection, order_id),
        lessons=article_lists.published(connection),
        baselines=_baselines(connection, order_id),
        tasks=tuple(
            record(Task, row) for row in rows.find(connection, "tasks", "order_id", order_id)
        ),
        comments=tuple(sorted(comments, key=lambda comment: (comment.written_at, comment.id))),
        conflicts=tuple(
            record(Conflict, row) for row in conflicts if row["state"] == ConflictState.OPEN.value
        ),
        recent=tuple(order_pages.history_of(connection, order_id, limit=_RECENT)),
        pending=tuple(pending),
        states=order_pages.states_of_rows(pending),
        names=names_in(connection, facts, people=seat.people, language=language),
        hidden={
            noun: hidden_fields(roles, noun, permissions=seat.rules.permissions)
            for noun in ENTITIES
            if noun in seat.rules.permissions.entities
        },
        today=today,
        read_at=now,
    )


def _baselines(connection: Connection, order_id: Id) -> tuple[ProjectBaseline, ...]:
    found = rows.find(connection, "project_baselines", "order_id", order_id)
    baselines = (record(ProjectBaseline, row) for row in found)
    return tuple(sorted(baselines, key=lambda each: (each.number, each.id)))


def _warnings(connection: Connection, order_id: Id) -> tuple[WarningRow, ...]:
    found = derived.everything(connection, WarningRow, [derived.warnings.c.order_id == order_id])
    levels = ("urgent", "warning", "watch")
    return tuple(sorted(found, key=lambda row: (levels.index(row.level), row.id)))
