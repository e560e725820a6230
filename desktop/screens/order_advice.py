"""Below a task's form: what it asks for, who might take it and why, whether the chosen is up to."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.order_team import Advice, AdviceModel
from desktop.models.team import proposal_text, shortfall_text
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button
from desktop.widgets.fields import ChoiceField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label, StateLabel
from sync.domain.allocation import Need
from sync.domain.capabilities import LEVEL_MAX, SKILLS
from sync.domain.records import Value

_SHOWN = 2


class AdviceLine(QWidget):
    """Skill and level, the two best people with their reasons, and a warning where one is due."""

    def __init__(
        self, desk: Desk, wording: Wording, assignee: ChoiceField, *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._wording, self._assignee = desk, wording, assignee
        self._model = AdviceModel(desk, parent=self)
        self._model.loaded.connect(self._show)
        skills = [(skill, wording.words(f"skill_{skill}")) for skill in SKILLS]
        levels = [(str(n), wording.words(f"level_{n}")) for n in range(1, LEVEL_MAX + 1)]
        self.skill = ChoiceField([("", self.tr("nothing in particular")), *skills], parent=self)
        self.level = ChoiceField(levels, current="3", parent=self)
        self.warning = StateLabel(Mark("", "triangle", "warning"), parent=self)
        self.proposed: list[Button] = []
        self._lines = QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(FormField(wording.label("skill"), self.skill))
        self._level = FormField(wording.label("skill_level"), self.level)
        row.addWidget(self._level)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.warning)
        column.addLayout(self._lines)
        for choice in (self.skill, self.level, assignee):
            choice.activated.connect(self.read)

    def asked(self) -> dict[str, Value]:
        """Return what the task asks for, as its fields."""
        skill = self.skill.current_key
        return {"skill": skill, "skill_level": int(self.level.current_key)} if skill else {}

    def read(self) -> None:
        """Read anew who might take the task."""
        self._level.setVisible(bool(self.skill.current_key))
        self._model.ask(self._need(), self._assignee.current_key)

    def _need(self) -> Need:
        skill = self.skill.current_key
        return Need(skill=skill, level=int(self.level.current_key) if skill else 0)

    def _show(self, advice: Advice) -> None:
        short = advice.shortfall
        self.warning.setVisible(short is not None)
        if short is not None:
            text = shortfall_text(short, self._desk, self._wording)
            self.warning.show_mark(Mark(text, "triangle", "warning"))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.proposed = []
        for each in advice.proposals[:_SHOWN]:
            self._lines.addWidget(
                self._line(each.user_id, proposal_text(each, self._desk, self._wording))
            )

    def _line(self, user_id: str, why: str) -> QWidget:
        name = self._desk.name_of(user_id, self._wording.language)
        held = QWidget(self)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(8))
        button = Button(name, kind="link", small=True, parent=held)
        button.setAccessibleName(self.tr("Give it to {name}").format(name=name))
        button.clicked.connect(lambda: self._choose(user_id))
        row.addWidget(button)
        row.addWidget(Label(why, style="small", ink="ink2", parent=held))
        row.addStretch(1)
        self.proposed.append(button)
        return held

    def _choose(self, user_id: str) -> None:
        self._assignee.choose(user_id)
        self.read()
