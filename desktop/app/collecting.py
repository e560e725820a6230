"""Looks for garbage on the window's thread alone.

Python looks for unreachable cycles on whichever thread makes the object that is one too many. A
timer or a socket of Qt destroyed on another thread than its own ends the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 200


class Collector(QObject):
    """Takes Python's own collector's place while it lives: same thresholds, one thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_when_due)
        self._timer.start(LOOK_EVERY_MS)

    def close(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()


def collect_when_due() -> None:
    """Collect the generation that has passed its threshold, if one has."""
    due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if due[0]:
        gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)
