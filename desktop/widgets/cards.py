"""Cards, sections of the right rail, facts in rows: what a page is laid out with."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.theme import Role, look
from desktop.theme.cells import Mark
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from desktop.widgets.painting import paint_line, paint_panel
from desktop.widgets.scroll_bar import SlimScrollBar

Ground = Literal["surface", "raised", "sunken", "canvas", "sidebar"]
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = 24
"""Letters of a value from which on it may take a second line."""


class Panel(QWidget):
    """A plain ground in one of the theme's surfaces, with a hairline where asked.

    `edges` is any of "l", "r", "t", "b"; `radius` rounds the lower corners.
    """

    def __init__(
        self,
        *,
        ground: Ground = "surface",
        edges: str = "",
        radius: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground: Ground = ground
        self._edges = edges
        self._radius = radius

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        fill = look().colour(self._ground)
        if self._radius:
            radius = look().px(self._radius)
            above = QRectF(self.rect()).adjusted(0, -2 * radius, 0, 0)
            paint_panel(painter, above, fill=fill, radius=radius)
        else:
            painter.fillRect(self.rect(), fill)
        right, bottom = self.width() - 1, self.height() - 1
        lines = {
            "l": (QPointF(0, 0), QPointF(0, bottom)),
            "r": (QPointF(right, 0), QPointF(right, bottom)),
            "t": (QPointF(0, 0), QPointF(right, 0)),
            "b": (QPointF(0, bottom), QPointF(right, bottom)),
        }
        for edge in self._edges:
            paint_line(painter, *lines[edge], role="line")


class Divider(QWidget):
    """A hairline between two blocks."""

    def __init__(self, *, role: Role = "line_subtle", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role: Role = role
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: object) -> None:
        QPainter(self).fillRect(self.rect(), look().colour(self._role))


class CardHead(QWidget):
    """Title, a quiet note beside it, and at the right what can be done."""

    def __init__(self, title: str, *, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        here = look()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(here.px(14), here.px(8), here.px(12), here.px(6))
        self._column.setSpacing(here.px(4))
        self._row = QHBoxLayout()
        self._row.setSpacing(here.px(8))
        self._column.addLayout(self._row)
        self.title = Label(title, style="heading", parent=self)
        self.note = ElidedLabel(note, style="small", ink="ink2", parent=self)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note)
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a link, button or switch at the right."""
        self._row.addWidget(widget)

    def add_beside(self, widget: QWidget) -> None:
        """Put a switch or chip right after the title and note."""
        self._row.insertWidget(2, widget)

    def add_below(self, *widgets: QWidget) -> None:
        """Give the head a second line, of these."""
        line = QHBoxLayout()
        line.setSpacing(look().px(12))
        for widget in widgets:
            line.addWidget(widget)
        line.addStretch(1)
        self._column.addLayout(line)


class Card(QWidget):
    """A raised block with a head and a body: `card.body` is its column.

    With `flush`, the body reaches the edges, for tables.
    """

    def __init__(
        self,
        title: str = "",
        *,
        note: str = "",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        here = look()
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.head = CardHead(title, note=note, parent=self)
        self.head.setVisible(bool(title))
        column.addWidget(self.head)
        self.body = QVBoxLayout()
        side = 0 if flush else here.px(13)
        top = 0 if title else here.px(10)
        bottom = here.px(6 if flush else 12)
        self.body.setContentsMargins(side, 0 if flush else top, side, bottom)
        self.body.setSpacing(here.px(6))
        column.addLayout(self.body, 1)

    def set_title(self, title: str, *, note: str = "") -> None:
        """Change the head's words."""
        self.head.title.setText(title)
        self.head.note.setText(note)
        self.head.setVisible(bool(title))
        self.setAccessibleName(title)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        paint_panel(
            QPainter(self),
            QRectF(self.rect()),
            fill=here.colour("surface"),
            line=here.colour("line_subtle"),
            radius=here.px(here.theme.sizes.radius.card),
        )


class RailSection(QWidget):
    """One block of the right rail: a small heading, its column `body`, a line under it."""

    def __init__(self, title: str, *, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        here = look()
        self._last = last
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(15), here.px(12), here.px(15), here.px(12))
        column.setSpacing(here.px(6))
        self._head = QHBoxLayout()
        self.title = Label(title, style="strong", ink="ink2", parent=self)
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        column.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(here.px(6))
        column.addLayout(self.body)

    def add_action(self, widget: QWidget) -> None:
        """Put a link at the right of the heading."""
        self._head.addWidget(widget)

    @override
    def paintEvent(self, event: object) -> None:
        if not self._last:
            bottom = self.height() - 1
            end = QPointF(self.width(), bottom)
            paint_line(QPainter(self), QPointF(0, bottom), end, role="line_subtle")


class Facts(QWidget):
    """Rows of a label at the left and its value at the right; a value may be a state."""

    def __init__(
        self, rows: Sequence[tuple[str, str | Mark]] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(12))
        self._grid.setVerticalSpacing(look().px(5))
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, str | Mark]]) -> None:
        """Show other facts."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (label, value) in enumerate(rows):
            name = Label(label, style="small", ink="ink2", parent=self)
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            shown = self._value(value)
            shown.setAccessibleName(f"{label} {shown.accessibleName()}")
            if isinstance(value, Mark):
                self._grid.addWidget(shown, number, 1, _RIGHT)
            else:
                self._grid.addWidget(shown, number, 1)

    def _value(self, value: str | Mark) -> QWidget:
        if isinstance(value, Mark):
            return StateLabel(value, parent=self)
        if len(value) > _ONE_LINE and " " in value:
            label: Label = Label(value, style="small", wrap=True, parent=self)
        else:
            label = ElidedLabel(value, style="small", parent=self)
        label.setAlignment(_RIGHT)
        label.setAccessibleName(value)
        return label


class HeadFact(QWidget):
    """A fact in a record's head: its small label above, the value below with a quiet note."""

    def __init__(
        self,
        label: str,
        *,
        value: str,
        note: str = "",
        ink: Role = "ink",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{label} {value} {note}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(label, style="small", ink="ink2", parent=self))
        row = QHBoxLayout()
        row.setSpacing(look().px(6))
        row.addWidget(Label(value, ink=ink, parent=self))
        if note:
            row.addWidget(Label(note, style="small", ink="ink2", parent=self))
        row.addStretch(1)
        column.addLayout(row)


class ScrollColumn(QScrollArea):
    """A column that scrolls when it is higher than its place: add to `body`."""

    def __init__(
        self,
        *,
        name: str,
        ground: Ground = "canvas",
        edges: str = "",
        margin: int = 20,
        spacing: int = 13,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        here = look()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBar(
            SlimScrollBar(Qt.Orientation.Vertical, ground=ground, parent=self)
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Panel(ground=ground, edges=edges)
        self.body = QVBoxLayout(inside)
        side = here.px(margin)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(here.px(spacing))
        self.setWidget(inside)
