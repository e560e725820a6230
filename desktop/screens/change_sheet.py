"""The right of the changes: before and after, what follows, who is to be heard, the next step."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.change_requests import ChangesModel, ChangeView, Step
from desktop.screens.approval_words import Told, effect_rows
from desktop.theme import look
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Facts, Panel, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.labels import ElidedLabel, Label
from sync import clock
from sync.domain.authority_commands import ChangeStep, HearChange, UrgeChange
from sync.domain.refusals import Refusal

_CUTOFF_HOURS = ("4", "8", "24")
_MAIN = ("change.submit", "change.apply", "change.verify", "change.authorise")


class ChangeSheet(QWidget):
    """One change. `wanted` carries an action's name and its arguments."""

    wanted = Signal(object, object)
    order_wanted = Signal(object)

    def __init__(
        self, model: ChangesModel, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._wording = model, wording
        self.view: ChangeView | None = None
        self.buttons: dict[str, Button] = {}
        self._inside: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.column = ScrollColumn(name=self.tr("Change"), margin=22, spacing=10, parent=self)
        column.addWidget(self.column, 1)
        column.addWidget(self._foot())

    def show_change(self, view: ChangeView) -> None:
        """Show a change; a note that is half typed for it stays."""
        if self.view is None or self.view.change.id != view.change.id:
            self.note.clear()
            self._error.hide()
        self.view = view
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self._body(view)
        self.column.body.addWidget(self._inside)
        self._show_steps(view)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why nothing was done."""
        self._error.show_words(self.tr("Nothing was done"), text=self._wording.refusal(refusal))
        self._error.show()

    # How it is laid out

    def _body(self, view: ChangeView) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(10))
        column.addLayout(self._head(view, inside))
        if view.is_overdue:
            late = self.tr("Not ratified in time")
            text = self.tr("The urgent change was not ratified by its time; it goes one level up.")
            column.addWidget(Band("error", title=late, text=text, below=True, parent=inside))
        for card in (self._before_after(view), self._effects(view), self._parts(view)):
            column.addWidget(card)
        if view.may_urge:
            column.addWidget(self._urgent())
        column.addStretch(1)
        return inside

    def _head(self, view: ChangeView, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(10))
        kind = self._wording.words(f"value_change_type_{view.change.change_type}")
        state = self._wording.words(f"value_state_{view.change.state}")
        title = f"{kind} · {view.change.reason}"
        row.addWidget(ElidedLabel(title, style="title", parent=inside), 1)
        row.addWidget(Label(state, style="strong", parent=inside))
        order = Button(view.order_no or self.tr("The order"), icon="external-link", parent=inside)
        order.clicked.connect(self._tell_order)
        row.addWidget(order)
        return row

    def _before_after(self, view: ChangeView) -> QWidget:
        card = Card(self.tr("Before and after"), note=view.author, parent=self)
        rows: Told = [
            (self._wording.field(field), f"{old} → {new}") for _, _, field, old, new in view.wanted
        ]
        card.body.addWidget(Facts(rows, parent=card))
        for _, _, field, old, now in view.clash:
            text = self.tr("{field} was changed meanwhile: {old} → {now}")
            said = text.format(field=self._wording.field(field), old=old, now=now)
            card.body.addWidget(Reason(said, icon="split", ink="urgent", parent=card))
        return card

    def _effects(self, view: ChangeView) -> QWidget:
        card = Card(self.tr("What it would do"), parent=self)
        rows = effect_rows(view.effects, self._wording)
        card.body.addWidget(Facts(rows, parent=card))
        card.setVisible(bool(rows))
        return card

    def _parts(self, view: ChangeView) -> QWidget:
        card = Card(self.tr("To be heard"), parent=self)
        rows: Told = []
        for part in view.parts:
            said = part.heard or self.tr("nothing yet")
            done = f" · ✓ {part.acknowledged}" if part.acknowledged else ""
            rows.append((self._wording.role(part.role), said + done))
        if view.urgent_by:
            words = f"{view.urgent_by}: {view.change.urgent_words}"
            rows.append((self.tr("Allowed as urgent"), words))
        card.body.addWidget(Facts(rows, parent=card))
        return card

    def _urgent(self) -> QWidget:
        card = Card(
            self.tr("Urgent channel"), note=self.tr("rationed, ratified afterwards"), parent=self
        )
        row = QHBoxLayout()
        people = self._model.authorisers()
        self.person = ChoiceField(people, name=self.tr("Allowed by"), parent=card)
        self.words = TextField(placeholder=self.tr("In their words"), parent=card)
        self.damage = TextField(placeholder=self.tr("Damage of waiting"), parent=card)
        hours = [(each, self.tr("within {n} h").format(n=each)) for each in _CUTOFF_HOURS]
        self.hours = ChoiceField(hours, name=self.tr("Cut-off"), parent=card)
        self.urgent = Button(self.tr("Ask for it"), kind="danger", parent=card)
        self.urgent.clicked.connect(self._tell_urgent)
        for widget in (self.person, self.words, self.damage, self.hours, self.urgent):
            row.addWidget(widget)
        card.body.addLayout(row)
        return card

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="t", parent=self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(here.px(22), here.px(9), here.px(22), here.px(9))
        self._error = Band("error", title=self.tr("Nothing was done"), below=True, parent=foot)
        self._error.hide()
        column.addWidget(self._error)
        self._row = QHBoxLayout()
        self._row.setSpacing(here.px(10))
        hint = self.tr("What is said of this step")
        self.note = TextField(placeholder=hint, name=hint, parent=foot)
        self._row.addWidget(self.note, 1)
        column.addLayout(self._row)
        return foot

    def _show_steps(self, view: ChangeView) -> None:
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for step in view.steps:
            name = self._wording.words("action_" + step.action.replace(".", "_"))
            text = f"{name} · {self._wording.role(step.role)}" if step.role else name
            button = Button(text, kind="primary" if step.action in _MAIN else "plain", parent=self)
            button.lock("" if step.no is None else self._wording.refusal(step.no))
            button.clicked.connect(lambda _=False, step=step: self._tell(step))
            self.buttons[step.action] = button
            self._row.addWidget(button)

    def _tell(self, step: Step) -> None:
        if self.view is None:
            return
        said = self.note.text().strip()
        if step.role:
            self.wanted.emit(
                step.action, HearChange(id=self.view.change.id, role=step.role, note=said)
            )
        else:
            self.wanted.emit(step.action, ChangeStep(id=self.view.change.id, note=said))

    def _tell_urgent(self) -> None:
        if self.view is None:
            return
        cutoff = clock.now() + timedelta(hours=int(self.hours.current_key))
        command = UrgeChange(
            id=self.view.change.id,
            person_id=self.person.current_key,
            words=self.words.text(),
            damage=self.damage.text(),
            cutoff_at=cutoff,
        )
        self.wanted.emit("change.urge", command)

    def _tell_order(self) -> None:
        if self.view is not None:
            self.order_wanted.emit(self.view.change.order_id)
