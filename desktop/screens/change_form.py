"""Drafting a change: of which order, which type, which field, to what, and why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.change_requests import ChangesModel, Choice, choices_for
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from sync.domain.authority_commands import DraftChange, Wish
from sync.domain.change_requests import ChangeType
from sync.domain.facts import OrderFacts
from sync.domain.refusals import Refusal


class ChangeForm(QWidget):
    """The form of a new change; `drafted` carries a DraftChange."""

    drafted = Signal(object)

    def __init__(
        self, model: ChangesModel, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._wording = model, wording
        self._facts: OrderFacts | None = None
        self._choices: list[Choice] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn(name=self.tr("New change"), margin=22, parent=self)
        card = Card(self.tr("New change"), parent=self)
        scroll.body.addWidget(card)
        scroll.body.addStretch(1)
        column.addWidget(scroll)
        self._error = Band("error", title=self.tr("Nothing was saved"), below=True, parent=card)
        self._error.hide()
        self.order = TextField(placeholder="SO26-0001", name=self.tr("Order"), parent=card)
        kinds = [(kind.value, wording.words(f"value_change_type_{kind}")) for kind in ChangeType]
        self.kind = ChoiceField(kinds, name=self.tr("Type"), parent=card)
        self.field = ChoiceField([], name=self.tr("What changes"), parent=card)
        self.value = TextField(name=self.tr("New value"), parent=card)
        self.reason = TextField(name=self.tr("Reason"), parent=card)
        self.button = Button(self.tr("Draft the change"), kind="primary", parent=card)
        card.body.addWidget(self._error)
        for widget in (self.order, self.kind, self.field, self.value, self.reason):
            name = widget.accessibleName()
            card.body.addWidget(FormField(name, widget, parent=card))
        card.body.addWidget(self.button)
        self.order.editingFinished.connect(self._look_up)
        self.kind.currentIndexChanged.connect(self._offer)
        self.button.clicked.connect(self.draft)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why nothing was drafted; what is typed stays."""
        self._error.show_words(self.tr("Nothing was saved"), text=self._wording.refusal(refusal))
        self._error.show()

    def draft(self) -> None:
        """Tell the draft, or say that there is no such order."""
        if self._facts is None:
            order = self.order.text().strip()
            self.show_refusal(Refusal(code="order_unknown", facts={"order": order}))
            return
        place = self.field.currentIndex()
        chosen = self._choices[place] if 0 <= place < len(self._choices) else None
        wanted = [] if chosen is None else [_wish(chosen, self.value.text().strip())]
        command = DraftChange(
            order_id=self._facts.order.id,
            change_type=self.kind.current_key,
            reason=self.reason.text().strip(),
            wanted=wanted,
        )
        self.drafted.emit(command)

    def clear(self) -> None:
        """Empty the form after a draft was saved."""
        self.value.clear()
        self.reason.clear()
        self._error.hide()

    def _look_up(self) -> None:
        self._model.look_up(self.order.text().strip(), self._take)

    def _take(self, facts: OrderFacts | None) -> None:
        self._facts = facts
        self._offer()

    def _offer(self) -> None:
        kind = ChangeType(self.kind.current_key)
        self._choices = [] if self._facts is None else choices_for(self._facts, kind)
        shown = [
            (f"{place}", " · ".join(part for part in self._named(choice) if part))
            for place, choice in enumerate(self._choices)
        ]
        self.field.set_choices(shown)
        self.field.setEnabled(bool(shown))
        self.value.setEnabled(bool(shown))

    def _named(self, choice: Choice) -> tuple[str, str, str]:
        now = "" if choice.now is None else str(choice.now)
        return choice.called, self._wording.field(choice.field), now


def _wish(choice: Choice, value: str) -> Wish:
    return Wish(entity=choice.entity, id=choice.id, field=choice.field, value=value)
