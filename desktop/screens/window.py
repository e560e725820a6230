"""A window of the program: shows one content at a time, remembers where on the screen it was."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.resources import icon
from desktop.settings import window_settings
from desktop.theme import look
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel

SMALLEST = QSize(819, 480)
FIRST = QSize(1440, 900)
_VISIBLE_LEAST = 120
"""How many pixels of a window must lie on some screen for its old place to be used again."""


class Window(QWidget):
    """One top-level window. Tells `closing` before it goes."""

    closing = Signal(object)  # itself

    def __init__(self, folder: Path, *, name: str = "main") -> None:
        super().__init__()
        self._folder = folder
        self._name = name
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setObjectName(f"window/{name}")
        self.setMinimumSize(SMALLEST)
        self.show_title("")
        self.setWindowIcon(icon("route", size=64, colour=look().colour("accent")))
        self._restore()

    @property
    def content(self) -> QWidget | None:
        """Return what the window shows."""
        return self._content

    def show_content(self, content: QWidget) -> None:
        """Show another content; the one before goes."""
        old, self._content = self._content, content
        self._column.addWidget(content)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def show_title(self, title: str) -> None:
        """Show where the person is, in the window's title."""
        name = self.tr("Gendan")
        self.setWindowTitle(f"{title} – {name}" if title else name)

    def _restore(self) -> None:
        """Stand where it stood, unless no screen is there any more."""
        saved = window_settings(self._folder).value(f"{self._name}/geometry")
        if isinstance(saved, QByteArray) and self.restoreGeometry(saved) and self._is_seen():
            return
        room = QGuiApplication.primaryScreen().availableGeometry().size()
        self.resize(FIRST.boundedTo(room).expandedTo(SMALLEST))

    def _is_seen(self) -> bool:
        frame = self.frameGeometry()
        parts = (screen.availableGeometry() & frame for screen in QGuiApplication.screens())
        return any(part.width() >= _VISIBLE_LEAST and part.height() >= 40 for part in parts)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        settings = window_settings(self._folder)
        settings.setValue(f"{self._name}/geometry", self.saveGeometry())
        settings.sync()
        self.closing.emit(self)
        super().closeEvent(event)


class Opening(Panel):
    """What stands in the window while the replica opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ground="canvas", parent=parent)
        column = QVBoxLayout(self)
        column.addWidget(Skeleton(name=self.tr("Opening"), rows=12, parent=self))


class Standstill(Panel):
    """Says why the replica cannot be opened, and what to do. Tells `again` and `quit_wanted`."""

    again = Signal()
    quit_wanted = Signal()

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(ground="canvas", parent=parent)
        title = self.tr("The data on this device could not be opened")
        empty = EmptyState("lock", title=title, text=sentence, parent=self)
        again = Button(self.tr("Try again"), kind="primary", icon="refresh-cw", parent=empty)
        again.clicked.connect(self.again)
        leave = Button(self.tr("Quit"), parent=empty)
        leave.clicked.connect(self.quit_wanted)
        empty.add(again)
        empty.add(leave)
        QVBoxLayout(self).addWidget(empty)
