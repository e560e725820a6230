"""Exceptions on this desk: the list, one room, and the timer that takes due steps up."""

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync import clock
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.domain.refusals import Refusal
from sync.domain.trouble_commands import RaiseEscalation
from sync.store import exception_lists
from sync.store.exception_lists import ExceptionRow, Room

__all__ = ["Escalator", "ExceptionList", "ExceptionRow", "Room", "RoomModel"]

NOUNS = (
    *("exceptions", "exception_notes", "whys", "escalations", "disputes", "tasks"),
    *("articles", "orders"),
)
TICK_MILLISECONDS = 60_000


class ExceptionList(QObject):
    """All exceptions of this desk, or of one order; read again when one changes."""

    read_anew = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._order_id: Id = ""
        self.rows: tuple[ExceptionRow, ...] = ()
        self.is_read = False
        desk.changed.connect(self._follow)

    def read(self, order_id: Id = "") -> None:
        """Read the list."""
        self._order_id = order_id
        self._desk.read(self._load, owner=self, done=self._take)

    def _load(self, connection: Connection) -> tuple[ExceptionRow, ...]:
        return exception_lists.read_exceptions(connection, self._order_id)

    def _take(self, found: tuple[ExceptionRow, ...]) -> None:
        self.rows, self.is_read = found, True
        self.read_anew.emit()

    def _follow(self, changes: Changes) -> None:
        if self.is_read and changes.touches(*NOUNS):
            self.read(self._order_id)


class RoomModel(QObject):
    """One exception's room."""

    loaded = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.exception_id: Id = ""
        self.room: Room | None = None
        desk.changed.connect(self._follow)

    def show_room(self, exception_id: Id) -> None:
        """Read a room."""
        if exception_id != self.exception_id:
            self.room = None
        self.exception_id = exception_id

        def load(connection: Connection) -> Room | None:
            return exception_lists.read_room(connection, exception_id)

        def take(found: Room | None) -> None:
            if exception_id == self.exception_id:
                self.room = found
                self.loaded.emit()

        self._desk.read(load, owner=self, done=take)

    def _follow(self, changes: Changes) -> None:
        if self.exception_id and changes.touches(*NOUNS):
            self.show_room(self.exception_id)


class Escalator(QObject):
    """Looks every minute which steps up are due and takes them; without a network too.

    A step has one id: that other desks take it too makes no second one.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tried: set[tuple[Id, int]] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now."""
        if not self._desk.is_seated:
            return
        now, calendar = clock.now(), self._desk.seat.rules.calendars.company

        def read(connection: Connection) -> tuple[RaiseEscalation, ...]:
            return exception_lists.read_due(connection, now=now, calendar=calendar)

        self._desk.read(read, owner=self, done=self._raise)

    def _raise(self, due: tuple[RaiseEscalation, ...]) -> None:
        for command in due:
            key = (command.exception_id or command.dispute_id, command.step)
            if key not in self._tried:
                self._tried.add(key)
                self._desk.do(
                    "escalation.raise", command, owner=self, done=_quiet, refused=_unasked
                )


def _quiet(_changes: Changes) -> None:
    """Say nothing: lists show it."""


def _unasked(_refusal: Refusal) -> None:
    """Say nothing: nobody asked for it."""
