"""The history of an order, field by field; removed rows can be put back."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.history import HistoryList
from desktop.models.order_page import OrderPicture
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.blanks import EmptyState
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, FilterPills
from desktop.widgets.table import DataTable
from sync.domain.changes import Changes
from sync.domain.commands import Restore
from sync.domain.refusals import Refusal

_NOUNS = ("orders", "order_lines", "shipments", "letters_of_credit", "receipts", "nodes")


class HistoryTab(QWidget):
    """Who changed what, when, on which device: old value and new, the one that lost too."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.list = HistoryList(self.desk, self.wording, parent=self)
        self.table = DataTable(name=self.tr("History"), density="comfortable", parent=self)
        self.table.setModel(self.list.table)
        self._pills = FilterPills(
            [Choice("", self.tr("All")), *(Choice(n, self.wording.heading(n)) for n in _NOUNS)],
            name=self.tr("What to show"),
            parent=self,
        )
        self.restore = Button(self.tr("Put back"), icon="rotate-ccw", small=True, parent=self)
        self._band = Band("error", title=self.tr("Not put back"), below=True, parent=self)
        self._band.hide()
        self._empty = EmptyState(
            "history",
            title=self.tr("Nothing has been confirmed yet"),
            text=self.tr("Head office writes the history once a change has arrived there."),
            parent=self,
        )
        self._lay_out()
        self._pills.chosen.connect(self._narrow)
        self.restore.clicked.connect(self._put_back)
        self.table.choice_changed.connect(self._ask)
        self.list.restorable.connect(self._show_restorable)
        self.list.table.ids_changed.connect(self._show_empty)

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's history."""
        self.list.show_order(picture)

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = Panel(ground="canvas", edges="b", parent=self)
        row = QHBoxLayout(head)
        row.setContentsMargins(here.px(18), here.px(8), here.px(18), here.px(8))
        row.addWidget(self._pills)
        row.addStretch(1)
        row.addWidget(self.restore)
        self.restore.hide()
        column.addWidget(head)
        column.addWidget(self._band)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)

    def _narrow(self, noun: object) -> None:
        self.list.narrow(str(noun))

    def _show_empty(self) -> None:
        has_rows = bool(self.list.table.ids())
        self.table.setVisible(has_rows)
        self._empty.setVisible(not has_rows)
        self._ask()

    def _ask(self) -> None:
        entry = self.list.table.record(self.table.current_id())
        self.restore.hide()
        if entry is not None:
            self.list.ask_restorable(entry)

    def _show_restorable(self, refusal: object) -> None:
        """Show the button where a row was removed: locked with the reason when a rule says no."""
        self.restore.setVisible(refusal is not False)
        if isinstance(refusal, Refusal):
            self.restore.lock(self.wording.refusal(refusal))
        else:
            self.restore.lock("")

    def _put_back(self) -> None:
        self._band.hide()
        self.desk.do(
            "row.restore",
            Restore(id=self.table.current_id()),
            owner=self,
            done=self._done,
            refused=self._refuse,
        )

    def _done(self, _changes: Changes) -> None:
        self.restore.hide()

    def _refuse(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Not put back"), text=self.wording.refusal(refusal))
        self._band.show()
