"""Carries files off the window's thread, beside the sync loop, and tells how far they are."""

from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.background import Background
from sync.client.keeping import FileKeeper
from sync.client.network_troubles import proxies_from_environment
from sync.client.opened_files import empty_folder
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.transfer_calls import FileOffice
from sync.client.transfers import Transfers
from sync.client.transport import HttpTransport

AGAIN_MILLISECONDS = 30_000


class Carrying(QObject):
    """The running queue of one replica's files."""

    told = Signal()

    def __init__(
        self,
        replica: Replica,
        standing: Standing,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        proxies = proxies_from_environment(standing.url)
        transport = HttpTransport(standing.url, proxies=proxies, ca_file=standing.ca_path)
        self._office = FileOffice(transport)
        self._transfers = Transfers(replica, self._office, told=self.told.emit)
        self._background = background
        self._replica = replica
        self._stop = Event()
        self.keeper = FileKeeper(replica, self._transfers)

    def start(self) -> None:
        """Begin; a bug is told, and it begins again after a while."""
        if not self._stop.is_set():
            self._background.network(self._run, owner=self, done=_ignore, failed=self._fail)

    def wake(self) -> None:
        """Look again now: the data have changed."""
        self._transfers.wake()

    def stop(self) -> None:
        """End soon."""
        self._transfers.stop(self._stop)

    def close(self) -> None:
        """Let go of connections and of what was opened; after all has ended."""
        self._office.close()
        empty_folder(self._replica)

    def _run(self) -> None:
        empty_folder(self._replica)
        self._transfers.run(self._stop)

    def _fail(self, error: Exception) -> None:
        QTimer.singleShot(AGAIN_MILLISECONDS, self, self.start)
        raise error


def _ignore(_: None) -> None:
    return
