"""The 5-Why of an exception: the chain so far, the next question, the root cause."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.exceptions import Room
from desktop.screens.exception_parts import RoomCard
from desktop.screens.exception_words import cause_choices, cause_text
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from sync.domain.exception_codes import OWN_CAUSES
from sync.domain.exceptions import ExceptionState, is_grave
from sync.domain.trouble_commands import AnswerWhy, ConcludeWhy
from sync.domain.whys import LEVELS_LEAST, LEVELS_MAX


class WhyCard(RoomCard):
    """Answers one level at a time; the end asks for a cause that is ours to change."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", around, parent)
        self.set_title(self.tr("5-Why"))
        self.answer = TextField(parent=self)
        self.evidence = TextField(parent=self)
        self.next = Button(self.tr("Answer"), small=True, parent=self)
        self.next.clicked.connect(self._answer)
        self._answer_field = FormField("", self.answer)
        self._asking = QWidget(self)
        asking = QHBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(look().px(12))
        asking.addWidget(self._answer_field, 2)
        asking.addWidget(FormField(self.wording.label("evidence"), self.evidence), 1)
        self.body.addWidget(self._asking)
        self.body.addWidget(self.next)
        self._ending = QWidget(self)
        self._lay_out_ending()

    def _lay_out_ending(self) -> None:
        wording = self.wording
        self.cause = ChoiceField(parent=self)
        self.cause.set_choices([("", "–"), *cause_choices(wording)])
        self.companion = ChoiceField(parent=self)
        self.companion.set_choices([("", "–"), *cause_choices(wording, OWN_CAUSES)])
        self.reason = TextField(parent=self)
        self.conclude = Button(self.tr("This is the root cause"), small=True, parent=self)
        self.conclude.clicked.connect(self._conclude)
        row = QHBoxLayout(self._ending)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(12))
        row.addWidget(FormField(wording.label("root_cause"), self.cause), 1)
        row.addWidget(FormField(wording.label("companion_cause"), self.companion), 1)
        row.addWidget(FormField(wording.label("cause_reason"), self.reason), 1)
        self.body.addWidget(self._ending)
        self.body.addWidget(self.conclude)

    def show_room(self, room: Room) -> None:
        """Show the chain."""
        is_other = self.room is None or self.room.exception.id != room.exception.id
        self.room = room
        self.clear()
        exception = room.exception
        least = self.tr("at least {count} levels").format(count=LEVELS_LEAST)
        self.set_title(self.tr("5-Why"), note=least if is_grave(exception) else "")
        for why in room.chain:
            level = self.tr("Why {level}").format(level=why.level)
            if why.branch > 1:
                level = f"{level} · {self.wording.field('branch')} {why.branch}"
            told = " · ".join(part for part in (self.name_of(why.author_id), why.evidence) if part)
            self.add_line(
                Label(level, style="strong", ink="ink2", parent=self),
                Label(why.answer, wrap=True, parent=self),
                Label(told, style="small", ink="ink2", parent=self),
            )
        if exception.root_cause:
            self._show_cause(room)
        is_open = exception.state is not ExceptionState.CLOSED
        has_more = self._level() <= LEVELS_MAX
        for widget in (self._asking, self.next):
            widget.setVisible(is_open and has_more)
        for widget in (self._ending, self.conclude):
            widget.setVisible(is_open and bool(room.chain))
        self._answer_field.label.setText(self._question())
        self.answer.setAccessibleName(self._question())
        if is_other:
            self.cause.choose(exception.root_cause)
            self.companion.choose(exception.companion_cause)
            self.reason.setText(exception.cause_reason)

    def _show_cause(self, room: Room) -> None:
        exception = room.exception
        parts = (
            cause_text(exception.root_cause, self.wording),
            cause_text(exception.companion_cause, self.wording),
            exception.cause_reason,
        )
        self.add_line(
            Label(self.wording.label("root_cause"), style="strong", ink="ink2", parent=self),
            Label(" · ".join(part for part in parts if part), style="strong", wrap=True),
        )

    def _level(self) -> int:
        chain = () if self.room is None else self.room.chain
        return 1 + max((why.level for why in chain if why.branch == 1), default=0)

    def _question(self) -> str:
        """Return the next question: why what the level above says is so."""
        chain = () if self.room is None else self.room.chain
        above = next((why for why in chain if why.level == self._level() - 1), None)
        if above is None:
            return self.tr("Why did it happen?")
        return self.tr("Why: {answer}").format(answer=above.answer)

    def _answer(self) -> None:
        if self.room is None or self.answer.is_composing or not self.answer.text().strip():
            return
        command = AnswerWhy(
            exception_id=self.room.exception.id,
            level=self._level(),
            question=self._question(),
            answer=self.answer.text().strip(),
            evidence=self.evidence.text().strip(),
        )
        self.answer.clear()
        self.evidence.clear()
        self.wanted.emit(("why.answer", command))

    def _conclude(self) -> None:
        if self.room is not None:
            command = ConcludeWhy(
                id=self.room.exception.id,
                root_cause=self.cause.current_key,
                companion=self.companion.current_key,
                reason=self.reason.text().strip(),
            )
            self.wanted.emit(("exception.conclude", command))
