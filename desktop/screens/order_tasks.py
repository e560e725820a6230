"""The tasks of an order: what people were asked to do beside the process."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import trials
from desktop.models.history import sync_mark
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_page import OrderPicture
from desktop.models.order_rights import people
from desktop.screens.day_examples import day_example
from desktop.screens.order_advice import AdviceLine
from desktop.screens.order_projects import ProjectsCard
from desktop.screens.order_team import TeamCard
from desktop.screens.order_words import state_width
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Person, Text
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from desktop.widgets.table import DataTable
from sync.domain.changes import Changes
from sync.domain.commands import Add, Command, TaskStep
from sync.domain.records import to_value
from sync.domain.refusals import Refusal, Refused
from sync.domain.tasks import Task, TaskState


class TasksTab(QWidget):
    """Open tasks first, then those done; a line below gives a new one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self._rows: dict[str, Task] = {}
        self.list = KeptTable[Task](
            self.desk.background, lambda: self._rows, columns=self._columns(), parent=self
        )
        self.table = DataTable(name=self.tr("Tasks"), parent=self)
        self.table.setModel(self.list)
        self.table.choice_changed.connect(self._ask_steps)
        self.list.ids_changed.connect(self._ask_steps)
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self._band.hide()
        self.projects = ProjectsCard(around, parent=self)
        self.team = TeamCard(around, parent=self)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's tasks."""
        self.picture = picture
        order = {TaskState.OPEN: 0, TaskState.DONE: 1, TaskState.DROPPED: 2}
        tasks = sorted(
            picture.tasks,
            key=lambda task: (order[task.state], task.due_on or picture.today, task.id),
        )
        self._rows = {task.id: task for task in tasks}
        self.table.setVisible(bool(tasks))
        self._none.setVisible(not tasks)
        here = look()
        rows = max(1, min(len(tasks), 14)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(4))
        self.assignee.set_choices(
            people(self.desk, self.wording.language),
            current=self.assignee.current_key or self.desk.seat.user.id,
        )
        self.list.refresh(self.list.ids())
        self.list.reload()
        names = [(each.id, each.name) for each in picture.facts.projects if each.is_open]
        self.project.set_choices([("", "–"), *names])
        self._project.setVisible(bool(names))
        self.projects.show_order(picture)
        self.team.show_order(picture)
        self.advice.read()

    def _lay_out(self) -> None:
        column = ScrollColumn(name=self.tr("Tasks"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addWidget(self._band)
        column.body.addWidget(self.projects)
        card = Card(self.tr("Tasks"), flush=True, parent=self)
        self._finish = self._step_button(self.tr("Done"), "task.finish")
        self._drop = self._step_button(self.tr("No longer needed"), "task.drop")
        self._again = self._step_button(self.tr("Take up again"), "task.reopen")
        for button in (self._drop, self._again, self._finish):
            card.head.add(button)
        card.body.addWidget(self.table)
        card.body.addWidget(self._no_tasks(card))
        column.body.addWidget(card)
        column.body.addWidget(self._new_card())
        column.body.addWidget(self.team)
        column.body.addStretch(1)

    def _no_tasks(self, card: Card) -> Label:
        words = self.tr("None yet. A task given below comes onto that person's Today.")
        self._none = Label(words, style="small", ink="ink2", wrap=True, parent=card)
        self._none.setContentsMargins(look().px(14), 0, look().px(14), look().px(6))
        return self._none

    def _new_card(self) -> Card:
        new = Card(self.tr("Give a task"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        self.title = TextField(parent=new)
        self.assignee = ChoiceField(parent=new)
        self.due = TextField(placeholder=day_example(), parent=new)
        self._title = FormField(self.wording.label("title"), self.title, required=True)
        self._assignee = FormField(self.wording.label("assignee_id"), self.assignee)
        self._due = FormField(self.wording.label("due_on"), self.due)
        self.project = ChoiceField(parent=new)
        self._project = FormField(self.wording.label("project_id"), self.project)
        row.addWidget(self._title, 3)
        row.addWidget(self._assignee, 1)
        row.addWidget(self._due, 1)
        row.addWidget(self._project, 1)
        new.body.addLayout(row)
        self.advice = AdviceLine(self.desk, self.wording, self.assignee, parent=new)
        new.body.addWidget(self.advice)
        self.give = Button(self.tr("Give the task"), kind="primary", parent=new)
        self.give.clicked.connect(self._add)
        self.title.returnPressed.connect(self._add)
        foot = QVBoxLayout()
        foot.addWidget(self.give)
        new.body.addLayout(foot)
        return new

    def _step_button(self, text: str, action: str) -> Button:
        button = Button(text, small=True, parent=self)
        button.setObjectName(action)
        button.clicked.connect(self._step)
        button.hide()
        return button

    def _columns(self) -> list[Column[Task]]:
        return [
            Column("title", self.wording.label("title"), self._title_cell, sortable=False),
            Column("who", self.wording.label("assignee_id"), self._who, width=150, sortable=False),
            Column("due", self.wording.label("due_on"), self._due_cell, width=110, sortable=False),
            Column("state", self.tr("State"), self._state, width=130, sortable=False),
            Column(
                "sync", self.tr("Sent"), self._sync, width=state_width(self.wording), sortable=False
            ),
        ]

    def _title_cell(self, task: Task) -> Cell:
        projects = () if self.picture is None else self.picture.facts.projects
        name = next((each.name for each in projects if each.id == task.project_id), "")
        title = f"{name} · {task.title}" if name else task.title
        return Text(title, ink="ink" if task.state is TaskState.OPEN else "ink3")

    def _who(self, task: Task) -> Cell:
        names = {} if self.picture is None else self.picture.names
        return Person(names.get(task.assignee_id, ""))

    def _due_cell(self, task: Task) -> Cell:
        is_late = task.due_on is not None and task.due_on < self.desk.today()
        if is_late and task.state is TaskState.OPEN:
            return Mark(self.wording.day(task.due_on), "octagon", "urgent")
        return Text(self.wording.day(task.due_on), ink="ink2")

    def _state(self, task: Task) -> Cell:
        word = self.wording.words(f"state_{task.state.value}")
        if task.state is TaskState.OPEN:
            return Mark(word, "ring", "active")
        return Mark(word, "tick" if task.state is TaskState.DONE else "dash", "neutral")

    def _sync(self, task: Task) -> Cell:
        states = {} if self.picture is None else self.picture.states
        return sync_mark(states.get(("tasks", task.id)), self.wording)

    def _current(self) -> Task | None:
        return self._rows.get(self.table.current_id())

    def _ask_steps(self) -> None:
        task = self._current()
        is_open = task is not None and task.state is TaskState.OPEN
        self._finish.setVisible(is_open)
        self._drop.setVisible(is_open)
        self._again.setVisible(task is not None and not is_open)
        if task is not None:
            action = "task.finish" if is_open else "task.reopen"
            trials.ask(self.desk, action, TaskStep(id=task.id), owner=self, done=self._lock)

    def _lock(self, refusal: Refusal | None) -> None:
        reason = self.wording.refusal(refusal) if refusal else ""
        for button in (self._finish, self._drop, self._again):
            button.lock(reason)

    def _step(self) -> None:
        task, button = self._current(), self.sender()
        if task is not None and isinstance(button, Button):
            self._do(button.objectName(), TaskStep(id=task.id))

    def _do(self, action: str, command: Command) -> None:
        self._band.hide()
        self.desk.do(action, command, owner=self, done=_quiet, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Nothing was changed"), text=self.wording.refusal(refusal))
        self._band.show()

    def _add(self) -> None:
        if self.picture is None or self.title.is_composing:
            return
        self._title.show_error("")
        self._due.show_error("")
        try:
            due = parsed(field_spec("tasks", "due_on"), self.due.text(), today=self.desk.today())
        except Refused as refused:
            self._due.show_error(self.wording.refusal(refused.refusal))
            return
        command = Add(
            set={
                "order_id": self.picture.facts.order.id,
                "title": self.title.text().strip(),
                "assignee_id": self.assignee.current_key,
                "due_on": to_value(due),
                "project_id": self.project.current_key,
                **self.advice.asked(),
            }
        )

        def done(_: Changes) -> None:
            self.title.clear()
            self.due.clear()

        self.desk.do("task.add", command, owner=self, done=done, refused=self._refuse_new)

    def _refuse_new(self, refusal: Refusal) -> None:
        if refusal.facts.get("field") == "title":
            self._title.show_error(self.wording.refusal(refusal))
        else:
            self._refuse(refusal)


def _quiet(_changes: Changes) -> None:
    """Say nothing: the list shows it."""
