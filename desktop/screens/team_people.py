"""The people of the team: their load, what they can do, and whose work is above their level."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_rights import people
from desktop.models.team import TeamPicture, shortfall_text
from desktop.screens.day_examples import day_example
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Person, Progress, Text
from desktop.widgets.cards import Card
from desktop.widgets.table import DataTable
from sync.domain.allocation import FULL_LOAD, Candidate
from sync.domain.capabilities import LEVEL_MAX, SKILLS
from sync.domain.commands import Command
from sync.domain.ids import Id
from sync.domain.records import Value, split
from sync.domain.staff_commands import AssessCapability, NoteTraining

_ROWS_MAX = 16


class PeopleTab(TeamTab):
    """A table of everybody, the heaviest load first; below it the person who is chosen."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._picture: TeamPicture | None = None
        self._rows: dict[str, Candidate] = {}
        self.list = KeptTable[Candidate](
            self.desk.background, lambda: self._rows, columns=self._columns(), parent=self
        )
        self.table = DataTable(name=self.tr("People"), parent=self)
        self.table.setModel(self.list)
        self.table.choice_changed.connect(self._show_person)
        self.gaps = Card(self.tr("Work above its owner's level"), parent=self)
        self._gap_lines = QVBoxLayout()
        self._person = QVBoxLayout()
        self.assess = self._assess_card()
        self.training = self._training_card()
        self._lay_out()

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show the people as they are now."""
        self._picture = picture
        self._rows = {each.user.id: each for each in picture.people}
        here = look()
        rows = max(1, min(len(self._rows), _ROWS_MAX)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(4))
        self.list.refresh(self.list.ids())
        self.list.reload()
        for form in (self.assess, self.training):
            form.offer("user_id", people(self.desk, self.wording.language))
        self._show_gaps(picture)
        self._show_person()

    def _lay_out(self) -> None:
        self.gaps.body.addLayout(self._gap_lines)
        card = Card(
            self.tr("Load in the next five working days"),
            note=self.tr("as far as this desk knows of their work"),
            flush=True,
            parent=self,
        )
        card.body.addWidget(self.table)
        forms = (self.assess, self.training)
        self.lay_out(self.tr("People"), self.gaps, card, self._person, *forms)

    def _assess_card(self) -> FormCard:
        label = self.wording.label
        levels = [(str(n), self.wording.words(f"level_{n}")) for n in range(LEVEL_MAX + 1)]
        fields = (
            Field("user_id", label("user_id"), "choice"),
            Field("skill", label("skill"), "choice", self._skills()),
            Field("skill_level", label("skill_level"), "choice", levels),
            Field("valid_until", label("valid_until"), placeholder=day_example(after=365)),
        )
        evidence = Field("evidence", label("evidence"), required=True)
        title, button = self.tr("Assess what somebody can do"), self.tr("Assess")
        form = FormCard(title, (fields, (evidence,)), button, parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, self._assessed))
        return form

    def _training_card(self) -> FormCard:
        label = self.wording.label
        fields = (
            Field("user_id", label("user_id"), "choice"),
            Field("skill", label("skill"), "choice", self._skills()),
            Field("title", label("title"), required=True, stretch=2),
            Field("held_on", label("held_on"), required=True, placeholder=day_example(after=-7)),
            Field("hours", label("hours"), placeholder="8"),
        )
        form = FormCard(self.tr("Note a training"), (fields,), self.tr("Note it"), parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, self._trained))
        return form

    def _skills(self) -> list[tuple[str, str]]:
        return [(skill, self._skill(skill)) for skill in SKILLS]

    def _skill(self, skill: str) -> str:
        return self.wording.words(f"skill_{skill}")

    def _assessed(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        until = parsed(
            field_spec("capabilities", "valid_until"),
            typed["valid_until"],
            today=self.desk.today(),
        )
        command = AssessCapability(
            user_id=typed["user_id"],
            skill=typed["skill"],
            level=int(typed["skill_level"]),
            evidence=typed["evidence"],
            valid_until=None if until is None else day_of(until),
        )
        return "capability.assess", command

    def _trained(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        today = self.desk.today()
        held = parsed(field_spec("trainings", "held_on"), typed["held_on"], today=today)
        hours = parsed(field_spec("trainings", "hours"), typed["hours"] or "0", today=today)
        command = NoteTraining(
            user_id=typed["user_id"],
            skill=typed["skill"],
            title=typed["title"],
            held_on=day_of(held),
            hours=int(hours or 0),
        )
        return "training.note", command

    def _columns(self) -> list[Column[Candidate]]:
        said = (
            ("who", self.wording.label("user_id"), self._who, 170),
            ("load", self.wording.label("load"), self._load_cell, 150),
            ("state", self.tr("State"), self._state, 140),
            ("department", self.wording.label("department_id"), self._department, 150),
            ("roles", self.wording.label("roles"), self._roles, 200),
            ("skills", self.tr("Can do"), self._can, 0),
        )
        return [Column(key, text, cell, width, sortable=False) for key, text, cell, width in said]

    def _who(self, row: Candidate) -> Cell:
        return Person(self.desk.name_of(row.user.id, self.wording.language))

    def _load_cell(self, row: Candidate) -> Cell:
        return Progress(min(100, row.load), f"{row.load} %")

    def _state(self, row: Candidate) -> Cell:
        if row.is_away:
            return Mark(self.tr("Away"), "dash", "neutral")
        if row.load >= FULL_LOAD:
            return Mark(self.tr("Fully loaded"), "triangle", "warning")
        return Mark(self.tr("Has room"), "ring", "active")

    def _department(self, row: Candidate) -> Cell:
        picture = self._picture
        found = None if picture is None else picture.departments.get(row.user.id)
        return Text("–" if found is None else self.wording.pair(found.name_zh, found.name_en))

    def _roles(self, row: Candidate) -> Cell:
        named = [self.wording.role(role) for role in split(row.user.roles)]
        return Text(self.wording.pair("、", ", ").join(named), ink="ink2")

    def _can(self, row: Candidate) -> Cell:
        held = sorted(row.levels.items(), key=lambda pair: (-pair[1], pair[0]))
        said = [f"{self._skill(skill)} {level}" for skill, level in held if level]
        return Text(" · ".join(said) or "–", ink="ink2")

    def _show_gaps(self, picture: TeamPicture) -> None:
        empty(self._gap_lines)
        self.gaps.setVisible(bool(picture.gaps))
        for gap in picture.gaps[:8]:
            short = gap.shortfall
            level = self.tr("level {level}, needs {needed}")
            mark = Mark(level.format(level=short.level, needed=short.needed), "triangle", "warning")
            due = self.wording.day(gap.task.due_on)
            card = ThingCard(gap.task.title, note=due, mark=mark, parent=self)
            card.say(shortfall_text(gap.shortfall, self.desk, self.wording), quiet=True)
            self._gap_lines.addWidget(card)

    def _show_person(self) -> None:
        empty(self._person)
        row = self._rows.get(self.table.current_id())
        if row is None or self._picture is None:
            return
        name = self.desk.name_of(row.user.id, self.wording.language)
        card = ThingCard(self.tr("What {name} can do").format(name=name), parent=self)
        lines = [*self._capability_lines(row.user.id), *self._training_lines(row.user.id)]
        for line in lines or [self.tr("Nothing was assessed yet.")]:
            card.say(line, quiet=not lines)
        self._person.addWidget(card)
        for form in (self.assess, self.training):
            control = form.controls["user_id"]
            choose = getattr(control, "choose", None)
            if choose is not None:
                choose(row.user.id)

    def _capability_lines(self, user_id: Id) -> list[str]:
        found = () if self._picture is None else self._picture.capabilities
        said = self.tr("{skill}: level {level}. {evidence} ({name}, {day})")
        return [
            said.format(
                skill=self._skill(each.skill),
                level=each.skill_level,
                evidence=each.evidence,
                name=self.desk.name_of(each.assessed_by, self.wording.language),
                day=self.wording.day(each.assessed_on),
            )
            for each in found
            if each.user_id == user_id
        ]

    def _training_lines(self, user_id: Id) -> list[str]:
        found = () if self._picture is None else self._picture.trainings
        said = self.tr("Trained on {day}: {title} ({skill})")
        return [
            said.format(
                day=self.wording.day(each.held_on), title=each.title, skill=self._skill(each.skill)
            )
            for each in found
            if each.user_id == user_id
        ]


def day_of(value: Value) -> date:
    """Return a day as it was parsed."""
    return date.fromisoformat(str(value))
