"""What lies over the window for a moment: the search, the table of keys. Esc or a click beside."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.widgets.painting import paint_panel

SHEET_RADIUS = 9
"""Of what fills the sheet down to its edge: the sheet's own, less its line."""
_DIM = 110
"""How much of the shadow's colour lies over the window, of 255."""


class _Sheet(QWidget):
    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        paint_panel(
            QPainter(self),
            QRectF(self.rect()),
            fill=here.colour("raised"),
            line=here.colour("line"),
            radius=here.px(here.theme.sizes.radius.dialog),
        )

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class Overlay(QWidget):
    """Covers its parent; `sheet` is the block in its middle, `body` that block's column."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int, top: int = 92) -> None:
        super().__init__(parent)
        self._width, self._top = width, top
        self._host = parent
        self.sheet = _Sheet(self)
        self.body = QVBoxLayout(self.sheet)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self._before: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it over the whole of the window and take the keys."""
        self._before = self._host.window().focusWidget()
        self.resize(self._host.size())
        self.raise_()
        self.show()
        self._place()

    def close_up(self) -> None:
        """Go, and give the keys back to where they were."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def fit(self) -> None:
        """Make the sheet as high as what it holds, within the window."""
        self._place()

    def _place(self) -> None:
        here = look()
        width = min(here.px(self._width), self.width() - here.px(24))
        top = min(here.px(self._top), self.height() // 10)
        self.body.activate()
        height = min(self.sheet.sizeHint().height(), self.height() - top - here.px(16))
        self.sheet.setGeometry((self.width() - width) // 2, top, width, height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.resize(self._host.size())
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_up()

    @override
    def paintEvent(self, event: object) -> None:
        shade = QColor(look().colour("shadow"))
        shade.setAlpha(_DIM)
        QPainter(self).fillRect(self.rect(), shade)
