"""The left of a page with a list and a sheet: groups of things to choose one from."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.labels import Label
from desktop.widgets.painting import paint_focus, paint_mark, paint_text, text_width
from desktop.widgets.pressable import Pressable


@dataclass(frozen=True)
class ChoiceLine:
    """One thing in the list: its mark, what it is, since when, and the lines below."""

    id: str
    title: str
    below: tuple[str, ...]
    side: str
    mark: Mark

    @property
    def height(self) -> int:
        """Return how high it stands, in points of the design."""
        return 38 + 18 * len(self.below)


class ChoiceItem(Pressable):
    """One thing to choose."""

    def __init__(self, line: ChoiceLine, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.setCheckable(True)
        self.setText(line.title)
        spoken = (line.title, line.mark.text, *line.below, line.side)
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(240), look().px(self.line.height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(150), look().px(self.line.height))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(rect, here.colour("selection"))
            painter.fillRect(QRectF(0, 0, here.px(3), rect.height()), here.colour("accent"))
        elif self.underMouse():
            painter.fillRect(rect, here.colour("hover"))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), here.colour("line_subtle"))
        left, width = here.px(14), rect.width() - here.px(28)
        shape = Mark("", self.line.mark.shape, self.line.mark.colour)
        paint_mark(painter, QRectF(left, here.px(8), here.px(16), here.px(20)), shape)
        side = text_width(self.line.side, "small")
        title = QRectF(left + here.px(21), here.px(8), width - side - here.px(30), here.px(20))
        ink, quiet = here.colour("ink"), here.colour("ink2")
        paint_text(painter, title, self.line.title, font=here.font("strong"), colour=ink)
        aside = QRectF(left + width - side, here.px(8), side + 1, here.px(20))
        paint_text(painter, aside, self.line.side, font=here.font("small"), colour=quiet)
        for place, text in enumerate(self.line.below):
            top, wide = here.px(30 + 18 * place), width - here.px(21)
            below = QRectF(left + here.px(21), top, wide, here.px(18))
            paint_text(painter, below, text, font=here.font("small"), colour=quiet)
        if self.hasFocus():
            paint_focus(painter, rect.adjusted(1, 1, -1, -1), radius=here.px(2))


class ChoiceList(Panel):
    """Groups under a heading each; `chosen` carries the id of what was chosen."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(ground="surface", edges="r", parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        self._scroll = ScrollColumn(name=name, ground="surface", margin=0, spacing=0, parent=self)
        column.addWidget(self._scroll)
        self.items: list[ChoiceItem] = []

    def show_groups(self, groups: list[tuple[str, list[ChoiceLine]]], current: str) -> None:
        """Show the groups that are not empty; `current` is the one that is being looked at."""
        while (item := self._scroll.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.items = []
        here = look()
        for title, lines in groups:
            if not lines:
                continue
            head = Label(f"{title} {len(lines)}", style="strong", parent=self)
            head.setContentsMargins(here.px(14), here.px(11), here.px(14), here.px(7))
            self._scroll.body.addWidget(head)
            for line in lines:
                made = ChoiceItem(line, parent=self)
                made.setChecked(line.id == current)
                made.clicked.connect(self._tell_chosen)
                self.items.append(made)
                self._scroll.body.addWidget(made)
        self._scroll.body.addStretch(1)

    def _tell_chosen(self) -> None:
        item = self.sender()
        if isinstance(item, ChoiceItem):
            for other in self.items:
                other.setChecked(other is item)
            self.chosen.emit(item.line.id)
