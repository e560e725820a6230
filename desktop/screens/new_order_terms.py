"""The terms of a new order: delivery, payment, and what the goods will need."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.messages import Wording
from desktop.models.order_forms import CURRENCIES, TERMS_WITH_CREDIT, TERMS_WITH_DEPOSIT, Errors
from desktop.theme import look
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextArea, TextField
from desktop.widgets.forms import Control, FormField
from desktop.widgets.ticks import TickRow
from sync.domain.orders import Incoterm, PaymentTerm, SupplyMode
from sync.domain.records import Value

_RETIRED = {Incoterm.DDU}
_MODES = ("SEA", "AIR", "ROAD", "RAIL", "COURIER")
_FLAGS = ("needs_sample", "needs_certificate", "needs_third_party_inspection", "has_wood_packing")
_COLUMNS = 3
_START = {
    "incoterm": Incoterm.FOB.value,
    "currency": "USD",
    "payment_term": PaymentTerm.TT_DB.value,
    "supply_mode": SupplyMode.PURCHASED.value,
    "transport_mode": "SEA",
}


class OrderTerms(QObject):
    """Three cards of fields. `fields` is the form as typed, ready for the order's columns."""

    changed = Signal()
    currency_changed = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self._owner = parent
        self._choices = {
            "incoterm": self._choice([(t.value, t.value) for t in Incoterm if t not in _RETIRED]),
            "currency": self._choice([(code, code) for code in CURRENCIES]),
            "payment_term": self._named("payment_term", [t.value for t in PaymentTerm]),
            "supply_mode": self._named("supply_mode", [mode.value for mode in SupplyMode]),
            "transport_mode": self._named("transport_mode", list(_MODES)),
        }
        self._texts = {
            name: TextField(parent=parent)
            for name in (
                *("named_place", "deposit_percent", "credit_days"),
                *("destination", "buyer_po", "goods"),
            )
        }
        self._note = TextArea(lines=2, parent=parent)
        self._ticks = {name: TickRow(self._label(name), parent=parent) for name in _FLAGS}
        controls: dict[str, Control] = {**self._choices, **self._texts, "note": self._note}
        self._fields = {
            name: FormField(self._label(name), control, required=name == "named_place")
            for name, control in controls.items()
        }
        self._cards = self._make_cards()
        self._connect()
        self.show_fields({})

    def cards(self) -> list[Card]:
        """Return the cards to lay out."""
        return self._cards

    def fields(self) -> dict[str, Value]:
        """Return the fields as typed; those that do not apply to the terms are empty."""
        term = self._choices["payment_term"].current_key
        values: dict[str, Value] = {
            **{name: choice.current_key for name, choice in self._choices.items()},
            **{name: text.text().strip() for name, text in self._texts.items()},
            **{name: int(tick.isChecked()) for name, tick in self._ticks.items()},
            "note": self._note.toPlainText().strip(),
        }
        if term not in TERMS_WITH_DEPOSIT:
            values["deposit_percent"] = ""
        if term not in TERMS_WITH_CREDIT:
            values["credit_days"] = ""
        return values

    def show_fields(self, fields: Mapping[str, Value]) -> None:
        """Show other values; what is absent has its start."""
        for name, choice in self._choices.items():
            choice.choose(str(fields.get(name) or _START[name]))
        for name, text in self._texts.items():
            text.setText(str(fields.get(name) or ""))
        for name, tick in self._ticks.items():
            tick.setChecked(bool(fields.get(name)))
        self._note.setPlainText(str(fields.get("note") or ""))
        self._fit_term()

    def show_errors(self, errors: Errors) -> None:
        """Show what is wrong under each field."""
        for name, field in self._fields.items():
            refusal = errors.get(name)
            field.show_error(self._wording.refusal(refusal) if refusal is not None else "")

    def _make_cards(self) -> list[Card]:
        terms = Card(self.tr("Terms"), parent=self._owner)
        self._lay_out(
            terms,
            (
                "incoterm",
                "named_place",
                "currency",
                "payment_term",
                "deposit_percent",
                "credit_days",
            ),
        )
        delivery = Card(self.tr("Supply and transport"), parent=self._owner)
        self._lay_out(
            delivery, ("supply_mode", "transport_mode", "destination", "buyer_po", "goods")
        )
        more = Card(self.tr("What it will need"), parent=self._owner)
        grid = QGridLayout()
        for place, tick in enumerate(self._ticks.values()):
            grid.addWidget(tick, place // 2, place % 2)
        more.body.addLayout(grid)
        more.body.addWidget(self._fields["note"])
        return [terms, delivery, more]

    def _lay_out(self, card: Card, names: tuple[str, ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(14))
        grid.setVerticalSpacing(look().px(10))
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for place, name in enumerate(names):
            field, top = self._fields[name], Qt.AlignmentFlag.AlignTop
            grid.addWidget(field, place // _COLUMNS, place % _COLUMNS, top)
        card.body.addLayout(grid)

    def _connect(self) -> None:
        for choice in self._choices.values():
            choice.currentIndexChanged.connect(self._tell)
        for text in self._texts.values():
            text.textChanged.connect(self._tell)
        for tick in self._ticks.values():
            tick.toggled.connect(self._tell)
        self._note.textChanged.connect(self._tell)
        self._choices["payment_term"].currentIndexChanged.connect(self._fit_term)
        self._choices["currency"].currentIndexChanged.connect(self._tell_currency)

    def _fit_term(self) -> None:
        """Offer only the fields that the payment term has."""
        term = self._choices["payment_term"].current_key
        self._fields["deposit_percent"].setVisible(term in TERMS_WITH_DEPOSIT)
        self._fields["credit_days"].setVisible(term in TERMS_WITH_CREDIT)

    def _tell(self) -> None:
        self.changed.emit()

    def _tell_currency(self) -> None:
        self.currency_changed.emit(self._choices["currency"].current_key)

    def _choice(self, choices: list[tuple[str, str]]) -> ChoiceField:
        return ChoiceField(choices, parent=self._owner)

    def _named(self, field: str, values: list[str]) -> ChoiceField:
        return self._choice(
            [(value, self._wording.words(f"value_{field}_{value}")) for value in values]
        )

    def _label(self, name: str) -> str:
        text = self._wording.field(name)
        return text[:1].upper() + text[1:]
