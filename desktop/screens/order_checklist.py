"""The checklist of a node as a list: tick, what, what is asked, by whom, how far it has come."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.history import sync_mark
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.order_node import ItemRow, NodeSheet, acted_at
from desktop.models.order_page import OrderPicture
from desktop.models.order_views import held, held_words
from desktop.screens.order_words import state_width
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Person, Text, Tick
from desktop.widgets.table import DataTable
from desktop.widgets.table_places import CellPress

_NARROW = 760


class Checklist(QWidget):
    """Items and questions of one node; `ticked` carries the ItemRow that was pressed."""

    ticked = Signal(object)

    def __init__(self, desk: Desk, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._picture: OrderPicture | None = None
        self._sheet: NodeSheet | None = None
        self._rows: dict[str, ItemRow] = {}
        self.list = KeptTable[ItemRow](
            desk.background, lambda: self._rows, columns=self._columns(), parent=self
        )
        self.table = DataTable(name=self.tr("Checklist"), parent=self)
        self.table.setModel(self.list)
        self.table.cell_pressed.connect(self._pressed)
        self.table.opened.connect(self._opened)
        self.list.ids_changed.connect(self._choose_first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    @property
    def current(self) -> ItemRow | None:
        """Return the line that the keys are on."""
        return self._rows.get(self.table.current_id())

    def show_sheet(self, picture: OrderPicture, sheet: NodeSheet) -> None:
        """Show a node's lines as they stand."""
        before = self._sheet
        is_other = before is None or before.view.subject_id != sheet.view.subject_id
        self._picture, self._sheet = picture, sheet
        self._rows = {row.id: row for row in sheet.items}
        here = look()
        rows = max(1, len(self._rows)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(3))
        same = not is_other and self.list.ids() == list(self._rows)
        if same:
            self.list.refresh(list(self._rows))
        else:
            self.list.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(_NARROW)
        self.table.setColumnHidden(3, narrow)

    def _columns(self) -> list[Column[ItemRow]]:
        return [
            Column("tick", "", self._tick, width=34, sortable=False),
            Column("id", "", self._number, width=68, sortable=False),
            Column("text", self.tr("Item"), self._text, hint=self._hint, sortable=False),
            Column("asks", self.tr("Asked"), self._asks, width=140, sortable=False),
            Column("who", self.tr("By"), self._who, width=150, sortable=False),
            Column(
                "state",
                self.tr("State"),
                self._state,
                width=state_width(self._wording) + 20,
                sortable=False,
            ),
        ]

    def _choose_first(self) -> None:
        if self.current is None and self._rows:
            opened = [place for place, row in enumerate(self._rows.values()) if row.is_open]
            self.table.choose(next(iter(opened), 0))

    def _pressed(self, press: CellPress) -> None:
        if press.key == "tick" and press.row_id in self._rows:
            self.ticked.emit(self._rows[press.row_id])

    def _opened(self, row_id: object) -> None:
        if isinstance(row_id, str) and row_id in self._rows:
            self.ticked.emit(self._rows[row_id])

    # Cells

    def _tick(self, row: ItemRow) -> Cell:
        said = self.tr("ticked") if row.is_ticked else self.tr("open")
        return Tick(row.is_ticked, f"{row.id} {said}", enabled=row.refusal is None)

    def _number(self, row: ItemRow) -> Cell:
        return Text("?" if row.is_question else row.id, ink="ink3")

    def _text(self, row: ItemRow) -> Cell:
        text = self._wording.pair(row.zh, row.en)
        is_certain = row.view is None or row.view.is_certain
        if row.is_question:
            text = self.tr("Question: {text}").format(text=text)
        return Text(text, ink="ink" if is_certain else "ink2")

    def _hint(self, row: ItemRow) -> str:
        said = [self._wording.pair(row.zh, row.en)]
        if row.view is not None and row.view.asks:
            said.append(self.tr("Applies when {ids} says so").format(ids=", ".join(row.view.asks)))
        if row.refusal is not None:
            said.append(self._wording.refusal(row.refusal))
        moment = acted_at(row)
        if moment is not None:
            said.append(self._wording.moment(moment))
        if row.answer is not None and row.is_waived:
            said.append(row.answer.waiver_reason)
        return "\n".join(said)

    def _asks(self, row: ItemRow) -> Cell:
        said: list[str] = []
        if row.item is not None and row.item.is_blocking:
            said.append(self.tr("must"))
        elif row.item is not None and row.item.is_mandatory:
            said.append(self.tr("to answer"))
        if row.item is not None and (row.item.needs_attachment or row.files):
            file = self.tr("file")
            said.append(f"{file} {len(row.files)}" if row.files else file)
        if row.item is not None and row.item.is_unwaivable:
            said.append(self.tr("no waiver"))
        return Text(" · ".join(said), ink="ink2")

    def _who(self, row: ItemRow) -> Cell:
        names = {} if self._picture is None else self._picture.names
        answer = row.answer
        if answer is not None and row.is_waived:
            return Person(names.get(answer.waived_by, ""), self._day(row))
        if answer is not None and answer.answered_by:
            return Person(names.get(answer.answered_by, ""), self._day(row))
        return Text(self._wording.role(",".join(row.roles)), ink="ink2")

    def _day(self, row: ItemRow) -> str:
        moment = acted_at(row)
        return "" if moment is None else self._wording.day(moment.date())

    def _state(self, row: ItemRow) -> Cell:
        if row.is_waived:
            return Mark(self.tr("Waived"), "dash", "ink3")
        if row.view is not None and row.view.lacks_attachment and row.is_ticked:
            return Mark(self.tr("File missing"), "box_cross", "urgent")
        if row.is_ticked or (row.is_question and row.answer is not None):
            return sync_mark(row.state, self._wording)
        if row.is_question:
            return Mark(self.tr("To be answered"), "ring", "active")
        return self._open_state(row)

    def _open_state(self, row: ItemRow) -> Cell:
        picture, sheet = self._picture, self._sheet
        if row.view is not None and not row.view.is_certain:
            return Mark(self.tr("Depends on an answer"), "clock", "neutral")
        if picture is None or sheet is None or not row.is_open:
            return Mark(self.tr("Open"), "ring", "neutral")
        found = held(picture, sheet.view, picture.today)
        if found.is_overdue and held_words(found):
            return Mark(held_words(found), "octagon", "urgent")
        return Mark(self.tr("To do"), "ring", "active")
