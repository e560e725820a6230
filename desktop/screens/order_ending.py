"""Ending an order, closed, lost or cancelled, and taking an ended one up again."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models import trials
from desktop.models.order_page import OrderPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from sync.domain.changes import Changes
from sync.domain.commands import CloseOrder, Command, ReopenOrder
from sync.domain.orders import OrderState
from sync.domain.refusals import Refusal

_REASON = "…"


class EndingCard(Card):
    """What ends the order, or takes it up again; each asks for its reason in place."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk, self.wording = around.desk, around.wording
        self._order_id = ""
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self._band.hide()
        self._ask = AskLine(parent=self)
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        texts = {
            OrderState.CLOSED: self.tr("Close the order"),
            OrderState.LOST: self.tr("The order was lost…"),
            OrderState.CANCELLED: self.tr("The order was cancelled…"),
            OrderState.OPEN: self.tr("Take the order up again…"),
        }
        self.buttons = {state: self._button(state, text) for state, text in texts.items()}
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._band)
        self.body.addLayout(row)
        self.body.addWidget(self._ask)

    def show_order(self, picture: OrderPicture) -> None:
        """Show what may be done with the order as it stands."""
        self._order_id = picture.facts.order.id
        is_open = picture.facts.order.state is OrderState.OPEN
        for state, button in self.buttons.items():
            button.setVisible(is_open is not (state is OrderState.OPEN))
        for state in (OrderState.CLOSED, OrderState.LOST) if is_open else (OrderState.OPEN,):
            self._try(state)

    def end(self, state: OrderState, reason: str) -> None:
        """End the order so, or take it up again when `state` is open."""
        self._band.hide()
        self._ask.close_line()
        self.desk.do(
            _action(state),
            self._command(state, reason),
            owner=self,
            done=self._done,
            refused=self._refuse,
        )

    def _button(self, state: OrderState, text: str) -> Button:
        button = Button(text, kind="quiet", small=True, parent=self)
        button.setObjectName(state.value)
        button.clicked.connect(self._pressed)
        return button

    def _pressed(self) -> None:
        state = OrderState(self.sender().objectName())
        if state is OrderState.CLOSED:
            self.end(state, "")
            return

        def end(reason: str) -> None:
            self.end(state, reason)

        self._ask.ask(self.tr("Why"), button=self.buttons[state].text().rstrip("…"), then=end)

    def _try(self, state: OrderState) -> None:
        """Lock a button with the reason; who may lose an order may cancel it too."""
        same = {OrderState.LOST: (OrderState.LOST, OrderState.CANCELLED)}.get(state, (state,))

        def lock(refusal: Refusal | None) -> None:
            reason = self.wording.refusal(refusal) if refusal else ""
            for each in same:
                self.buttons[each].lock(reason)

        command = self._command(state, _REASON)
        trials.ask(self.desk, _action(state), command, owner=self, done=lock)

    def _command(self, state: OrderState, reason: str) -> Command:
        if state is OrderState.OPEN:
            return ReopenOrder(id=self._order_id, reason=reason)
        return CloseOrder(id=self._order_id, state=state.value, reason=reason)

    def _done(self, _changes: Changes) -> None:
        self._ask.close_line()

    def _refuse(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Nothing was changed"), text=self.wording.refusal(refusal))
        self._band.show()


def _action(state: OrderState) -> str:
    return "order.reopen" if state is OrderState.OPEN else "order.close"
