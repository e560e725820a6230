"""Keeps what is half typed: 300 ms after the last key, until it is done or let go."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync import clock
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store import drafts
from sync.store.drafts import Draft

PAUSE_MILLISECONDS = 300


class DraftKept(msgspec.Struct, frozen=True):
    """A draft is safe on this device: which form, since when."""

    form: str
    at: datetime


class Drafts(QObject):
    """The drafts of one page's forms. `form` names the form and the row: "order.edit/<id>".

    All of it runs on the lane that writes, so that a form shown again never reads what is older
    than what was typed.
    """

    kept = Signal(object)  # a DraftKept

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent or desk)
        self._desk = desk
        self._waiting: dict[str, Draft] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.flush)

    def keep(self, form: str, order_id: Id, fields: Mapping[str, Value]) -> None:
        """Keep a form as it stands; it is written once the person pauses."""
        self._waiting[form] = Draft(
            form=form, order_id=order_id, fields=dict(fields), saved_at=clock.now()
        )
        self._pause.start()

    def flush(self) -> None:
        """Write what waits now: a page is left, the window closes."""
        self._pause.stop()
        waiting, self._waiting = self._waiting, {}
        for draft in waiting.values():
            self._write(draft)

    def load(self, form: str, done: Callable[[dict[str, Value]], None]) -> None:
        """Give what was typed into a form to `done`; empty when there is no draft."""
        waiting = self._waiting.get(form)
        if waiting is not None:
            done(dict(waiting.fields))
            return

        def read(connection: Connection) -> dict[str, Value]:
            found = drafts.load(connection, form)
            return {} if found is None else found.fields

        self._desk.write(read, owner=self, done=done, failed=_raise)

    def forget(self, form: str) -> None:
        """Let go of a draft: it was done, or is not wanted."""
        self._waiting.pop(form, None)
        self._desk.write(
            lambda connection: drafts.discard(connection, form),
            owner=self,
            done=_ignore,
            failed=_raise,
        )

    def _write(self, draft: Draft) -> None:
        def tell(_: None) -> None:
            self.kept.emit(DraftKept(draft.form, draft.saved_at))

        self._desk.write(
            lambda connection: drafts.save(connection, draft),
            owner=self,
            done=tell,
            failed=_raise,
        )


def _ignore(_: None) -> None:
    return


def _raise(error: Exception) -> None:
    raise error
