"""The list under the search box: groups of hits, the words that hit marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop.theme import TypeStyle, look
from desktop.theme.cells import Mark
from desktop.widgets.painting import (
    mark_width,
    paint_icon,
    paint_mark,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.scroll_bar import SlimScrollBar

ROW_HEIGHT = 36
GROUP_HEIGHT = 28
_ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class SearchRow:
    """One line: a heading without `key`, else a hit or an action."""

    text: str
    key: str = ""
    icon: str = ""
    note: str = ""
    keys: str = ""
    mark: Mark | None = None


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[SearchRow] = []
        self.words: list[str] = []

    def show_rows(self, rows: Sequence[SearchRow], words: Sequence[str]) -> None:
        self.beginResetModel()
        self.rows, self.words = list(rows), list(words)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.rows[index.row()].key:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    @override
    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.rows[index.row()]
        spoken = (row.text, row.note, row.mark.text if row.mark else "", row.keys)
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return ", ".join(part for part in spoken if part)
        return row if role == _ROW_ROLE else None


class _Painter(QStyledItemDelegate):
    def __init__(self, rows: _Rows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = self._rows.rows[index.row()]
        return QSize(10, look().px(ROW_HEIGHT if row.key else GROUP_HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        here, row = look(), self._rows.rows[index.row()]
        rect = QRectF(option.rect)
        if not row.key:
            box = rect.adjusted(here.px(12), here.px(4), 0, 0)
            font, ink = here.font("label"), here.colour("ink2")
            width = paint_text(painter, box, row.text, font=font, colour=ink)
            box.setLeft(box.left() + width + here.px(6))
            paint_text(painter, box, row.note, font=font, colour=here.colour("ink3"))
            return
        if option.state & QStyle.StateFlag.State_Selected:
            ground = rect.adjusted(0, 1, 0, -1)
            paint_panel(painter, ground, fill=here.colour("selection"), radius=here.px(6))
        self._paint_row(painter, rect, row)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: SearchRow) -> None:
        here = look()
        icon = QRectF(rect.left() + here.px(12), rect.top(), here.px(16), rect.height())
        paint_icon(painter, icon, row.icon, size=16, colour=here.colour("ink2"))
        right = self._paint_right(painter, rect, row)
        box = QRectF(rect)
        box.setLeft(rect.left() + here.px(38))
        box.setRight(right)
        self._paint_hits(painter, box, row.text)
        width = paint_text(
            painter, box, row.text, font=here.font("body"), colour=here.colour("ink")
        )
        box.setLeft(box.left() + width + here.px(12))
        if box.width() > here.px(40):
            self._paint_hits(painter, box, row.note, small=True)
            paint_text(painter, box, row.note, font=here.font("small"), colour=here.colour("ink2"))

    def _paint_right(self, painter: QPainter, rect: QRectF, row: SearchRow) -> float:
        here = look()
        width = mark_width(row.mark) if row.mark else text_width(row.keys, "small")
        left = rect.right() - here.px(12) - width
        box = QRectF(left, rect.top(), width + 1, rect.height())
        if row.mark:
            paint_mark(painter, box, row.mark)
        else:
            paint_text(painter, box, row.keys, font=here.font("small"), colour=here.colour("ink3"))
        return left - here.px(8)

    def _paint_hits(
        self, painter: QPainter, box: QRectF, text: str, *, small: bool = False
    ) -> None:
        here, low = look(), text.casefold()
        for word in self._rows.words:
            at = low.find(word.casefold())
            if at >= 0 and len(low) == len(text):
                style: TypeStyle = "small" if small else "body"
                left = box.left() + text_width(text[:at], style) - 1 if at else box.left()
                width = text_width(text[at : at + len(word)], style)
                mark = QRectF(left, box.center().y() - here.px(9), width, here.px(18))
                fill = here.colour("mark")
                painter.save()
                painter.setClipRect(box)
                paint_panel(painter, mark, fill=fill, radius=2)
                painter.restore()


class SearchList(QListView):
    """Shows the rows; the arrows pass over headings. Tells `taken` with a row's key."""

    taken = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self._rows, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(SlimScrollBar(Qt.Orientation.Vertical, parent=self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._take_clicked)

    def show_rows(self, rows: Sequence[SearchRow], words: Sequence[str]) -> None:
        """Show these rows and mark the words in them; the first hit is chosen."""
        self._rows.show_rows(rows, words)
        self.updateGeometry()
        self.choose(next((place for place, row in enumerate(rows) if row.key), -1))

    def choose(self, place: int) -> None:
        """Choose a row; -1 none."""
        index = self._rows.index(place, 0) if place >= 0 else QModelIndex()
        self.setCurrentIndex(index)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) row that is no heading; round at the ends."""
        rows = self._rows.rows
        hits = [place for place, row in enumerate(rows) if row.key]
        if hits:
            at = hits.index(self.currentIndex().row()) if self.current_key else -step
            self.choose(hits[(at + step) % len(hits)])

    def step_group(self) -> None:
        """Go to the first hit of the next group."""
        rows, at = self._rows.rows, self.currentIndex().row()
        heads = [place for place, row in enumerate(rows) if not row.key]
        if heads:
            self.choose(next((place for place in heads if place > at), heads[0]) + 1)

    @property
    def current_key(self) -> str:
        """Return the key of the row chosen; "" when none is."""
        place = self.currentIndex().row()
        return self._rows.rows[place].key if 0 <= place < len(self._rows.rows) else ""

    @property
    def keys(self) -> list[str]:
        """Return the keys of all hits, in order."""
        return [row.key for row in self._rows.rows if row.key]

    @override
    def sizeHint(self) -> QSize:
        rows = self._rows.rows
        height = sum(look().px(ROW_HEIGHT if row.key else GROUP_HEIGHT) for row in rows)
        return QSize(look().px(400), height + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(200), look().px(ROW_HEIGHT))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._rows.rows[index.row()].key:
            self.setCurrentIndex(index)

    def _take_clicked(self, index: QModelIndex) -> None:
        key = self._rows.rows[index.row()].key
        if key:
            self.taken.emit(key)
