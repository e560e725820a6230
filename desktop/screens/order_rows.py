"""Rows of one noun of an order: a list, and what can be done with the chosen row."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.history import sync_mark
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.order_page import OrderPicture
from desktop.models.order_parts import Part, cell_of, is_right, rows_of, visible
from desktop.models.order_rights import Rights, RightsModel
from desktop.screens.order_words import part_title, state_width
from desktop.theme import look
from desktop.theme.cells import Cell
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.table import DataTable
from sync.domain.records import Record
from sync.domain.refusals import Refusal

_ROWS_MAX = 12
_TEXT_WIDTH = 170
_COLUMNS_MIN = 2


class RowsCard(Card):
    """A noun's rows in a card; `wanted` carries "add", "edit" or "remove", `chosen` the row's id.

    Rows of a part with a parent are those of the parent that is shown.
    """

    wanted = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, part: Part, desk: Desk, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(part_title(part.entity), flush=True, parent=parent)
        self.part, self._wording = part, wording
        self.parent_id = ""
        self.rights: Rights | None = None
        self._picture: OrderPicture | None = None
        self._rows: dict[str, Record] = {}
        self._model = RightsModel(desk, parent=self)
        self._model.loaded.connect(self._show_rights)
        self.list = KeptTable[Record](desk.background, lambda: self._rows, columns=[], parent=self)
        self.table = DataTable(name=part_title(part.entity), parent=self)
        self.table.setModel(self.list)
        self._empty = Label(self.tr("None yet"), style="small", ink="ink3", parent=self)
        self._empty.setContentsMargins(look().px(14), 0, 0, look().px(6))
        self.body.addWidget(self.table)
        self.body.addWidget(self._empty)
        self._add_buttons()
        self.list.ids_changed.connect(self._choose_again)
        self.table.choice_changed.connect(self._tell_chosen)
        self.table.opened.connect(self._open)

    @property
    def current_id(self) -> str:
        """Return the id of the chosen row; "" when there is none."""
        found = self.table.current_id()
        return found if found in self._rows else ""

    def show_rows(self, picture: OrderPicture, parent_id: str = "") -> None:
        """Show the order's rows as they stand."""
        part = visible(picture, self.part)
        fresh = self._picture is None or part.columns != visible(self._picture, self.part).columns
        self._picture, self.parent_id = picture, parent_id
        if fresh or not self.list.columns:
            self.list.set_columns(self._columns(part))
            self._fold()
        found = rows_of(picture.facts, self.part)
        self._rows = {row.id: row for row in found if self._is_shown(row)}
        self.set_title(part_title(self.part.entity), note=str(len(self._rows) or ""))
        self._fit()
        self.list.refresh(self.list.ids())
        self.list.reload()
        self._ask_rights()

    def choose(self, row_id: str) -> None:
        """Put the choice on a row."""
        place = self.list.row_of(row_id)
        if place >= 0:
            self.table.choose(place)

    def add_action(self, button: Button) -> None:
        """Put another button into the head."""
        self.head.add(button)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _is_shown(self, row: Record) -> bool:
        return not self.part.parent or getattr(row, self.part.parent) == self.parent_id

    def _add_buttons(self) -> None:
        self._buttons = {
            "remove": Button(self.tr("Remove"), kind="quiet", small=True, parent=self),
            "edit": Button(self.tr("Change"), small=True, icon="pencil", parent=self),
            "add": Button(self.tr("Add"), small=True, icon="plus", parent=self),
        }
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.clicked.connect(self._tell_wanted)
            self.head.add(button)

    def _columns(self, part: Part) -> list[Column[Record]]:
        titles = {"number": "#"} if part.entity in ("order_lines", "shipments") else {}
        made = [
            Column(
                name,
                titles.get(name) or self._wording.label(name),
                self._cell_maker(name),
                width=width,
                right=name == "amount" or is_right(part, name),
                sortable=False,
            )
            for name, width in part.columns
        ]
        state = Column[Record](
            "state", self.tr("State"), self._state, width=state_width(self._wording), sortable=False
        )
        return [*made, state]

    def _cell_maker(self, name: str) -> "_CellMaker":
        return _CellMaker(self, name)

    def cell(self, row: Record, name: str) -> Cell:
        """Return one cell of the list."""
        if self._picture is None:
            message = "a cell is asked for before there are rows"
            raise RuntimeError(message)
        return cell_of(self._picture, self.part, row, name, wording=self._wording)

    def _state(self, row: Record) -> Cell:
        states = {} if self._picture is None else self._picture.states
        return sync_mark(states.get((self.part.entity, row.id)), self._wording)

    def _fit(self) -> None:
        """Be as high as the rows need; long lists scroll."""
        here = look()
        count = max(1, min(len(self._rows), _ROWS_MAX))
        self.table.setFixedHeight(
            here.px(here.theme.sizes.row.header) + count * self.table.row_height + here.px(4)
        )
        self.table.setVisible(bool(self._rows))
        self._empty.setVisible(not self._rows)

    def _fold(self) -> None:
        """Where there is no room, the last columns go, but not the state."""
        widths = [column.width or _TEXT_WIDTH for column in self.list.columns]
        over = look().px(sum(widths)) - self.width()
        for place in range(len(widths) - 2, 0, -1):
            is_hidden = over > 0 and place >= _COLUMNS_MIN
            self.table.setColumnHidden(place, is_hidden)
            over -= look().px(widths[place]) if is_hidden else 0

    def _choose_again(self) -> None:
        if self._rows and not self.current_id:
            self.table.choose(0)
        self._ask_rights()

    def _tell_chosen(self) -> None:
        self._ask_rights()
        self.chosen.emit(self.current_id)

    def _ask_rights(self) -> None:
        if self._picture is not None:
            part = visible(self._picture, self.part)
            self._model.ask(self._picture, part, row_id=self.current_id, parent_id=self.parent_id)

    def _show_rights(self, rights: Rights) -> None:
        if rights.row_id != self.current_id:
            return
        self.rights = rights
        none = "" if rights.row_id else self.tr("Choose a row first")
        self._buttons["add"].lock(self._why(rights.add))
        self._buttons["edit"].lock(none or self._why(rights.edit))
        self._buttons["remove"].lock(none or self._why(rights.remove))

    def _why(self, refusal: Refusal | None) -> str:
        return self._wording.refusal(refusal) if refusal else ""

    def _tell_wanted(self) -> None:
        self.wanted.emit(self.sender().objectName())

    def _open(self, _row_id: object) -> None:
        if self._buttons["edit"].isEnabled():
            self.wanted.emit("edit")


class _CellMaker:
    """Makes the cells of one column; a named thing, where a loop's lambda would be caught late."""

    def __init__(self, card: RowsCard, name: str) -> None:
        self._card, self._name = card, name

    def __call__(self, row: Record) -> Cell:
        return self._card.cell(row, self._name)
