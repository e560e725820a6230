"""The areas of the program at the left: icon, name, count; in a narrow window icons alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import Role, Shape, look
from desktop.widgets.painting import (
    paint_focus,
    paint_icon,
    paint_line,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable
from desktop.widgets.shapes import paint_shape

WIDTH = 196
RAIL_WIDTH = 56
LOWEST_ENTRY = 22
GROUP_GAP = 9


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its key, icon and name."""

    key: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A plain count; with a shape it counts what needs action."""

    count: int
    shape: Shape | None = None
    colour: Role = "ink3"
    spoken: str = ""


class _Entry(Pressable):
    def __init__(self, area: Area, *, parent: "Sidebar") -> None:
        super().__init__(parent)
        self.area = area
        self._badge: Badge | None = None
        self._bar = parent
        self.setCheckable(True)
        self.setText(area.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_badge(None)

    def set_badge(self, badge: Badge | None) -> None:
        self._badge = badge
        spoken = (badge.spoken or str(badge.count)) if badge else ""
        self.setAccessibleName(f"{self.area.text} {spoken}".strip())
        self.setToolTip(self.accessibleName() if self._bar.is_rail else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(40), self._bar.entry_height)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        inner = rect.adjusted(0, here.px(1), 0, -here.px(1))
        if self.isChecked():
            paint_panel(painter, inner, fill=here.colour("rail_current"), radius=here.px(6))
        elif self.underMouse():
            paint_panel(painter, inner, fill=here.colour("hover"), radius=here.px(6))
        ink = here.colour("accent_ink" if self.isChecked() else "ink2")
        if self._bar.is_rail:
            paint_icon(painter, rect, self.area.icon, size=18, colour=ink)
            self._paint_corner(painter, rect)
        else:
            box = QRectF(here.px(9), 0, here.px(18), rect.height())
            paint_icon(painter, box, self.area.icon, size=16, colour=ink)
            self._paint_words(painter, rect)
        if self.hasFocus():
            paint_focus(painter, inner, radius=here.px(6))

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        here = look()
        right = rect.right() - here.px(13)
        if self._badge and self._badge.count:
            right = self._paint_badge(painter, QRectF(0, 0, right, rect.height()), self._badge)
        style = here.font("strong" if self.isChecked() else "body")
        ink = here.colour("ink" if self.isChecked() else "ink2")
        left = here.px(36)
        box = QRectF(left, 0, right - left - here.px(6), rect.height())
        paint_text(painter, box, self.area.text, font=style, colour=ink)

    def _paint_badge(self, painter: QPainter, rect: QRectF, badge: Badge) -> float:
        here = look()
        text = str(badge.count)
        left = rect.right() - text_width(text, "strong" if badge.shape else "small")
        box = QRectF(left, 0, rect.right() - left + 1, rect.height())
        font = here.font("strong" if badge.shape else "small")
        paint_text(painter, box, text, font=font, colour=here.colour(badge.colour))
        if badge.shape is None:
            return left
        side = here.px(12)
        left -= side + here.px(4)
        mark = QRectF(left, (rect.height() - side) / 2, side, side)
        paint_shape(painter, mark, shape=badge.shape, colour=here.colour(badge.colour))
        return left

    def _paint_corner(self, painter: QPainter, rect: QRectF) -> None:
        if self._badge is None or self._badge.shape is None or not self._badge.count:
            return
        side = look().px(11)
        box = QRectF(rect.center().x() + look().px(6), rect.top() + look().px(2), side, side)
        colour = look().colour(self._badge.colour)
        paint_shape(painter, box, shape=self._badge.shape, colour=colour)


class Sidebar(QWidget):
    """Groups of areas and a foot; tells `chosen` with the area's key.

    `set_rail` switches to icons alone; an area's shape stays, since it asks for action.
    """

    chosen = Signal(object)

    def __init__(
        self,
        groups: Sequence[Sequence[Area]],
        *,
        foot: Sequence[Area] = (),
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_rail = False
        self.entry_height = look().px(look().theme.sizes.row.rail_item)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._tell)
        self._entries: dict[str, _Entry] = {}
        self._column = QVBoxLayout(self)
        self._column.setSpacing(1)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._gaps: list[QWidget] = []
        self.set_areas(groups, foot=foot)

    def set_areas(self, groups: Sequence[Sequence[Area]], *, foot: Sequence[Area] = ()) -> None:
        """Show these areas; one a person may never open is left out by the caller."""
        current = self.current
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._entries, self._gaps = {}, []
        for number, areas in enumerate(groups):
            if number:
                self._add_gap()
            self._add(areas)
        self._column.addStretch(1)
        self._add(foot)
        self._dress()
        self.set_current(current)

    @property
    def current(self) -> str:
        """Return the key of the area shown; "" at first."""
        button = self._group.checkedButton()
        return button.area.key if isinstance(button, _Entry) else ""

    def set_current(self, key: str) -> None:
        """Mark an area as the one shown, without telling; an unknown key marks none."""
        self._group.setExclusive(False)
        for name, entry in self._entries.items():
            entry.setChecked(name == key)
        self._group.setExclusive(True)

    def set_badge(self, key: str, badge: Badge | None) -> None:
        """Show a count beside an area."""
        if key in self._entries:
            self._entries[key].set_badge(badge)

    def set_rail(self, *, rail: bool) -> None:
        """Show icons alone, or icons with names."""
        if rail != self.is_rail:
            self.is_rail = rail
            self._dress()

    def _add(self, areas: Sequence[Area]) -> None:
        for area in areas:
            entry = _Entry(area, parent=self)
            entry.installEventFilter(self)
            self._group.addButton(entry)
            self._entries[area.key] = entry
            self._column.addWidget(entry)

    def _add_gap(self) -> None:
        gap = QWidget(self)
        self._gaps.append(gap)
        self._column.addWidget(gap)

    def _dress(self) -> None:
        side = look().px(8)
        self._column.setContentsMargins(side, look().px(8), side, look().px(8))
        self.setFixedWidth(look().px(RAIL_WIDTH if self.is_rail else WIDTH))
        for entry in self._entries.values():
            entry.setToolTip(entry.accessibleName() if self.is_rail else "")
        self._fit_height()

    def _fit_height(self) -> None:
        """Make entries lower, and drop the gaps between groups, where the window is low."""
        room = self.height() - 2 * look().px(8)
        gap = 0 if self.is_rail else look().px(GROUP_GAP)
        each = (room - gap * len(self._gaps)) // max(1, len(self._entries)) - 1
        low = each < look().px(26)
        if low:
            each = room // max(1, len(self._entries)) - 1
        highest = look().px(look().theme.sizes.row.rail_item)
        self.entry_height = max(look().px(LOWEST_ENTRY), min(highest, each))
        for part in self._gaps:
            part.setFixedHeight(0 if low else gap)
        for entry in self._entries.values():
            entry.updateGeometry()
            entry.update()

    def _tell(self, button: QAbstractButton) -> None:
        if isinstance(button, _Entry):
            self.chosen.emit(button.area.key)

    @override
    def minimumSizeHint(self) -> QSize:
        lowest = look().px(LOWEST_ENTRY) + 1
        return QSize(self.minimumWidth(), len(self._entries) * lowest + look().px(16))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            step = steps.get(Qt.Key(event.key()))
            if step and isinstance(watched, _Entry):
                entries = list(self._entries.values())
                place = (entries.index(watched) + step) % len(entries)
                entries[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(watched, _Entry):
                watched.click()
                return True
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("sidebar"))
        edge = self.width() - 1
        paint_line(painter, QPointF(edge, 0), QPointF(edge, self.height()), role="line_subtle")
