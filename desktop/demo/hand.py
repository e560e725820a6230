"""Works a window as a person does: finds things by what is written on them, clicks, types, waits.

Names are asked for in English, as the screens' sources have them, and looked for in the language
that the window speaks.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop.demo.patience import let_work
from desktop.theme.cells import ID_ROLE
from sync import clock

PATIENCE_SECONDS = 60
AGAIN_AFTER = 100
"""Looks after which something is tried again; there are ten milliseconds between two."""
_LEFT = Qt.MouseButton.LeftButton

Kind = TypeVar("Kind", bound=QWidget)


class NotFound(Exception):  # noqa: N818  says what the person did not find
    """Something that should be in the window is not, or does not happen."""


class Hand:
    """One person's hand on one window."""

    def __init__(self, window: Callable[[], QWidget]) -> None:
        self._window = window

    @property
    def window(self) -> QWidget:
        """Return the window as it is now."""
        return self._window()

    def until(
        self, happened: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Let the window work until something has happened; NotFound when it does not."""
        deadline = clock.monotonic() + seconds
        while not happened():
            if clock.monotonic() > deadline:
                raise NotFound(what)
            let_work(10)

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the visible thing of this name once it stays: its own, or its name's beginning."""
        return self.steady(lambda: self.all_named(kind, name), f"{kind.__name__} {name}")

    def steady(self, look: Callable[[], list[Kind]], what: str) -> Kind:
        """Return the first thing seen, once the same is seen again a moment later.

        What is being replaced is still there for a moment, and would not feel a click.
        """
        found: list[Kind] = []

        def is_same() -> bool:
            before = found[:1]
            found[:] = look()
            return bool(found) and found[:1] == before

        self.until(is_same, what)
        return found[0]

    def insist(self, act: Callable[[], None], happened: Callable[[], object], what: str) -> None:
        """Do something until it has happened: again after a while, as a person does."""
        tries = 0

        def has_happened() -> bool:
            nonlocal tries
            if happened():
                return True
            if tries % AGAIN_AFTER == 0:
                act()
            tries += 1
            return False

        self.until(has_happened, what)

    def all_named(self, kind: type[Kind], name: str) -> list[Kind]:
        """Return what is visible by this name now, exact names first."""
        seen = [each for each in self.window.findChildren(kind) if each.isVisible()]
        exact = [each for each in seen if name in (each.accessibleName(), written_on(each))]
        begun = [each for each in seen if each.accessibleName().startswith(name)]
        return _newest(exact or begun)

    def sees(self, kind: type[Kind], name: str) -> bool:
        """Return whether there is such a thing now."""
        return bool(self.all_named(kind, name))

    def press(self, name: str) -> None:
        """Click a button once it can be pressed."""
        button = self.find(QAbstractButton, name)
        self.until(button.isEnabled, f"{name} can be pressed")
        self.click(button)

    def press_beginning(self, words: str) -> None:
        """Click the first button whose text begins with these words."""

        def look() -> list[QAbstractButton]:
            seen = self.window.findChildren(QAbstractButton)
            return [each for each in seen if each.isVisible() and each.text().startswith(words)]

        self.click(self.steady(look, f"button {words}"))

    def click(self, widget: QWidget) -> None:
        """Click a thing."""
        QTest.mouseClick(widget, _LEFT)
        let_work(1)

    def write(self, name: str, text: str) -> None:
        """Put text in place of what a field holds; Chinese comes as from an input method."""
        field = self._field(name)
        self.until(field.isEnabled, f"{name} takes text")
        QTest.mouseClick(_surface(field), _LEFT)
        self.type_into(field, text)

    def type_into(self, field: QLineEdit | QPlainTextEdit, text: str) -> None:
        """Type in place of what stands in a field that has the keys."""
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if not text:
            QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(field, event)

    def choose(self, name: str, key: str) -> None:
        """Choose from a list of choices by what the choice stands for, with the arrow keys."""
        field = self.find(QComboBox, name)
        place = field.findData(key)
        if place < 0:
            raise NotFound(f"{key} in {name}")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Home)
        while field.currentIndex() < place:
            before = field.currentIndex()
            QTest.keyClick(field, Qt.Key.Key_Down)
            if field.currentIndex() == before:
                raise NotFound(f"{key} in {name} can be chosen")

    def escape(self, widget: QWidget) -> None:
        """Leave a thing by its Esc key."""
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        let_work(1)

    def act(self, name: str) -> None:
        """Take an action of the window that stands in its menu and in the search."""
        action = self.window.findChild(QAction, name)
        if action is None:
            raise NotFound(name)
        action.trigger()
        let_work(1)

    def click_row(self, table: QTableView, row_id: str, *, column: int = 0) -> None:
        """Click a row of a list, once it is there."""
        index = self.row(table, row_id, column=column)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), _LEFT, pos=table.visualRect(index).center())
        let_work(1)

    def open_row(self, table: QTableView, row_id: str) -> None:
        """Open a row with Enter."""
        table.setCurrentIndex(self.row(table, row_id))
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)
        let_work(1)

    def row(self, table: QTableView, row_id: str, *, column: int = 0) -> QModelIndex:
        """Return where a row stands, once it is there."""
        found: list[QModelIndex] = []

        def look() -> bool:
            model = table.model()
            rows = (model.index(place, column) for place in range(model.rowCount()))
            found[:] = [index for index in rows if index.data(ID_ROLE) == row_id][:1]
            return bool(found)

        self.until(look, f"row {row_id}")
        return found[0]

    def settle(self, moments: int = 250) -> None:
        """Let what was begun come to an end: reads, images, what is painted."""
        let_work(moments)

    def picture(self, path: Path) -> None:
        """Take a picture of the window."""
        self.window.grab().save(str(path))

    def _field(self, name: str) -> QLineEdit | QPlainTextEdit:
        def look() -> list[QLineEdit | QPlainTextEdit]:
            return [*self.all_named(QLineEdit, name), *self.all_named(QPlainTextEdit, name)]

        return self.steady(look, f"field {name}")


def said(context: str, english: str) -> str:
    """Return words of a screen in the language that is spoken now.

    They are looked up, not written here: lupdate has them from the screen.
    """
    look_up = QCoreApplication.translate
    return look_up(context, english)


def _newest(found: list[Kind]) -> list[Kind]:
    """Leave out what was just replaced and has not gone yet: the same, at the same place."""
    places = {
        (type(each), id(each.parentWidget()), each.accessibleName(), each.objectName()): each
        for each in found
    }
    return list(places.values())


def written_on(widget: QWidget) -> str:
    """Return the text on a button, without the mark of its key."""
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""


def _surface(field: QLineEdit | QPlainTextEdit) -> QWidget:
    return field.viewport() if isinstance(field, QPlainTextEdit) else field
