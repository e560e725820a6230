"""The button that writes the orders list, as it is shown, to a file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.models.orders import OrderList
from desktop.screens.page import Notice
from desktop.widgets.buttons import Button
from desktop.widgets.table import DataTable


class OrderExport(Button):
    """Asks where to, writes the shown columns in the shown order, and says how many rows."""

    said = Signal(object)  # a Notice

    def __init__(self, orders: OrderList, table: DataTable, parent: QWidget | None = None) -> None:
        super().__init__("", kind="quiet", icon="download", parent=parent)
        self._list = orders
        self._table = table
        self.set_text(self.tr("Export"))
        self.clicked.connect(self._ask)

    def write(self, path: Path) -> None:
        """Write the list to `path`."""
        shown = [
            column.key
            for place, column in enumerate(self._list.table.columns)
            if not self._table.isColumnHidden(place)
        ]
        self._list.export(path, shown, done=self._tell, failed=self._fail)

    def _ask(self) -> None:
        title = self.tr("Export the list as shown")
        name, _ = QFileDialog.getSaveFileName(self, title, "orders.csv", "*.csv")
        if name:
            self.write(Path(name))

    def _tell(self, count: int) -> None:
        self.said.emit(Notice(self.tr("Exported: %n order(s)", "", count)))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        text = self.tr("Not exported: the file cannot be written there. Choose another folder.")
        self.said.emit(Notice(text))
