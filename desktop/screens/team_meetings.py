"""Meetings: notes whose lines become tasks."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.order_fields import field_spec, parsed
from desktop.models.team import TeamPicture, names_of
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_people import day_of
from desktop.screens.team_tab import TeamTab
from desktop.theme.cells import Mark
from sync.domain.commands import Command
from sync.domain.meetings import Meeting
from sync.domain.organisation_commands import NoteMeeting
from sync.domain.records import split


class MeetingsTab(TeamTab):
    """A form for notes, and the meetings that were held, the latest first."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        self.lay_out(self.tr("Meetings"), self.form, self._cards)

    @override
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
        form.button.clicked.connect(lambda: self.doer.send(form, self._made))
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
