"""A form for one row: only what was changed is sent, what is half typed is kept."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.order_fields import (
    Fields,
    FieldSpec,
    changed,
    field_spec,
    parsed,
    same,
    shown,
)
from desktop.models.order_names import Choices
from desktop.models.order_parts import Part
from desktop.screens.day_examples import day_example, moment_example
from desktop.screens.order_words import section_title
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextArea, TextField
from desktop.widgets.forms import Conflicting, Control, DraftLine, FormField
from desktop.widgets.labels import Label
from sync.domain.records import Value
from sync.domain.refusals import Refusal, Refused

_WAS = "was "
"""Before a field's name in a draft: what the row held when the person typed."""


class FieldBox(QWidget):
    """One field of the form, with the question that arises when head office changed it."""

    edited = Signal()

    def __init__(
        self, spec: FieldSpec, wording: Wording, *, choices: Choices, zone: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.spec, self._wording, self._zone = spec, wording, zone
        self.base: Value = None
        self.control = self._control(choices)
        self.field = FormField(wording.label(spec.name), self.control, hint="", parent=self)
        if isinstance(self.control, TextField) and spec.kind in ("day", "moment"):
            example = day_example() if spec.kind == "day" else moment_example()
            self.control.setPlaceholderText(example)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look().px(2))
        self._column.addWidget(self.field)
        self._asked: QWidget | None = None

    @property
    def text(self) -> str:
        """Return what stands in the field."""
        if isinstance(self.control, ChoiceField):
            return self.control.current_key
        if isinstance(self.control, TextArea):
            return self.control.toPlainText()
        return self.control.text()

    def write(self, text: str) -> None:
        """Let the field hold a text, without telling."""
        blocker = QSignalBlocker(self.control)
        if isinstance(self.control, ChoiceField):
            self.control.choose(text)
        elif isinstance(self.control, TextArea):
            self.control.setPlainText(text)
        else:
            self.control.setText(text)
        blocker.unblock()

    def begin(self, value: Value) -> None:
        """Begin with a row's value."""
        self.base = value
        self.write(shown(self.spec, value, self._zone))

    @property
    def is_touched(self) -> bool:
        """Return whether the person typed something else than the row holds."""
        return self.text != shown(self.spec, self.base, self._zone)

    def read(self, today: date) -> Value:
        """Return what was typed as its column holds it, or raise Refused."""
        return parsed(self.spec, self.text, today=today, zone=self._zone)

    def take_in(self, value: Value, theirs: str) -> None:
        """Take in a value that changed under the form: ask where something else was typed."""
        if same(self.base, value):
            return
        if self.is_touched and self.text != shown(self.spec, value, self._zone):
            self.base = value
            self._ask(theirs)
        else:
            self.begin(value)

    def lock(self, reason: str) -> None:
        """Say why the person may not write here."""
        self.control.setEnabled(not reason)
        self.setToolTip(reason)

    def _ask(self, theirs: str) -> None:
        self._stop_asking()
        asked = QWidget(self)
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Conflicting(theirs, parent=asked))
        row = QHBoxLayout()
        take = LinkButton(self.tr("Take head office's"), parent=asked)
        keep = LinkButton(self.tr("Keep mine"), parent=asked)
        take.clicked.connect(self._take_theirs)
        keep.clicked.connect(self._stop_asking)
        for button in (take, keep):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self._asked = asked
        self._column.addWidget(asked)

    def _take_theirs(self) -> None:
        self.begin(self.base)
        self._stop_asking()
        self.edited.emit()

    def _stop_asking(self) -> None:
        if self._asked is not None:
            self._asked.hide()
            self._asked.deleteLater()
            self._asked = None

    def _control(self, choices: Choices) -> Control:
        if self.spec.kind == "area":
            area = TextArea(lines=3, parent=self)
            area.textChanged.connect(self.edited)
            return area
        offered = self._offered(choices)
        if offered is not None:
            choice = ChoiceField(offered, parent=self)
            choice.setSizeAdjustPolicy(
                ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(6)
            choice.currentIndexChanged.connect(self.edited)
            return choice
        line = TextField(parent=self)
        line.textChanged.connect(self.edited)
        return line

    def _offered(self, choices: Choices) -> Choices | None:
        """Return what there is to choose from, or None where one types."""
        spec = self.spec
        if spec.kind == "flag":
            return [("1", self.tr("Yes")), ("0", self.tr("No"))]
        if spec.kind == "link":
            return [("", "–"), *choices]
        if spec.kind == "choice":
            values = (value for value in spec.values if value)
            named = [
                (value, self._wording.value(spec.entity, spec.name, value, {})) for value in values
            ]
            has_none = "" in spec.values or spec.is_optional
            return [("", "–"), *named] if has_none else named
        return None


class RowForm(Panel):
    """A row's fields in sections, with save and cancel under them.

    `saved` carries the changed fields, `typed` what stands in the fields that were touched;
    `left` (Esc) loses nothing, `dropped` lets what was typed go.
    """

    saved = Signal(object)
    left = Signal()
    dropped = Signal()
    typed = Signal(object)

    def __init__(
        self,
        part: Part,
        wording: Wording,
        *,
        title: str,
        choices: Mapping[str, Choices],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ground="surface", edges="l", parent=parent)
        self.part, self._wording, self._today = part, wording, today
        self._zone, self._is_new = "", False
        self._names: Mapping[str, str] = {}
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = ScrollColumn(name=title, ground="surface", edges="l", margin=16, parent=self)
        self._scroll.body.addWidget(Label(title, style="heading", parent=self))
        self.boxes: dict[str, FieldBox] = {}
        self._choices = choices
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot())
        self._add_keys()

    def open_row(
        self, row: Fields, *, is_new: bool, names: Mapping[str, str], zone: str = ""
    ) -> None:
        """Begin with a row; `zone` is the port's, in which its moments are shown."""
        self._zone, self._is_new, self._names = zone, is_new, names
        for key, fields in self.part.sections:
            self._scroll.body.addLayout(self._section(key, fields))
        self._scroll.body.addStretch(1)
        for name, box in self.boxes.items():
            box.begin(row.get(name))
            box.edited.connect(self._tell_typed)
        first = next((b for b in self.boxes.values() if b.control.isEnabled()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_draft(self, texts: Mapping[str, Value]) -> None:
        """Show what was typed before and not saved; ask where the row has changed since."""
        for name, text in texts.items():
            if name in self.boxes:
                box, now = self.boxes[name], self.boxes[name].base
                box.base = texts.get(_WAS + name, now)
                box.write(str(text or ""))
                box.take_in(now, self._said(name, now))

    def take_row(self, row: Fields, names: Mapping[str, str]) -> None:
        """Take in a row that changed under the form."""
        self._names = names
        for name, box in self.boxes.items():
            box.take_in(row.get(name), self._said(name, row.get(name)))

    def lock(self, refusals: Mapping[str, Refusal]) -> None:
        """Show which fields the person may not write, and why."""
        for name, box in self.boxes.items():
            refusal = refusals.get(name)
            box.lock(self._wording.refusal(refusal) if refusal else "")

    def show_kept(self, time: str) -> None:
        """Say when the draft was kept."""
        self._draft.show_kept(time)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why it was not saved: at the field it names, else above the buttons."""
        text = self._wording.refusal(refusal)
        box = self.boxes.get(str(refusal.facts.get("field") or ""))
        if box is not None:
            box.field.show_error(text)
            box.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(box)
        else:
            self._band.show_words(self.tr("Not saved"), text=text)
            self._band.show()

    def read(self) -> Fields | None:
        """Return the fields that were changed; None when one cannot be read, which says so."""
        values: Fields = {}
        is_good = True
        for name, box in self.boxes.items():
            box.field.show_error("")
            if not (box.is_touched or self._is_new) or not box.control.isEnabled():
                continue
            try:
                values[name] = box.read(self._today)
            except Refused as refused:
                if not self._is_new or box.text.strip():
                    self.show_refusal(refused.refusal)
                    is_good = False
        if not is_good:
            return None
        if self._is_new:
            return {name: value for name, value in values.items() if value not in (None, "")}
        return changed({name: box.base for name, box in self.boxes.items()}, values)

    def save(self) -> None:
        """Tell what was changed; leave when nothing was."""
        self._band.hide()
        fields = self.read()
        if fields is not None and (fields or self._is_new):
            self.saved.emit(fields)
        elif fields is not None:
            self.left.emit()

    def _tell_typed(self) -> None:
        touched = {name: box for name, box in self.boxes.items() if box.is_touched}
        texts: Fields = {name: box.text for name, box in touched.items()}
        self.typed.emit(texts | {_WAS + name: box.base for name, box in touched.items()})

    def _said(self, name: str, value: Value) -> str:
        return self._wording.value(self.part.entity, name, value, self._names)

    def _section(self, key: str, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(12))
        grid.setVerticalSpacing(look().px(8))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        if key:
            grid.addWidget(Label(section_title(key), style="label", ink="ink2"), 0, 0, 1, 2)
        place = 2
        for name in names:
            box = self._box(name)
            is_wide = box.spec.kind in ("area", "link") or name in ("goods", "description")
            place += place % 2 if is_wide else 0
            grid.addWidget(box, place // 2, place % 2, 1, 2 if is_wide else 1)
            place += 2 if is_wide else 1
        return grid

    def _box(self, name: str) -> FieldBox:
        spec = field_spec(self.part.entity, name)
        offered = list(self._choices.get(name, ()))
        box = FieldBox(spec, self._wording, choices=offered, zone=self._zone, parent=self)
        self.boxes[name] = box
        return box

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="lt", parent=self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(here.px(16), here.px(8), here.px(16), here.px(8))
        self._band = Band("error", title=self.tr("Not saved"), below=True, parent=foot)
        self._band.hide()
        column.addWidget(self._band)
        row = QHBoxLayout()
        self._draft = DraftLine(parent=foot)
        row.addWidget(self._draft, 1)
        row.addStretch(1)
        row.addWidget(self._button(self.tr("Discard"), self.dropped.emit))
        save = Button(self.tr("Save"), kind="primary", key="Ctrl+S", parent=foot)
        save.clicked.connect(self.save)
        row.addWidget(save)
        column.addLayout(row)
        return foot

    def _button(self, text: str, act: Callable[[], None]) -> Button:
        button = Button(text, kind="quiet", parent=self)
        button.clicked.connect(act)
        return button

    def _add_keys(self) -> None:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save),
            ("Esc", self.left.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(context)
            shortcut.activated.connect(act)
