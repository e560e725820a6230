"""The sub-project that is chosen: its plan, what it waits for, what a slip of it would move."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_page import OrderPicture
from desktop.models.order_projects import (
    ProjectRow,
    called,
    effect_said,
    link_said,
    pieces_offered,
)
from desktop.models.order_rights import people
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Doer, empty
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from sync.domain.commands import Edit
from sync.domain.project_commands import LinkPieces, UnlinkPieces
from sync.domain.projects import ProjectLink
from sync.domain.refusals import Refused

if TYPE_CHECKING:
    from sync.domain.ids import Id

_BEFORE, _AFTER = "before", "after"


class ProjectDetails(Card):
    """A card with three lines: the plan, the links, and what would be if it took longer."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.desk, self.wording = around.desk, around.wording
        self._doer = Doer(self.desk, self.wording, self)
        self._picture: OrderPicture | None = None
        self._row: ProjectRow | None = None
        self._shown: Id = ""
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self.body.addWidget(self.band)
        self.body.addLayout(self._plan_line())
        self._links = QVBoxLayout()
        self.body.addLayout(self._links)
        self.body.addLayout(self._link_line())
        self.body.addLayout(self._slip_line())

    def show_row(self, picture: OrderPicture, row: ProjectRow) -> None:
        """Show a sub-project; what is being typed stays while it is the same one."""
        self._picture, self._row = picture, row
        project = row.project
        kind = self.wording.words(f"value_kind_{project.kind.value}")
        state = self.wording.words(f"state_{project.state.value}")
        said = (kind, state, project.reason, project.note)
        self.set_title(project.name, note=" · ".join(filter(None, said)))
        if self._shown != project.id:
            self._shown = project.id
            self.band.hide()
            self.owner.set_choices(people(self.desk, self.wording.language))
            self.owner.choose(project.owner_id)
            self.start.setText(project.planned_start.isoformat())
            self.finish.setText(project.planned_finish.isoformat())
            self.slip.setText("3")
        others = [each for each in pieces_offered(picture, self.wording) if each[0] != project.id]
        self.piece.set_choices(others)
        self._show_links(picture, row)
        self._show_effect()
        edit = Edit(id=project.id, set={"planned_finish": project.planned_finish.isoformat()})
        self._doer.lock((self.change,), "project.edit", edit)
        self._try_link()

    def _plan_line(self) -> QHBoxLayout:
        label = self.wording.label
        self.owner = ChoiceField(name=label("owner_id"), parent=self)
        self.start, self.finish = TextField(parent=self), TextField(parent=self)
        self.change = Button(self.tr("Change the plan"), small=True, parent=self)
        self.change.clicked.connect(self._change)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(FormField(label("owner_id"), self.owner), 1)
        row.addWidget(FormField(label("planned_start"), self.start), 1)
        row.addWidget(FormField(label("planned_finish"), self.finish), 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return row

    def _link_line(self) -> QHBoxLayout:
        ways = [(_BEFORE, self.tr("waits for")), (_AFTER, self.tr("comes before"))]
        self.way = ChoiceField(ways, name=self.tr("Which way"), parent=self)
        self.piece = ChoiceField(name=self.tr("Sub-project or step"), parent=self)
        self.lag = TextField(parent=self)
        self.lag.setText("0")
        self.lag.setAccessibleName(self.wording.label("lag_days"))
        self.tie = Button(self.tr("Link them"), small=True, parent=self)
        self.tie.clicked.connect(self._link)
        self.way.activated.connect(self._try_link)
        self.piece.activated.connect(self._try_link)
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        row.addWidget(self.way)
        row.addWidget(self.piece, 1)
        lag = Label(self.wording.label("lag_days"), style="small", ink="ink2", parent=self)
        row.addWidget(lag)
        self.lag.setFixedWidth(look().px(56))
        row.addWidget(self.lag)
        row.addWidget(self.tie)
        row.addStretch(1)
        return row

    def _slip_line(self) -> QHBoxLayout:
        self.slip = TextField(parent=self)
        self.slip.setAccessibleName(self.tr("If it takes longer by, in working days"))
        self.slip.setFixedWidth(look().px(56))
        self.slip.textChanged.connect(self._show_effect)
        self.effect = Label(style="body", wrap=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        row.addWidget(Label(self.tr("If it takes longer by"), style="small", ink="ink2"))
        row.addWidget(self.slip)
        row.addWidget(Label(self.tr("working days:"), style="small", ink="ink2"))
        row.addWidget(self.effect, 1)
        return row

    def _show_links(self, picture: OrderPicture, row: ProjectRow) -> None:
        """Show what it waits for and what waits for it, each with a way to take the link away."""
        empty(self._links)
        own = row.project.id
        links = sorted(picture.facts.project_links, key=lambda link: own != link.after)
        for link in links:
            if own == link.after:
                text = self.tr("Waits for {piece}")
                self._add_link(link, text.format(piece=link_said(picture, link, self.wording)))
            elif own == link.before:
                name = called(picture, link.after, self.wording)
                name = f"{name} +{link.lag_days}" if link.lag_days else name
                self._add_link(link, self.tr("{piece} waits for it").format(piece=name))

    def _add_link(self, link: ProjectLink, text: str) -> None:
        held = QWidget(self)
        line = QHBoxLayout(held)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look().px(8))
        line.addWidget(Label(text, parent=held))
        button = Button(self.tr("Take the link away"), kind="quiet", small=True, parent=held)
        button.setAccessibleName(f"{button.accessibleName()}: {text}")
        unlink = UnlinkPieces(id=link.id)
        button.clicked.connect(lambda: self._doer.do("project.unlink", unlink, self.band))
        self._doer.lock((button,), "project.unlink", unlink)
        line.addWidget(button)
        line.addStretch(1)
        self._links.addWidget(held)

    def _show_effect(self) -> None:
        picture, row, typed = self._picture, self._row, self.slip.text().strip()
        said = ""
        if picture is not None and row is not None and typed.isdecimal() and len(typed) < 4:
            said = effect_said(picture, row.project, int(typed), self.wording)
        self.effect.setText(said)

    def _command(self) -> LinkPieces | None:
        picture, row, typed = self._picture, self._row, self.lag.text().strip()
        if picture is None or row is None or not self.piece.current_key:
            return None
        other, own = self.piece.current_key, row.project.id
        before, after = (other, own) if self.way.current_key == _BEFORE else (own, other)
        lag = int(typed) if typed.isdecimal() and len(typed) < 6 else -1 if typed else 0
        return LinkPieces(order_id=picture.facts.order.id, before=before, after=after, lag_days=lag)

    def _try_link(self) -> None:
        command = self._command()
        if command is not None:
            self._doer.lock((self.tie,), "project.link", command)

    def _link(self) -> None:
        command = self._command()
        if command is not None:
            self._doer.do("project.link", command, self.band)

    def _change(self) -> None:
        if self._row is None:
            return
        project, today = self._row.project, self.desk.today()
        try:
            typed = {
                "owner_id": self.owner.current_key,
                "planned_start": parsed(
                    field_spec("projects", "planned_start"), self.start.text(), today=today
                ),
                "planned_finish": parsed(
                    field_spec("projects", "planned_finish"), self.finish.text(), today=today
                ),
            }
        except Refused as refused:
            words = self.wording.refusal(refused.refusal)
            self.band.show_words(self.tr("Nothing was changed"), text=words)
            self.band.show()
            return
        stands = {
            "owner_id": project.owner_id,
            "planned_start": project.planned_start.isoformat(),
            "planned_finish": project.planned_finish.isoformat(),
        }
        changed = {name: value for name, value in typed.items() if value != stands[name]}
        self._doer.do("project.edit", Edit(id=project.id, set=changed), self.band)
