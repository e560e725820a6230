"""Goals of steps with what was reached, and meetings whose notes give tasks."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.order_fields import field_spec, parsed
from desktop.models.team import GoalRow, TeamPicture, names_of
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Doer, Field, FormCard, ThingCard, empty
from desktop.screens.team_people import day_of
from desktop.theme.cells import Mark
from desktop.widgets.cards import ScrollColumn
from sync.domain.commands import Add, Command
from sync.domain.goals import is_met
from sync.domain.meetings import Meeting
from sync.domain.organisation_commands import NoteMeeting
from sync.domain.records import Value, split


class GoalsTab(QWidget):
    """A card for each goal; a form sets a new one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self._doer = Doer(self.desk, self.wording, self)
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        column = ScrollColumn(name=self.tr("Goals"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addLayout(self._cards)
        column.body.addWidget(self.form)
        column.body.addStretch(1)

    def show_team(self, picture: TeamPicture) -> None:
        """Show the goals as they stand."""
        process = self.desk.process(self.desk.seat.rules.newest_process)
        nodes = [(node.id, self.wording.node(process, node.id)) for node in process.nodes]
        self.form.offer("node", nodes)
        empty(self._cards)
        self.cards = {}
        for row in picture.goals:
            self.cards[row.goal.id] = self._card(row)
            self._cards.addWidget(self.cards[row.goal.id])

    def _form(self) -> FormCard:
        label = self.wording.label
        fields = (
            (
                Field("node", label("node"), "choice", stretch=2),
                Field("name", label("name"), required=True, stretch=2),
                Field("within_hours", label("within_hours"), required=True, placeholder="24"),
                Field("target_percent", label("target_percent"), placeholder="95"),
            ),
        )
        form = FormCard(self.tr("Set a goal"), fields, self.tr("Set it"), parent=self)
        form.button.clicked.connect(lambda: self._doer.send(form, self._made))
        return form

    def _made(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        today = self.desk.today()
        fields: dict[str, Value] = {"node": typed["node"], "name": typed["name"]}
        for name in ("within_hours", "target_percent"):
            if typed[name] or name == "within_hours":
                fields[name] = parsed(field_spec("goals", name), typed[name], today=today)
        return "goal.add", Add(set=fields)

    def _card(self, row: GoalRow) -> ThingCard:
        goal, reached = row.goal, row.reached
        process = self.desk.process(self.desk.seat.rules.newest_process)
        card = ThingCard(
            goal.name,
            note=self.wording.node(process, goal.node),
            mark=self._mark(row),
            parent=self,
        )
        wanted = self.tr("Wanted: {percent} % within {hours} hours.").format(
            percent=goal.target_percent, hours=goal.within_hours
        )
        had = self.tr("Reached: {percent} % ({hits} of {cases} cases).").format(
            percent=reached.percent, hits=reached.hits, cases=reached.cases
        )
        nothing = self.tr("No case was finished in the period.")
        card.say(f"{wanted} {had if reached.cases else nothing}")
        return card

    def _mark(self, row: GoalRow) -> Mark:
        if row.reached.percent is None:
            return Mark(self.tr("No case yet"), "dash", "neutral")
        if is_met(row.goal, row.reached):
            return Mark(self.tr("Reached"), "tick", "confirmed")
        return Mark(self.tr("Missed"), "octagon", "urgent")


class MeetingsTab(QWidget):
    """A form for notes, and the meetings that were held, the latest first."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self._doer = Doer(self.desk, self.wording, self)
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        column = ScrollColumn(name=self.tr("Meetings"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addWidget(self.form)
        column.body.addLayout(self._cards)
        column.body.addStretch(1)

    def show_team(self, picture: TeamPicture) -> None:
        """Show the meetings."""
        empty(self._cards)
        self.cards = {}
        for meeting in picture.meetings:
            self.cards[meeting.id] = self._card(meeting)
            self._cards.addWidget(self.cards[meeting.id])

    def _form(self) -> FormCard:
        label = self.wording.label
        example = self.tr("@login what they do by 5-14 — each such line becomes a task")
        fields = (
            (
                Field("title", label("title"), required=True, stretch=3),
                Field("held_on", label("held_on"), placeholder=str(self.wording.today)),
            ),
            (Field("text", self.tr("Notes"), "area", required=True, placeholder=example),),
        )
        title, button = self.tr("Note a meeting"), self.tr("Keep the notes, give the tasks")
        form = FormCard(title, fields, button, parent=self)
        form.button.clicked.connect(lambda: self._doer.send(form, self._made))
        return form

    def _made(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        today = self.desk.today()
        said = typed["held_on"] or today.isoformat()
        held = parsed(field_spec("meetings", "held_on"), said, today=today)
        command = NoteMeeting(title=typed["title"], held_on=day_of(held), text=typed["text"])
        return "meeting.note", command

    def _card(self, meeting: Meeting) -> ThingCard:
        author = self.desk.name_of(meeting.noted_by, self.wording.language)
        note = f"{self.wording.day(meeting.held_on)} · {author}"
        count = len(split(meeting.tasks))
        mark = Mark(self.tr("%n task(s)", "", count), "ring", "active") if count else None
        card = ThingCard(meeting.title, note=note, mark=mark, parent=self)
        card.say(meeting.text)
        there = names_of(split(meeting.attendees), self.desk, self.wording)
        if there:
            card.say(self.tr("There: {names}").format(names=there), quiet=True)
        return card
