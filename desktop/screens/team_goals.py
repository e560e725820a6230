"""Goals of the steps, with what was reached; setting one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.order_fields import field_spec, parsed
from desktop.models.team import GoalRow, TeamPicture
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.theme.cells import Mark
from sync.domain.commands import Add, Command
from sync.domain.goals import is_met

if TYPE_CHECKING:
    from sync.domain.records import Value


class GoalsTab(TeamTab):
    """A card for each goal; a form sets a new one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        self.lay_out(self.tr("Goals"), self._cards, self.form)

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show the goals as they stand."""
        self.form.offer("node", self.nodes())
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
        form.button.clicked.connect(lambda: self.doer.send(form, self._made))
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
