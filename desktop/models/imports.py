"""An import in the window: the file, the plan, the trial, and bringing it in with progress."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.domain.import_plans import Cancelled, ImportPlan, ImportResult, OnProgress
from sync.domain.refusals import Refusal, Refused

__all__ = ["ImportJob", "Importer", "Progress"]


_WATCH_MILLISECONDS = 100
"""How often a running step is asked how far it is: the window needs no more."""


class Importer(Protocol):
    """Who reads foreign files; `sync.client.importing.SheetImporter` does, given by the app."""

    def look_at(self, path: Path) -> ImportPlan:
        """Return what the file seems to be. Raise Refused."""
        ...

    def try_out(self, path: Path, plan: ImportPlan, on_progress: OnProgress) -> ImportResult:
        """Return what the import would bring. Raise Refused or Cancelled."""
        ...

    def bring_in(self, path: Path, plan: ImportPlan, on_progress: OnProgress) -> ImportResult:
        """Bring the orders in. Raise Refused."""
        ...

    def save_rejected(self, path: Path) -> int:
        """Write the rejected rows with their reasons; return how many."""
        ...


class Progress(msgspec.Struct, frozen=True):
    """How far a long step is."""

    done: int
    total: int


class ImportJob(QObject):
    """One import, step by step; every step runs in the background and can be stopped."""

    planned = Signal()
    tried = Signal()
    finished = Signal()
    progressed = Signal(object)  # a Progress
    refused = Signal(object)  # a Refusal
    stopped = Signal()

    def __init__(self, desk: Desk, importer: Importer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._importer = importer
        self.path = Path()
        self.plan: ImportPlan | None = None
        self.result: ImportResult | None = None
        self.is_running = False
        self._wants_stop = False
        self._progress: Progress | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MILLISECONDS)
        self._watch.timeout.connect(self._tell_progress)

    def choose(self, path: Path) -> None:
        """Look at a file: what it is, what its columns mean."""
        self.path, self.plan, self.result = path, None, None
        self._run(lambda: self._importer.look_at(path), self._take_plan)

    def take(self, field: str, heading: str) -> None:
        """Take a column for a field; no heading leaves the field out."""
        if self.plan is not None:
            others = {
                name: column
                for name, column in self.plan.columns.items()
                if name != field and column != heading
            }
            columns = {**others, field: heading} if heading else others
            self.plan = msgspec.structs.replace(self.plan, columns=columns)
            self.result = None

    def try_out(self) -> None:
        """See what the import would bring; nothing is changed."""
        plan, path = self.plan, self.path
        if plan is not None:
            self._run(lambda: self._importer.try_out(path, plan, self._report), self._take_trial)

    def bring_in(self) -> None:
        """Bring the orders in."""
        plan, path = self.plan, self.path
        if plan is not None:
            self._run(lambda: self._importer.bring_in(path, plan, self._report), self._take_result)

    def stop(self) -> None:
        """Stop the step that runs, at the next order."""
        self._wants_stop = True

    def save_rejected(self, path: Path, done: Callable[[int], None]) -> None:
        """Write the rejected rows where the person wants them."""
        self._desk.background.network(
            lambda: self._importer.save_rejected(path), owner=self, done=done, failed=self._fail
        )

    def _run(
        self, step: Callable[[], ImportPlan | ImportResult], done: Callable[..., None]
    ) -> None:
        if self.is_running:
            return
        self.is_running, self._wants_stop, self._progress = True, False, None
        self._watch.start()

        def settle(result: ImportPlan | ImportResult) -> None:
            self._come_to_rest()
            done(result)

        self._desk.background.network(step, owner=self, done=settle, failed=self._fail)

    def _report(self, done: int, total: int) -> bool:
        """Note how far the step is; called on its own thread, so that it only leaves a note."""
        self._progress = Progress(done, total)
        return not self._wants_stop

    def _tell_progress(self) -> None:
        if self._progress is not None:
            self.progressed.emit(self._progress)

    def _come_to_rest(self) -> None:
        self.is_running = False
        self._watch.stop()

    def _take_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        self.planned.emit()

    def _take_trial(self, result: ImportResult) -> None:
        self.result = result
        self.tried.emit()

    def _take_result(self, result: ImportResult) -> None:
        self.result = result
        nouns = ("orders", "order_lines", "partners", "products", "shipments")
        self._desk.changed.emit(Changes(rows={noun: frozenset() for noun in nouns}))
        self._desk.catch_up()
        self.finished.emit()

    def _fail(self, error: Exception) -> None:
        self._come_to_rest()
        if isinstance(error, Cancelled):
            self.stopped.emit()
        elif isinstance(error, Refused):
            self.refused.emit(error.refusal)
        elif isinstance(error, OSError):
            facts = {"file": self.path.name}
            self.refused.emit(Refusal(code="import_file_unreadable", facts={**facts}))
        else:
            raise error
