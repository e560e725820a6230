"""Fits a table's columns to the widths its model gives, and its group rows to their height."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.theme import look
from desktop.theme.cells import WIDTH_ROLE


@runtime_checkable
class Grouped(Protocol):
    """A model some of whose rows head a group."""

    def group_rows(self) -> list[int]:
        """Return the places of the group headings."""
        ...


def fit_columns(table: QTableView, *, lead: int) -> None:
    """Set each column's width from its heading; a width of 0 lets it grow.

    `lead` is the room the first column keeps for ticks. A width a person set is left alone.
    """
    header = table.horizontalHeader()
    for column in range(table.model().columnCount()):
        width: object = table.model().headerData(column, Qt.Orientation.Horizontal, WIDTH_ROLE)
        if not isinstance(width, int) or not width:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            continue
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        if table.columnWidth(column) in {0, header.defaultSectionSize()}:
            room = lead if header.visualIndex(column) == 0 else 0
            table.setColumnWidth(column, look().px(width + room))


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
