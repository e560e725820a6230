"""Handing the ball over: what is delivered and when it counts; and answering what was handed."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.order_fields import field_spec, parsed
from desktop.models.order_page import OrderPicture
from desktop.models.order_rights import people
from desktop.screens.day_examples import day_example
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Facts
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.forms import FormField
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.handing_commands import AcceptHandoff, HandOff, ReturnHandoff
from sync.domain.handoffs import Handoff
from sync.domain.refusals import Refusal, Refused

_FACTS_WIDTH = 620


class HandoffCard(Card):
    """A form to hand over; or a handoff that waits for this person, or was sent by them."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self._picture: OrderPicture | None = None
        self._handoff: Handoff | None = None
        self._is_offering = False
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self._band.hide()
        self.facts = Facts(parent=self)
        self.facts.setMaximumWidth(look().px(_FACTS_WIDTH))
        self.body.addWidget(self._band)
        self.body.addWidget(self.facts)
        self._offer = self._offer_form()
        self._answer = self._answer_form()
        self.hide()

    def _offer_form(self) -> QWidget:
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        self.to = ChoiceField(parent=form)
        self.delivers = TextField(parent=form)
        self.criteria = TextField(parent=form)
        self._delivers = FormField(self._wording.label("delivers"), self.delivers, required=True)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(FormField(self._wording.label("to_id"), self.to), 1)
        row.addWidget(self._delivers, 2)
        row.addWidget(FormField(self._wording.label("criteria"), self.criteria), 2)
        column.addLayout(row)
        self.hand_over = Button(self.tr("Hand over"), kind="primary", parent=form)
        leave = Button(self.tr("Cancel"), kind="quiet", parent=form)
        self.hand_over.clicked.connect(self._send)
        leave.clicked.connect(self._leave)
        column.addLayout(_row(self.hand_over, leave))
        self.body.addWidget(form)
        return form

    def _answer_form(self) -> QWidget:
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        self.promise = TextField(placeholder=day_example(), parent=form)
        self.reason = TextField(parent=form)
        self._promise = FormField(self._wording.label("promised_on"), self.promise)
        self._reason = FormField(self._wording.label("reason"), self.reason)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(self._promise, 1)
        row.addWidget(self._reason, 3)
        column.addLayout(row)
        self.accept = Button(self.tr("Accept"), kind="primary", icon="check", parent=form)
        self.give_back = Button(self.tr("Return with the reason"), icon="undo-2", parent=form)
        self.withdraw = Button(self.tr("Take it back"), icon="undo-2", parent=form)
        self.accept.clicked.connect(self._accept)
        self.give_back.clicked.connect(self._return)
        self.withdraw.clicked.connect(self._withdraw)
        column.addLayout(_row(self.accept, self.give_back, self.withdraw))
        self.body.addWidget(form)
        return form

    def show_order(self, picture: OrderPicture) -> None:
        """Show what waits for an answer of this person, or of somebody they handed it to."""
        if self._picture is None or picture.facts.order.id != self._picture.facts.order.id:
            self._is_offering = False
        self._picture = picture
        ball = picture.ball
        waits = ball is not None and ball.is_offered
        self._handoff = ball.handoff if ball is not None and waits else None
        if self._is_offering:
            return
        me = self._desk.seat.user.id
        mine = self._handoff is not None and me in (self._handoff.to_id, self._handoff.from_id)
        self.setVisible(mine)
        if mine and self._handoff is not None and ball is not None:
            self._show_answer(picture, self._handoff, is_mine=self._handoff.to_id == me)

    def begin(self, picture: OrderPicture) -> None:
        """Open the form in which the ball is handed over."""
        ball = picture.ball
        if ball is None:
            return
        self._picture, self._is_offering = picture, True
        self._band.hide()
        self.facts.hide()
        self._answer.hide()
        self._offer.show()
        node = self._wording.node(picture.process, ball.node)
        self.set_title(self.tr("Hand over: {node}").format(node=node))
        self.to.set_choices(
            [
                each
                for each in people(self._desk, self._wording.language)
                if each[0] != ball.holder_id
            ]
        )
        self.show()
        self.to.setFocus()

    def _show_answer(self, picture: OrderPicture, handoff: Handoff, *, is_mine: bool) -> None:
        wording = self._wording
        node = wording.node(picture.process, handoff.node)
        title = self.tr("Handed to you: {node}") if is_mine else self.tr("Handed over: {node}")
        self.set_title(title.format(node=node))
        who = handoff.from_id if is_mine else handoff.to_id
        self.facts.set_rows(
            [
                (wording.label("from_id" if is_mine else "to_id"), picture.names.get(who, "–")),
                (wording.label("delivers"), handoff.delivers),
                (wording.label("criteria"), handoff.criteria or "–"),
                (wording.label("handed_at"), wording.moment(handoff.handed_at)),
            ]
        )
        self._offer.hide()
        self.facts.show()
        self._answer.show()
        self._promise.setVisible(is_mine)
        self.accept.setVisible(is_mine)
        self.give_back.setVisible(is_mine)
        self.withdraw.setVisible(not is_mine)

    def _send(self) -> None:
        picture = self._picture
        if picture is None or picture.ball is None:
            return
        ball = picture.ball
        command = HandOff(
            order_id=picture.facts.order.id,
            node=ball.node,
            subject_id=ball.subject_id,
            to_id=self.to.current_key,
            delivers=self.delivers.text().strip(),
            criteria=self.criteria.text().strip(),
        )
        self._do("handoff.offer", command)

    def _accept(self) -> None:
        if self._handoff is None:
            return
        self._promise.show_error("")
        spec = field_spec("handoffs", "promised_on")
        try:
            day = parsed(spec, self.promise.text(), today=self._desk.today())
        except Refused as refused:
            self._promise.show_error(self._wording.refusal(refused.refusal))
            return
        promised = date.fromisoformat(str(day)) if day else None
        self._do("handoff.accept", AcceptHandoff(id=self._handoff.id, promised_on=promised))

    def _return(self) -> None:
        self._answer_with("handoff.return")

    def _withdraw(self) -> None:
        self._answer_with("handoff.withdraw")

    def _answer_with(self, action: str) -> None:
        if self._handoff is not None:
            self._do(action, ReturnHandoff(id=self._handoff.id, reason=self.reason.text().strip()))

    def _do(self, action: str, command: Command) -> None:
        self._band.hide()
        self._reason.show_error("")
        self._delivers.show_error("")
        self._desk.do(action, command, owner=self, done=self._done, refused=self._refuse)

    def _done(self, _changes: Changes) -> None:
        self._leave()

    def _leave(self) -> None:
        self._is_offering = False
        for field in (self.delivers, self.criteria, self.promise, self.reason):
            field.clear()
        if self._picture is not None:
            self.show_order(self._picture)

    def _refuse(self, refusal: Refusal) -> None:
        said = self._wording.refusal(refusal)
        if refusal.code == "reason_missing":
            self._reason.show_error(said)
        elif refusal.facts.get("field") == "delivers":
            self._delivers.show_error(said)
        else:
            self._band.show_words(self.tr("Nothing was changed"), text=said)
            self._band.show()


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look().px(8))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
