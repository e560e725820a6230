"""Runs the sync loop off the window's thread, and brings its reports onto it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from typing_extensions import override

from desktop.background import Background
from desktop.models.sync_status import SyncReport
from sync import clock
from sync.client.badges import Badge
from sync.client.loop import SyncLoop
from sync.client.network_troubles import proxies_from_environment
from sync.client.office import Office
from sync.client.replica import Replica, open_replica
from sync.client.standing import Standing
from sync.client.statuses import SyncStatus
from sync.client.transport import HttpTransport
from sync.client.troubles import SIGN_IN_AGAIN
from sync.domain.changes import Changes
from sync.store.keyrings import Ring
from sync.wire.messages import Pull, PullAnswer

AGAIN_MILLISECONDS = 30_000
QUICK_SECONDS = 4.0


class ClockedOffice(Office):
    """Head office, noting at quick answers how far this computer's clock is ahead of its own.

    Head office's time is taken for that of the middle of the call; a long poll tells nothing.
    """

    seconds_ahead: float | None = None

    @override
    def pull(self, message: Pull, badge: Badge) -> PullAnswer:
        began = clock.now()
        answer = super().pull(message, badge)
        spent = clock.now() - began
        if spent.total_seconds() <= QUICK_SECONDS:
            there = datetime.fromisoformat(answer.at)
            self.seconds_ahead = (began + spent / 2 - there).total_seconds()
        return answer


class PromptLoop(SyncLoop):
    """The loop, which waits for news only once head office has answered.

    So the window learns at once whether there is a connection, not after a long poll.
    """

    @override
    def sync_once(self, *, wait: int = 0) -> bool:
        return super().sync_once(wait=0 if self._online_since is None else wait)


class Reports(QObject):
    """Carries the loop's reports from its thread to the window's."""

    told = Signal(object)  # a pair: SyncReport, Changes

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office: ClockedOffice | None = None

    def tell(self, status: SyncStatus, changes: Changes) -> None:
        """Hand a report over; for the loop."""
        ahead = self.office.seconds_ahead if self.office else None
        self.told.emit((_plain(status, ahead), changes))


class Opened(msgspec.Struct, frozen=True):
    """An open replica with its loop, which does not run yet."""

    replica: Replica
    standing: Standing
    loop: SyncLoop
    offices: tuple[Office, Office]


def open_folder(
    folder: Path, password: str | None, rings: Sequence[Ring], reports: Reports
) -> Opened:
    """Open the replica in a folder; Refused or Trouble says why not. Takes a while."""
    return opened(open_replica(folder, password=password, rings=rings), reports)


def opened(replica: Replica, reports: Reports) -> Opened:
    """Return an open replica with the loop for it."""
    try:
        state = replica.standing()
        proxies = proxies_from_environment(state.url)
        pushing = Office(HttpTransport(state.url, proxies=proxies, ca_file=state.ca_path))
        pulling = ClockedOffice(HttpTransport(state.url, proxies=proxies, ca_file=state.ca_path))
        reports.office = pulling
        loop = PromptLoop(replica, pushing, pulling, told=reports.tell)
    except BaseException:
        replica.close()
        raise
    return Opened(replica, state, loop, (pushing, pulling))


class Syncing(QObject):
    """The running loop, as the window controls it."""

    def __init__(
        self, opened_: Opened, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._loop = opened_.loop
        self._offices = opened_.offices
        self._background = background
        self._stop = Event()

    def start(self) -> None:
        """Begin; a bug in the loop is told, and it begins again after a while."""
        if self._stop.is_set():
            return
        self._background.network(self._run, owner=self, done=_ignore, failed=self._fail)

    def _run(self) -> None:
        self._loop.report()
        self._loop.run(self._stop)

    def try_now(self) -> None:
        """Look again now."""
        self._off_thread(self._loop.wake)

    def pause(self) -> None:
        """Work offline until resumed."""
        self._off_thread(self._loop.pause)

    def resume(self) -> None:
        """Sync again."""
        self._off_thread(self._resume)

    def tell(self) -> None:
        """Report anew."""
        self._off_thread(self._loop.report)

    def wake(self) -> None:
        """Send what was done here."""
        self._off_thread(self._loop.wake)

    def stop(self) -> None:
        """End the loop soon."""
        self._loop.stop(self._stop)

    def close(self) -> None:
        """Let go of connections; after the loop has ended."""
        for office in self._offices:
            office.close()

    def _resume(self) -> None:
        self._loop.resume()
        self._loop.report()

    def _off_thread(self, task: Callable[[], None]) -> None:
        self._background.network(task, owner=self, done=_ignore)

    def _fail(self, error: Exception) -> None:
        QTimer.singleShot(AGAIN_MILLISECONDS, self, self.start)
        raise error


def _plain(status: SyncStatus, clock_seconds: float | None) -> SyncReport:
    trouble = status.trouble
    must_sign_in = trouble is not None and trouble.code in SIGN_IN_AGAIN
    return SyncReport(
        company=status.company,
        is_signed_in=status.is_signed_in and not must_sign_in,
        is_paused=status.is_paused,
        online_since=status.online_since,
        waiting=status.waiting,
        sent=status.sent,
        needs_you=status.needs_you,
        conflicts=status.conflicts,
        copied=status.copied,
        total=status.total,
        agreed_at=datetime.fromisoformat(status.agreed_at) if status.agreed_at else None,
        trouble=trouble,
        clock_seconds=clock_seconds,
    )


def _ignore(_: None) -> None:
    return
