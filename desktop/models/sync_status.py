"""How far this desk and head office agree, for every part of the window that says so."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from sync import clock
from sync.domain.refusals import Refusal

CONNECTING_SHOWN_AFTER = 2_000

Phase = Literal["starting", "connecting", "copying", "online", "paused", "offline", "signed_out"]


class SyncReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the sync loop tells each time.

    `agreed_at`: when everything of head office's was last here. `clock_seconds`: how far this
    computer's clock is ahead of head office's, where that is known.
    """

    company: str = ""
    is_signed_in: bool = True
    is_paused: bool = False
    online_since: datetime | None = None
    waiting: int = 0
    sent: int = 0
    needs_you: int = 0
    conflicts: int = 0
    copied: int = 0
    total: int = 0
    agreed_at: datetime | None = None
    trouble: Refusal | None = None
    clock_seconds: float | None = None


class SyncControl(Protocol):
    """What a person can ask of the sync loop."""

    def try_now(self) -> None:
        """Look again now."""
        ...

    def pause(self) -> None:
        """Work offline until resumed."""
        ...

    def resume(self) -> None:
        """Sync again."""
        ...

    def tell(self) -> None:
        """Report anew: the outbox was changed by hand."""
        ...


class SyncState(QObject):
    """The newest report, since when it is so, and the way to ask for more."""

    changed = Signal()
    arrived = Signal()  # the first copy is whole

    def __init__(self, control: SyncControl, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.report = SyncReport()
        self.offline_since: datetime | None = None
        self.tried_at: datetime | None = None
        self._is_late = False
        QTimer.singleShot(CONNECTING_SHOWN_AFTER, self, self._show_connecting)

    def take(self, report: SyncReport) -> None:
        """Take a report in."""
        had_copy = self.report.agreed_at is not None
        self._note_times(report)
        self.report = report
        self.changed.emit()
        if report.agreed_at and not had_copy:
            self.arrived.emit()

    @property
    def phase(self) -> Phase:
        """Return the connection in one word."""
        report = self.report
        phases: tuple[tuple[bool, Phase], ...] = (
            (not report.is_signed_in, "signed_out"),
            (report.is_paused, "paused"),
            (report.trouble is not None, "offline"),
            (report.total > 0, "copying"),
            (report.online_since is not None, "online"),
            (self._is_late, "connecting"),
        )
        for holds, phase in phases:
            if holds:
                return phase
        return "starting"

    @property
    def percent(self) -> int:
        """Return how much of a copy has come."""
        report = self.report
        return min(100, 100 * report.copied // report.total) if report.total else 0

    def _note_times(self, report: SyncReport) -> None:
        now = clock.now()
        was_online = self.report.online_since is not None
        if report.online_since is not None:
            self.offline_since = None
        elif was_online or self.offline_since is None:
            self.offline_since = now if was_online else report.agreed_at or now
        if report.online_since is not None or report.trouble is not None:
            self.tried_at = now

    def _show_connecting(self) -> None:
        self._is_late = True
        self.changed.emit()
