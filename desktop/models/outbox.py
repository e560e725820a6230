"""The outbox as a list: what was done here, how far it has come, what needs the person."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.outbox_words import OutboxRow, OutboxWords
from desktop.theme.cells import Cell, Link, Text
from sync.actions.asked import asked, handled
from sync.domain.ids import Id, short
from sync.store import outbox, rows
from sync.store.outbox import OutboxItem, OutboxState

View = Literal["open", "done", "all"]
ROWS_MAX = 5_000
SOON_MILLISECONDS = 250
OPEN_ORDER = "order"

_STATES: dict[View, tuple[OutboxState, ...]] = {
    "open": (
        OutboxState.REFUSED,
        OutboxState.WAITING,
        OutboxState.SENT,
        OutboxState.SETTLING,
    ),
    "done": (OutboxState.DONE, OutboxState.HANDLED),
    "all": tuple(OutboxState),
}


class OutboxCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many operations are how far; `last` is when head office last decided one."""

    waiting: int = 0
    sent: int = 0
    done: int = 0
    refused: int = 0
    handled: int = 0
    last: datetime | None = None

    @property
    def open(self) -> int:
        """Return how many have not come to their end."""
        return self.waiting + self.sent + self.refused


class Outbox(QObject):
    """The outbox for a screen: choose a view, show `table`, read `counts`."""

    counted = Signal()

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        newest = desk.seat.rules.newest_process
        self._is_chinese = wording.is_chinese
        self.words = OutboxWords(wording, desk.process(newest))
        self._people = {
            user_id: desk.name_of(user_id, wording.language) for user_id in desk.seat.people
        }
        self.counts = OutboxCounts()
        self.view: View = "open"
        self.table: IdTable[OutboxRow] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=self._columns(),
            query=Query("", descending=False, filter=self.view),
            parent=self,
        )
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MILLISECONDS)
        self._soon.timeout.connect(self.reload)

    def choose(self, view: View) -> None:
        """Show the open ones, those at their end, or all."""
        self.view = view
        self.table.ask(Query("", descending=False, filter=view))
        self._count()

    def reload(self) -> None:
        """Read anew."""
        self._soon.stop()
        self.table.refresh(self.table.ids())
        self.table.reload()
        self._count()

    def reload_soon(self) -> None:
        """Read anew in a moment; several calls are one."""
        if not self._soon.isActive():
            self._soon.start()

    def drop(self, op_id: Id, note: str, done: Callable[[], None]) -> None:
        """Let go of a refused operation with a note: it stays to be read."""

        def write(connection: Connection) -> None:
            found = outbox.get_many(connection, (op_id,))
            refused = [item for item in found if item.state is OutboxState.REFUSED]
            outbox.settle(connection, [handled(item, note) for item in refused])

        def tell(_: None) -> None:
            self.reload()
            done()

        self._desk.write(write, owner=self, done=tell, failed=_raise)

    def _find(self, query: Query) -> list[Id]:
        states = next((each for view, each in _STATES.items() if view == query.filter), ())
        with self._desk.database.read() as connection:
            found = outbox.listing(connection, states, ROWS_MAX)
        if query.filter == "open":
            found.sort(key=lambda item: (item.state is not OutboxState.REFUSED, -item.seq))
        return [item.op_id for item in found]

    def _load(self, ids: Sequence[Id]) -> Mapping[Id, OutboxRow]:
        with self._desk.database.read() as connection:
            items = outbox.get_many(connection, ids)
            numbers = _orders(connection, items)
            return {item.op_id: self._row(connection, item, numbers) for item in items}

    def _row(
        self, connection: Connection, item: OutboxItem, numbers: Mapping[Id, str]
    ) -> OutboxRow:
        found = asked(item)
        values = (*found.set.values(), *found.seen.values())
        names = _names(connection, [text for text in map(str, values) if _is_id(text)])
        about = numbers.get(item.order_id, "")
        return OutboxRow(item=item, asked=found, about=about, names={**self._people, **names})

    def _count(self) -> None:
        def read(connection: Connection) -> OutboxCounts:
            counts = outbox.counts(connection)
            newest = outbox.listing(connection, (OutboxState.DONE,), 1)
            decided = newest[0].decided_at if newest else None
            sent = counts.get(OutboxState.SENT, 0) + counts.get(OutboxState.SETTLING, 0)
            return OutboxCounts(
                waiting=counts.get(OutboxState.WAITING, 0),
                sent=sent,
                done=counts.get(OutboxState.DONE, 0),
                refused=counts.get(OutboxState.REFUSED, 0),
                handled=counts.get(OutboxState.HANDLED, 0),
                last=datetime.fromisoformat(decided) if decided else None,
            )

        self._desk.read(read, owner=self, done=self._take_counts)

    def _take_counts(self, counts: OutboxCounts) -> None:
        self.counts = counts
        self.counted.emit()

    def _columns(self) -> tuple[Column[OutboxRow], ...]:
        words = self.words
        width = 108 if self._is_chinese else 138
        return (
            Column(
                "state", QCoreApplication.translate("Outbox", "State"), words.state, width=width
            ),
            Column("what", QCoreApplication.translate("Outbox", "What"), self._what),
            Column("about", QCoreApplication.translate("Outbox", "About"), self._about, width=120),
            Column("at", QCoreApplication.translate("Outbox", "When"), self._at, width=118),
            Column("next", QCoreApplication.translate("Outbox", "Once online"), self._next),
        )

    def _what(self, row: OutboxRow) -> Cell:
        return Text(self.words.what(row))

    def _about(self, row: OutboxRow) -> Cell:
        return Link(row.about, OPEN_ORDER) if row.about else Text("")

    def _at(self, row: OutboxRow) -> Cell:
        return Text(self.words.at(row), ink="ink2")

    def _next(self, row: OutboxRow) -> Cell:
        return Text(self.words.next_step(row), ink="ink2")


def _orders(connection: Connection, items: Sequence[OutboxItem]) -> dict[Id, str]:
    ids = {item.order_id for item in items} - {""}
    found = rows.get_many(connection, "orders", ids)
    return {key: str(row["order_no"] or f"draft-{short(key)}") for key, row in found.items()}


def _names(connection: Connection, ids: Sequence[Id]) -> dict[Id, str]:
    """Return what ids among the values stand for."""
    names: dict[Id, str] = {}
    for entity, column in (("partners", "name"), ("products", "code")):
        found = rows.get_many(connection, entity, ids) if ids else {}
        names |= {key: str(row[column]) for key, row in found.items()}
    return names


def _is_id(value: str) -> bool:
    return len(value) == 32 and value.isalnum()


def _raise(error: Exception) -> None:
    raise error
