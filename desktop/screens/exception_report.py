"""A form that reports an exception: what, of which kind, how bad, at which node."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.order_page import OrderPicture
from desktop.screens.exception_words import code_choices
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from desktop.widgets.ticks import TickRow
from sync import clock
from sync.domain.changes import Changes
from sync.domain.commands import Add
from sync.domain.exception_codes import CLAIM, SYSTEM_TROUBLE
from sync.domain.exceptions import Severity
from sync.domain.process import nodes_by_id
from sync.domain.refusals import Refusal


class ReportCard(Card):
    """`made` tells the id of what was reported; its page opens then."""

    made = Signal(object)

    def __init__(
        self, around: Surroundings, *, is_system: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Report an exception"))
        self._desk, self._wording = around.desk, around.wording
        self._order_id = ""
        self._is_system = is_system
        wording, here = self._wording, look()
        self.title = TextField(parent=self)
        self.code = ChoiceField(parent=self)
        self.severity = ChoiceField(parent=self)
        self.node = ChoiceField(parent=self)
        self._title = FormField(wording.label("title"), self.title, required=True)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(here.px(12))
            self.body.addLayout(row)
        first.addWidget(self._title, 2)
        first.addWidget(FormField(wording.label("exception_code"), self.code), 1)
        second.addWidget(FormField(wording.label("severity"), self.severity), 1)
        self._node = FormField(wording.label("node"), self.node)
        second.addWidget(self._node, 1)
        self.complaint = TickRow(wording.label("is_complaint"), parent=self)
        self.seen = TickRow(wording.label("buyer_sees"), parent=self)
        second.addWidget(self.complaint)
        second.addWidget(self.seen)
        for widget in (self._node, self.complaint, self.seen):
            widget.setVisible(not is_system)
        self.error = Label(style="small", ink="urgent", wrap=True, parent=self)
        self.error.hide()
        self.body.addWidget(self.error)
        self.button = Button(self.tr("Report it"), kind="primary", parent=self)
        self.button.clicked.connect(self._report)
        self.body.addWidget(self.button)
        self._offer()

    def show_order(self, picture: OrderPicture) -> None:
        """Report on this order from now on."""
        if picture.facts.order.id == self._order_id:
            return
        self._order_id = picture.facts.order.id
        current = picture.summary.current
        nodes = [
            (node, self._wording.node(picture.process, node))
            for node in nodes_by_id(picture.process)
        ]
        self.node.set_choices(nodes, current="" if current is None else current.node)

    def _offer(self) -> None:
        codes = [
            each
            for each in code_choices(self._wording)
            if each[0].startswith(SYSTEM_TROUBLE) or not self._is_system
        ]
        self.code.set_choices(codes)
        words = self._wording.words
        severities = [(each.value, words(f"value_severity_{each.value}")) for each in Severity]
        self.severity.set_choices(severities, current=Severity.S3.value)

    def _report(self) -> None:
        if self.title.is_composing:
            return
        self.error.hide()
        self._title.show_error("")
        identifier = clock.new_id()
        is_complaint = self.complaint.isChecked() or self.code.current_key == CLAIM
        command = Add(
            id=identifier,
            set={
                "order_id": self._order_id,
                "node": self.node.current_key if self._order_id else "",
                "title": self.title.text().strip(),
                "exception_code": self.code.current_key,
                "severity": self.severity.current_key,
                "is_complaint": int(is_complaint),
                "buyer_sees": int(self.seen.isChecked() or is_complaint),
            },
        )

        def done(_: Changes) -> None:
            self.title.clear()
            self.made.emit(identifier)

        self._desk.do("exception.open", command, owner=self, done=done, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        if refusal.facts.get("field") == "title":
            self._title.show_error(self._wording.refusal(refusal))
            return
        self.error.setText(self._wording.refusal(refusal))
        self.error.show()
