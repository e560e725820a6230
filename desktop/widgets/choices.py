"""Rows of which one is chosen: pill tabs, underlined tabs, segments, filter pills."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import TypeStyle, look
from desktop.widgets.painting import (
    paint_focus,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable

Fashion = Literal["tab", "underlined", "segment", "pill"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its key, its text and, where it counts something, how many."""

    key: str
    text: str
    count: str = ""


class _ChoiceButton(Pressable):
    def __init__(self, choice: Choice, *, fashion: Fashion, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = choice
        self._fashion: Fashion = fashion
        self.setText(choice.text)
        self.setAccessibleName(f"{choice.text} {choice.count}".strip())
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _text_style(self) -> TypeStyle:
        return "strong" if self.isChecked() else "body"

    @override
    def sizeHint(self) -> QSize:
        here = look()
        width = text_width(self.choice.text, "strong")
        if self.choice.count:
            width += text_width(self.choice.count, "body") + here.px(5)
        margins = {"tab": 20, "underlined": 2, "segment": 18, "pill": 22}
        heights = {"tab": 28, "underlined": 36, "segment": 24, "pill": 26}
        return QSize(width + here.px(margins[self._fashion]), here.px(heights[self._fashion]))

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        here = look()
        checked, hover = self.isChecked(), self.underMouse()
        if self._fashion == "underlined":
            if checked:
                line = QRectF(0, rect.bottom() - here.px(2), rect.width(), here.px(2))
                painter.fillRect(line, here.colour("accent"))
        elif self._fashion == "segment":
            fill = here.colour("accent_soft") if checked else here.colour("hover")
            if checked or hover:
                paint_panel(painter, rect, fill=fill, radius=here.px(4))
        elif self._fashion == "pill":
            fill = here.colour("accent_soft" if checked else "hover" if hover else "surface")
            line_role = None if checked else here.colour("line")
            paint_panel(painter, rect, fill=fill, line=line_role, radius=rect.height() / 2)
        elif checked:
            paint_panel(
                painter,
                rect,
                fill=here.colour("surface"),
                line=here.colour("line"),
                radius=here.px(6),
            )

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        accent = self.isChecked() and self._fashion in {"segment", "pill"}
        ink = here.colour("accent_ink" if accent else "ink" if self.isChecked() else "ink2")
        style = self._text_style()
        width = text_width(self.choice.text, style)
        count = text_width(self.choice.count, "body") if self.choice.count else 0
        gap = here.px(5) if count else 0
        inside = rect.adjusted(max(0.0, (rect.width() - width - gap - count) / 2), 0, 0, 0)
        paint_text(painter, inside, self.choice.text, font=here.font(style), colour=ink)
        if count:
            inside.setLeft(inside.left() + width + gap)
            colour = here.colour("ink3")
            text = self.choice.count
            paint_text(painter, inside, text, font=here.font("body"), colour=colour)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))


class ChoiceRow(QWidget):
    """Choices side by side; arrow keys move, one is chosen. Tells `chosen` with the key."""

    chosen = Signal(object)

    fashion: Fashion = "tab"
    gap = 4
    margin = 0

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        name: str,
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _ChoiceButton] = {}
        self._row = QHBoxLayout(self)
        self._dress()
        self.set_choices(choices, current=current)
        self._group.buttonClicked.connect(self._tell)

    @property
    def current(self) -> str:
        """Return the key of the chosen one; "" when none is."""
        button = self._group.checkedButton()
        return button.choice.key if isinstance(button, _ChoiceButton) else ""

    def set_choices(self, choices: Sequence[Choice], *, current: str = "") -> None:
        """Show other choices; `current`, else the one chosen now, else the first is chosen."""
        wanted = current or self.current
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for choice in choices:
            button = _ChoiceButton(choice, fashion=self.fashion, parent=self)
            button.installEventFilter(self)
            self._group.addButton(button)
            self._row.addWidget(button)
            self._buttons[choice.key] = button
        if choices:
            self.choose(wanted if wanted in self._buttons else choices[0].key)

    def choose(self, key: str) -> None:
        """Mark `key` as chosen without telling."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            self._set_tab_stop()

    def _set_tab_stop(self) -> None:
        for button in self._buttons.values():
            stop = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)

    def _tell(self, _button: QAbstractButton) -> None:
        self._set_tab_stop()
        self.chosen.emit(self.current)

    def _step(self, step: int) -> None:
        keys = list(self._buttons)
        place = (keys.index(self.current) + step) % len(keys)
        self._buttons[keys[place]].setFocus(Qt.FocusReason.OtherFocusReason)
        self._buttons[keys[place]].click()

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
            step = steps.get(Qt.Key(event.key()))
            if step and self.current:
                self._step(step)
                return True
        return False

    def _dress(self) -> None:
        margin = look().px(self.margin)
        self._row.setContentsMargins(margin, margin, margin, margin)
        self._row.setSpacing(look().px(self.gap))


class PillTabs(ChoiceRow):
    """Saved views above a list."""

    fashion = "tab"
    gap = 2


class UnderlinedTabs(ChoiceRow):
    """Parts of one record, under its head."""

    fashion = "underlined"
    gap = 13


class FilterPills(ChoiceRow):
    """Kinds to filter by, one at a time."""

    fashion = "pill"
    gap = 8


class Segments(ChoiceRow):
    """A switch of two to four ways, in one frame."""

    fashion = "segment"
    gap = 2
    margin = 3

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        paint_panel(
            painter,
            QRectF(self.rect()),
            fill=here.colour("surface"),
            line=here.colour("line"),
            radius=here.px(6),
        )
