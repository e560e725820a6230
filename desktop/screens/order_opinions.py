"""What those who are consulted say about the chosen node, and the box to answer for one's role."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import trials
from desktop.models.order_page import OrderPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, StateLabel
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.handing_commands import AskOpinions, GiveOpinion, WaiveOpinion
from sync.domain.opinions import WAIVER_LEVEL, Opinion, OpinionState
from sync.domain.people import roles_of
from sync.domain.progress import NodeView
from sync.domain.refusals import Refusal


class OpinionsCard(Card):
    """Hidden at a node on which nobody was asked and nobody can be."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self._order_id = ""
        self._place = ("", "")
        self._answering = ("", "")
        self._is_shown = False
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self._rows = QVBoxLayout()
        self.ask_line = AskLine(parent=self)
        self.ask = Button(
            self.tr("Ask the consulted"), icon="message-circle", small=True, parent=self
        )
        self.ask.clicked.connect(self._send)
        self.head.add(self.ask)
        self.set_title(self.tr("Opinions"))
        self.body.addWidget(self.band)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.ask_line)
        self.buttons: dict[str, tuple[Button, Button]] = {}
        self.hide()

    def show_node(self, picture: OrderPicture, view: NodeView) -> None:
        """Show what was asked and said about a node."""
        place = (view.subject_id, view.node)
        if place != self._place:
            self.ask_line.close_line()
            self.band.hide()
        self._order_id, self._place = picture.facts.order.id, place
        clear(self._rows)
        self.buttons = {}
        found = [each for each in picture.facts.opinions if (each.subject_id, each.node) == place]
        for opinion in sorted(found, key=lambda each: each.role.value):
            self._rows.addWidget(self._line(picture, opinion))
        self._is_shown = bool(found)
        self.setVisible(self._is_shown)
        command = AskOpinions(order_id=self._order_id, node=view.node, subject_id=view.subject_id)
        trials.ask(self._desk, "opinion.ask", command, owner=self, done=self._lock)

    def _line(self, picture: OrderPicture, opinion: Opinion) -> QWidget:
        held = QWidget(self)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(10))
        row.addWidget(StateLabel(self._mark(opinion), parent=held))
        row.addWidget(Label(self._said(picture, opinion), style="small", wrap=True, parent=held), 1)
        if opinion.state is OpinionState.ASKED:
            give = Button(self.tr("Give the opinion"), kind="primary", small=True, parent=held)
            waive = Button(self.tr("Go on without it"), kind="quiet", small=True, parent=held)
            give.setVisible(opinion.role in roles_of(self._desk.seat.user))
            waive.setVisible(self._desk.seat.user.level >= WAIVER_LEVEL)
            for button, act in ((give, self._ask_opinion), (waive, self._ask_reason)):
                button.setProperty("opinion", opinion.id)
                button.clicked.connect(act)
                row.addWidget(button)
            self.buttons[opinion.id] = (give, waive)
        return held

    def _mark(self, opinion: Opinion) -> Mark:
        role = self._wording.role(opinion.role.value)
        if opinion.state is OpinionState.GIVEN:
            return Mark(role, "tick", "neutral")
        if opinion.state is OpinionState.WAIVED:
            return Mark(role, "dash", "neutral")
        is_late = opinion.due_on < self._desk.today()
        return Mark(role, "octagon" if is_late else "ring", "urgent" if is_late else "active")

    def _said(self, picture: OrderPicture, opinion: Opinion) -> str:
        if opinion.state is OpinionState.ASKED:
            day = self._wording.day(opinion.due_on)
            return self.tr("asked, to be answered by {day}").format(day=day)
        name = picture.names.get(opinion.answered_by, "–")
        when = self._wording.moment(opinion.answered_at)
        if opinion.state is OpinionState.WAIVED:
            return self.tr("gone on without: {reason} · {name} · {when}").format(
                reason=opinion.opinion, name=name, when=when
            )
        return f"“{opinion.opinion}” · {name} · {when}"

    def _lock(self, refusal: Refusal | None) -> None:
        is_over = refusal is not None and refusal.code in ("opinions_nobody", "order_ended")
        self.ask.setVisible(not is_over)
        self.ask.lock(self._wording.refusal(refusal) if refusal else "")
        self.setVisible(self._is_shown or refusal is None)

    def _send(self) -> None:
        subject_id, node = self._place
        command = AskOpinions(order_id=self._order_id, node=node, subject_id=subject_id)
        self._do("opinion.ask", command)

    def _ask_opinion(self) -> None:
        self._answering = ("give", self.sender().property("opinion"))
        text = self.tr("Your opinion")
        self.ask_line.ask(text, button=self.tr("Give it"), then=self._answer)

    def _ask_reason(self) -> None:
        self._answering = ("waive", self.sender().property("opinion"))
        text = self.tr("Why go on without it?")
        self.ask_line.ask(text, button=self.tr("Go on"), then=self._answer)

    def _answer(self, text: str) -> None:
        kind, opinion_id = self._answering
        self.ask_line.close_line()
        if kind == "give":
            self._do("opinion.give", GiveOpinion(id=opinion_id, opinion=text))
        else:
            self._do("opinion.waive", WaiveOpinion(id=opinion_id, reason=text))

    def _do(self, action: str, command: Command) -> None:
        self.band.hide()
        self._desk.do(action, command, owner=self, done=_quiet, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self.band.show_words(self.tr("Nothing was changed"), text=self._wording.refusal(refusal))
        self.band.show()


def _quiet(_changes: Changes) -> None:
    """Say nothing: the card shows it."""
