"""Exceptions: every one on this desk, the worst first; a row opens its room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.exceptions import ExceptionList, ExceptionRow
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.screens.exception_report import ReportCard
from desktop.screens.exception_words import code_text, severity_mark, state_mark
from desktop.screens.page import Page, Surroundings, Where
from desktop.theme import look
from desktop.theme.cells import Cell, Link, Person, Text
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.sidebar import Badge
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place
from sync.domain.exceptions import ExceptionState

AREA = "exceptions"


class ExceptionsPage(Page):
    """The list, by whose they are; trouble of the program itself is reported here."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = ExceptionList(self.desk, parent=self)
        self._rows: dict[str, ExceptionRow] = {}
        self.table_model = KeptTable[ExceptionRow](
            self.desk.background, lambda: self._rows, columns=self._columns(), parent=self
        )
        self.table = DataTable(name=self.tr("Exceptions"), density="regular", parent=self)
        self.table.setModel(self.table_model)
        self.whose = Segments(self._choices(), name=self.tr("Which"), current="open", parent=self)
        self.report_button = Button(self.tr("Report trouble of the program"), parent=self)
        self.report = ReportCard(around, is_system=True, parent=self)
        self.report.hide()
        self._body = QStackedWidget(self)
        self._lay_out()
        self.whose.chosen.connect(self._show)
        self.report_button.clicked.connect(lambda: self.report.setVisible(True))
        self.report.made.connect(self._open)
        self.table.opened.connect(self._open)
        self.list.read_anew.connect(self._show)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Exceptions"))]

    @override
    def show_at(self, where: Where) -> None:
        self.list.read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        row = QHBoxLayout(head)
        row.setContentsMargins(here.px(16), here.px(10), here.px(16), here.px(10))
        row.addWidget(self.whose)
        row.addStretch(1)
        row.addWidget(self.report_button)
        self._body.addWidget(self.table)
        self._body.addWidget(
            EmptyState(
                "triangle-alert",
                title=self.tr("No exceptions here"),
                text=self.tr("What goes wrong on an order is reported on its Exceptions tab."),
                parent=self,
            )
        )
        self._body.addWidget(Skeleton(name=self.tr("Reading"), rows=10, parent=self))
        self._body.setCurrentIndex(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.report)
        column.addWidget(self._body, 1)

    def _choices(self) -> list[Choice]:
        return [
            Choice("open", self.tr("Open")),
            Choice("mine", self.tr("Mine")),
            Choice("raised", self.tr("Escalated to me")),
            Choice("closed", self.tr("Closed")),
        ]

    def _columns(self) -> list[Column[ExceptionRow]]:
        wording = self.wording
        said = (
            ("severity", wording.label("severity"), self._severity, 116),
            ("title", wording.label("title"), self._title, 0),
            ("code", wording.label("exception_code"), self._code, 210),
            ("order", self.tr("Order"), self._order, 104),
            ("buyer", self.tr("Buyer"), self._buyer, 150),
            ("owner", self.tr("Leads"), self._owner, 130),
            ("state", self.tr("State"), self._state, 140),
            ("open", self.tr("Open actions"), self._open_actions, 96),
            ("since", self.tr("Since"), self._since, 124),
        )
        return [Column(key, text, cell, width, sortable=False) for key, text, cell, width in said]

    def _severity(self, row: ExceptionRow) -> Cell:
        return severity_mark(row.exception, self.wording)

    def _title(self, row: ExceptionRow) -> Cell:
        return Text(row.exception.title, style="strong")

    def _code(self, row: ExceptionRow) -> Cell:
        return Text(code_text(row.exception.exception_code, self.wording), ink="ink2")

    def _order(self, row: ExceptionRow) -> Cell:
        return Link(row.order_no) if row.order_no else Text("–", ink="ink3")

    def _buyer(self, row: ExceptionRow) -> Cell:
        return Text(row.buyer, ink="ink2")

    def _owner(self, row: ExceptionRow) -> Cell:
        name = self.desk.name_of(row.exception.owner_id, self.wording.language)
        return Person(name) if name else Text("–", ink="ink3")

    def _state(self, row: ExceptionRow) -> Cell:
        return state_mark(row.exception, self.wording)

    def _open_actions(self, row: ExceptionRow) -> Cell:
        return Text(str(row.open_actions or "–"), ink="ink2", right=True)

    def _since(self, row: ExceptionRow) -> Cell:
        return Text(self.wording.moment(row.exception.created_at), ink="ink2")

    def _is_shown(self, row: ExceptionRow) -> bool:
        me, is_closed = self.desk.seat.user.id, row.exception.state is ExceptionState.CLOSED
        if self.whose.current == "closed":
            return is_closed
        if self.whose.current == "mine":
            return not is_closed and me in (row.exception.owner_id, row.exception.created_by)
        if self.whose.current == "raised":
            return not is_closed and me in row.went_to
        return not is_closed

    def _show(self) -> None:
        self._rows = {row.exception.id: row for row in self.list.rows if self._is_shown(row)}
        self.table_model.reload()
        self._body.setCurrentIndex(0 if self._rows else 1)
        me = self.desk.seat.user.id
        count = sum(
            row.exception.state is not ExceptionState.CLOSED
            and me in (row.exception.owner_id, *row.went_to)
            for row in self.list.rows
        )
        self.badge_changed.emit(Badge(count))

    def _open(self, key: object) -> None:
        self.report.hide()
        self.go.emit(Where(AREA, id=str(key)))
