"""The disputes of an exception's room: both positions, the mediator, the decision."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.exceptions import Room
from desktop.models.order_rights import people
from desktop.screens.exception_parts import RoomCard
from desktop.screens.exception_words import capital
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label, StateLabel
from sync.domain.commands import Add
from sync.domain.dates import add_working_days
from sync.domain.disputes import UNDECIDED, Dispute, DisputeState
from sync.domain.people import Role
from sync.domain.trouble_commands import DisputeStep, MediateDispute

MEDIATION_DAYS = 5


class DisputeCard(RoomCard):
    """Disputes that belong to the exception: both positions, the mediator, the decision."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", around, parent)
        self.set_title(self.tr("Disputes between people"))
        self.ask = AskLine(parent=self)
        self.button = Button(self.tr("Open a dispute"), kind="quiet", small=True, parent=self)
        self.button.clicked.connect(self._ask_person)
        self.body.addWidget(self.ask)
        self.body.addWidget(self.button)

    def show_room(self, room: Room) -> None:
        """Show the disputes."""
        self.room = room
        self.clear()
        self.setVisible(bool(room.exception.order_id))
        for dispute in room.disputes:
            self._add(dispute)

    def _add(self, dispute: Dispute) -> None:
        wording = self.wording
        state = capital(wording.words(f"state_{dispute.state.value}"))
        is_done = dispute.state in (DisputeState.SETTLED, DisputeState.DECIDED)
        mediator = self.name_of(dispute.mediator_id) if dispute.mediator_id else self.tr("nobody")
        told = self.tr("Mediates: {name}").format(name=mediator)
        until = f" · {wording.day(dispute.limit_on)}" if dispute.limit_on else ""
        self.add_line(
            StateLabel(Mark(state, "tick" if is_done else "ring", "active"), parent=self),
            Label(dispute.title, style="strong", wrap=True, parent=self),
            Label(f"{told}{until}", style="small", ink="ink2", parent=self),
        )
        for person, said in (
            (dispute.party_id, dispute.position),
            (dispute.other_id, dispute.other_position),
        ):
            words = said or self.tr("has not said anything yet")
            self.lines.addWidget(Label(f"{self.name_of(person)}: {words}", wrap=True, parent=self))
        for heading, said in (
            (wording.label("decision"), dispute.decision),
            (wording.label("appeal"), dispute.appeal),
        ):
            if said:
                self.lines.addWidget(Label(f"{heading}: {said}", style="strong", wrap=True))
        self._add_steps(dispute)

    def _add_steps(self, dispute: Dispute) -> None:
        me, row = self.desk.seat.user.id, QHBoxLayout()
        is_party = me in (dispute.party_id, dispute.other_id)
        is_undecided = dispute.state in UNDECIDED
        steps = (
            ("say", self.tr("State my position"), is_party and is_undecided),
            ("decide", self.tr("Decide"), me == dispute.mediator_id and is_undecided),
            ("appeal", self.tr("Appeal"), is_party and dispute.state is DisputeState.DECIDED),
            ("settle", self.tr("Settled between us"), is_party and is_undecided),
        )
        for key, text, is_offered in steps:
            if is_offered:
                row.addWidget(self._step(dispute, key, text))
        if is_undecided and self.desk.seat.actor("").holds(Role.GM, Role.MGR, Role.SSR):
            button = Button(self.tr("Name a mediator"), kind="quiet", small=True, parent=self)
            button.clicked.connect(lambda: self._ask_mediator(dispute))
            row.addWidget(button)
        row.addStretch(1)
        holder = QWidget(self)
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.lines.addWidget(holder)

    def _step(self, dispute: Dispute, key: str, text: str) -> Button:
        button = Button(text, kind="quiet", small=True, parent=self)

        def then(said: str) -> None:
            self.ask.close_line()
            self.wanted.emit((f"dispute.{key}", DisputeStep(id=dispute.id, text=said)))

        button.clicked.connect(lambda: self.ask.ask(text, button=text, then=then))
        return button

    def _ask_mediator(self, dispute: Dispute) -> None:
        parties = (dispute.party_id, dispute.other_id)
        able = [p for p in people(self.desk, self.wording.language) if p[0] not in parties]
        calendar = self.desk.seat.rules.calendars.company
        limit = add_working_days(self.desk.today(), MEDIATION_DAYS, calendar)

        def then(person: str) -> None:
            self.ask.close_line()
            command = MediateDispute(id=dispute.id, mediator_id=person, limit_on=limit)
            self.wanted.emit(("dispute.mediate", command))

        question = self.tr("Who mediates, until {day}?").format(day=self.wording.day(limit))
        self.ask.ask(question, button=self.tr("Name a mediator"), choices=able, then=then)

    def _ask_person(self) -> None:
        me = self.desk.seat.user.id
        choices = [each for each in people(self.desk, self.wording.language) if each[0] != me]
        self.ask.ask(
            self.tr("With whom?"), button=self.tr("Go on"), choices=choices, then=self._ask_position
        )

    def _ask_position(self, other: str) -> None:
        self.ask.ask(
            self.tr("What is your position?"),
            button=self.tr("Open a dispute"),
            then=lambda said: self._open(other, said),
        )

    def _open(self, other: str, position: str) -> None:
        self.ask.close_line()
        if self.room is not None:
            exception = self.room.exception
            command = Add(
                set={
                    "order_id": exception.order_id,
                    "exception_id": exception.id,
                    "title": exception.title,
                    "other_id": other,
                    "position": position,
                }
            )
            self.wanted.emit(("dispute.open", command))
