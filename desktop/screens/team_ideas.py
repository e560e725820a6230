"""Suggestions and feedback: what waits for an answer first; giving one's own."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.team import TeamPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.theme.cells import Mark
from sync.domain.commands import Add, Command
from sync.domain.feedback import Feedback, is_owed
from sync.domain.order_templates import PAPERS
from sync.domain.suggestions import Suggestion, SuggestionState, is_escalated
from sync.domain.team_commands import (
    AnswerFeedback,
    DecideSuggestion,
    GiveFeedback,
    MeasureSuggestion,
)


class IdeasTab(TeamTab):
    """A card for each suggestion and each piece of feedback, and below them two forms."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.cards: dict[str, ThingCard] = {}
        self.lines: dict[str, AskLine] = {}
        self._ideas, self._said = QVBoxLayout(), QVBoxLayout()
        self.suggest = self._suggest_card()
        self.tell = self._tell_card()
        parts = (self._ideas, self._said, self.suggest, self.tell)
        self.lay_out(self.tr("Suggestions and feedback"), *parts)

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show them as they are now."""
        nowhere = ("", self.tr("no step in particular"))
        self.suggest.offer("node", [nowhere, *self.nodes()])
        self.tell.offer("about", [*self.nodes(), *self._papers()])
        empty(self._ideas)
        empty(self._said)
        self.cards, self.lines = {}, {}
        for suggestion in picture.suggestions:
            self._ideas.addWidget(self._idea(suggestion))
        for feedback in picture.feedback:
            self._said.addWidget(self._feedback(feedback))

    def _papers(self) -> list[tuple[str, str]]:
        return [(f"paper {code}", self.wording.words(f"paper_{code}")) for code in PAPERS]

    def _suggest_card(self) -> FormCard:
        label = self.wording.label
        fields = (
            (
                Field("node", label("node"), "choice"),
                Field("title", label("title"), required=True, stretch=2),
            ),
            (Field("text", label("text"), "area"),),
        )
        title, button = self.tr("Suggest how work could go better"), self.tr("Suggest it")
        form = FormCard(title, fields, button, parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, _suggested))
        return form

    def _tell_card(self) -> FormCard:
        label = self.wording.label
        names = [("", self.tr("under my name")), ("yes", self.tr("without my name"))]
        fields = (
            (
                Field("about", self.tr("About"), "choice", stretch=2),
                Field("is_anonymous", self.tr("How"), "choice", names),
            ),
            (Field("text", label("text"), "area", required=True),),
        )
        title, button = self.tr("Give feedback on a step or a paper"), self.tr("Give it")
        form = FormCard(title, fields, button, parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, _told))
        return form

    def _idea(self, suggestion: Suggestion) -> ThingCard:
        author = self.desk.name_of(suggestion.author_id, self.wording.language)
        note = f"{author} · {self.wording.moment(suggestion.made_at)}"
        mark = self._mark(suggestion)
        card = ThingCard(suggestion.title, note=note, mark=mark, parent=self)
        if suggestion.text:
            card.say(suggestion.text)
        if suggestion.reason:
            card.say(self.tr("Answer: {text}").format(text=suggestion.reason), quiet=True)
        if suggestion.effect:
            card.say(self.tr("Brought: {text}").format(text=suggestion.effect), quiet=True)
        line = self._line(card, suggestion.id)
        if suggestion.state is SuggestionState.OPEN:
            accept = partial(self._ask_why, line, suggestion.id, accepted=True)
            decline = partial(self._ask_why, line, suggestion.id, accepted=False)
            asked = DecideSuggestion(id=suggestion.id, accepted=True, reason="?")
            self.doer.lock(
                (
                    card.add_button(self.tr("Accept"), accept, primary=True),
                    card.add_button(self.tr("Decline"), decline),
                ),
                "suggestion.decide",
                asked,
            )
        elif suggestion.state is SuggestionState.ACCEPTED and not suggestion.effect:
            card.add_button(
                self.tr("Note what it brought"), partial(self._ask_effect, line, suggestion.id)
            )
        return card

    def _mark(self, suggestion: Suggestion) -> Mark:
        if is_escalated(suggestion, self.desk.today()):
            return Mark(self.tr("Unanswered for 14 days"), "octagon", "urgent")
        word = self.wording.words(f"state_suggestion_{suggestion.state.value}")
        if suggestion.state is SuggestionState.OPEN:
            return Mark(word, "ring", "active")
        return Mark(
            word, "tick" if suggestion.state is SuggestionState.ACCEPTED else "dash", "neutral"
        )

    def _feedback(self, feedback: Feedback) -> ThingCard:
        nobody = self.tr("without a name")
        author = self.desk.name_of(feedback.author_id, self.wording.language) or nobody
        note = f"{author} · {self.wording.day(feedback.given_on)}"
        card = ThingCard(self._about(feedback), note=note, mark=self._owed(feedback), parent=self)
        card.say(feedback.text)
        line = self._line(card, feedback.id)
        if feedback.answer:
            card.say(self.tr("Answer: {text}").format(text=feedback.answer), quiet=True)
        else:
            button = card.add_button(
                self.tr("Answer"), partial(self._ask_answer, line, feedback.id)
            )
            asked = AnswerFeedback(id=feedback.id, text="?")
            self.doer.lock((button,), "feedback.answer", asked)
        return card

    def _about(self, feedback: Feedback) -> str:
        process = self.desk.process(self.desk.seat.rules.newest_process)
        if feedback.node:
            return self.wording.node(process, feedback.node)
        known = f"paper_{feedback.paper}"
        return self.wording.words(known) if self.wording.has(known) else feedback.paper

    def _owed(self, feedback: Feedback) -> Mark:
        if feedback.answer:
            return Mark(self.tr("Answered"), "tick", "neutral")
        if is_owed(feedback, self.desk.today()):
            return Mark(self.tr("Unanswered for 7 days"), "octagon", "urgent")
        return Mark(self.tr("Waits for an answer"), "ring", "active")

    def _line(self, card: ThingCard, row_id: str) -> AskLine:
        line = AskLine(parent=card)
        card.body.addWidget(line)
        self.cards[row_id], self.lines[row_id] = card, line
        return line

    def _ask_why(self, line: AskLine, row_id: str, *, accepted: bool) -> None:
        def answer(reason: str) -> None:
            command = DecideSuggestion(id=row_id, accepted=accepted, reason=reason)
            self.doer.do("suggestion.decide", command, self.band)

        button = self.tr("Accept") if accepted else self.tr("Decline")
        line.ask(self.tr("The reason"), button=button, then=answer)

    def _ask_effect(self, line: AskLine, row_id: str) -> None:
        then = self._doing("suggestion.measure", lambda t: MeasureSuggestion(id=row_id, effect=t))
        line.ask(self.tr("What it brought"), button=self.tr("Note it"), then=then)

    def _ask_answer(self, line: AskLine, row_id: str) -> None:
        then = self._doing("feedback.answer", lambda t: AnswerFeedback(id=row_id, text=t))
        line.ask(self.tr("The answer"), button=self.tr("Answer"), then=then)

    def _doing(self, name: str, make: Callable[[str], Command]) -> Callable[[str], None]:
        return lambda text: self.doer.do(name, make(text), self.band)


def _suggested(typed: Mapping[str, str]) -> tuple[str, Command]:
    return "suggestion.make", Add(set=dict(typed))


def _told(typed: Mapping[str, str]) -> tuple[str, Command]:
    about, anonymous = typed["about"], bool(typed["is_anonymous"])
    is_paper = about.startswith("paper ")
    command = GiveFeedback(
        node="" if is_paper else about,
        paper=about.removeprefix("paper ") if is_paper else "",
        text=typed["text"],
        anonymous=anonymous,
    )
    return "feedback.give", command
