"""Things to tick or to choose one of: tick rows, radio rows, choice cards."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import Role, TypeStyle, look
from desktop.widgets.cell_painting import paint_tick_box
from desktop.widgets.painting import paint_focus, paint_panel, paint_text, text_width
from desktop.widgets.pressable import Pressable


def paint_radio(painter: QPainter, rect: QRectF, *, chosen: bool, enabled: bool = True) -> None:
    """Paint a radio's ring of 14 pixels, centred in `rect`, with its dot when chosen."""
    here = look()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = here.scale / 100
    edge = here.colour("accent" if chosen else "control" if enabled else "line")
    painter.setPen(QPen(edge, 1.4 * unit))
    painter.setBrush(here.colour("surface"))
    centre = QPointF(rect.center())
    painter.drawEllipse(centre, 6.4 * unit, 6.4 * unit)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(edge)
        painter.drawEllipse(centre, 3.4 * unit, 3.4 * unit)
    painter.restore()


class TickRow(Pressable):
    """A box with its words: `isChecked`, `toggled` as a check box; a note stands right."""

    def __init__(
        self, text: str, *, ticked: bool = False, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._note = note
        self.setText(text)
        self.setCheckable(True)
        self.setChecked(ticked)
        self.setAccessibleName(f"{text} {note}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        here = look()
        words = text_width(self.text(), "body") + text_width(self._note, "small")
        return QSize(words + here.px(40 if self._note else 28), here.px(26))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), look().px(26))

    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        paint_tick_box(painter, rect, ticked=self.isChecked(), enabled=self.isEnabled())

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self._paint_box(painter, QRectF(0, 0, here.px(18), rect.height()))
        inside = rect.adjusted(here.px(23), 0, 0, 0)
        if self._note:
            width = text_width(self._note, "small")
            box = QRectF(rect.right() - width, 0, width + 1, rect.height())
            ink2 = here.colour("ink2")
            paint_text(painter, box, self._note, font=here.font("small"), colour=ink2)
            inside.setRight(box.left() - here.px(8))
        ink = here.colour("ink" if self.isEnabled() else "disabled")
        paint_text(painter, inside, self.text(), font=here.font(self._style()), colour=ink)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(4))

    def _style(self) -> TypeStyle:
        return "body"


class RadioRow(TickRow):
    """One of several ways, in one line; put them into a ChoiceGroup."""

    def __init__(
        self, text: str, *, key: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, note=note, parent=parent)
        self.key = key

    @override
    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        paint_radio(painter, rect, chosen=self.isChecked(), enabled=self.isEnabled())

    @override
    def _style(self) -> TypeStyle:
        return "strong" if self.isChecked() else "body"


class RadioCard(Pressable):
    """A value one may choose, with who wrote it and when below; without `key` it only shows."""

    def __init__(
        self, text: str, *, below: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._below = below
        self.setText(text)
        self.setAccessibleName(f"{text}, {below}")
        self.setCheckable(bool(key))
        self.setEnabled(bool(key))
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(240), look().px(60))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(60))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        chosen = self.isChecked()
        ground: Role = "accent_soft" if chosen else "hover" if self.underMouse() else "surface"
        fill = here.colour(ground if self.key else "sunken")
        line = here.colour("accent" if chosen else "line")
        paint_panel(painter, rect, fill=fill, line=line, radius=here.px(6))
        left = here.px(14)
        if self.key:
            box = QRectF(here.px(13), here.px(11), here.px(18), here.px(20))
            paint_radio(painter, box, chosen=chosen)
            left = here.px(38)
        width = rect.width() - left - here.px(10)
        upper = QRectF(left, here.px(9), width, here.px(24))
        lower = QRectF(left, here.px(33), width, here.px(18))
        font = here.font("heading" if chosen else "body")
        ink = here.colour("ink" if self.key else "ink2")
        paint_text(painter, upper, self.text(), font=font, colour=ink)
        paint_text(painter, lower, self._below, font=here.font("small"), colour=here.colour("ink2"))
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))


class ChoiceGroup(QWidget):
    """RadioRows or RadioCards of which one is chosen; tells `chosen` with the key.

    The buttons may stand anywhere: `join` takes one that another layout holds, `add` lays it
    into the group's own column. Arrow keys move among them.
    """

    chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._buttons: list[RadioRow | RadioCard] = []
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look().px(2))

    @property
    def current(self) -> str:
        """Return the key chosen; "" when none is."""
        return next((button.key for button in self._buttons if button.isChecked()), "")

    def add(self, button: RadioRow | RadioCard) -> None:
        """Lay a choice into the group's column."""
        self._column.addWidget(button)
        self.join([button])

    def join(self, buttons: Sequence[RadioRow | RadioCard]) -> None:
        """Take choices that stand elsewhere."""
        for button in buttons:
            button.installEventFilter(self)
            self._group.addButton(button)
            self._buttons.append(button)

    def choose(self, key: str) -> None:
        """Choose a key without telling."""
        for button in self._buttons:
            if button.key == key:
                button.setChecked(True)

    def _tell(self, _button: QAbstractButton) -> None:
        self.chosen.emit(self.current)

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        keys = Qt.Key
        steps = {keys.Key_Up: -1, keys.Key_Left: -1, keys.Key_Down: 1, keys.Key_Right: 1}
        step = steps.get(keys(event.key()))
        if not step or not isinstance(watched, (RadioRow, RadioCard)):
            return False
        place = (self._buttons.index(watched) + step) % len(self._buttons)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._buttons[place].click()
        return True
