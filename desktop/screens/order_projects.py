"""The sub-projects of an order: who has each, from when until when, its room, what it waits for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import trials
from desktop.models.history import sync_mark
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_page import OrderPicture
from desktop.models.order_projects import (
    ProjectRow,
    ProjectsPicture,
    bar,
    ends_said,
    loops_said,
    projects_of,
    room_mark,
    waits_said,
)
from desktop.models.order_rights import people
from desktop.screens.day_examples import day_example
from desktop.screens.order_ask import AskLine
from desktop.screens.order_project_details import ProjectDetails
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Doer, Field, FormCard, empty
from desktop.theme import look
from desktop.theme.cells import Cell, Person, Text
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField
from desktop.widgets.labels import Label
from desktop.widgets.table import DataTable
from sync.domain.commands import Add, Command
from sync.domain.project_commands import ProjectStep, SetBaseline
from sync.domain.projects import ProjectKind, ProjectState
from sync.domain.records import to_value
from sync.domain.refusals import Refusal

if TYPE_CHECKING:
    from sync.domain.ids import Id

_ROWS_MAX = 12
_LATER = "…"
"""What is asked for in words before the action is done."""


class ProjectsCard(QWidget):
    """The list with its bars; below it what is chosen, the baseline, and a form for another."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self.whole: ProjectsPicture | None = None
        self._doer = Doer(self.desk, self.wording, self)
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.loops = Band(
            "warning", title=self.tr("They wait for each other"), below=True, parent=self
        )
        self.list = KeptTable[ProjectRow](
            self.desk.background,
            lambda: {} if self.whole is None else self.whole.rows,
            columns=self._columns(),
            parent=self,
        )
        self.table = DataTable(name=self.tr("Sub-projects"), parent=self)
        self.table.setModel(self.list)
        self.table.choice_changed.connect(self._show_chosen)
        self.list.ids_changed.connect(self._show_chosen)
        self.ask_line = AskLine(parent=self)
        self.details = ProjectDetails(around, parent=self)
        self.form = self._form()
        self._lines = QVBoxLayout()
        self._buttons = self._step_buttons()
        self.add = Button(self.tr("Add a sub-project"), icon="plus", small=True, parent=self)
        self.agree = Button(self.tr("Set the baseline"), small=True, parent=self)
        self.add.clicked.connect(self._open_form)
        self.agree.clicked.connect(self._ask_baseline)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's sub-projects."""
        is_other = self.picture is None or self.picture.facts.order.id != picture.facts.order.id
        self.picture, self.whole = picture, projects_of(picture)
        if is_other:
            self.ask_line.close_line()
            self.band.hide()
            self.form.hide()
        rows = self.whole.rows
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        here = look()
        height = max(1, min(len(rows), _ROWS_MAX)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + height + here.px(14))
        self._show_words(picture, self.whole)
        self.form.offer("owner_id", people(self.desk, self.wording.language))
        self.list.refresh(self.list.ids())
        self.list.reload()
        self._try_order(picture)

    @property
    def row(self) -> ProjectRow | None:
        """The sub-project that is chosen."""
        return None if self.whole is None else self.whole.rows.get(self.table.current_id())

    def _lay_out(self) -> None:
        card = Card(self.tr("Sub-projects"), flush=True, parent=self)
        for button in (*self._buttons.values(), self.agree, self.add):
            card.head.add(button)
        words = self.tr("None yet. A lot, tooling, samples or a certification can be one.")
        self._none = Label(words, style="small", ink="ink2", wrap=True, parent=card)
        for widget in (self.band, self.loops, self.table):
            card.body.addWidget(widget)
        self.band.hide()
        self.loops.hide()
        inner = QVBoxLayout()
        side = look().px(14)
        inner.setContentsMargins(side, 0, side, look().px(4))
        inner.addWidget(self._none)
        inner.addLayout(self._lines)
        inner.addWidget(self.ask_line)
        card.body.addLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(13))
        for part in (card, self.details, self.form):
            column.addWidget(part)
        self.details.hide()
        self.form.hide()

    def _step_buttons(self) -> dict[str, Button]:
        texts = {
            "project.drop": self.tr("Drop it"),
            "project.reopen": self.tr("Take up again"),
            "project.start": self.tr("Begin it"),
            "project.finish": self.tr("Finished"),
        }
        made: dict[str, Button] = {}
        for action, text in texts.items():
            made[action] = Button(text, small=True, parent=self)
            made[action].setObjectName(action)
            made[action].clicked.connect(self._step)
            made[action].hide()
        return made

    def _form(self) -> FormCard:
        label, words = self.wording.label, self.wording.words
        kinds = [(each.value, words(f"value_kind_{each.value}")) for each in ProjectKind]
        fields = (
            (
                Field("name", label("name"), required=True, stretch=2),
                Field("kind", label("kind"), "choice", kinds),
                Field("owner_id", label("owner_id"), "choice"),
            ),
            (
                Field(
                    "planned_start",
                    label("planned_start"),
                    required=True,
                    placeholder=day_example(),
                ),
                Field(
                    "planned_finish",
                    label("planned_finish"),
                    required=True,
                    placeholder=day_example(after=21),
                ),
                Field("note", label("note"), stretch=2),
            ),
        )
        title, button = self.tr("Add a sub-project"), self.tr("Add it")
        form = FormCard(title, fields, button, parent=self)
        form.button.clicked.connect(self._send)
        return form

    def _columns(self) -> list[Column[ProjectRow]]:
        label, is_chinese = self.wording.label, self.wording.is_chinese
        wide = 130 if is_chinese else 110
        return [
            Column("name", label("name"), self._name, width=120, sortable=False),
            Column("who", label("owner_id"), self._who, width=90, sortable=False),
            Column("days", self.tr("Days"), self._days, width=120, sortable=False),
            Column("plan", self.tr("Plan, baseline below"), self._plan, sortable=False),
            Column("room", self.tr("Room"), self._room, width=wide, sortable=False),
            Column("waits", self.tr("Waits for"), self._waits, width=110, sortable=False),
            Column("sync", self.tr("Sent"), self._sync, width=110, sortable=False),
        ]

    def _name(self, row: ProjectRow) -> Cell:
        is_over = row.days is None or row.days.is_settled
        return Text(row.project.name, ink="ink3" if is_over else "ink")

    def _who(self, row: ProjectRow) -> Cell:
        names = {} if self.picture is None else self.picture.names
        return Person(names.get(row.project.owner_id, ""))

    def _days(self, row: ProjectRow) -> Cell:
        if row.days is None:
            return Text("–", ink="ink3")
        start, finish = self.wording.day(row.days.start), self.wording.day(row.days.finish)
        return Text(f"{start} – {finish}", ink="ink2")

    def _plan(self, row: ProjectRow) -> Cell:
        if self.whole is None or self.picture is None:
            return Text("")
        return bar(row, self.whole, self.picture.today, self.wording)

    def _room(self, row: ProjectRow) -> Cell:
        return room_mark(row, self.wording)

    def _waits(self, row: ProjectRow) -> Cell:
        picture = self.picture
        return Text("" if picture is None else waits_said(picture, row, self.wording), ink="ink2")

    def _sync(self, row: ProjectRow) -> Cell:
        states = {} if self.picture is None else self.picture.states
        return sync_mark(states.get(("projects", row.project.id)), self.wording)

    def _show_words(self, picture: OrderPicture, whole: ProjectsPicture) -> None:
        """Show the end, the critical path and the baselines; a loop as a band."""
        empty(self._lines)
        loops = loops_said(picture, self.wording)
        self.loops.setVisible(bool(loops))
        self.loops.show_words(self.tr("They wait for each other"), text="\n".join(loops))
        said = ends_said(picture, whole, self.wording)
        for each in reversed(picture.baselines):
            name = picture.names.get(each.set_by, "")
            text = self.tr("Baseline {number} · {at} · {name}")
            at = self.wording.moment(each.set_at)
            line = text.format(number=each.number, at=at, name=name)
            said.append(f"{line} · {each.reason}" if each.reason else line)
        for text in said:
            label = Label(text, style="small", ink="ink2", wrap=True, parent=self)
            self._lines.addWidget(label)

    def _show_chosen(self) -> None:
        row, picture = self.row, self.picture
        state = None if row is None else row.project.state
        is_over = state in (ProjectState.DONE, ProjectState.DROPPED)
        shown = {
            "project.start": state is ProjectState.PLANNED,
            "project.finish": state in (ProjectState.PLANNED, ProjectState.ACTIVE),
            "project.drop": state is not None and not is_over,
            "project.reopen": is_over,
        }
        for action, button in self._buttons.items():
            button.setVisible(shown[action])
            if row is not None and shown[action]:
                command = ProjectStep(id=row.project.id, reason=_LATER)
                self._doer.lock((button,), action, command)
        self.details.setVisible(row is not None)
        if row is not None and picture is not None:
            self.details.show_row(picture, row)

    def _try_order(self, picture: OrderPicture) -> None:
        """Lock what would be refused now: adding one, and setting the baseline."""
        order = picture.facts.order
        today = to_value(picture.today)
        said = {"order_id": order.id, "name": _LATER, "owner_id": self.desk.seat.user.id}
        adding = Add(set={**said, "planned_start": today, "planned_finish": today})
        self._doer.lock((self.add, self.form.button), "project.add", adding)
        setting = SetBaseline(order_id=order.id, reason=_LATER)
        trials.ask(self.desk, "project.baseline", setting, owner=self, done=self._lock_baseline)
        self.agree.setVisible(bool(picture.facts.projects))
        again = self.tr("Set the baseline anew")
        self.agree.set_text(again if picture.baselines else self.tr("Set the baseline"))

    def _lock_baseline(self, refusal: Refusal | None) -> None:
        self.agree.lock("" if refusal is None else self.wording.refusal(refusal))

    def _open_form(self) -> None:
        self.form.setVisible(self.form.isHidden())
        owner = self.form.controls["owner_id"]
        if isinstance(owner, ChoiceField):
            owner.choose(self.desk.seat.user.id)
        self.form.controls["name"].setFocus()

    def _send(self) -> None:
        self._doer.send(self.form, self._made, self.form.hide)

    def _made(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        values, today, picture = dict(typed), self.desk.today(), self.picture
        days = {
            name: parsed(field_spec("projects", name), values[name], today=today)
            for name in ("planned_start", "planned_finish")
        }
        order_id: Id = "" if picture is None else picture.facts.order.id
        return "project.add", Add(set={**values, **days, "order_id": order_id})

    def _ask_baseline(self) -> None:
        picture = self.picture
        if picture is None:
            return
        order_id = picture.facts.order.id
        if not picture.baselines:
            self._do("project.baseline", SetBaseline(order_id=order_id))
            return
        self.ask_line.ask(
            self.tr("Why another baseline?"),
            button=self.tr("Set the baseline anew"),
            then=lambda why: self._do(
                "project.baseline", SetBaseline(order_id=order_id, reason=why)
            ),
        )

    def _step(self) -> None:
        row, button = self.row, self.sender()
        if row is None or not isinstance(button, Button):
            return
        action, identifier = button.objectName(), row.project.id
        if action in ("project.start", "project.finish"):
            self._do(action, ProjectStep(id=identifier))
            return
        self.ask_line.ask(
            self.tr("Why is {name} dropped?").format(name=row.project.name)
            if action == "project.drop"
            else self.tr("Why is {name} taken up again?").format(name=row.project.name),
            button=button.accessibleName(),
            then=lambda why: self._do(action, ProjectStep(id=identifier, reason=why)),
        )

    def _do(self, action: str, command: Command) -> None:
        self.ask_line.close_line()
        self._doer.do(action, command, self.band)
