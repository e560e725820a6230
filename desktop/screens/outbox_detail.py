"""What one operation of the outbox said, and what can be done with a refused one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.outbox import Outbox
from desktop.models.outbox_words import OutboxRow
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.fields import TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label


class OutboxDetail(Panel):
    """The row chosen in the outbox: all its values, the whole reason, copy and drop."""

    dropped = Signal()
    copied = Signal(object)  # the text
    order_wanted = Signal(object)  # an order's id

    def __init__(self, outbox: Outbox, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(ground="sunken", edges="t", parent=parent)
        self._outbox = outbox
        self._wording = wording
        self._row: OutboxRow | None = None
        self._what = Label(style="strong", wrap=True, parent=self)
        self._why = Label(style="body", ink="ink2", wrap=True, parent=self)
        self._note = TextField(name=self.tr("Note"), parent=self)
        self._field = FormField(self.tr("Note: why it is dropped"), self._note, parent=self)
        self._copy = Button(self.tr("Copy the value"), icon="copy", key="C", parent=self)
        self._open = Button(self.tr("Open the order"), icon="arrow-right", parent=self)
        self._drop = Button(self.tr("Drop with this note"), kind="danger", parent=self)
        self._lay_out()
        self._copy.clicked.connect(self.copy)
        self._open.clicked.connect(self._go)
        self._drop.clicked.connect(self._drop_it)
        self._note.textChanged.connect(self._lock)
        self.hide()

    def show_row(self, row: OutboxRow | None) -> None:
        """Show a row; none hides it."""
        is_other = row is None or self._row is None or row.item.op_id != self._row.item.op_id
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        if is_other:
            self._note.clear()
        words = self._outbox.words
        refused = row.is_refused
        self._what.setText(words.what(row, fields_max=12))
        self._why.setText(words.next_step(row))
        self._field.setVisible(refused)
        self._drop.setVisible(refused)
        self._open.setVisible(bool(row.about))
        self._lock()

    def copy(self) -> None:
        """Hand out all that was entered, as text."""
        if self._row is not None:
            self.copied.emit(self._outbox.words.values(self._row))

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(14), here.px(8), here.px(14), here.px(8))
        column.setSpacing(here.px(4))
        column.addWidget(self._what)
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.setSpacing(here.px(8))
        row.addWidget(self._field, 1)
        row.addStretch(0)
        for button in (self._copy, self._open, self._drop):
            row.addWidget(button)
        column.addLayout(row)

    def _lock(self) -> None:
        missing = self.tr("Write a note first, so that others can see why")
        self._drop.lock("" if self._note.text().strip() else missing)

    def _go(self) -> None:
        if self._row is not None:
            self.order_wanted.emit(self._row.item.order_id)

    def _drop_it(self) -> None:
        if self._row is not None:
            self._outbox.drop(self._row.item.op_id, self._note.text().strip(), self.dropped.emit)
