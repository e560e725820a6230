"""A packet of a handover: whose desk, which days, how its items stand; and one item to answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.handovers import Handing
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from sync.domain.handovers import HandoverItem, ItemState, Packet

_SHOWN = 8


def item_mark(item: HandoverItem, around: Surroundings) -> Mark:
    """Return how an item of a packet stands."""
    word = around.wording.words(f"state_handover_{item.state.value}")
    if item.state is ItemState.OFFERED:
        return Mark(word, "dashed_ring", "provisional")
    if item.state is ItemState.ACCEPTED:
        return Mark(word, "tick", "neutral")
    if item.state is ItemState.REFUSED:
        return Mark(word, "octagon", "urgent")
    return Mark(word, "dash", "neutral")


class PacketCard(Card):
    """One packet with its counts; `ended` carries its id."""

    ended = Signal(object)

    def __init__(
        self,
        packet: Packet,
        handing: Handing,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(" ", parent=parent)
        self.packet = packet
        self._around, self._handing = around, handing
        self._end = Button(self.tr("End it now"), kind="quiet", small=True, parent=self)
        self._end.clicked.connect(self._tell)
        me = around.desk.seat.user.id
        self._end.setVisible(packet.handover.from_id == me)
        self.head.add(self._end)
        self.set_title(self._title(), note=self._counts())
        self._show_fallen()
        for item in packet.items[:_SHOWN]:
            self.body.addLayout(self._line(item))
        rest = len(packet.items) - _SHOWN
        if rest > 0:
            self.body.addWidget(Label(self.tr("and %n more", "", rest), style="small", ink="ink2"))

    def _title(self) -> str:
        wording, handover = self._around.wording, self.packet.handover
        name = self._around.desk.name_of(handover.from_id, wording.language)
        kind = wording.words(f"value_kind_{handover.kind.value}")
        first, last = wording.day(handover.from_on), handover.to_on
        days = first if last is None else f"{first} – {wording.day(last)}"
        return f"{name} · {kind} · {days}"

    def _counts(self) -> str:
        text = self.tr("accepted {accepted} · refused {refused} · waiting {waiting}")
        return text.format(
            accepted=self.packet.count(ItemState.ACCEPTED),
            refused=self.packet.count(ItemState.REFUSED),
            waiting=self.packet.count(ItemState.OFFERED),
        )

    def _show_fallen(self) -> None:
        count = self.packet.fallen_back(self._handing.today)
        if count:
            title = self.tr("%n item(s) nobody accepted in time", "", count)
            name = self._around.desk.name_of(
                self.packet.handover.from_id, self._around.wording.language
            )
            text = self.tr("They stay with {name} until somebody accepts them.").format(name=name)
            self.body.addWidget(Band("warning", title=title, text=text, below=True, parent=self))

    def _line(self, item: HandoverItem) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(10))
        name = self._handing.names.get((item.entity, item.row_id), "–")
        to = self._around.desk.name_of(item.to_id, self._around.wording.language)
        row.addWidget(ElidedLabel(f"{name} → {to}", parent=self), 1)
        if item.reason:
            row.addWidget(ElidedLabel(item.reason, style="small", ink="ink2", parent=self), 1)
        row.addWidget(StateLabel(item_mark(item, self._around), parent=self))
        return row

    def _tell(self) -> None:
        self.ended.emit(self.packet.handover.id)


class AskedLine(QWidget):
    """One item that waits for this person: `answered` carries the item and "accept" or "refuse"."""

    answered = Signal(object)

    def __init__(
        self,
        item: HandoverItem,
        handing: Handing,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.item = item
        wording = around.wording
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(10))
        name = handing.names.get((item.entity, item.row_id), "–")
        away = around.desk.name_of(item.from_id, wording.language)
        last = "" if item.to_on is None else f" – {wording.day(item.to_on)}"
        said = self.tr("for {name}, {days}").format(
            name=away, days=f"{wording.day(item.from_on)}{last}"
        )
        row.addWidget(ElidedLabel(name, style="strong", parent=self), 2)
        row.addWidget(ElidedLabel(said, style="small", ink="ink2", parent=self), 2)
        self.accept = Button(self.tr("Accept"), kind="primary", small=True, parent=self)
        self.refuse = Button(self.tr("Refuse"), kind="quiet", small=True, parent=self)
        self.accept.clicked.connect(self._accept)
        self.refuse.clicked.connect(self._refuse)
        row.addWidget(self.accept)
        row.addWidget(self.refuse)

    def _accept(self) -> None:
        self.answered.emit((self.item, "accept"))

    def _refuse(self) -> None:
        self.answered.emit((self.item, "refuse"))
