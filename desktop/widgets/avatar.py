"""A person: a disc with initials, and lines that say what is with them and for how long."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.painting import (
    mark_width,
    paint_disc,
    paint_focus,
    paint_mark,
    paint_panel,
    paint_text,
)
from desktop.widgets.pressable import Pressable


class Avatar(QWidget):
    """A person's disc; the name is its accessible name and tooltip."""

    def __init__(
        self,
        name: str,
        *,
        size: int = 22,
        tint: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._name = name
        self._tint = tint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_person(name, tint=tint)

    def show_person(self, name: str, *, tint: int | None = None) -> None:
        """Show another person."""
        self._name, self._tint = name, tint
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: object) -> None:
        side = look().px(self._size)
        rect = QRectF(0, (self.height() - side) / 2, side, side)
        paint_disc(QPainter(self), rect, self._name, tint=self._tint)


class HolderLine(Pressable):
    """A line of a ball list: disc, what it is about, what is asked, and days held at the right.

    Pressing it opens the thing it is about.
    """

    def __init__(
        self,
        person: str,
        *,
        text: str,
        below: str,
        mark: Mark | None = None,
        tint: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._person, self._below, self._mark, self._tint = person, below, mark, tint
        self.setText(text)
        spoken = [text, below] + ([mark.text] if mark else [])
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(220), look().px(46))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(140), look().px(46))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            paint_panel(painter, rect, fill=here.colour("hover"), radius=here.px(6))
        side = here.px(22)
        disc = QRectF(0, (rect.height() - side) / 2, side, side)
        paint_disc(painter, disc, self._person, tint=self._tint)
        right = rect.right()
        if self._mark:
            right -= mark_width(self._mark) + here.px(4)
            box = QRectF(right, 0, rect.right() - right, rect.height())
            paint_mark(painter, box, self._mark)
        width = right - side - here.px(16)
        upper = QRectF(side + here.px(8), here.px(5), width, here.px(19))
        lower = QRectF(side + here.px(8), here.px(23), width, here.px(18))
        paint_text(painter, upper, self.text(), font=here.font("body"), colour=here.colour("ink"))
        paint_text(painter, lower, self._below, font=here.font("small"), colour=here.colour("ink2"))
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))
