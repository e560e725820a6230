"""Waiting as a person does: meanwhile the window works, and so do the threads behind it."""

from PySide6.QtCore import QEventLoop, QTimer


def let_work(milliseconds: int) -> None:
    """Let the program work for a while, by an event loop of its own as `exec` is.

    Qt's own test wait would keep Python from its other threads the while.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()
