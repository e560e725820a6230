"""What the tabs of the team page are made of: a form in a card, and a card for one thing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget
from shiboken6 import isValid

from desktop.messages import Wording
from desktop.models import trials
from desktop.models.desk import Desk
from desktop.models.drafts import Drafts
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextArea, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label, StateLabel
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.records import Value
from sync.domain.refusals import Refusal, Refused

Control = TextField | TextArea | ChoiceField
Make = Callable[[Mapping[str, str]], "tuple[str, Command]"]
"""Makes an action of what was typed; Refused where it cannot be read."""


@dataclass(frozen=True)
class Field:
    """One field of a form: the name that refusals give it, its label, how it is filled in."""

    name: str
    label: str
    kind: Literal["text", "area", "choice"] = "text"
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    placeholder: str = ""
    stretch: int = 1


class FormCard(Card):
    """Fields and one button; what is refused stands at the field that it is about."""

    def __init__(
        self, title: str, fields: Sequence[Sequence[Field]], button: str, *, parent: QWidget
    ) -> None:
        super().__init__(title, parent=parent)
        self.controls: dict[str, Control] = {}
        self._fields: dict[str, FormField] = {}
        self._drafts: Drafts | None = None
        self._form = ""
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self.body.addWidget(self.band)
        for line in fields:
            row = QHBoxLayout()
            row.setSpacing(look().px(12))
            for field in line:
                row.addWidget(self._made(field), field.stretch)
            self.body.addLayout(row)
        foot = QHBoxLayout()
        self.button = Button(button, kind="primary", parent=self)
        foot.addWidget(self.button)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def _made(self, field: Field) -> FormField:
        control: Control
        if field.kind == "choice":
            control = ChoiceField(field.choices, parent=self)
        elif field.kind == "area":
            control = TextArea(placeholder=field.placeholder, lines=4, parent=self)
        else:
            control = TextField(placeholder=field.placeholder, parent=self)
        self.controls[field.name] = control
        self._fields[field.name] = FormField(field.label, control, required=field.required)
        return self._fields[field.name]

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: _said(control) for name, control in self.controls.items()}

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices in a field."""
        control = self.controls[name]
        if isinstance(control, ChoiceField):
            control.set_choices(choices)

    def keep_in(self, drafts: Drafts, form: str) -> None:
        """Keep what is typed as a draft, and show what was typed before."""
        self._drafts, self._form = drafts, form
        for control in self.controls.values():
            if not isinstance(control, ChoiceField):
                control.textChanged.connect(self._keep)
        drafts.load(form, self._take)

    def _take(self, fields: Mapping[str, Value]) -> None:
        for name, text in fields.items():
            control = self.controls.get(name)
            if isinstance(control, TextArea):
                control.setPlainText(str(text))
            elif isinstance(control, TextField):
                control.setText(str(text))

    def _keep(self) -> None:
        if self._drafts is None:
            return
        typed: dict[str, Value] = {
            name: _said(control)
            for name, control in self.controls.items()
            if not isinstance(control, ChoiceField)
        }
        if any(typed.values()):
            self._drafts.keep(self._form, "", typed)
        else:
            self._drafts.forget(self._form)

    def empty(self) -> None:
        """Clear what was typed; what was chosen stays."""
        self.show_refusal(None, "")
        for control in self.controls.values():
            if not isinstance(control, ChoiceField):
                control.clear()

    def show_refusal(self, refusal: Refusal | None, text: str) -> None:
        """Show a refusal at its field, or above the form; None takes it away."""
        self.band.hide()
        for field in self._fields.values():
            field.show_error("")
        if refusal is None:
            return
        named = self._fields.get(str(refusal.facts.get("field") or ""))
        if named is not None:
            named.show_error(text)
        else:
            self.band.show_words(self.tr("Nothing was changed"), text=text)
            self.band.show()


class ThingCard(Card):
    """One thing: a title with its state, lines of text, and at the right what can be done."""

    def __init__(
        self, title: str, *, note: str = "", mark: Mark | None = None, parent: QWidget
    ) -> None:
        super().__init__(title, note=note, parent=parent)
        if mark is not None:
            self.head.add_beside(StateLabel(mark, parent=self))

    def say(self, text: str, *, quiet: bool = False) -> None:
        """Add a paragraph."""
        label = Label(text, style="small" if quiet else "body", wrap=True, parent=self)
        label.set_ink("ink2" if quiet else "ink")
        self.body.addWidget(label)

    def add_button(self, text: str, then: Callable[[], None], *, primary: bool = False) -> Button:
        """Add a button at the right of the head."""
        button = Button(text, kind="primary" if primary else "plain", small=True, parent=self)
        button.clicked.connect(then)
        self.head.add(button)
        return button


class Doer:
    """Does actions for a part of the page; what is refused is shown where it was asked for."""

    def __init__(self, desk: Desk, wording: Wording, owner: QWidget) -> None:
        self.desk, self.wording, self.owner = desk, wording, owner

    def send(self, form: FormCard, make: Make, then: Callable[[], None] = lambda: None) -> None:
        """Do what a form says; when it was done, and only then, empty it and do what follows."""
        form.show_refusal(None, "")
        try:
            name, command = make(form.values())
        except Refused as refused:
            form.show_refusal(refused.refusal, self.wording.refusal(refused.refusal))
            return

        def done(_: Changes) -> None:
            form.empty()
            then()

        def refuse(refusal: Refusal) -> None:
            form.show_refusal(refusal, self.wording.refusal(refusal))

        self.desk.do(name, command, owner=self.owner, done=done, refused=refuse)

    def do(self, name: str, command: Command, band: Band) -> None:
        """Do an action of a button; the band says why not."""

        def refuse(refusal: Refusal) -> None:
            title = QCoreApplication.translate("FormCard", "Nothing was changed")
            band.show_words(title, text=self.wording.refusal(refusal))
            band.show()

        band.hide()
        self.desk.do(name, command, owner=self.owner, done=_quiet, refused=refuse)

    def lock(self, buttons: Sequence[Button], name: str, command: Command) -> None:
        """Lock buttons with the reason why their action would be refused."""

        def take(refusal: Refusal | None) -> None:
            for button in buttons:
                if isValid(button):
                    button.lock("" if refusal is None else self.wording.refusal(refusal))

        trials.ask(self.desk, name, command, owner=self.owner, done=take)


def empty(column: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _said(control: Control) -> str:
    if isinstance(control, ChoiceField):
        return control.current_key
    text = control.toPlainText() if isinstance(control, TextArea) else control.text()
    return text.strip()


def _quiet(_changes: Changes) -> None:
    """Say nothing: the page shows it."""
