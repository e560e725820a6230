"""How Qt's table is to behave before anything is painted on it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desktop.widgets.cards import Panel
from desktop.widgets.scroll_bar import SlimScrollBar


def set_manners(table: QTableView, *, by_cell: bool) -> None:
    """Make a table read-only, scrolled by the pixel, selected by row or by cell."""
    behaviors = QAbstractItemView.SelectionBehavior
    modes = QAbstractItemView.SelectionMode
    table.setSelectionBehavior(behaviors.SelectItems if by_cell else behaviors.SelectRows)
    table.setSelectionMode(modes.SingleSelection if by_cell else modes.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setCornerWidget(Panel(parent=table))
    table.setShowGrid(False)
    table.setVerticalScrollBar(SlimScrollBar(Qt.Orientation.Vertical, parent=table))
    table.setHorizontalScrollBar(SlimScrollBar(Qt.Orientation.Horizontal, parent=table))
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    table.setTabKeyNavigation(False)
    table.setMouseTracking(True)
    table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
