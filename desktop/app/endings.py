"""Ends the program in an orderly way when the system or a terminal asks it to end.

Python hears of a signal only between its own instructions, and Qt's loop runs none while nothing
happens. So the signal also wakes the loop, by a byte through a pair of sockets.
"""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

_ASKED = (signal.SIGINT, signal.SIGTERM)


class Ending(QObject):
    """Quits the application at SIGINT and SIGTERM, until it is closed."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._heard, self._told = socket.socketpair()
        self._told.settimeout(0)
        self._heard.settimeout(0)
        self._wakeup_before = signal.set_wakeup_fd(self._told.fileno())
        self._before = {asked: signal.signal(asked, self._quit) for asked in _ASKED}
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._listen)

    def close(self) -> None:
        """Leave the signals to whoever had them before."""
        self._notifier.setEnabled(False)
        for asked, before in self._before.items():
            signal.signal(asked, before)
        signal.set_wakeup_fd(self._wakeup_before)
        self._heard.close()
        self._told.close()

    def _listen(self) -> None:
        """Take the byte; Python runs the handler on the way here."""
        self._heard.recv(64)

    def _quit(self, _signal: int, _frame: FrameType | None) -> None:
        self._app.quit()
