"""The checklist of a stage, or its exception paths: read, added, changed and dropped."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.doing import Step
from desktop.models.process_drafts import ProcessView
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.cards import Card
from desktop.widgets.fields import TextField
from desktop.widgets.labels import Label
from desktop.widgets.ticks import TickRow
from sync.domain.command_kinds import Fields
from sync.domain.process import ExceptionPath, Item, Node
from sync.domain.process_changes import FLAGS
from sync.domain.process_commands import AddPart, ChangePart, DropPart

Part = Item | ExceptionPath
_FIELDS = {
    "item": ("zh", "en", "by", "accountable"),
    "path": ("zh", "en", "entry", "path", "owner", "to"),
}
_TICKS = {"item": ("is_mandatory", "is_blocking", "needs_attachment"), "path": ()}


class PartsCard(Card):
    """Items or paths, and below them the form of a new one, or of the one that is changed.

    `wanted` carries a step: an action's name and its arguments.
    """

    wanted = Signal(object)

    def __init__(self, kind: str, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.kind, self._wording = kind, wording
        self._view: ProcessView | None = None
        self._node = ""
        self._shown: Fields = {}
        self.part = ""
        self.rows = QGridLayout()
        self.rows.setColumnStretch(1, 1)
        self.rows.setHorizontalSpacing(look().px(8))
        self.rows.setVerticalSpacing(look().px(4))
        self.body.addLayout(self.rows)
        self.fields = {
            name: TextField(placeholder=wording.label(name), parent=self) for name in _FIELDS[kind]
        }
        self.ticks = {name: TickRow(wording.label(name), parent=self) for name in _TICKS[kind]}
        self.put = Button(self.tr("Add"), icon="plus", small=True, parent=self)
        self.leave = Button(self.tr("Cancel"), kind="quiet", small=True, parent=self)
        self._lay_out()
        self.put.clicked.connect(self._put)
        self.leave.clicked.connect(self._end)

    def show_parts(self, view: ProcessView, node: Node, locked: str) -> None:
        """Show a stage's items or paths; `locked` says why none can be changed."""
        if node.id != self._node or self._view is None or self._view.key != view.key:
            self._clear_form()
        self._view, self._node = view, node.id
        clear(self.rows)
        parts: tuple[Part, ...] = node.items if self.kind == "item" else node.exceptions
        names = {"item": self.tr("Checklist"), "path": self.tr("Exception paths")}
        self.set_title(names[self.kind], note=str(len(parts)))
        for at, part in enumerate(parts):
            self._show_part(at, part, locked)
        self.put.lock(locked)
        for widget in (*self.fields.values(), *self.ticks.values()):
            widget.setVisible(not locked)
        self.put.setVisible(not locked)

    def begin_change(self, part: Part) -> None:
        """Put a part into the form, to be changed."""
        self.part = part.id
        self._shown = _values(part, self.kind)
        for name, field in self.fields.items():
            field.setText(str(self._shown[name]))
            field.setCursorPosition(0)
        for name, tick in self.ticks.items():
            tick.setChecked(bool(self._shown[name]))
        self.put.set_text(self.tr("Save {part}").format(part=part.id))
        self.leave.show()

    def step(self) -> Step | None:
        """Return what the form would do; None where nothing was typed or changed."""
        if self._view is None or self._view.draft is None:
            return None
        draft_id, typed = self._view.draft.id, self._typed()
        if self.part:
            said = {name: value for name, value in typed.items() if value != self._shown[name]}
            command = ChangePart(draft_id=draft_id, part=self.part, set=said)
            return (f"process.change_{self.kind}", command) if said else None
        said = {name: value for name, value in typed.items() if value not in ("", None)}
        if not any(typed[name] for name in self.fields):
            return None
        made = AddPart(draft_id=draft_id, node=self._node, set={**said})
        return f"process.add_{self.kind}", made

    def forget_typed(self) -> None:
        """Empty the form: it was saved."""
        self._clear_form()

    def _show_part(self, at: int, part: Part, locked: str) -> None:
        text = self._wording.pair(part.zh, part.en)
        marks = self._marks(part)
        number = Label(part.id, style="small", ink="ink3", parent=self)
        said = Label(f"{text}\n{marks}".rstrip(), style="small", wrap=True, parent=self)
        self.rows.addWidget(number, at, 0)
        self.rows.addWidget(said, at, 1)
        if locked:
            return
        change = IconButton(
            "pencil", name=self.tr("Change {part}").format(part=part.id), size=14, parent=self
        )
        drop = IconButton(
            "trash-2", name=self.tr("Drop {part}").format(part=part.id), size=14, parent=self
        )
        change.clicked.connect(self._changer(part))
        drop.clicked.connect(self._dropper(part.id))
        self.rows.addWidget(change, at, 2)
        self.rows.addWidget(drop, at, 3)

    def _marks(self, part: Part) -> str:
        """Return in short what holds of an item, or where a path leads."""
        if isinstance(part, ExceptionPath):
            lead = [] if part.owner is None else [self._wording.role(part.owner.value)]
            return " · ".join([part.path, *lead, f"→ {part.to}"])
        named = [self._wording.field(name) for name in sorted(FLAGS) if getattr(part, name)]
        roles = [self._wording.role(role.value) for role in (*part.by, *part.accountable)]
        return " · ".join([*named, *roles])

    def _changer(self, part: Part) -> Callable[[], None]:
        return lambda: self.begin_change(part)

    def _dropper(self, part: str) -> Callable[[], None]:
        def drop() -> None:
            if self._view is not None and self._view.draft is not None:
                command = DropPart(draft_id=self._view.draft.id, part=part)
                self.wanted.emit((f"process.drop_{self.kind}", command))

        return drop

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(look().px(8))
        form.setVerticalSpacing(look().px(6))
        for at, field in enumerate(self.fields.values()):
            form.addWidget(field, at // 2, at % 2)
        self.body.addLayout(form)
        for tick in self.ticks.values():
            self.body.addWidget(tick)
        foot = QHBoxLayout()
        foot.setSpacing(look().px(8))
        foot.addWidget(self.put)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.leave.hide()

    def _typed(self) -> Fields:
        texts: Fields = {name: field.text().strip() for name, field in self.fields.items()}
        return {**texts, **{name: int(tick.isChecked()) for name, tick in self.ticks.items()}}

    def _put(self) -> None:
        step = self.step()
        if step is not None:
            self.wanted.emit(step)

    def _end(self) -> None:
        self._clear_form()

    def _clear_form(self) -> None:
        self.part = ""
        for field in self.fields.values():
            field.clear()
        for tick in self.ticks.values():
            tick.setChecked(False)
        self.put.set_text(self.tr("Add"))
        self.leave.hide()


def _values(part: Part, kind: str) -> Fields:
    """Return a part's fields as a form shows them."""
    found: Fields = {}
    for name in (*_FIELDS[kind], *_TICKS[kind]):
        value = getattr(part, name)
        if isinstance(value, tuple):
            found[name] = ",".join(map(str, cast("tuple[object, ...]", value)))
        elif isinstance(value, bool):
            found[name] = int(value)
        else:
            found[name] = "" if value is None else str(value)
    return found
