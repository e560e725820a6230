"""One desk's window for the demo: opened by a password from a pipe, closed when the pipe ends."""

import _thread
import sys
from pathlib import Path

from PySide6.QtCore import QMetaObject, Qt

from desktop import app
from desktop.app.qt_application import make_application


def run(folder: Path) -> int:
    """Run the program on a folder until its window is closed, or the demo that opened it ends."""
    password = sys.stdin.readline().rstrip("\n")
    application = make_application()

    def quit_with_demo() -> None:
        while sys.stdin.read(1):
            pass
        queued = Qt.ConnectionType.QueuedConnection
        QMetaObject.invokeMethod(application, "closeAllWindows", queued)

    _thread.start_new_thread(quit_with_demo, ())
    return app.run(folder, password=password)
