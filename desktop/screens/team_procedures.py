"""Procedures of the steps: what is to be read first, with what changed; publishing a new one."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.team import SopRow, TeamPicture
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.theme.cells import Mark
from desktop.widgets.blanks import EmptyState
from sync.domain.commands import Add, Command, Edit
from sync.domain.sops import difference
from sync.domain.team_commands import OfSop


class ProceduresTab(TeamTab):
    """A card for each procedure in use, unread ones first."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._changing = ""
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        self._none = EmptyState(
            "book-open",
            title=self.tr("No procedures yet"),
            text=self.tr("Whoever answers for a step publishes how it is done."),
            parent=self,
        )
        self.lay_out(self.tr("Procedures"), self._none, self._cards, self.form)

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show the procedures as they are now."""
        self.form.offer("node", self.nodes())
        empty(self._cards)
        self.cards = {}
        self._none.setVisible(not picture.sops)
        for row in picture.sops:
            card = self._card(row)
            self._cards.addWidget(card)
            self.cards[row.sop.id] = card

    def _form(self) -> FormCard:
        label = self.wording.label
        fields = (
            (
                Field("node", label("node"), "choice"),
                Field("title", label("title"), required=True, stretch=2),
            ),
            (Field("text", label("text"), "area", required=True),),
        )
        title, button = self.tr("Publish how a step is done"), self.tr("Publish")
        form = FormCard(title, fields, button, parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, self._published, self._begin_anew))
        return form

    def _published(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        language = self.wording.language
        said = {f"title_{language}": typed["title"], f"text_{language}": typed["text"]}
        if self._changing:
            return "sop.change", Edit(id=self._changing, set={**said})
        return "sop.publish", Add(set={"node": typed["node"], **said})

    def _begin_anew(self) -> None:
        self._changing = ""

    def _card(self, row: SopRow) -> ThingCard:
        sop = row.sop
        process = self.desk.process(self.desk.seat.rules.newest_process)
        title = self.wording.pair(sop.title_zh or sop.title_en, sop.title_en or sop.title_zh)
        note = self.tr("{node} · edition {edition}").format(
            node=self.wording.node(process, sop.node), edition=sop.edition
        )
        card = ThingCard(title, note=note, mark=self._mark(row), parent=self)
        text = self.wording.pair(sop.text_zh or sop.text_en, sop.text_en or sop.text_zh)
        before = self.wording.pair(sop.before_zh or sop.before_en, sop.before_en or sop.before_zh)
        card.say(text)
        changed = difference(before, text) if row.is_to_read and before else []
        if changed:
            lines = "\n".join(f"{sign} {line}" for sign, line in changed)
            card.say(self.tr("Changed since the last edition:") + "\n" + lines, quiet=True)
        if row.is_to_read:
            card.add_button(self.tr("I have read it"), lambda: self._read(sop.id), primary=True)
        card.add_button(self.tr("Change"), lambda: self._change(row))
        return card

    def _mark(self, row: SopRow) -> Mark:
        if row.is_to_read:
            return Mark(self.tr("To read"), "triangle", "warning")
        return Mark(self.tr("Read, or not of my step"), "tick", "neutral")

    def _read(self, sop_id: str) -> None:
        self.doer.do("sop.acknowledge", OfSop(id=sop_id), self.band)

    def _change(self, row: SopRow) -> None:
        """Put a procedure into the form, to be published as its next edition."""
        sop = row.sop
        self._changing = sop.id
        for name, said in (
            ("title", self.wording.pair(sop.title_zh, sop.title_en)),
            ("text", self.wording.pair(sop.text_zh, sop.text_en)),
        ):
            control = self.form.controls[name]
            write = getattr(control, "setPlainText", None) or getattr(control, "setText", None)
            if write is not None:
                write(said)
        self.form.controls["title"].setFocus()
