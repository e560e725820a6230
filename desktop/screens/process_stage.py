"""One stage of the process: its names, entry and standard, who works on it, its parts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.doing import Step
from desktop.models.process_drafts import ProcessModel, ProcessView
from desktop.screens.process_parts import PartsCard
from desktop.screens.process_times import TimesCard
from desktop.theme import look
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from sync.domain.people import Role
from sync.domain.process import Node, nodes_by_id
from sync.domain.process_commands import ChangeStage, SetOwner, SetStandard
from sync.domain.refusals import Refusal

_TEXTS = ("zh", "en", "short_zh", "short_en", "entry", "standard_text", "amber", "red")
_OWN = {"process.change_stage", "process.set_standard", "process.set_owner"}
_PAIRS = (("zh", "en"), ("short_zh", "short_en"))


class ProcessStage(Panel):
    """`wanted` carries a list of steps: an action's name and its arguments each."""

    wanted = Signal(object)

    def __init__(
        self, model: ProcessModel, wording: Wording, parent: QWidget | None = None
    ) -> None:
        super().__init__(ground="surface", edges="l", parent=parent)
        self._model, self._wording = model, wording
        self._view: ProcessView | None = None
        self._shown: dict[str, str] = {}
        self.node = ""
        self.title = Label(style="title", wrap=True, parent=self)
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self.reason = Reason("", parent=self)
        self.texts = {name: TextField(parent=self) for name in _TEXTS}
        self.days = TextField(parent=self)
        self.unit = ChoiceField(
            [(unit, wording.words(f"unit_whole_{unit}")) for unit in ("wd", "cd")], parent=self
        )
        roles = [(role.value, wording.role(role.value)) for role in Role if role is not Role.ADM]
        self.owner = ChoiceField(roles, parent=self)
        self.save = Button(self.tr("Save the stage"), kind="primary", small=True, parent=self)
        self.times = TimesCard(wording, parent=self)
        self.items = PartsCard("item", wording, parent=self)
        self.paths = PartsCard("path", wording, parent=self)
        self._lay_out()
        self.save.clicked.connect(self._save)
        for card in (self.times, self.items, self.paths):
            card.wanted.connect(self._part_wanted)

    def show_stage(self, view: ProcessView, node: str) -> None:
        """Show a stage of a process; what is half typed for the same one stays."""
        found = nodes_by_id(view.process)[node]
        typed = self._typed() if self.node == node and self._is_of(view) else {}
        half = {name: text for name, text in typed.items() if text != self._shown.get(name)}
        if self.node != node:
            self.band.hide()
        self._view, self.node = view, node
        self._shown = _values(found)
        self.title.setText(f"{found.id} {self._wording.pair(found.zh, found.en)}")
        self._fill({**self._shown, **half})
        no = self._model.why_not_stage(node)
        not_owner = self._model.why_not_owner()
        self._lock(no, not_owner)
        locked = "" if no is None else self._wording.refusal(no)
        self.times.show_times(view, node)
        self.items.show_parts(view, found, locked)
        self.paths.show_parts(view, found, locked)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why nothing was done."""
        self.band.show_words(self.tr("Nothing was changed"), text=self._wording.refusal(refusal))
        self.band.show()

    def steps(self) -> list[Step]:
        """Return what saving would do: only what was changed is said."""
        if self._view is None or self._view.draft is None:
            return []
        draft_id, typed = self._view.draft.id, self._typed()
        changed = {name: text for name, text in typed.items() if text != self._shown[name]}
        said = {name: changed[name] for name in _TEXTS if name in changed}
        found: list[Step] = []
        if said:
            found.append(
                (
                    "process.change_stage",
                    ChangeStage(draft_id=draft_id, node=self.node, set={**said}),
                )
            )
        if "days" in changed or "unit" in changed:
            days = int(typed["days"]) if typed["days"].isdigit() else 0
            standard = SetStandard(draft_id=draft_id, node=self.node, days=days, unit=typed["unit"])
            found.append(("process.set_standard", standard))
        if "owner" in changed:
            owner = SetOwner(draft_id=draft_id, node=self.node, role=typed["owner"])
            found.append(("process.set_owner", owner))
        return found

    def forget(self, actions: set[str]) -> None:
        """Take what these actions said as saved; what else is half typed stays."""
        self.band.hide()
        if actions & _OWN:
            self._shown = self._typed()
        for card in (self.items, self.paths):
            if actions & {f"process.add_{card.kind}", f"process.change_{card.kind}"}:
                card.forget_typed()

    def _is_of(self, view: ProcessView) -> bool:
        return self._view is not None and self._view.key == view.key

    def _typed(self) -> dict[str, str]:
        texts = {name: field.text().strip() for name, field in self.texts.items()}
        days = {"days": self.days.text().strip(), "unit": self.unit.current_key}
        return {**texts, **days, "owner": self.owner.current_key}

    def _fill(self, values: dict[str, str]) -> None:
        for name, field in self.texts.items():
            if field.text() != values[name]:
                field.setText(values[name])
                field.setCursorPosition(0)
        self.days.setText(values["days"])
        self.unit.choose(values["unit"])
        self.owner.choose(values["owner"])

    def _lock(self, no: Refusal | None, not_owner: Refusal | None) -> None:
        for field in (*self.texts.values(), self.days):
            field.setReadOnly(no is not None)
        self.unit.setEnabled(no is None)
        self.owner.setEnabled(not_owner is None)
        text = "" if no is None else self._wording.refusal(no)
        self.save.lock(text)
        self.reason.show_text(text)
        self.reason.setVisible(no is not None)

    def _lay_out(self) -> None:
        here, wording = look(), self._wording
        scroll = ScrollColumn(name=self.tr("Stage"), ground="surface", margin=16, parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)
        body = scroll.body
        body.setSpacing(here.px(9))
        for widget in (self.title, self.band, self.reason):
            body.addWidget(widget)
        for pair in _PAIRS:
            body.addLayout(self._beside(*pair))
        body.addWidget(FormField(wording.label("entry"), self.texts["entry"]))
        row = QHBoxLayout()
        row.setSpacing(here.px(8))
        row.addWidget(FormField(wording.label("days"), self.days), 1)
        row.addWidget(FormField(wording.label("unit"), self.unit), 1)
        row.addWidget(FormField(self.tr("Worked on by"), self.owner), 1)
        body.addLayout(row)
        body.addWidget(FormField(wording.label("standard_text"), self.texts["standard_text"]))
        body.addLayout(self._beside("amber", "red"))
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addStretch(1)
        body.addLayout(foot)
        body.addWidget(self.times)
        body.addWidget(self.items)
        body.addWidget(self.paths)
        body.addStretch(1)

    def _beside(self, *names: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        for name in names:
            row.addWidget(FormField(self._wording.label(name), self.texts[name]), 1)
        return row

    def _save(self) -> None:
        steps = self.steps()
        if steps:
            self.wanted.emit(steps)

    def _part_wanted(self, step: object) -> None:
        self.wanted.emit([step])


def _values(node: Node) -> dict[str, str]:
    """Return a stage's fields as a form shows them."""
    texts = {name: str(getattr(node, name)) for name in _TEXTS}
    standard = node.standards[-1] if node.standards else None
    days = {
        "days": "" if standard is None else str(standard.days),
        "unit": "wd" if standard is None else standard.unit,
    }
    return {**texts, **days, "owner": node.owner.value}
