"""The time standards of a stage: what is followed, what own history offers, who decides."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.process_drafts import ProcessView
from desktop.models.process_times import (
    LibraryLine,
    TimeSteps,
    followed_said,
    industry_said,
    key_said,
    offer_said,
)
from desktop.screens.order_ask import AskLine
from desktop.screens.today_cards import clear
from desktop.theme import Role, Shape, look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, StateLabel
from sync.domain.ids import Id
from sync.domain.time_commands import AcceptStandard, EndStandard
from sync.domain.time_standards import StandardState

if TYPE_CHECKING:
    from sync.domain.refusals import Refusal

_MARKS: dict[StandardState, tuple[Shape, Role]] = {
    StandardState.PROPOSED: ("half_disc", "active"),
    StandardState.ACCEPTED: ("disc_tick", "confirmed"),
    StandardState.REFUSED: ("dash", "neutral"),
    StandardState.RETIRED: ("dash", "neutral"),
}


class TimesCard(Card):
    """A block for each kind of order; `wanted` carries a step: an action's name and arguments."""

    wanted = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._wording = wording
        self.blocks: dict[Id, TimeBlock] = {}
        self._industry = Label(style="small", ink="ink2", wrap=True, parent=self)
        self._none = Label(style="small", ink="ink3", wrap=True, parent=self)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look().px(10))
        for widget in (self._industry, self._none):
            self.body.addWidget(widget)
        self.body.addLayout(self._rows)

    def show_times(self, view: ProcessView, node: str) -> None:
        """Show what is known of a stage's days."""
        lines = [line for line in view.library if line.key.node == node]
        self.set_title(self.tr("Time standards"), note=str(len(lines)) if lines else "")
        said = industry_said(node, self._wording.language)
        self._industry.setText(self.tr("Trade: {value}").format(value=said))
        self._industry.setVisible(bool(said))
        self._none.setText(self.tr("Own history offers nothing else for this stage."))
        self._none.setVisible(not lines)
        clear(self._rows)
        self.blocks = {}
        for line in lines:
            block = TimeBlock(line, view.time_steps[line.shown.id], self._wording, parent=self)
            block.wanted.connect(self.wanted)
            self.blocks[line.shown.id] = block
            self._rows.addWidget(block)


class TimeBlock(QWidget):
    """One kind of order: what is offered beside what is followed, and the buttons to decide."""

    wanted = Signal(object)

    def __init__(
        self, line: LibraryLine, steps: TimeSteps, wording: Wording, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._line, self._wording = line, wording
        self.buttons: dict[str, Button] = {}
        self.ask = AskLine(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(4))
        column.addLayout(self._head())
        for text in self._facts():
            column.addWidget(Label(text, style="small", ink="ink2", wrap=True, parent=self))
        row = QHBoxLayout()
        row.setSpacing(look().px(6))
        for action, button in self._made(steps).items():
            self.buttons[action] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.ask)

    def _head(self) -> QHBoxLayout:
        shown, language = self._line.shown, self._wording.language
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        said = key_said(self._line.key, language)
        row.addWidget(Label(said, style="strong", wrap=True, parent=self), 1)
        shape, colour = _MARKS[shown.state]
        word = self._wording.words(f"state_standard_{shown.state.value}")
        row.addWidget(StateLabel(Mark(word, shape, colour), parent=self))
        return row

    def _facts(self) -> list[str]:
        line, language = self._line, self._wording.language
        shown = line.shown
        facts = {"offer": offer_said(shown, language), "half": shown.p50}
        unit = self._wording.words(f"unit_whole_{shown.unit}")
        offers = self.tr("Own history: 8 in 10 took {offer}, half {half} or fewer ({unit})")
        now = self.tr("New orders follow: {standard}")
        found = [
            offers.format(**facts, unit=unit),
            now.format(standard=followed_said(line, language)),
        ]
        if shown.decided_at is not None:
            found.append(
                self.tr("Decided {moment}").format(moment=self._wording.moment(shown.decided_at))
            )
        if shown.reason:
            found.append(self.tr("Reason: {text}").format(text=shown.reason))
        return found

    def _made(self, steps: TimeSteps) -> dict[str, Button]:
        standard = self._line.offered or self._line.followed
        if standard is None:
            return {}
        if standard.state is StandardState.ACCEPTED:
            return {"standard.retire": self._button("standard.retire", steps, self._ask_end)}
        accept = partial(self._accept, standard.id)
        return {
            "standard.accept": self._button("standard.accept", steps, accept, primary=True),
            "standard.refuse": self._button("standard.refuse", steps, self._ask_refuse),
        }

    def _button(
        self, action: str, steps: TimeSteps, then: Callable[[], None], *, primary: bool = False
    ) -> Button:
        texts = {
            "standard.accept": self.tr("Follow it from now on"),
            "standard.refuse": self.tr("Do not take it"),
            "standard.retire": self.tr("Follow it no longer"),
        }
        kind: Kind = "primary" if primary else "plain"
        button = Button(texts[action], kind=kind, small=True, parent=self)
        no: Refusal | None = steps.get(action)
        button.lock("" if no is None else self._wording.refusal(no))
        button.clicked.connect(lambda _=False: then())
        return button

    def _accept(self, standard_id: Id) -> None:
        self.wanted.emit(("standard.accept", AcceptStandard(id=standard_id)))

    def _ask_refuse(self) -> None:
        self._ask("standard.refuse", self.tr("Why is it not taken?"))

    def _ask_end(self) -> None:
        self._ask("standard.retire", self.tr("Why is it followed no longer?"))

    def _ask(self, action: str, question: str) -> None:
        standard_id = (self._line.offered or self._line.followed or self._line.shown).id

        def then(said: str) -> None:
            self.wanted.emit((action, EndStandard(id=standard_id, reason=said)))

        self.ask.ask(question, button=self.buttons[action].text(), then=then)
