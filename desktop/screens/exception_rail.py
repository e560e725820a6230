"""The right of an exception's room: team, escalation, money, what is known, the lesson."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.exceptions import Room
from desktop.screens.page import Surroundings, Where
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Facts, RailSection, ScrollColumn
from desktop.widgets.labels import Label
from sync.domain.exceptions import ExceptionState
from sync.domain.records import split
from sync.domain.trouble_commands import DraftArticle


class RoomRail(ScrollColumn):
    """`wanted` carries (action, command), `go` a place."""

    wanted = Signal(object)
    go = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(name="", ground="surface", edges="l", margin=0, spacing=0, parent=parent)
        self.setAccessibleName(self.tr("About the exception"))
        self._desk, self._wording = around.desk, around.wording
        self._room: Room | None = None
        self._about = RailSection(self.tr("About"), parent=self)
        self._facts = Facts(parent=self)
        self._about.body.addWidget(self._facts)
        self._steps = RailSection(self.tr("Escalation"), parent=self)
        self._lessons = RailSection(self.tr("What is known"), parent=self)
        self._lesson = RailSection(self.tr("Lesson"), last=True, parent=self)
        self.draft = Button(self.tr("Write down the lesson"), icon="lightbulb", small=True)
        self.draft.clicked.connect(self._draft)
        for section in (self._about, self._steps, self._lessons, self._lesson):
            self.body.addWidget(section)
        self._lesson.body.addWidget(self.draft)
        self._lesson_text = Label(style="small", ink="ink2", wrap=True, parent=self)
        self._lesson.body.addWidget(self._lesson_text)
        self.body.addStretch(1)

    def show_room(self, room: Room) -> None:
        """Show what stands around an exception."""
        self._room = room
        exception, wording = room.exception, self._wording
        names = [self._name(person) for person in split(exception.team)]
        rows: list[tuple[str, str]] = [
            (self.tr("Leads"), self._name(exception.owner_id)),
            (self.tr("Reported by"), self._name(exception.created_by)),
            (self.tr("Since"), wording.moment(exception.created_at)),
        ]
        if names:
            rows.append((wording.label("team"), ", ".join(names)))
        if exception.loss_estimate is not None:
            rows.append((wording.label("loss_estimate"), str(exception.loss_estimate)))
        if exception.compensation is not None:
            rows.append((wording.label("compensation"), str(exception.compensation)))
        if exception.buyer_answer:
            rows.append((wording.label("buyer_answer"), exception.buyer_answer))
        if exception.result:
            rows.append((wording.label("result"), exception.result))
        self._facts.set_rows(rows)
        self._show_steps(room)
        self._show_lessons(room)
        self._show_lesson(room)

    def _show_steps(self, room: Room) -> None:
        _clear(self._steps.body)
        for step in room.escalations:
            people = ", ".join(self._name(person) for person in split(step.to_ids))
            roles = self._wording.role(step.roles)
            when = self._wording.moment(step.raised_at)
            label = Label(f"{people or roles} · {when}", style="small", wrap=True, parent=self)
            self._steps.body.addWidget(label)
        if not room.escalations:
            words = self.tr("Nothing has gone up so far.")
            self._steps.body.addWidget(Label(words, style="small", ink="ink2", wrap=True))

    def _show_lessons(self, room: Room) -> None:
        _clear(self._lessons.body)
        self._lessons.setVisible(bool(room.lessons))
        for article in room.lessons:
            link = LinkButton(article.title, parent=self)
            place = Where("knowledge", id=article.id)
            link.clicked.connect(lambda _=False, there=place: self.go.emit(there))
            self._lessons.body.addWidget(link)

    def _show_lesson(self, room: Room) -> None:
        is_closed = room.exception.state is ExceptionState.CLOSED
        self.draft.setVisible(is_closed and room.article is None)
        text = self.tr("Once it is closed, its lesson can be written down for everybody.")
        if room.article is not None:
            text = self.tr("Written down: {title}").format(title=room.article.title)
        elif is_closed:
            text = self.tr("Closed. What should the next person know?")
        self._lesson_text.setText(text)

    def _name(self, person: str) -> str:
        return self._desk.name_of(person, self._wording.language) or "–"

    def _draft(self) -> None:
        if self._room is not None:
            command = DraftArticle(exception_id=self._room.exception.id)
            self.wanted.emit(("article.draft", command))


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
