"""One person at one open replica: the desk, the sync loop, what is known of the device."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.app.carrying import Carrying
from desktop.app.syncing import Opened, Reports, Syncing
from desktop.background import Background
from desktop.models.desk import Desk
from desktop.models.device import DeviceFacts
from desktop.models.sync_status import SyncReport, SyncState
from desktop.models.transfers import Files
from sync import clock
from sync.client import deciding, ending
from sync.client.desk_session import rings
from sync.client.importing import SheetImporter
from sync.client.sign_in import office_at
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.changes import Changes
from sync.store.keys import read_wrapping

MINUTE = 60_000


class Session(QObject):
    """Everything that lives while a replica is open. `close` ends it in the right order."""

    day_turned = Signal()
    ended = Signal()

    def __init__(
        self,
        opened: Opened,
        reports: Reports,
        background: Background,
        *,
        device_name: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        self._reports = reports
        self._background = background
        state = opened.standing
        self.user_id = state.user_id
        self.has_copy = bool(state.agreed_at)
        self.desk = Desk(
            opened.replica.database,
            background,
            user_id=state.user_id,
            device_id=state.device_id,
            parent=self,
        )
        self.desk.prepared = deciding.prepared
        self.syncing = Syncing(opened, background, parent=self)
        self.sync = SyncState(self.syncing, parent=self)
        self.device = device_facts(opened.replica.folder, state, device_name)
        self.importer = SheetImporter(opened.replica)
        self.carrying = Carrying(opened.replica, state, background, parent=self)
        self.files = Files(self.desk, self.carrying.keeper)
        self.carrying.told.connect(self.files.note_moved)
        self._today = clock.today()
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self._catch_up)
        reports.told.connect(self._take)
        self.desk.changed.connect(self._wake)

    def begin(self) -> None:
        """Read who sits here, then sync."""
        self.desk.sit_down()
        self.syncing.start()
        self.carrying.start()
        self._minute.start()

    def close(self) -> None:
        """End: the loop first, then what runs, then the database."""
        self._minute.stop()
        self._reports.told.disconnect(self._take)
        self.syncing.stop()
        self.carrying.stop()
        self._background.close()
        self.syncing.close()
        self.carrying.close()
        if not self._obey():
            self._opened.replica.close()

    def _take(self, told: tuple[SyncReport, Changes]) -> None:
        report, changes = told
        self.desk.is_offline = report.online_since is None
        self.sync.take(report)
        if report.trouble is not None and report.trouble.code == ending.ENDING:
            self.ended.emit()
        if changes.rows:
            self.desk.take_in(changes)
        if changes.touches("attachments"):
            self.carrying.wake()

    def _obey(self) -> bool:
        """Destroy what is here where head office has ended this device; else leave all as it is.

        What cannot be handed over now stays, and is handed over the next time.
        """
        state = self._opened.standing
        office = office_at(state.url, state.ca_file)
        try:
            return ending.obey(self._opened.replica, office, rings())
        except Trouble:
            return False
        finally:
            office.close()

    def _wake(self, changes: Changes) -> None:
        if changes.operation_id:
            self.syncing.wake()
            self.syncing.tell()  # one more waits here, also while working offline

    def _catch_up(self) -> None:
        self.desk.catch_up()
        if clock.today() != self._today:
            self._today = clock.today()
            self.day_turned.emit()


def device_facts(folder: Path, state: Standing, device_name: str) -> DeviceFacts:
    """Return what the window shows of this device and its replica."""
    wrapping = read_wrapping(folder)
    return DeviceFacts(
        folder=str(folder),
        device_name=device_name,
        office=state.url,
        company=state.company,
        login=state.login,
        holder=wrapping.holder,
        keyring=wrapping.keyring,
        version=program_version(),
    )


def program_version() -> str:
    """Return the program's version; "" where it was not installed."""
    try:
        return version("gendan")
    except PackageNotFoundError:
        return ""
