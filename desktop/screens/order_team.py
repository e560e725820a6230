"""The team of an order: set up by a template at once and taken back as one; its charter."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.order_page import OrderPicture
from desktop.models.order_rights import people
from desktop.models.order_team import OrderTeam, OrderTeamModel, places_of
from desktop.models.team import names_of, proposal_text
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Doer, Field, FormCard, empty
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label, StateLabel
from sync.domain.baselines import compare
from sync.domain.charter_drafts import drafted
from sync.domain.charters import Charter, CharterState, DecisionRule, Rhythm, unsigned
from sync.domain.commands import Command
from sync.domain.ids import Id
from sync.domain.order_templates import Setup, fitting, papers_of
from sync.domain.organisation_commands import DraftCharter, EditCharter, SignCharter
from sync.domain.records import Value, split
from sync.domain.staff_commands import SetUpOrder, UndoSetup

if TYPE_CHECKING:
    from sync.domain.people import Role

_COLUMNS = 3
_SLIPS_SHOWN = 5


class TeamCard(QWidget):
    """Two cards: what the template made, and the charter."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self._doer = Doer(self.desk, self.wording, self)
        self.model = OrderTeamModel(self.desk, parent=self)
        self.model.loaded.connect(self._show)
        self._order_id: Id = ""
        self._offered_for: Id = ""
        self._team: OrderTeam | None = None
        self._picture: OrderPicture | None = None
        self.places: dict[Role, ChoiceField] = {}
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self.setup = Card(self.tr("Set up by a template"), parent=self)
        self.setup.hide()
        self.template = ChoiceField(name=self.tr("Template"), parent=self.setup)
        self.apply = Button(self.tr("Give all of it"), kind="primary", parent=self.setup)
        self.undo = Button(self.tr("Take all of it back"), icon="undo-2", parent=self.setup)
        self.apply.clicked.connect(self._set_up)
        self.undo.clicked.connect(self._take_back)
        self.template.activated.connect(self._show_places)
        self._lines = QVBoxLayout()
        self.charter = CharterCard(around, self._doer, parent=self)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's team."""
        self._order_id = picture.facts.order.id
        self._picture = picture
        self.model.read(self._order_id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.template)
        row.addWidget(self.apply)
        row.addStretch(1)
        self.setup.head.add(self.undo)
        self.setup.body.addWidget(self.band)
        self.setup.body.addLayout(row)
        self.setup.body.addLayout(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(13))
        column.addWidget(self.setup)
        column.addWidget(self.charter)

    def _show(self, team: OrderTeam) -> None:
        self._team = team
        setup = team.setup
        self.setup.show()
        for widget in (self.template, self.apply):
            widget.setVisible(setup is None)
        self.undo.setVisible(setup is not None)
        named = [
            (each.id, self.wording.pair(each.name_zh, each.name_en)) for each in team.templates
        ]
        order = None if self._picture is None else self._picture.facts.order
        best = None if order is None else fitting(team.templates, order)
        if self._offered_for != self._order_id and best is not None:
            self._offered_for = self._order_id
            self.template.set_choices(named, current=best.id)
        else:
            self.template.set_choices(named)
        self.apply.lock("" if named else self.tr("There are no order templates yet"))
        self.charter.show_charter(self._order_id, team.charter or self._drafted())
        if setup is None:
            self._show_places()
        else:
            self._show_setup(team, setup)

    def _drafted(self) -> Charter | None:
        """Return the draft that a big order has before anybody changed or signed it."""
        picture = self._picture
        if picture is None or not picture.facts.is_big or picture.facts.order.signed_on:
            return None
        everybody = list(self.desk.seat.people.values())
        return drafted(picture.facts, everybody, picture.process, picture.planned)

    def _show_setup(self, team: OrderTeam, setup: Setup) -> None:
        empty(self._lines)
        template = team.set_up_by
        if template is not None:
            self._say(self.wording.pair(template.name_zh, template.name_en), strong=True)
        count = len(split(setup.tasks))
        self._say(self.tr("%n task(s) given; they stand above with their days.", "", count))
        members = names_of(split(setup.members), self.desk, self.wording)
        self._say(self.tr("Team: {names}").format(names=members))
        named = [self.wording.words(f"paper_{code}") for code in split(setup.papers)]
        papers = self.wording.pair("、", ", ").join(named)
        self._say(self.tr("Papers: {names}").format(names=papers))
        self._show_baseline(setup)

    def _show_baseline(self, setup: Setup) -> None:
        """Show the end that was planned when it was set up, that of now, and what slipped most."""
        picture = self._picture
        calendar = self.desk.seat.rules.calendars.company
        found = None if picture is None else compare(setup.baseline, picture.planned, calendar)
        if picture is None or found is None:
            return
        was, now = self.wording.day(found.end_was), self.wording.day(found.end_now)
        if found.days > 0:
            text = self.tr(
                "Planned to end on {was}; now {now}, %n working day(s) later.", "", found.days
            )
        else:
            text = self.tr("Planned to end on {was}; now {now}.")
        self._say(text.format(was=was, now=now))
        said = [
            f"{self.wording.node(picture.process, slip.node, short=True)} +{slip.days}"
            for slip in found.slips[:_SLIPS_SHOWN]
        ]
        if said:
            slipped = self.tr("Slipped, in working days: {steps}")
            self._say(slipped.format(steps=self.wording.pair("、", ", ").join(said)))

    def _show_places(self) -> None:
        """Show who would do the work of each role, with the reasons; another may be chosen."""
        empty(self._lines)
        self.places = {}
        team = self._team
        chosen = self.template.current_key
        template = next((t for t in (team.templates if team else ()) if t.id == chosen), None)
        if team is None or template is None:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(14))
        for role, proposals in places_of(template, self.desk, team.people).items():
            choices = [
                (each.user_id, self.desk.name_of(each.user_id, self.wording.language))
                for each in proposals
            ]
            field = ChoiceField(choices, parent=self)
            why = proposal_text(proposals[0], self.desk, self.wording)
            name = self.wording.role(role.value)
            held = FormField(name[:1].upper() + name[1:], field, hint=why)
            place = len(self.places)
            self.places[role] = field
            grid.addWidget(held, place // _COLUMNS, place % _COLUMNS)
        held_in = QWidget(self)
        held_in.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(held_in)
        papers = [self.wording.words(f"paper_{code}") for code in papers_of(template)]
        said = self.wording.pair("、", ", ").join(papers)
        self._say(self.tr("Papers: {names}").format(names=said))

    def _say(self, text: str, *, strong: bool = False) -> None:
        label = Label(text, style="strong" if strong else "body", wrap=True, parent=self)
        self._lines.addWidget(label)

    def _set_up(self) -> None:
        command = SetUpOrder(
            order_id=self._order_id,
            template_id=self.template.current_key,
            owners={role: field.current_key for role, field in self.places.items()},
        )
        self._doer.do("order.set_up", command, self.band)

    def _take_back(self) -> None:
        setup = None if self._team is None else self._team.setup
        if setup is not None:
            self._doer.do("setup.undo", UndoSetup(id=setup.id), self.band)


class CharterCard(Card):
    """A charter: who signed, what it says; drafted by hand where there is none."""

    def __init__(self, around: Surroundings, doer: Doer, *, parent: QWidget) -> None:
        super().__init__(" ", parent=parent)
        self.desk, self.wording = around.desk, around.wording
        self._doer = doer
        self._order_id: Id = ""
        self._charter: Charter | None = None
        self.set_title(self.tr("Team charter"))
        self.sign = Button(self.tr("Sign it"), kind="primary", small=True, parent=self)
        self.draft = Button(self.tr("Draft one"), small=True, parent=self)
        self.sign.clicked.connect(self._sign)
        self.draft.clicked.connect(self._draft)
        self.head.add(self.draft)
        self.head.add(self.sign)
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self.body.addWidget(self.band)
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)
        self.form = self._form()
        self.body.addWidget(self.form)

    def show_charter(self, order_id: Id, charter: Charter | None) -> None:
        """Show an order's charter, or that it has none."""
        self._order_id, self._charter = order_id, charter
        empty(self._lines)
        self.draft.setVisible(charter is None)
        self.sign.setVisible(charter is not None)
        self.form.setVisible(charter is not None)
        if charter is None:
            words = self.tr("A big order gets one by itself; its contract review waits for it.")
            label = Label(words, style="small", ink="ink2", wrap=True, parent=self)
            self._lines.addWidget(label)
            return
        self._show_signatures(charter)
        self._fill(charter)
        self._doer.lock((self.sign,), "charter.sign", SignCharter(order_id=order_id))

    def _show_signatures(self, charter: Charter) -> None:
        left = unsigned(charter)
        if charter.state is CharterState.SIGNED:
            at = self.wording.moment(charter.signed_at)
            mark = Mark(self.tr("Signed by everybody, {at}").format(at=at), "tick", "neutral")
        else:
            mark = Mark(self.tr("%n signature(s) missing", "", len(left)), "triangle", "warning")
        self._lines.addWidget(StateLabel(mark, parent=self))
        for said, ids in (
            (self.tr("Signed: {names}"), split(charter.signed)),
            (self.tr("Still to sign: {names}"), left),
        ):
            if ids:
                text = said.format(names=names_of(ids, self.desk, self.wording))
                self._lines.addWidget(Label(text, wrap=True, parent=self))

    def _form(self) -> FormCard:
        label, words = self.wording.label, self.wording.words
        rhythms = [(each.value, words(f"value_rhythm_{each.value}")) for each in Rhythm]
        rules = [(each.value, words(f"value_decision_rule_{each.value}")) for each in DecisionRule]
        fields = (
            (Field("goals", label("goals"), required=True),),
            (
                Field("rhythm", label("rhythm"), "choice", rhythms),
                Field("decision_rule", label("decision_rule"), "choice", rules),
                Field("ends_on", label("ends_on"), placeholder="2026-12-31"),
                Field("more", self.tr("Add a member"), "choice"),
            ),
        )
        form = FormCard("", fields, self.tr("Change the charter"), parent=self)
        form.button.clicked.connect(self.change)
        return form

    def _fill(self, charter: Charter) -> None:
        said = {
            "goals": charter.goals,
            "rhythm": charter.rhythm.value,
            "decision_rule": charter.decision_rule.value,
            "ends_on": "" if charter.ends_on is None else charter.ends_on.isoformat(),
        }
        for name, text in said.items():
            control = self.form.controls[name]
            if isinstance(control, ChoiceField):
                control.choose(text)
            elif isinstance(control, TextField):
                control.setText(text)
        held = split(charter.members)
        others = [pair for pair in people(self.desk, self.wording.language) if pair[0] not in held]
        self.form.offer("more", [("", "–"), *others])

    def command(self) -> tuple[str, Command]:
        """Return the action that the form says."""
        typed = self.form.values()
        charter = self._charter
        if charter is None:
            return "charter.draft", DraftCharter(order_id=self._order_id)
        fields: dict[str, Value] = {
            "goals": typed["goals"],
            "rhythm": typed["rhythm"],
            "decision_rule": typed["decision_rule"],
            "ends_on": typed["ends_on"] or None,
        }
        if typed["more"]:
            fields["members"] = f"{charter.members},{typed['more']}"
        return "charter.edit", EditCharter(order_id=self._order_id, set=fields)

    def change(self) -> None:
        """Change the charter as the form says."""
        self._doer.do(*self.command(), self.band)

    def _sign(self) -> None:
        self._doer.do("charter.sign", SignCharter(order_id=self._order_id), self.band)

    def _draft(self) -> None:
        self._doer.do("charter.draft", DraftCharter(order_id=self._order_id), self.band)
