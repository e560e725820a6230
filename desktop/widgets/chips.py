"""Chips: a state on its soft ground, a plain fact, and a filter that can be taken off."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.painting import (
    mark_width,
    paint_focus,
    paint_icon,
    paint_mark,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable

HEIGHT = 20


class StateChip(QWidget):
    """A state on its soft ground, for heads of pages; in tables states stand plain."""

    def __init__(self, mark: Mark, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._mark = mark
        self.setAccessibleName(mark.text)
        self.setToolTip(mark.text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(mark_width(self._mark) + look().px(12), look().px(HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(40), look().px(HEIGHT))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._mark.colour != "ink3" and self._mark.shape != "ring":
            radius = here.px(here.theme.sizes.radius.chip)
            paint_panel(painter, rect, fill=here.soft(self._mark.colour), radius=radius)
        paint_mark(painter, rect.adjusted(here.px(5), 0, -here.px(4), 0), self._mark)


class FactChip(QWidget):
    """A quiet fact on a grey ground, with an icon: "Data as of 14:32"."""

    def __init__(self, text: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another fact."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = text_width(self._text, "small") + look().px(12 + (18 if self._icon else 0))
        return QSize(width, look().px(HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(40), look().px(HEIGHT))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = here.px(here.theme.sizes.radius.chip)
        paint_panel(painter, rect, fill=here.colour("neutral_soft"), radius=radius)
        inside = rect.adjusted(here.px(6), 0, -here.px(4), 0)
        if self._icon:
            box = QRectF(inside.left(), 0, here.px(14), rect.height())
            paint_icon(painter, box, self._icon, size=14, colour=here.colour("ink2"))
            inside.setLeft(inside.left() + here.px(18))
        paint_text(painter, inside, self._text, font=here.font("small"), colour=here.colour("ink2"))


class FilterChip(Pressable):
    """A filter in force: "Payment L/C, T/T ×". A click edits it; × or Delete takes it off."""

    taken_off = Signal()

    def __init__(self, label: str, value: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value = label, value
        self.setAccessibleName(f"{label} {value}")
        self.setToolTip(f"{label} {value}")
        self.setAccessibleDescription(self.tr("Delete removes this filter"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _cross(self) -> QRectF:
        side = look().px(22)
        return QRectF(self.width() - side, 0, side, self.height())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self._cross().contains(event.position()):
            self.setDown(False)
            self.taken_off.emit()
            return
        super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.taken_off.emit()
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        words = text_width(self._label, "small") + text_width(self._value, "strong")
        return QSize(words + look().px(40), look().px(26))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), look().px(26))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_panel(painter, rect, fill=here.colour("accent_soft"), radius=here.px(6))
        inside = rect.adjusted(here.px(9), 0, -here.px(22), 0)
        ink = here.colour("accent_ink")
        width = paint_text(painter, inside, self._label, font=here.font("small"), colour=ink)
        inside.setLeft(inside.left() + width + here.px(5))
        paint_text(painter, inside, self._value, font=here.font("strong"), colour=ink)
        paint_icon(painter, self._cross(), "x", size=12, colour=ink)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))
