"""The cards of an exception's room: first steps, facts and options, actions."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.exceptions import Room
from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_rights import people
from desktop.screens.day_examples import day_example
from desktop.screens.exception_words import capital
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label, StateLabel
from desktop.widgets.ticks import TickRow
from sync.domain.commands import TaskStep
from sync.domain.exceptions import NoteKind
from sync.domain.playbooks import Step, playbook_of
from sync.domain.refusals import Refused
from sync.domain.tasks import Task, TaskState
from sync.domain.trouble_commands import ActOnException, NoteException

_WRITTEN = (NoteKind.FACT, NoteKind.OPTION, NoteKind.DECISION, NoteKind.MEETING)


class RoomCard(Card):
    """A card of the room; `wanted` carries (action, command). Its lines are made anew."""

    wanted = Signal(object)

    def __init__(self, title: str, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.desk, self.wording = around.desk, around.wording
        self.room: Room | None = None
        self.lines = QVBoxLayout()
        self.lines.setSpacing(look().px(6))
        self.body.addLayout(self.lines)

    def clear(self) -> None:
        """Take the lines away."""
        while (item := self.lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def add_line(self, *widgets: QWidget) -> None:
        """Put a line of widgets; the last one but one takes the room."""
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(10))
        for place, widget in enumerate(widgets):
            row.addWidget(widget, int(place == 1))
        self.lines.addWidget(line)

    def name_of(self, person: str) -> str:
        """Return a person's name."""
        return self.desk.name_of(person, self.wording.language) or "–"


class PlaybookCard(RoomCard):
    """The steps for this kind of exception; a tick goes into the room for good."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", around, parent)

    def show_room(self, room: Room) -> None:
        """Show the playbook, where the kind has one."""
        self.room = room
        self.clear()
        book = playbook_of(room.exception.exception_code)
        self.setVisible(book is not None)
        if book is None:
            return
        name = self.wording.words(f"playbook_{book.id}")
        self.set_title(self.tr("First steps: {name}").format(name=name))
        done = {note.text: note for note in room.notes if note.kind is NoteKind.STEP}
        for step in book.steps:
            self._add(step, is_done=step.id in done)

    def _add(self, step: Step, *, is_done: bool) -> None:
        words = self.wording.words(f"playbook_step_{step.id.replace('-', '_')}")
        tick = TickRow("", ticked=is_done, parent=self)
        tick.setAccessibleName(words)
        tick.setFixedWidth(look().px(26))
        tick.setMinimumWidth(look().px(26))
        tick.setDisabled(is_done)
        tick.toggled.connect(partial(self._tick, step.id))
        roles = self.wording.role(",".join(role.value for role in step.roles))
        self.add_line(
            tick,
            Label(words, ink="ink2" if is_done else "ink", wrap=True, parent=self),
            Label(roles, style="small", ink="ink2", parent=self),
        )

    def _tick(self, step: str, *_told_by_qt: object) -> None:
        if self.room is not None:
            note = NoteException(exception_id=self.room.exception.id, kind="step", text=step)
            self.wanted.emit(("exception.note", note))


class EntriesCard(RoomCard):
    """Facts, options, meetings and the decision, in the order in which they were written."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", around, parent)
        self.set_title(self.tr("Facts, options, decision"))
        self.kind = ChoiceField(parent=self)
        words = self.wording.words
        self.kind.set_choices(
            [(each.value, capital(words(f"value_kind_{each.value}"))) for each in _WRITTEN]
        )
        self.kind.setAccessibleName(self.tr("Kind of entry"))
        self.text = TextField(parent=self)
        self.text.setAccessibleName(self.tr("What is known, proposed or decided"))
        self.text.setPlaceholderText(self.tr("What is known, proposed or decided"))
        self.button = Button(self.tr("Note it"), small=True, parent=self)
        self.button.clicked.connect(self._write)
        self.text.returnPressed.connect(self._write)
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        row.addWidget(self.kind)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)

    def show_room(self, room: Room) -> None:
        """Show the entries."""
        self.room = room
        self.clear()
        for note in room.notes:
            if note.kind is not NoteKind.STEP:
                kind = capital(self.wording.words(f"value_kind_{note.kind.value}"))
                is_decision = note.kind is NoteKind.DECISION
                mark = Mark(kind, "disc_tick" if is_decision else "dash", "active")
                said = f"{self.name_of(note.author_id)} · {self.wording.moment(note.written_at)}"
                self.add_line(
                    StateLabel(mark, parent=self),
                    Label(note.text, style="strong" if is_decision else "body", wrap=True),
                    Label(said, style="small", ink="ink2", parent=self),
                )

    def _write(self) -> None:
        if self.room is None or self.text.is_composing or not self.text.text().strip():
            return
        note = NoteException(
            exception_id=self.room.exception.id,
            kind=self.kind.current_key,
            text=self.text.text().strip(),
        )
        self.text.clear()
        self.wanted.emit(("exception.note", note))


class ActionsCard(RoomCard):
    """Who does what by when; while one is open the exception cannot be closed."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", around, parent)
        self.set_title(self.tr("Actions"), note=self.tr("all done before it can be closed"))
        self.title = TextField(parent=self)
        self.person = ChoiceField(parent=self)
        self.due = TextField(placeholder=day_example(), parent=self)
        self._due = FormField(self.wording.label("due_on"), self.due)
        self.button = Button(self.tr("Give the action"), small=True, parent=self)
        self.button.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(FormField(self.wording.label("title"), self.title), 2)
        row.addWidget(FormField(self.wording.label("assignee_id"), self.person), 1)
        row.addWidget(self._due, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.button)

    def show_room(self, room: Room) -> None:
        """Show the actions."""
        self.room = room
        self.clear()
        self.person.set_choices(
            people(self.desk, self.wording.language),
            current=self.person.current_key or self.desk.seat.user.id,
        )
        for task in room.actions:
            self._add(task)

    def _add(self, task: Task) -> None:
        word = capital(self.wording.words(f"state_{task.state.value}"))
        is_open = task.state is TaskState.OPEN
        mark = Mark(word, "ring" if is_open else "tick", "active" if is_open else "neutral")
        said = f"{self.name_of(task.assignee_id)} · {self.wording.day(task.due_on)}"
        done = LinkButton(self.tr("Done"), parent=self)
        done.setVisible(is_open)
        done.clicked.connect(lambda: self.wanted.emit(("task.finish", TaskStep(id=task.id))))
        self.add_line(
            StateLabel(mark, parent=self),
            Label(task.title, wrap=True, parent=self),
            Label(said, style="small", ink="ink2", parent=self),
            done,
        )

    def _give(self) -> None:
        if self.room is None or not self.title.text().strip():
            return
        self._due.show_error("")
        try:
            due = parsed(field_spec("tasks", "due_on"), self.due.text(), today=self.desk.today())
        except Refused as refused:
            self._due.show_error(self.wording.refusal(refused.refusal))
            return
        command = ActOnException(
            exception_id=self.room.exception.id,
            title=self.title.text().strip(),
            assignee_id=self.person.current_key,
            due_on=None if due is None else date.fromisoformat(str(due)),
        )
        self.title.clear()
        self.due.clear()
        self.wanted.emit(("exception.act", command))
