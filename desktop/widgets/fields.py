"""Where a person types or picks: text fields, long text, lists of choices."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, look
from desktop.widgets.buttons import key_cap_width, paint_key_cap
from desktop.widgets.painting import paint_icon, paint_panel, paint_text
from desktop.widgets.scroll_bar import SlimScrollBar


def _clear_ground(widget: QWidget) -> None:
    """Let the painted panel show through Qt's own ground."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    widget.setPalette(palette)


def paint_field(
    painter: QPainter, widget: QWidget, *, wrong: bool, read_only: bool = False
) -> None:
    """Paint the ground and edge of a field: accent when focused, red when wrong."""
    here = look()
    rect = QRectF(widget.rect())
    usable = widget.isEnabled() and not read_only
    fill = here.colour("surface" if usable else "sunken")
    role: Role = "urgent" if wrong else "control" if usable else "line"
    radius = here.px(here.theme.sizes.radius.control)
    paint_panel(painter, rect, fill=fill, line=here.colour(role), radius=radius)
    if widget.hasFocus():
        ring = here.colour("urgent" if wrong else "accent")
        paint_panel(painter, rect, fill=None, line=ring, radius=radius)
        inner = rect.adjusted(1, 1, -1, -1)
        paint_panel(painter, inner, fill=None, line=ring, radius=max(1, radius - 1))


class TextField(QLineEdit):
    """One line of text with a placeholder, an icon before it and a key's cap after it.

    Set its name by `name` or by a FormField around it.
    """

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        name: str = "",
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._key = key
        self._wrong = False
        self._composing = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()

    def set_wrong(self, *, wrong: bool) -> None:
        """Show the field as holding an error, or as right again."""
        self._wrong = wrong
        self.update()

    @property
    def is_composing(self) -> bool:
        """Return whether an input method is in the middle of a word."""
        return self._composing

    def _dress(self) -> None:
        here = look()
        self.setFont(here.font("body"))
        left = here.px(30 if self._icon else 7)
        right = key_cap_width(self._key) + here.px(10) if self._key else here.px(6)
        self.setTextMargins(left, 0, right, 0)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, here.colour("ink3"))
        palette.setColor(QPalette.ColorRole.Text, here.colour("ink"))
        self.setPalette(palette)
        _clear_ground(self)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(180), look().px(look().theme.sizes.row.field))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(60), look().px(look().theme.sizes.row.field))

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        here = look()
        painter = QPainter(self)
        paint_field(painter, self, wrong=self._wrong, read_only=self.isReadOnly())
        if self._icon:
            box = QRectF(here.px(8), 0, here.px(16), self.height())
            paint_icon(painter, box, self._icon, size=16, colour=here.colour("ink3"))
        if self._key:
            cap = key_cap_width(self._key)
            box = QRectF(self.width() - cap - here.px(7), 0, cap, self.height())
            edge = here.colour("line")
            paint_key_cap(painter, box, self._key, ink=here.colour("ink3"), line=edge)
        painter.end()
        super().paintEvent(event)


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        name: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self._wrong = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setVerticalScrollBar(SlimScrollBar(Qt.Orientation.Vertical, parent=self))
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()

    def set_wrong(self, *, wrong: bool) -> None:
        """Show the field as holding an error, or as right again."""
        self._wrong = wrong
        self.viewport().update()

    def _dress(self) -> None:
        here = look()
        self.setFont(here.font("body"))
        self.document().setDocumentMargin(here.px(6))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, here.colour("ink3"))
        palette.setColor(QPalette.ColorRole.Text, here.colour("ink"))
        self.setPalette(palette)
        _clear_ground(self)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + here.px(14))

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(240), self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), self.minimumHeight())

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_field(painter, self, wrong=self._wrong, read_only=self.isReadOnly())
        painter.end()
        super().paintEvent(event)


class ChoiceField(QComboBox):
    """One of a list: pairs of key and text; `current_key` is the key chosen."""

    def __init__(
        self,
        choices: Sequence[tuple[str, str]] = (),
        *,
        name: str = "",
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wrong = False
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFont(look().font("body"))
        self.set_choices(choices, current=current)

    def set_choices(self, choices: Sequence[tuple[str, str]], *, current: str = "") -> None:
        """Offer other choices; the chosen key stays where it is still offered."""
        kept = current or self.current_key
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.choose(kept)

    def choose(self, key: str) -> None:
        """Choose a key; an unknown one chooses the first."""
        self.setCurrentIndex(max(0, self.findData(key)) if self.count() else -1)

    @property
    def current_key(self) -> str:
        """Return the chosen key; "" when there is none."""
        key: object = self.currentData()
        return key if isinstance(key, str) else ""

    def set_wrong(self, *, wrong: bool) -> None:
        """Show the field as holding an error, or as right again."""
        self._wrong = wrong
        self.update()

    @override
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width() + look().px(12), look().px(look().theme.sizes.row.field))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.setFont(look().font("body"))
        super().changeEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: it must not change a value it passes over."""
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        here = look()
        painter = QPainter(self)
        paint_field(painter, self, wrong=self._wrong)
        side = here.px(24)
        arrow = QRectF(self.width() - side, 0, here.px(16), self.height())
        paint_icon(painter, arrow, "chevron-down", size=14, colour=here.colour("ink3"))
        words = QRectF(here.px(9), 0, self.width() - side - here.px(10), self.height())
        ink = here.colour("ink" if self.isEnabled() else "disabled")
        paint_text(painter, words, self.currentText(), font=self.font(), colour=ink)
