"""The exceptions of an order, each with its state, and a form for a new one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.exceptions import ExceptionList, ExceptionRow
from desktop.models.order_page import OrderPicture
from desktop.screens.exception_report import ReportCard
from desktop.screens.exception_words import code_text, severity_mark, state_mark
from desktop.screens.page import Surroundings, Where
from desktop.theme import look
from desktop.widgets.buttons import LinkButton
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.labels import Label, StateLabel


class ExceptionsTab(QWidget):
    """`opened` carries the place of an exception's room."""

    opened = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = around.wording
        self._order_id = ""
        self.list = ExceptionList(around.desk, parent=self)
        self.list.read_anew.connect(self._show)
        self.column = ScrollColumn(name=self.tr("Exceptions"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.column)
        self.card = Card(self.tr("Exceptions"), parent=self)
        self._none = Label(
            self.tr("Nothing went wrong on this order so far."), ink="ink2", parent=self.card
        )
        self.report = ReportCard(around, parent=self)
        self.report.made.connect(self._open)
        self._lines: list[QWidget] = []
        self.card.body.addWidget(self._none)
        self.column.body.addWidget(self.card)
        self.column.body.addWidget(self.report)
        self.column.body.addStretch(1)

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's exceptions."""
        self._order_id = picture.facts.order.id
        self.report.show_order(picture)
        self.list.read(self._order_id)

    def _show(self) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(row) for row in self.list.rows]
        for line in self._lines:
            self.card.body.addWidget(line)
        self._none.setVisible(not self._lines)

    def _line(self, row: ExceptionRow) -> QWidget:
        line = QWidget(self.card)
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look().px(14))
        exception = row.exception
        link = LinkButton(exception.title, parent=line)
        link.setObjectName(exception.id)
        link.clicked.connect(lambda: self._open(exception.id))
        inside.addWidget(StateLabel(severity_mark(exception, self._wording), parent=line))
        inside.addWidget(link)
        code = code_text(exception.exception_code, self._wording)
        inside.addWidget(Label(code, style="small", ink="ink2", parent=line))
        inside.addStretch(1)
        inside.addWidget(StateLabel(state_mark(exception, self._wording), parent=line))
        return line

    def _open(self, key: object) -> None:
        self.opened.emit(Where("exceptions", id=str(key)))
