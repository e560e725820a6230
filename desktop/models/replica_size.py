"""How large this computer's replica is: bytes on disk, orders in it."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.store import copying


class ReplicaSize(msgspec.Struct, frozen=True):
    """Bytes of the database with its log, and orders."""

    bytes_: int
    orders: int


class ReplicaSizes(QObject):
    """Measures the replica off the window's thread."""

    read_done = Signal()

    def __init__(self, desk: Desk, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self.size: ReplicaSize | None = None

    def read(self) -> None:
        """Measure, then tell `read_done`."""

        def measure(connection: Connection) -> ReplicaSize:
            files = self._folder.glob("replica.db*")
            return ReplicaSize(
                sum(file.stat().st_size for file in files),
                copying.count_rows(connection, ("orders",)),
            )

        self._desk.read(measure, owner=self, done=self._take)

    def _take(self, size: ReplicaSize) -> None:
        self.size = size
        self.read_done.emit()
