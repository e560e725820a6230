"""Handing one's desk over: choose days and a deputy, tick what goes, answer what comes."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.handovers import Handing, HandoverModel
from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_rights import people
from desktop.screens.day_examples import day_example
from desktop.screens.handover_packet import AskedLine, PacketCard
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from desktop.widgets.ticks import TickRow
from desktop.widgets.top_bar import Place
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.handing_commands import (
    AnswerItemOffer,
    EndHandover,
    HandedItem,
    OfferHandover,
)
from sync.domain.handovers import HandoverItem, HandoverKind
from sync.domain.refusals import Refusal, Refused

AREA = "handovers"


class HandoversPage(Page):
    """What asks for an answer first, then the packets, then the form for a new one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._around = around
        self.model = HandoverModel(self.desk, self.wording, parent=self)
        self.model.loaded.connect(self._show)
        self.asked: dict[str, AskedLine] = {}
        self._refused_id = ""
        self.packets: dict[str, PacketCard] = {}
        self.ticks: dict[tuple[str, str], TickRow] = {}
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self._waiting = Card(self.tr("Offered to you"), parent=self)
        self._lines = QVBoxLayout()
        self.ask = AskLine(parent=self._waiting)
        self._waiting.body.addLayout(self._lines)
        self._waiting.body.addWidget(self.ask)
        self._packets = QVBoxLayout()
        self._packets.setSpacing(look().px(13))
        self._lay_out()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Handovers"))]

    @override
    def show_at(self, where: Where) -> None:
        self.model.reload()

    def _lay_out(self) -> None:
        column = ScrollColumn(name=self.tr("Handovers"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addWidget(self.band)
        column.body.addWidget(self._waiting)
        column.body.addLayout(self._packets)
        column.body.addWidget(self._new_card())
        column.body.addStretch(1)

    def _new_card(self) -> Card:
        card = Card(self.tr("Hand your desk over"), parent=self)
        self.kind = ChoiceField(parent=card)
        self.kind.set_choices(
            [(each.value, self.wording.words(f"value_kind_{each.value}")) for each in HandoverKind]
        )
        self.first = TextField(placeholder=day_example(after=1), parent=card)
        self.last = TextField(placeholder=day_example(after=7), parent=card)
        self.to = ChoiceField(parent=card)
        self._first = FormField(self.wording.label("from_on"), self.first, required=True)
        self._last = FormField(self.wording.label("to_on"), self.last)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        for field in (
            FormField(self.wording.label("kind"), self.kind),
            self._first,
            self._last,
            FormField(self.wording.label("to_id"), self.to),
        ):
            row.addWidget(field, 1)
        card.body.addLayout(row)
        self._none = Label(self.tr("Nothing is in your hands now."), ink="ink2", parent=card)
        card.body.addWidget(self._none)
        self._own = QVBoxLayout()
        card.body.addLayout(self._own)
        self.offer = Button(self.tr("Offer what is ticked"), kind="primary", parent=card)
        self.offer.clicked.connect(self._send)
        card.body.addWidget(self.offer)
        return card

    # What it shows

    def _show(self, handing: Handing) -> None:
        self._show_waiting(handing)
        _clear(self._packets)
        self.packets = {}
        for packet in handing.packets:
            card = PacketCard(packet, handing, self._around, parent=self)
            card.ended.connect(self._end)
            self._packets.addWidget(card)
            self.packets[packet.handover.id] = card
        self._show_own(handing)
        me = self.desk.seat.user.id
        everybody = [each for each in people(self.desk, self.wording.language) if each[0] != me]
        self.to.set_choices(everybody, current=self.to.current_key)

    def _show_waiting(self, handing: Handing) -> None:
        _clear(self._lines)
        self.asked = {}
        self._waiting.setVisible(bool(handing.waiting))
        for item in handing.waiting:
            line = AskedLine(item, handing, self._around, parent=self)
            line.answered.connect(self._answer)
            self._lines.addWidget(line)
            self.asked[item.id] = line

    def _show_own(self, handing: Handing) -> None:
        """Show what the person has in hand; what was ticked or not stays so."""
        before = {key: tick.isChecked() for key, tick in self.ticks.items()}
        given = {
            (item.entity, item.row_id)
            for packet in handing.packets
            for item in packet.items
            if not item.is_over(handing.today)
        }
        _clear(self._own)
        self.ticks = {}
        for piece in handing.own:
            key = (piece.entity, piece.row_id)
            if key not in given:
                due = "" if piece.due_on is None else self.wording.day(piece.due_on)
                tick = TickRow(piece.name, ticked=before.get(key, True), note=due, parent=self)
                self._own.addWidget(tick)
                self.ticks[key] = tick
        self._none.setVisible(not self.ticks)
        self.offer.lock("" if self.ticks else self.tr("Nothing is in your hands now."))

    # What is done here

    def _send(self) -> None:
        days = self._day(self._first, self.first), self._day(self._last, self.last)
        if self._first.error or self._last.error:
            return
        first, last = days
        if first is None:
            self._first.show_error(self.tr("From which day on?"))
            return
        chosen = [key for key, tick in self.ticks.items() if tick.isChecked()]
        if not chosen:
            self._refuse_words(self.tr("Tick what you hand over."))
            return
        command = OfferHandover(
            to_id=self.to.current_key,
            kind=self.kind.current_key,
            from_on=first,
            to_on=last,
            items=tuple(HandedItem(entity=entity, row_id=row_id) for entity, row_id in chosen),
        )
        self._do("handover.offer", command)

    def _day(self, field: FormField, control: TextField) -> date | None:
        field.show_error("")
        spec = field_spec("handovers", "from_on")
        try:
            text = control.text().strip()
            value = parsed(spec, text, today=self.desk.today()) if text else None
        except Refused as refused:
            field.show_error(self.wording.refusal(refused.refusal))
            return None
        return date.fromisoformat(str(value)) if value else None

    def _answer(self, answered: tuple[HandoverItem, str]) -> None:
        item, answer = answered
        if answer == "accept":
            self._do("handover.accept", AnswerItemOffer(id=item.id))
            return
        self._refused_id = item.id
        self.ask.ask(
            self.tr("Why can you not take it?"), button=self.tr("Refuse"), then=self._send_reason
        )

    def _send_reason(self, reason: str) -> None:
        self.ask.close_line()
        self._do("handover.refuse", AnswerItemOffer(id=self._refused_id, reason=reason))

    def _end(self, handover_id: str) -> None:
        self._do("handover.end", EndHandover(id=handover_id))

    def _do(self, action: str, command: Command) -> None:
        self.band.hide()
        self.desk.do(action, command, owner=self, done=self._tell, refused=self._refuse)

    def _tell(self, _changes: Changes) -> None:
        self.said.emit(Notice(self.tr("Done; the others hear of it at the next sync")))

    def _refuse(self, refusal: Refusal) -> None:
        self._refuse_words(self.wording.refusal(refusal))

    def _refuse_words(self, text: str) -> None:
        self.band.show_words(self.tr("Nothing was changed"), text=text)
        self.band.show()


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
