"""The goods of a new order: one row of fields a line, with what it comes to."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.order_forms import Errors, LineTyped, amount_of, total_of
from desktop.theme import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.fields import TextField
from desktop.widgets.labels import Label

_FIELDS = ("description", "quantity", "unit", "unit_price")
_STRETCH = (6, 2, 1, 2)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Line:
    """The fields of one line, and the labels beside and under them."""

    def __init__(self, fields: dict[str, TextField], parent: QWidget) -> None:
        self.fields = fields
        self.amount = Label("", parent=parent)
        self.amount.setAlignment(_RIGHT)
        self.error = Label("", style="small", ink="urgent", wrap=True, parent=parent)
        self.error.hide()
        self.remove = IconButton("x", name="", size=15, parent=parent)

    def typed(self) -> LineTyped:
        """Return the line as it stands."""
        return LineTyped(**{name: field.text() for name, field in self.fields.items()})

    def widgets(self) -> list[QWidget]:
        """Return all that belongs to the line."""
        return [*self.fields.values(), self.amount, self.error, self.remove]


class OrderLinesEditor(QWidget):
    """Lines of goods. `changed` after each key; Enter in the last field begins a new line."""

    changed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._currency = "USD"
        self._lines: list[_Line] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look().px(8))
        self._grid.setVerticalSpacing(look().px(6))
        for place, stretch in enumerate(_STRETCH):
            self._grid.setColumnStretch(place, stretch)
        self._grid.setColumnMinimumWidth(len(_FIELDS), look().px(110))
        column.addLayout(self._grid)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, look().px(8), 0)
        add = Button(self.tr("Add line"), kind="quiet", icon="plus", small=True, parent=self)
        add.clicked.connect(self._add)
        self._total = Label("", style="strong", parent=self)
        foot.addWidget(add)
        foot.addStretch(1)
        foot.addWidget(self._total)
        column.addLayout(foot)
        self._put_headings()
        self.show_lines([LineTyped()])

    def lines(self) -> tuple[LineTyped, ...]:
        """Return the lines as typed."""
        return tuple(line.typed() for line in self._lines)

    def show_lines(self, lines: Sequence[LineTyped]) -> None:
        """Show other lines; there is always one to type into."""
        for line in self._lines:
            self._take_away(line)
        self._lines = []
        for typed in lines or [LineTyped()]:
            self._put(typed)
        self._show_amounts()

    def set_currency(self, currency: str) -> None:
        """Reckon in another currency."""
        self._currency = currency
        self._show_amounts()

    def show_errors(self, errors: Errors) -> None:
        """Show what is wrong under each line."""
        for at, line in enumerate(self._lines):
            found = {name: errors.get(f"line {at} {name}") for name in _FIELDS}
            said = [self._wording.refusal(refusal) for refusal in found.values() if refusal]
            line.error.setText(" ".join(said))
            line.error.setVisible(bool(said))
            for name, field in line.fields.items():
                field.set_wrong(wrong=found[name] is not None)

    def _put_headings(self) -> None:
        for place, name in enumerate((*_FIELDS, "amount")):
            text = self._wording.field(name)
            head = Label(text[:1].upper() + text[1:], style="small", ink="ink2", parent=self)
            if name in ("quantity", "unit_price", "amount"):
                head.setAlignment(_RIGHT)
            self._grid.addWidget(head, 0, place)

    def _put(self, typed: LineTyped) -> None:
        values = (typed.description, typed.quantity, typed.unit, typed.unit_price)
        fields = {
            name: TextField(text, name=self._wording.field(name), parent=self)
            for name, text in zip(_FIELDS, values, strict=True)
        }
        for name in ("quantity", "unit_price"):
            fields[name].setAlignment(_RIGHT)
        line = _Line(fields, self)
        line.remove.setAccessibleName(self.tr("Remove line"))
        line.remove.setToolTip(self.tr("Remove line"))
        line.remove.clicked.connect(self._remove)
        for field in fields.values():
            field.textChanged.connect(self._tell)
            field.returnPressed.connect(self._next_line)
        self._lines.append(line)
        self._lay_out()

    def _lay_out(self) -> None:
        for at, line in enumerate(self._lines):
            row = 1 + 2 * at
            for place, field in enumerate(line.fields.values()):
                self._grid.addWidget(field, row, place)
            self._grid.addWidget(line.amount, row, len(_FIELDS))
            self._grid.addWidget(line.remove, row, len(_FIELDS) + 1)
            self._grid.addWidget(line.error, row + 1, 0, 1, len(_FIELDS) + 2)
            line.remove.setVisible(len(self._lines) > 1)

    def _take_away(self, line: _Line) -> None:
        for widget in line.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _add(self) -> None:
        unit = self._lines[-1].fields["unit"].text() if self._lines else "PCS"
        self._put(LineTyped(unit=unit))
        self._lines[-1].fields["description"].setFocus()
        self._tell()

    def _next_line(self) -> None:
        if self.sender() is self._lines[-1].fields["unit_price"]:
            self._add()
        else:
            self.focusNextChild()

    def _remove(self) -> None:
        pressed = self.sender()
        gone = next((line for line in self._lines if line.remove is pressed), None)
        if gone is not None:
            self._lines.remove(gone)
            self._take_away(gone)
            self._lay_out()
            self._tell()

    def _tell(self) -> None:
        self._show_amounts()
        self.changed.emit()

    def _show_amounts(self) -> None:
        for line in self._lines:
            amount = amount_of(line.typed(), self._currency)
            line.amount.setText(self._said(amount) if amount is not None else "–")
        total = total_of(self.lines(), self._currency)
        text = self.tr("Total {currency} {amount}")
        self._total.setText(text.format(currency=self._currency, amount=self._said(total)))

    def _said(self, amount: Decimal) -> str:
        return self._wording.amount(amount, self._currency)
