"""The table of every list: a read-only QTableView, painted, fast, and made for keys."""

from typing import Literal

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.theme.cells import CELL_ROLE, ID_ROLE, SORTABLE_ROLE, Link, Tick
from desktop.widgets.table_copy import chosen_rows, copy_rows
from desktop.widgets.table_delegate import CellDelegate
from desktop.widgets.table_fit import ColumnFit, Identified, fit_groups
from desktop.widgets.table_header import TableHeader
from desktop.widgets.table_manners import set_manners
from desktop.widgets.table_places import CellPress, TablePlace

__all__ = ["CellPress", "DataTable", "TablePlace"]

Index = QModelIndex | QPersistentModelIndex
Density = Literal["compact", "regular", "comfortable"]
TICK_LEAD = 26
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_HORIZONTAL = Qt.Orientation.Horizontal


class DataTable(QTableView):
    """A list over a model that answers CELL_ROLE, ID_ROLE and, if it groups, GROUP_ROLE.

    Keys: arrows, J and K move; Enter tells `opened`, Ctrl+Enter `opened_apart`; Space and Ctrl+A
    select; Ctrl+Shift+C copies. Other single letters are QActions added to the table with
    WidgetShortcut. `ticks` paints boxes that show the selection; `by_cell` moves by cell.
    """

    opened = Signal(object)  # a row's id
    opened_apart = Signal(object)  # a row's id
    cell_pressed = Signal(object)  # a CellPress
    choice_changed = Signal()
    sorted_by = Signal()

    def __init__(
        self,
        *,
        name: str,
        density: Density = "regular",
        ticks: bool = False,
        by_cell: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.has_ticks = ticks
        self.by_cell = by_cell
        self._has_model = False
        self.hovered_row = -1
        self._density: Density = density
        self._tall_rows: list[int] = []
        self._late = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._show_pending)
        self.setAccessibleName(name)
        self.header = TableHeader(lead=TICK_LEAD if ticks else 0, parent=self)
        self.setHorizontalHeader(self.header)
        self.header.sectionClicked.connect(self._sort)
        self._columns = ColumnFit(self, lead=self.header.lead)
        self.header.sectionResized.connect(self._columns.resized)
        self.setItemDelegate(CellDelegate(self))
        set_manners(self, by_cell=by_cell)
        self.set_density(density)
        self._dress()

    # What screens ask and tell

    @property
    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        row = look().theme.sizes.row
        heights = {"compact": row.compact, "regular": row.regular, "comfortable": row.comfortable}
        return look().px(heights[self._density])

    def set_density(self, density: Density) -> None:
        """Make rows lower or higher."""
        self._density = density
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(look().px(16))
        rows.setDefaultSectionSize(self.row_height)
        self._fit_groups()

    def current_id(self) -> str:
        """Return the id of the row the keys are on; "" when there is none."""
        return self._id(self.currentIndex())

    def chosen_ids(self) -> list[str]:
        """Return the ids of the selected rows, from top to bottom."""
        if not self._has_model:
            return []
        model = self.model()
        if isinstance(model, Identified):
            ids = [model.id_at(row) for row in chosen_rows(self)]
        else:
            ids = [self._id(model.index(row, 0)) for row in chosen_rows(self)]
        return [row_id for row_id in ids if row_id]

    def choose(self, row: int, *, column: int = 0) -> None:
        """Select a row and put the keys on it; -1 selects none."""
        if row < 0 or row >= self.model().rowCount():
            self.clearSelection()
            return
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def place(self) -> TablePlace:
        """Return where the person is."""
        return TablePlace(
            self.current_id(), tuple(self.chosen_ids()), self.verticalScrollBar().value()
        )

    def restore(self, place: TablePlace, rows: dict[str, int]) -> None:
        """Go back to a place; `rows` says where its ids stand now."""
        self.choose(rows.get(place.current, -1), column=max(0, self.currentIndex().column()))
        for row_id in place.chosen:
            if row_id in rows:
                index = self.model().index(rows[row_id], 0)
                flags = QItemSelectionModel.SelectionFlag.Select | _ROWS
                self.selectionModel().select(index, flags)
        self.verticalScrollBar().setValue(place.top)

    def show_sort(self, column: int, *, descending: bool = False) -> None:
        """Show by which column the list is sorted, without sorting it; -1 shows none."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.header.setSortIndicatorShown(column >= 0)
        self.header.setSortIndicator(column, order)

    def widths(self) -> list[int]:
        """Return the columns' widths in pixels."""
        return [self.columnWidth(column) for column in range(self.model().columnCount())]

    def set_widths(self, widths: list[int]) -> None:
        """Set the columns' widths, as `widths` returned them."""
        self._columns.keep(widths)

    # What the delegate asks

    def is_first(self, column: int) -> bool:
        """Return whether no shown column is left of this one."""
        visual = self.header.visualIndex(column)
        before = (self.header.logicalIndex(place) for place in range(visual))
        return all(self.isColumnHidden(section) for section in before)

    def marks_current(self, index: Index) -> bool:
        """Return whether the keys are on this cell and the table has the focus."""
        here = self.currentIndex()
        same = here.row() == index.row() and (not self.by_cell or here.column() == index.column())
        return same and self.hasFocus()

    def awaits(self, _index: Index) -> bool:
        """Return whether a missing cell shows its placeholder: not in the first 150 ms."""
        if not self._late and not self._patience.isActive():
            self._patience.start(look().theme.sizes.motion.skeleton_after)
        return self._late

    # Qt

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._has_model = model is not None
        self._tall_rows = []
        if model is None:
            return
        for signal in (model.modelReset, model.layoutChanged):
            signal.connect(self._fit)
        model.rowsInserted.connect(self._fit_groups)
        model.rowsRemoved.connect(self._fit_groups)
        model.dataChanged.connect(self._came)
        self._fit()

    @override
    def selectionChanged(self, selected: object, deselected: object) -> None:
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self.choice_changed.emit()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Search nothing: a letter is a command here, never a jump."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._has_model:
            self._columns.share()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._has_model:
            self._columns.came()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._press(index, event):
            return
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row_id = self._id(self.indexAt(event.position().toPoint()))
        if row_id:
            self.opened.emit(row_id)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._has_model and not self.currentIndex().isValid():
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._first_row(), flags)
        self.viewport().update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "header"):
            self._dress()
            self.set_density(self._density)
            self._columns.measure_anew()
        super().changeEvent(event)

    # Within

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, look().colour("surface"))
        self.setPalette(palette)
        self.setFont(look().font("body"))
        self.header.setFixedHeight(look().px(look().theme.sizes.row.header))

    def _fit(self) -> None:
        self._columns.start()
        self._fit_groups()

    def _fit_groups(self) -> None:
        if self._has_model:
            self._tall_rows = fit_groups(self, height=self.row_height, before=self._tall_rows)

    def _take_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id():
            (self.opened_apart if control else self.opened).emit(self.current_id())
            return plain or control
        if plain and key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            self._step(1 if key == Qt.Key.Key_J else -1)
            return True
        if plain and key == Qt.Key.Key_Space and not self.by_cell:
            self._toggle(self.currentIndex())
            return True
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_C and event.modifiers() == both:
            copy_rows(self)
            return True
        return False

    def _step(self, step: int) -> None:
        moves = QAbstractItemView.CursorAction
        action = moves.MoveDown if step > 0 else moves.MoveUp
        index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
        if index.isValid():
            self.setCurrentIndex(index)

    def _toggle(self, index: QModelIndex) -> None:
        if self._id(index):
            flags = QItemSelectionModel.SelectionFlag.Toggle | _ROWS
            self.selectionModel().select(index, flags)

    def _press(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Take a press on a tick box, a link or a tick; leave all others to Qt."""
        if not index.isValid() or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        rect = QRectF(self.visualRect(index))
        first = self.is_first(index.column())
        if first and self.has_ticks and event.position().x() < rect.left() + look().px(TICK_LEAD):
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(index, flags)
            self._toggle(index)
            return True
        cell: object = index.data(CELL_ROLE)
        if isinstance(cell, Link) or (isinstance(cell, Tick) and cell.enabled):
            self.setCurrentIndex(index)
            row_id = self._id(index)
            if cell.key == "open":
                self.opened.emit(row_id)
            else:
                self.cell_pressed.emit(CellPress(row_id, cell.key, index.column()))
            return True
        return False

    def _sort(self, column: int) -> None:
        sortable: object = self.model().headerData(column, _HORIZONTAL, SORTABLE_ROLE)
        if sortable is False:
            return
        same = self.header.isSortIndicatorShown() and self.header.sortIndicatorSection() == column
        ascending = self.header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        descending = same and ascending
        self.show_sort(column, descending=descending)
        orders = Qt.SortOrder
        order = orders.DescendingOrder if descending else orders.AscendingOrder
        self.model().sort(column, order)
        self.sorted_by.emit()

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _show_pending(self) -> None:
        self._late = True
        self.viewport().update()

    def _came(self) -> None:
        self._patience.stop()
        self._late = False
        self._columns.came()

    def _first_row(self) -> QModelIndex:
        model = self.model()
        rows = range(min(model.rowCount(), 8))
        found = (model.index(row, 0) for row in rows if self._id(model.index(row, 0)))
        return next(found, QModelIndex())

    @staticmethod
    def _id(index: Index) -> str:
        row_id: object = index.data(ID_ROLE) if index.isValid() else ""
        return row_id if isinstance(row_id, str) else ""
