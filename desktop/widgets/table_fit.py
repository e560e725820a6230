"""Fits a table's columns to headings and rows, and its group rows to their height."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast, get_args, runtime_checkable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QTableView

from desktop.theme import look
from desktop.theme.cells import CELL_ROLE, WIDTH_ROLE, Cell
from desktop.widgets.cell_widths import cell_width
from desktop.widgets.painting import text_width
from desktop.widgets.table_header import ARROW, MARGIN

GROW_MIN = 120
CONTENT_MAX = 360
"""However long a text is, its column does not ask for more by itself."""
ROWS_MEASURED = 60
_CELLS: tuple[type, ...] = get_args(Cell)


@runtime_checkable
class Grouped(Protocol):
    """A model some of whose rows head a group."""

    def group_rows(self) -> list[int]:
        """Return the places of the group headings."""
        ...


@runtime_checkable
class Identified(Protocol):
    """A model that knows the id of each row without an index."""

    def id_at(self, row: int) -> str:
        """Return the id of a row; "" on a group heading."""
        ...


class ColumnFit:
    """The widths of one table's columns.

    Each has the width its heading names, then what its heading, then what its rows need; the rest
    goes to the columns that grow (those whose heading gives no width). A width that a person set is
    left alone. `lead` is the room the first column keeps for ticks.
    """

    def __init__(self, table: QTableView, *, lead: int) -> None:
        self._table = table
        self._lead = lead
        self._kept: dict[int, int] = {}
        self._wishes: dict[int, int] = {}
        self._of: tuple[object, ...] = ()
        self._fitting = False

    def start(self) -> None:
        """Fit the columns anew: the model or its columns are others now."""
        headings = tuple(self._heading(column) for column in self._columns())
        if headings != self._of:
            self._of, self._wishes = headings, {}
        self.came()

    def measure_anew(self) -> None:
        """Forget what rows needed: the theme's sizes are others now."""
        self._wishes = {}
        if self._of:
            self.came()

    def came(self) -> None:
        """Take in what the rows in view need: columns only become wider by it."""
        before = dict(self._wishes)
        for column in self._columns():
            needed = min(self._content(column), look().px(CONTENT_MAX))
            self._wishes[column] = max(self._wishes.get(column, 0), needed)
        if before != self._wishes or not before:
            self.share()

    def share(self) -> None:
        """Give the columns their widths, within the table's."""
        if self._fitting:
            return
        self._fitting = True
        for column, width in self._shared().items():
            if self._table.columnWidth(column) != width:
                self._table.setColumnWidth(column, width)
        self._fitting = False

    def resized(self, column: int, before: int, now: int) -> None:
        """Keep the width a person gave a column; hiding or showing one only shares anew."""
        if self._fitting:
            return
        if before and now:
            self._kept[column] = now
            self.share()
        else:  # Qt hides a column by taking its width, and marks it as hidden only then
            QTimer.singleShot(0, self._table, self.share)

    def keep(self, widths: Sequence[int]) -> None:
        """Set the widths as a person left them."""
        columns = self._columns()
        self._kept = {place: width for place, width in enumerate(widths) if place in columns}
        self.share()

    def _shared(self) -> dict[int, int]:
        shown = [each for each in self._columns() if not self._table.isColumnHidden(each)]
        widths = self._filled(shown, self._least)
        free = [each for each in shown if each not in self._kept]
        if any(max(self._header(each), self._wish(each)) > widths[each] for each in free):
            widths = self._filled(shown, self._smallest)
        return widths

    def _filled(self, shown: Sequence[int], least: Callable[[int], int]) -> dict[int, int]:
        """Give each column its least, then what it needs, and the rest to those that grow."""
        widths = {each: self._kept.get(each) or least(each) for each in shown}
        free = [each for each in shown if each not in self._kept]
        for needs in (self._header, self._wish):
            left = self._table.viewport().width() - sum(widths.values())
            more = {each: max(0, needs(each) - widths[each]) for each in free}
            for each, given in _poured(more, left).items():
                widths[each] += given
        growing = [each for each in free if not self._named_width(each)]
        left = self._table.viewport().width() - sum(widths.values())
        for place, each in enumerate(growing):
            share = max(0, left) // (len(growing) - place)
            widths[each] += share
            left -= share
        return widths

    def _columns(self) -> range:
        return range(self._table.model().columnCount())

    def _heading(self, column: int) -> tuple[object, object]:
        model, way = self._table.model(), Qt.Orientation.Horizontal
        return model.headerData(column, way), model.headerData(column, way, WIDTH_ROLE)

    def _named_width(self, column: int) -> int:
        width = self._heading(column)[1]
        return width if isinstance(width, int) else 0

    def _least(self, column: int) -> int:
        room = self._lead if self._is_first(column) and self._named_width(column) else 0
        return look().px((self._named_width(column) or GROW_MIN) + room)

    def _smallest(self, column: int) -> int:
        """Return what a column keeps where not all have room: no more than it needs now."""
        least = self._least(column)
        if not self._named_width(column) or not self._wish(column):
            return least
        return min(least, max(self._header(column), self._wish(column)))

    def _margins(self, column: int) -> int:
        is_first = self._is_first(column)
        return look().px((12 if is_first else MARGIN) + MARGIN + (self._lead if is_first else 0))

    def _is_first(self, column: int) -> bool:
        return self._table.horizontalHeader().visualIndex(column) == 0

    def _header(self, column: int) -> int:
        words = self._heading(column)[0]
        room = ARROW if self._is_sorted_by(column) else 0
        width = text_width(words, "label") + look().px(room) if isinstance(words, str) else 0
        return width + self._margins(column) + 1

    def _is_sorted_by(self, column: int) -> bool:
        header = self._table.horizontalHeader()
        return header.isSortIndicatorShown() and header.sortIndicatorSection() == column

    def _wish(self, column: int) -> int:
        return self._wishes.get(column, 0)

    def _content(self, column: int) -> int:
        model = self._table.model()
        cells = [model.index(row, column).data(CELL_ROLE) for row in self._rows_in_view()]
        widths = [cell_width(cast("Cell", cell)) for cell in cells if isinstance(cell, _CELLS)]
        return max(widths, default=0) + self._margins(column) + 2 if widths else 0

    def _rows_in_view(self) -> range:
        table = self._table
        if not table.isVisible():
            return range(0)
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        first = max(0, first)
        end = last + 1 if last >= 0 else table.model().rowCount()
        return range(first, min(end, first + ROWS_MEASURED))


def _poured(wanted: dict[int, int], room: int) -> dict[int, int]:
    """Share out what room there is: who wants little gets it all, the others as much as each."""
    given: dict[int, int] = {}
    for place, column in enumerate(sorted(wanted, key=wanted.__getitem__)):
        given[column] = min(wanted[column], max(0, room) // (len(wanted) - place))
        room -= given[column]
    return given


def fit_groups(table: QTableView, *, height: int, before: list[int]) -> list[int]:
    """Let group headings span the table; return where they are now.

    Rows in `before` that head no group any more go back to `height`.
    """
    model = table.model()
    if not isinstance(model, Grouped):
        return []
    for row in before:
        table.setRowHeight(row, height)
    if before:
        table.clearSpans()
    rows = model.group_rows()
    columns = model.columnCount()
    for row in rows:
        table.setRowHeight(row, look().px(look().theme.sizes.row.group))
        if columns > 1:
            table.setSpan(row, 0, 1, columns)
    return rows
