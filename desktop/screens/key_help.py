"""The table of keys for the place one is in (F1)."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.screens.overlay import SHEET_RADIUS, Overlay
from desktop.theme import look
from desktop.widgets.buttons import IconButton, key_cap_width, paint_key_cap
from desktop.widgets.cards import Divider, ScrollColumn
from desktop.widgets.labels import Label

_COLUMNS = 2


class _Keys(QWidget):
    """Key caps."""

    def __init__(self, keys: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._keys) + look().px(6), look().px(22))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        width = key_cap_width(self._keys)
        place = QRectF(self.width() - width - 1, 0, width, self.height())
        ink, line = here.colour("ink2"), here.colour("line")
        paint_key_cap(QPainter(self), place, self._keys, ink=ink, line=line)


class KeyHelp(Overlay):
    """Shows the keys of the window, and of the page that is in front. Any key closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=760, top=60)
        self._column = ScrollColumn(name=self.tr("Keys"), ground="raised", parent=self.sheet)
        self._column.viewport().setAutoFillBackground(False)
        self.body.setContentsMargins(1, 1, 1, look().px(SHEET_RADIUS))
        self.body.addLayout(self._head())
        self.body.addWidget(Divider(parent=self.sheet))
        self.body.addWidget(self._column, 1)

    def show_keys(self, window: Sequence[QAction], page: QWidget | None) -> None:
        """Show these actions' keys and those of a page, then open."""
        while (item := self._column.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        here = [] if page is None else _own(page)
        self._add(self.tr("In this place"), [*here, *self._everywhere_in_lists()])
        self._add(self.tr("In the window"), _rows(window))
        needed = self._column.body.totalSizeHint().height()
        self._column.setMinimumHeight(min(needed, self._room()))
        self.open()
        self._column.setFocus(Qt.FocusReason.PopupFocusReason)
        self.fit()

    def _room(self) -> int:
        host = self.parentWidget()
        return look().px(560) if host is None else host.height() - look().px(160)

    def _everywhere_in_lists(self) -> list[tuple[str, str]]:
        return [
            ("↑ ↓ / J K", self.tr("Move in a list")),
            ("Enter", self.tr("Open")),
            ("Ctrl+Enter", self.tr("Open in a window of its own")),
            ("Space", self.tr("Choose a row")),
            ("Ctrl+A", self.tr("Choose all rows")),
            ("Ctrl+Shift+C", self.tr("Copy rows as a table")),
            ("Esc", self.tr("Back one step, nothing lost")),
            ("Tab", self.tr("Next field")),
        ]

    def _head(self) -> QHBoxLayout:
        here = look()
        row = QHBoxLayout()
        row.setContentsMargins(here.px(20), here.px(12), here.px(12), here.px(10))
        row.addWidget(Label(self.tr("Keys"), style="subtitle", parent=self.sheet))
        row.addStretch(1)
        close = IconButton("x", name=self.tr("Close"), size=16, parent=self.sheet)
        close.clicked.connect(self.close_up)
        row.addWidget(close)
        return row

    def _add(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(title, style="strong", ink="ink2", parent=block))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(28))
        grid.setVerticalSpacing(look().px(3))
        for number, (keys, text) in enumerate(rows):
            line = QHBoxLayout()
            line.addWidget(Label(text, parent=block), 1)
            line.addWidget(_Keys(keys, parent=block))
            grid.addLayout(line, number // _COLUMNS, number % _COLUMNS)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        self._column.body.addWidget(block)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close_up()


def _own(page: QWidget) -> list[tuple[str, str]]:
    """Return the keys that a page and its parts answer, each once."""
    found: dict[str, str] = {}
    for widget in (page, *page.findChildren(QWidget)):
        for keys, text in _rows(widget.actions()):
            found.setdefault(keys, text)
    return list(found.items())


def _rows(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (action.shortcut().toString(native), action.text().replace("&", ""))
        for action in actions
        if not action.shortcut().isEmpty() and action.text()
    ]
