"""The right of the approvals: one request, its packet, why this person, and the decision."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.approvals import Fate, Hit, RequestView, SeatView
from desktop.screens.approval_words import (
    Told,
    effect_rows,
    fate_mark,
    hit_words,
    packet_facts,
    seat_words,
)
from desktop.theme import look
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Facts, Panel, ScrollColumn
from desktop.widgets.chips import FactChip
from desktop.widgets.fields import TextField
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from sync.domain.approvals import Choice
from sync.domain.refusals import Refusal


class ApprovalSheet(QWidget):
    """One request. `decided` carries a choice and a note; the others say what is wanted."""

    decided = Signal(object, object)
    reminded = Signal()
    withdrawn = Signal()
    order_wanted = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.view: RequestView | None = None
        self._inside: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.column = ScrollColumn(name=self.tr("Request"), margin=22, spacing=10, parent=self)
        column.addWidget(self.column, 1)
        column.addWidget(self._foot())

    def show_request(self, view: RequestView, *, is_offline: bool) -> None:
        """Show a request; a note that is half typed for it stays."""
        if self.view is None or self.view.approval.id != view.approval.id:
            self.note.clear()
            self._error.hide()
        self.view = view
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self._body(view, is_offline=is_offline)
        self.column.body.addWidget(self._inside)
        self._show_buttons(view, is_offline=is_offline)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why nothing was done."""
        self._error.show_words(self.tr("Nothing was decided"), text=self._wording.refusal(refusal))
        self._error.show()

    def approve(self) -> None:
        """Tell a yes, where the person may."""
        if self.yes.isEnabled():
            self.decided.emit(Choice.APPROVE.value, self.note.text().strip())

    def refuse(self) -> None:
        """Tell a no; it needs a sentence."""
        said = self.note.text().strip()
        if not self.no.isEnabled():
            return
        if not said:
            self._error.show_words(
                self.tr("A refusal needs a sentence"), text=self.tr("Write it below, then refuse.")
            )
            self._error.show()
            self.note.setFocus()
            return
        self.decided.emit(Choice.REFUSE.value, said)

    # How it is laid out

    def _body(self, view: RequestView, *, is_offline: bool) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(10))
        column.addLayout(self._head(view, inside))
        if is_offline:
            column.addWidget(
                Band(
                    "provisional",
                    title=self.tr("You are offline: a decision counts as provisional"),
                    text=self.tr(
                        "Head office judges it again: the facts, your right, who was first."
                    ),
                    below=True,
                    parent=inside,
                )
            )
        for card in self._cards(view, inside):
            column.addWidget(card)
        column.addStretch(1)
        return inside

    def _head(self, view: RequestView, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(10))
        row.addWidget(ElidedLabel(view.approval.title, style="title", parent=inside), 1)
        as_of = str(view.packet.get("as_of", ""))
        if as_of:
            text = self.tr("Material as of {moment}").format(moment=as_of[:16].replace("T", " "))
            row.addWidget(FactChip(text, icon="laptop", parent=inside))
        order = Button(view.order_no or self.tr("The order"), icon="external-link", parent=inside)
        order.clicked.connect(self._tell_order)
        row.addWidget(order)
        return row

    def _cards(self, view: RequestView, inside: QWidget) -> list[QWidget]:
        why = Card(self.tr("Why"), note=self._asked(view), parent=inside)
        text = view.approval.note or self.tr("No reason was written.")
        why.body.addWidget(Label(text, wrap=True, parent=why))
        effects = (
            (self.tr("If approved"), view.approval.if_approved),
            (self.tr("If refused"), view.approval.if_refused),
        )
        told = [(label, said) for label, said in effects if said]
        if told:
            why.body.addWidget(Facts(told, parent=why))
        facts = packet_facts(view, self._wording)
        packet = Card(self.tr("The order then"), parent=inside)
        packet.body.addWidget(Facts(facts, parent=packet))
        packet.setVisible(bool(facts))
        rows = effect_rows(view.effects, self._wording)
        change = Card(self.tr("What the change would do"), parent=inside)
        change.body.addWidget(Facts(rows, parent=change))
        change.setVisible(bool(rows))
        return [why, change, packet, self._who(view, inside), self._fates(view.fates, inside)]

    def _asked(self, view: RequestView) -> str:
        moment = self._wording.moment(view.approval.requested_at)
        return f"{view.asker} · {moment}"

    def _who(self, view: RequestView, inside: QWidget) -> QWidget:
        note = self.tr("table version {version}").format(version=view.approval.table_version)
        card = Card(self.tr("Why these approvers"), note=note, parent=inside)
        rows: Told = []
        hits: tuple[Hit, ...] = view.hits
        rows += [
            (hit_words(hit, self._wording), self.tr("level {n}").format(n=hit.level))
            for hit in hits
        ]
        seats: tuple[SeatView, ...] = view.seats
        rows += [seat_words(seat, self._wording) for seat in seats]
        if view.forwarded:
            rows.append((self.tr("Handed on to"), view.forwarded))
        if view.approval.reminders:
            rows.append((self.tr("Reminders"), str(view.approval.reminders)))
        card.body.addWidget(Facts(rows, parent=card))
        if view.is_open and view.no is not None:
            card.body.addWidget(Reason(self._wording.refusal(view.no), parent=card))
        return card

    def _fates(self, fates: tuple[Fate, ...], inside: QWidget) -> QWidget:
        card = Card(self.tr("Decisions"), parent=inside)
        for fate in fates:
            mark = fate_mark(fate, self._wording)
            card.body.addWidget(StateLabel(mark, style="body", parent=card))
            if fate.note:
                card.body.addWidget(
                    Label(fate.note, style="small", ink="ink2", wrap=True, parent=card)
                )
        card.setVisible(bool(fates))
        return card

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="t", parent=self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(here.px(22), here.px(9), here.px(22), here.px(9))
        self._error = Band("error", title=self.tr("Nothing was decided"), below=True, parent=foot)
        self._error.hide()
        column.addWidget(self._error)
        row = QHBoxLayout()
        row.setSpacing(here.px(10))
        hint = self.tr("To whoever asked (needed to refuse)")
        self.note = TextField(placeholder=hint, name=hint, parent=foot)
        self.remind = Button(self.tr("Remind"), icon="bell-ring", parent=foot)
        self.withdraw = Button(self.tr("Take back"), icon="undo-2", parent=foot)
        self.no = Button(self.tr("Refuse"), kind="danger", parent=foot)
        self.yes = Button(self.tr("Approve"), kind="primary", key="Ctrl+Enter", parent=foot)
        self.remind.clicked.connect(self.reminded)
        self.withdraw.clicked.connect(self.withdrawn)
        self.no.clicked.connect(self.refuse)
        self.yes.clicked.connect(self.approve)
        row.addWidget(self.note, 1)
        for button in (self.remind, self.withdraw, self.no, self.yes):
            row.addWidget(button)
        column.addLayout(row)
        return foot

    def _show_buttons(self, view: RequestView, *, is_offline: bool) -> None:
        yes = self.tr("Approve (provisional)") if is_offline else self.tr("Approve")
        self.yes.set_text(yes)
        sides = (
            (self.remind, view.no_reminder, view.is_own),
            (self.withdraw, view.no_withdrawal, view.is_own),
            (self.no, view.no, not view.is_own),
            (self.yes, view.no, not view.is_own),
        )
        for button, refusal, is_shown in sides:
            button.setVisible(is_shown and view.is_open)
            button.lock("" if refusal is None else self._wording.refusal(refusal))
        if view.is_provisional:
            waiting = self.tr("Decided here; head office has still to judge it.")
            self.no.lock(waiting)
            self.yes.lock(waiting)
        self.note.setVisible(view.is_open and not view.is_own)

    def _tell_order(self) -> None:
        if self.view is not None:
            self.order_wanted.emit(self.view.approval.order_id)
