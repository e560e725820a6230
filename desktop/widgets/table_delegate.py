"""Paints the cells of a DataTable: ground, selection bar, hairline, then what the cell says."""

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.theme import look
from desktop.theme.cells import CELL_ROLE, GROUP_ROLE, Cell, Group, Money, Text
from desktop.widgets.cell_painting import (
    paint_cell,
    paint_group,
    paint_pending,
    paint_tick_box,
)
from desktop.widgets.painting import paint_line, paint_text
from desktop.widgets.table_header import MARGIN

if TYPE_CHECKING:
    from desktop.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
BAR = 3  # width of the bar at the left of a selected row
_CELLS: tuple[type, ...] = get_args(Cell)


class CellDelegate(QStyledItemDelegate):
    """One painter for all columns; models say what, by CELL_ROLE and GROUP_ROLE."""

    def __init__(self, table: "DataTable") -> None:
        super().__init__(table)
        self._table = table

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look().px(80), self._table.row_height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        group: object = index.data(GROUP_ROLE)
        if isinstance(group, Group):
            paint_group(painter, rect, group)
            return
        first = self._table.is_first(index.column())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, index, chosen=chosen)
        if first and chosen:
            bar = QRectF(rect.left(), rect.top(), look().px(BAR), rect.height())
            painter.fillRect(bar, look().colour("accent"))
        inside = self.inside(rect, first=first)
        if first and self._table.has_ticks:
            lead = look().px(self._table.header.lead)
            box = QRectF(rect.left() + look().px(6), rect.top(), lead, rect.height())
            paint_tick_box(painter, box, ticked=chosen)
        self._paint_words(painter, inside, index)

    @staticmethod
    def margin(*, first: bool) -> int:
        """Return the room at a column's left."""
        return look().px(12 if first else MARGIN)

    def inside(self, rect: QRectF, *, first: bool) -> QRectF:
        """Return where the cell's own words stand within `rect`."""
        lead = look().px(self._table.header.lead) if first else 0
        return rect.adjusted(self.margin(first=first) + lead, 0, -look().px(MARGIN), -1)

    def _paint_ground(self, painter: QPainter, rect: QRectF, index: Index, *, chosen: bool) -> None:
        here = look()
        if chosen:
            painter.fillRect(rect, here.colour("selection"))
        elif self._table.hovered_row == index.row():
            painter.fillRect(rect, here.colour("hover"))
        bottom = rect.bottom() - 1
        start, end = QPointF(rect.left(), bottom), QPointF(rect.right(), bottom)
        paint_line(painter, start, end, role="line_subtle")
        if self._table.marks_current(index):
            colour = here.colour("accent")
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), colour)
            painter.fillRect(QRectF(rect.left(), bottom, rect.width(), 1), colour)
            if self._table.by_cell:
                painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), colour)
                painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), colour)

    def _paint_words(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        cell: object = index.data(CELL_ROLE)
        if isinstance(cell, (Text, Money)) or (cell is not None and isinstance(cell, _CELLS)):
            paint_cell(painter, rect, cell)  # type: ignore[arg-type]
            return
        words: object = index.data(int(Qt.ItemDataRole.DisplayRole))
        if cell is None and not words:
            if self._table.awaits(index):
                paint_pending(painter, rect)
            return
        font, ink = look().font("body"), look().colour("ink")
        paint_text(painter, rect, str(words), font=font, colour=ink)
