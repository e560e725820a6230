"""An exception's room: what is known, what to do first, options, decision, actions, 5-Why."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.exceptions import RoomModel
from desktop.screens.exception_disputes import DisputeCard
from desktop.screens.exception_head import RoomHead
from desktop.screens.exception_parts import ActionsCard, EntriesCard, PlaybookCard
from desktop.screens.exception_rail import RoomRail
from desktop.screens.exception_whys import WhyCard
from desktop.screens.page import Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.cards import ScrollColumn
from desktop.widgets.top_bar import Place
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.refusals import Refusal

RAIL_WIDTH = 300


class ExceptionRoomPage(Page):
    """What a card wants done comes as (action, command); a refusal is said at the top."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = RoomModel(self.desk, parent=self)
        self.head = RoomHead(around, parent=self)
        self.band = Band("error", title="", below=True, closable=True, parent=self)
        self.band.hide()
        self.playbook = PlaybookCard(around, parent=self)
        self.entries = EntriesCard(around, parent=self)
        self.actions_card = ActionsCard(around, parent=self)
        self.whys = WhyCard(around, parent=self)
        self.disputes = DisputeCard(around, parent=self)
        self.rail = RoomRail(around, parent=self)
        self._cards = (
            self.playbook,
            self.entries,
            self.actions_card,
            self.whys,
            self.disputes,
        )
        self._whole = QStackedWidget(self)
        self._lay_out()
        self.model.loaded.connect(self._show)
        self.band.closed.connect(self.band.hide)
        for part in (self.head, self.rail, *self._cards):
            part.wanted.connect(self._do)
        for part in (self.head, self.rail):
            part.go.connect(self.go)

    @override
    def places(self) -> list[Place]:
        room = self.model.room
        title = "…" if room is None else room.exception.title
        return [Place("exceptions", self.tr("Exceptions")), Place("room", title)]

    @override
    def show_at(self, where: Where) -> None:
        self.band.hide()
        if where.id != self.model.exception_id:
            self._whole.setCurrentIndex(0)
        self.model.show_room(where.id)

    def _lay_out(self) -> None:
        here = look()
        column = ScrollColumn(name=self.tr("Exception"), margin=18, parent=self)
        column.body.addWidget(self.band)
        for card in self._cards:
            column.body.addWidget(card)
        column.body.addStretch(1)
        self.rail.setFixedWidth(here.px(RAIL_WIDTH))
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(column, 1)
        lower.addWidget(self.rail)
        room = QWidget(self)
        rows = QVBoxLayout(room)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addLayout(lower, 1)
        self._whole.addWidget(Skeleton(name=self.tr("Reading"), rows=10, parent=self))
        self._whole.addWidget(room)
        self._whole.addWidget(
            EmptyState(
                "triangle-alert",
                title=self.tr("This exception is not on this computer"),
                text=self.tr("It was never reported, or your roles do not see its order."),
                parent=self,
            )
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _show(self) -> None:
        room = self.model.room
        self._whole.setCurrentIndex(2 if room is None else 1)
        if room is not None:
            for part in (self.head, self.rail, *self._cards):
                part.show_room(room)
        self.places_changed.emit()

    def _do(self, wanted: tuple[str, Command]) -> None:
        action, command = wanted
        self.band.hide()
        self.desk.do(action, command, owner=self, done=_quiet, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self.band.show_words(self.tr("Nothing was changed"), text=self.wording.refusal(refusal))
        self.band.show()


def _quiet(_changes: Changes) -> None:
    """Say nothing: the cards show it."""
