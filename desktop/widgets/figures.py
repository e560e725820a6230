"""Figures and bars: one number on a card, a step of a way, progress, a phase with its share."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, TypeStyle, look
from desktop.theme.cells import Mark
from desktop.widgets.painting import (
    lines_of,
    mark_width,
    paint_focus,
    paint_icon,
    paint_lines,
    paint_mark,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable


class _PressCard(Pressable):
    """A card that opens what it counts."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paint_ground(self, painter: QPainter, *, fill: Role = "surface") -> QRectF:
        here = look()
        rect = QRectF(self.rect())
        radius = here.px(here.theme.sizes.radius.card)
        ground = here.colour("hover" if self.underMouse() else fill)
        line = here.colour("accent" if self.isChecked() else "line_subtle")
        edge = line if fill == "surface" or self.isChecked() else None
        paint_panel(painter, rect, fill=ground, line=edge, radius=radius)
        if self.hasFocus():
            paint_focus(painter, rect, radius=radius)
        return rect

    def line_box(self, top: float, height: float) -> QRectF:
        here = look()
        return QRectF(here.px(14), here.px(top), self.width() - here.px(24), here.px(height))


class FigureCard(_PressCard):
    """One number of a page: label, figure with an optional shape, and what it stands on."""

    def __init__(
        self,
        label: str,
        *,
        value: str,
        note: str = "",
        mark: Mark | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label = label
        self._value, self._note, self._mark = value, note, mark
        self.show_figure(value, note=note, mark=mark)

    def set_label(self, label: str) -> None:
        """Call the figure otherwise."""
        self._label = label

    def show_figure(self, value: str, *, note: str = "", mark: Mark | None = None) -> None:
        """Show another figure."""
        self._value, self._note, self._mark = value, note, mark
        spoken = [self._label, value, mark.text if mark else "", note]
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setToolTip(note)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(180), look().px(self._height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(110), look().px(self._height()))

    def _height(self) -> int:
        room = self.line_box(57, 36)
        return 100 if lines_of(self._note, "small", room.width()) > 1 else 84

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        self.paint_ground(painter)
        small, ink2 = here.font("small"), here.colour("ink2")
        paint_text(painter, self.line_box(8, 20), self._label, font=small, colour=ink2)
        box = self.line_box(27, 32)
        value = self._value
        font = here.font("title")
        width = paint_text(painter, box, value, font=font, colour=here.colour("ink"))
        if self._mark:
            box.setLeft(box.left() + width + here.px(8))
            paint_mark(painter, box, Mark("", self._mark.shape, self._mark.colour), size=15)
        paint_lines(painter, self.line_box(57, 36), self._note, font=small, colour=ink2)


class StepCard(_PressCard):
    """A count on a way, such as "12 on this device": shape, number, words, and a line below."""

    def __init__(
        self, mark: Mark, *, count: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        self._mark, self._count, self._note = mark, count, note
        self.show_step(mark, count=count, note=note)

    def show_step(self, mark: Mark, *, count: str, note: str = "") -> None:
        """Show another count."""
        self._mark, self._count, self._note = mark, count, note
        self.setAccessibleName(f"{count} {mark.text}, {note}".rstrip(", "))
        self.setToolTip(note)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(250), look().px(78 if self._note else 42))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(78 if self._note else 42))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        self.paint_ground(painter)
        low = not self._note
        box = self.line_box(4 if low else 12, 34)
        bare = Mark("", self._mark.shape, self._mark.colour)
        taken = paint_mark(painter, box, bare, size=19 if low else 22)
        box.setLeft(box.left() + taken + here.px(10))
        ink = here.colour("ink")
        number: TypeStyle = "title" if low else "figure"
        taken = paint_text(painter, box, self._count, font=here.font(number), colour=ink)
        box.setLeft(box.left() + taken + here.px(10))
        self._paint_words(painter, box)
        note, ink2 = self.line_box(48, 20), here.colour("ink2")
        paint_text(painter, note, self._note, font=here.font("small"), colour=ink2)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        """Paint what is counted, in two smaller lines where the number leaves no room for one."""
        here, text = look(), self._mark.text
        usual: TypeStyle = "heading" if self._note else "body"
        colour = here.colour("ink" if self._note else "ink2")
        for style in (usual, "label"):
            if text_width(text, style) <= box.width():
                paint_text(painter, box, text, font=here.font(style), colour=colour)
                return
        paint_lines(painter, box, text, font=here.font("label"), colour=colour)


class PhaseCard(_PressCard):
    """One phase of a way: how many are in it, how many of them late, and both as a bar."""

    def __init__(
        self,
        label: str,
        *,
        count: int,
        share: float,
        late: int = 0,
        late_mark: Mark | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._label, self._count, self._late = label, count, late
        self._share, self._mark = share, late_mark
        spoken = f"{label} {count}"
        self.setAccessibleName(f"{spoken}, {late_mark.text}" if late_mark and late else spoken)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(98), look().px(self._height()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(60), look().px(self._height()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def _height(self) -> int:
        return 78 if lines_of(self._label, "small", self._inner_width()) > 1 else 64

    def _inner_width(self) -> int:
        return self.width() - look().px(18)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = self.paint_ground(painter, fill="sunken")
        left, width = here.px(10), self._inner_width()
        top = QRectF(left, here.px(5), width, here.px(33))
        paint_lines(painter, top, self._label, font=here.font("small"), colour=here.colour("ink2"))
        middle = QRectF(left, rect.height() - here.px(42), width, here.px(26))
        ink = here.colour("ink")
        taken = paint_text(painter, middle, str(self._count), font=here.font("value"), colour=ink)
        if self._late and self._mark:
            middle.setLeft(middle.left() + taken + here.px(10))
            fits = mark_width(self._mark, size=13) <= middle.width()
            short = Mark(str(self._late), self._mark.shape, self._mark.colour)
            paint_mark(painter, middle, self._mark if fits else short, size=13)
        bar = QRectF(left, rect.height() - here.px(12), width * min(1.0, self._share), here.px(5))
        paint_panel(painter, bar, fill=here.colour("bar"), radius=here.px(2))
        if self._late and self._count:
            bar.setWidth(max(here.px(3), bar.width() * self._late / self._count))
            paint_panel(painter, bar, fill=here.colour("urgent"), radius=here.px(2))


class ProgressLine(QWidget):
    """A share of 0 to 100 as a bar; its words go beside it, and into its accessible name."""

    def __init__(
        self,
        *,
        name: str,
        percent: float = 0,
        height: int = 5,
        role: Role = "accent",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._percent, self._height = name, percent, height
        self._role: Role = role
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_percent(percent)

    def set_percent(self, percent: float, *, role: Role | None = None) -> None:
        """Show another share."""
        self._percent = min(100.0, max(0.0, percent))
        self._role = role or self._role
        self.setAccessibleName(f"{self._name} {self._percent:.0f} %")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(self._height + 4))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        height = here.px(self._height)
        track = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter = QPainter(self)
        paint_panel(painter, track, fill=here.colour("line_subtle"), radius=height / 2)
        track.setWidth(max(height, track.width() * self._percent / 100))
        paint_panel(painter, track, fill=here.colour(self._role), radius=height / 2)


class IconMark(QWidget):
    """An icon that only decorates, such as the arrow between two steps."""

    def __init__(
        self, icon: str, *, size: int = 18, ink: Role = "ink3", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._size = icon, size
        self._ink: Role = ink
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: object) -> None:
        rect, colour = QRectF(self.rect()), look().colour(self._ink)
        paint_icon(QPainter(self), rect, self._icon, size=self._size, colour=colour)


def widest(texts: list[str], style: TypeStyle) -> int:
    """Return the width that holds every one of `texts`, for columns set per language."""
    return max((text_width(text, style) for text in texts), default=0)
