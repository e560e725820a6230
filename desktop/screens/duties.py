"""The duties of one's roles: what to do, sign, say and hear; acknowledged, and copied for print."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop.messages import Wording
from desktop.models.duties import DutiesModel, Known, both_languages, lines_of
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.labels import Label, StateLabel
from desktop.widgets.top_bar import Place
from sync.domain.changes import Changes
from sync.domain.handing_commands import AcknowledgeDuties
from sync.domain.refusals import Refusal

AREA = "duties"


class DutiesPage(Page):
    """A card for each role of the person."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = DutiesModel(self.desk, parent=self)
        self.model.loaded.connect(self._show)
        self.cards: dict[str, DutyCard] = {}
        self._column = ScrollColumn(name=self.tr("Duties"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._column)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Duties"))]

    @override
    def show_at(self, where: Where) -> None:
        self.model.reload()

    def _show(self, found: tuple[Known, ...]) -> None:
        clear(self._column.body)
        self.cards = {}
        for known in found:
            card = DutyCard(known, self.wording, parent=self)
            card.acknowledged.connect(self._acknowledge)
            card.copied.connect(self._copy)
            self._column.body.addWidget(card)
            self.cards[known.statement.role.value] = card
        self._column.body.addStretch(1)

    def _acknowledge(self, known: Known) -> None:
        statement = known.statement
        command = AcknowledgeDuties(role=statement.role.value, digest=statement.digest)
        self.desk.do(
            "duties.acknowledge", command, owner=self, done=self._quiet, refused=self._refused
        )

    def _quiet(self, _changes: Changes) -> None:
        """Say nothing: the card shows it."""

    def _refused(self, refusal: Refusal) -> None:
        self.said.emit(Notice(self.wording.refusal(refusal)))

    def _copy(self, known: Known) -> None:
        today = self.wording.today
        text = both_languages(known, (Wording("zh", today), Wording("en", today)))
        QGuiApplication.clipboard().setText(text)
        self.said.emit(Notice(self.tr("Copied in both languages, to be pasted and printed")))


class DutyCard(Card):
    """One role's duties; `acknowledged` and `copied` carry the Known."""

    acknowledged = Signal(object)
    copied = Signal(object)

    def __init__(self, known: Known, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._known = known
        self.set_title(wording.words("duties_heading", {"roles": known.statement.role.value}))
        self.read = Button(self.tr("I have read it"), kind="primary", small=True, parent=self)
        self.read.setVisible(not known.is_current)
        self.copy = Button(self.tr("Copy in both languages"), icon="copy", small=True, parent=self)
        self.read.clicked.connect(self._acknowledge)
        self.copy.clicked.connect(self._copy)
        self.head.add(self.copy)
        self.head.add(self.read)
        self.state = StateLabel(_mark(known, wording), parent=self)
        self.body.addWidget(self.state)
        letter = ""
        for duty in known.statement.duties:
            if duty.letter != letter:
                letter = duty.letter
                self.body.addWidget(Label(wording.words(f"duties_{letter}"), style="strong"))
            first, *rest = lines_of(duty, is_chinese=wording.is_chinese)
            self.body.addWidget(_line(first, ink=True, parent=self))
            for text in rest:
                self.body.addWidget(_line(text.strip(), ink=False, parent=self))

    def _acknowledge(self) -> None:
        self.acknowledged.emit(self._known)

    def _copy(self) -> None:
        self.copied.emit(self._known)


def _mark(known: Known, wording: Wording) -> Mark:
    said = known.state(wording)
    if known.is_current:
        return Mark(said, "tick", "neutral")
    if known.acknowledged is None:
        return Mark(said, "ring", "active")
    return Mark(said, "triangle", "warning")


def _line(text: str, *, ink: bool, parent: QWidget) -> QLabel:
    label = Label(text, style="body" if ink else "small", wrap=True, parent=parent)
    label.set_ink("ink" if ink else "ink2")
    label.setContentsMargins(look().px(14 if ink else 34), 0, 0, 0)
    return label
