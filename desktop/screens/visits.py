"""Where the person has been: back, forward, and how far each place was scrolled."""

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from desktop.screens.page import Where

RECENT_MAX = 10


@dataclass
class Visit:
    """A place, and how far its lists and columns were scrolled when it was left."""

    where: Where
    scrolled: list[int] = field(default_factory=list[int])


class Visits:
    """The way a person has come; going somewhere new forgets what lay ahead."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def current(self) -> Visit | None:
        """Return the visit shown."""
        return self._visits[self._at] if self._visits else None

    @property
    def can_go_back(self) -> bool:
        """Return whether there is a place to go back to."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Return whether there is a place to go forward to."""
        return self._at + 1 < len(self._visits)

    def go(self, where: Where) -> Visit:
        """Go to a place; the same place again is no step."""
        current = self.current
        if current is not None and current.where == where:
            return current
        del self._visits[self._at + 1 :]
        self._visits.append(Visit(where))
        self._at += 1
        return self._visits[self._at]

    def step(self, step: int) -> Visit | None:
        """Go back (-1) or forward (1); None when there is nothing there."""
        if not 0 <= self._at + step < len(self._visits):
            return None
        self._at += step
        return self._visits[self._at]

    def recent(self) -> list[Where]:
        """Return the last places, the newest first, each once, without the one shown."""
        found: dict[Where, None] = {}
        for visit in reversed(self._visits):
            found.setdefault(visit.where)
        shown = self.current.where if self.current else None
        return [where for where in found if where != shown][:RECENT_MAX]


def scrolled(page: QWidget) -> list[int]:
    """Return how far the lists and columns of a page are scrolled."""
    return [bar.value() for bar in _bars(page)]


def scroll_back(page: QWidget, values: list[int]) -> None:
    """Scroll a page as it was; a list whose rows are still coming follows when they are there."""
    for bar, value in zip(_bars(page), values, strict=False):
        if value <= bar.maximum():
            bar.setValue(value)
        else:
            once = Qt.ConnectionType.SingleShotConnection
            bar.rangeChanged.connect(partial(_set_value, bar, value), once)


def _set_value(bar: QScrollBar, value: int, _least: int, _most: int) -> None:
    bar.setValue(value)


def _bars(page: QWidget) -> list[QScrollBar]:
    areas = page.findChildren(QAbstractScrollArea)
    return [area.verticalScrollBar() for area in areas]
