"""The line at the foot that always tells the truth about sync; each part opens its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, Shape, look
from desktop.theme.cells import Mark
from desktop.widgets.painting import (
    mark_width,
    paint_focus,
    paint_line,
    paint_mark,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable


@dataclass(frozen=True, slots=True)
class StatusPart:
    """One part: what it says, its shape and colour; `apart` draws a line before it."""

    key: str
    text: str
    shape: Shape | None = None
    colour: Role = "neutral"
    strong: bool = False
    apart: bool = False
    hint: str = ""


class _PartButton(Pressable):
    def __init__(self, part: StatusPart, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = part
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.show_part(part)

    def show_part(self, part: StatusPart) -> None:
        self.part = part
        self.setText(part.text)
        self.setAccessibleName(part.text)
        self.setToolTip(part.hint or part.text)
        self.updateGeometry()
        self.update()

    def _lead(self) -> int:
        return look().px(13 if self.part.apart else 6)

    @override
    def sizeHint(self) -> QSize:
        if self.part.shape:
            width = mark_width(self._mark(self.part.shape), size=13)
        else:
            width = text_width(self.part.text, "small")
        return QSize(width + self._lead() + look().px(7), look().px(24))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._lead() + look().px(20), look().px(24))

    def _mark(self, shape: Shape) -> Mark:
        return Mark(self.part.text, shape, self.part.colour)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.part.apart:
            x = here.px(3)
            top, bottom = here.px(6), rect.height() - here.px(6)
            paint_line(painter, QPointF(x, top), QPointF(x, bottom), role="line")
        inside = rect.adjusted(self._lead(), 0, -here.px(4), 0)
        if self.underMouse():
            ground = inside.adjusted(-here.px(4), here.px(3), here.px(3), -here.px(3))
            paint_panel(painter, ground, fill=here.colour("hover"), radius=here.px(4))
        ink = here.colour("ink" if self.part.strong else "ink2")
        if self.part.shape:
            bare = Mark("", self.part.shape, self.part.colour)
            inside.setLeft(inside.left() + paint_mark(painter, inside, bare, size=13) + here.px(4))
        paint_text(painter, inside, self.part.text, font=here.font("small"), colour=ink)
        if self.hasFocus():
            paint_focus(painter, rect.adjusted(self._lead() - here.px(5), 2, 0, -2), radius=4)


class StatusBar(QWidget):
    """Parts from the left and from the right; tells `chosen` with a part's key."""

    chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedHeight(look().px(look().theme.sizes.row.status_bar))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look().px(8), 0, look().px(8), 0)
        self._row.setSpacing(look().px(2))
        self._left: list[_PartButton] = []
        self._right: list[_PartButton] = []
        self._row.addStretch(1)

    def set_parts(self, left: Sequence[StatusPart], *, right: Sequence[StatusPart] = ()) -> None:
        """Show these parts; a part that stays keeps its focus."""
        self._fill(self._left, left, start=0)
        self._fill(self._right, right, start=len(left) + 1)

    def _fill(self, buttons: list[_PartButton], parts: Sequence[StatusPart], *, start: int) -> None:
        while len(buttons) > len(parts):
            button = buttons.pop()
            self._row.removeWidget(button)
            button.deleteLater()
        while len(buttons) < len(parts):
            button = _PartButton(parts[len(buttons)], parent=self)
            button.clicked.connect(self._tell)
            self._row.insertWidget(start + len(buttons), button)
            buttons.append(button)
        for button, part in zip(buttons, parts, strict=True):
            if button.part != part:
                button.show_part(part)

    def _tell(self) -> None:
        button = self.sender()
        if isinstance(button, _PartButton):
            self.chosen.emit(button.part.key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(look().px(look().theme.sizes.row.status_bar))
        super().changeEvent(event)

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("sidebar"))
        paint_line(painter, QPointF(0, 0), QPointF(self.width(), 0), role="line_subtle")
