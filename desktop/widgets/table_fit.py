"""Fits a table's columns to the widths its model gives, and its group rows to their height."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from desktop.theme import look
from desktop.theme.cells import WIDTH_ROLE

GROW_MIN = 120


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


def growing_columns(table: QTableView) -> list[int]:
    """Return the columns that grow with the table: those whose heading gives no width."""
    model, way = table.model(), Qt.Orientation.Horizontal
    columns = range(model.columnCount())
    return [column for column in columns if not model.headerData(column, way, WIDTH_ROLE)]


def fit_columns(table: QTableView, *, lead: int) -> None:
    """Give each column the width of its heading.

    `lead` is the room the first column keeps for ticks. A width a person set is left alone.
    """
    header = table.horizontalHeader()
    for column in range(table.model().columnCount()):
        width: object = table.model().headerData(column, Qt.Orientation.Horizontal, WIDTH_ROLE)
        untouched = table.columnWidth(column) in {0, header.defaultSectionSize()}
        if isinstance(width, int) and width and untouched:
            room = lead if header.visualIndex(column) == 0 else 0
            table.setColumnWidth(column, look().px(width + room))


def share_width(table: QTableView, growing: Sequence[int]) -> None:
    """Share what the other columns leave among the growing ones.

    None becomes narrower than can be read: then the table scrolls sideways.
    """
    shown = [column for column in growing if not table.isColumnHidden(column)]
    if not shown:
        return
    columns = range(table.model().columnCount())
    taken = sum(table.columnWidth(column) for column in columns if column not in shown)
    share = max(look().px(GROW_MIN), (table.viewport().width() - taken) // len(shown))
    rest = table.viewport().width() - taken - share * len(shown)
    for place, column in enumerate(shown):
        extra = rest if place == len(shown) - 1 and rest > 0 else 0
        table.setColumnWidth(column, share + extra)


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
