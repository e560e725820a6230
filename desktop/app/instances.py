"""One program for one data folder: a second start brings the first window to the front."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MILLISECONDS = 500


class Instance(QObject):
    """One start of the program, by its folder."""

    called = Signal()  # somebody started the program again

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()
        self._name = f"gendan-{digest[:24]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def call_first(self) -> bool:
        """Call the program that has the folder; return whether there is one."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        is_there = socket.waitForConnected(WAIT_MILLISECONDS)
        if is_there:
            socket.disconnectFromServer()
        return is_there

    def listen(self) -> None:
        """Answer later starts; a name that a killed program left behind is taken over."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def close(self) -> None:
        """Answer no more."""
        self._server.close()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
        self.called.emit()
