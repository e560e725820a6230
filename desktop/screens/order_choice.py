"""The foot of the orders list: what the chosen orders come to, and what can be done with them."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.models.orders import OrderList
from desktop.screens.page import Notice, Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.fields import TextField
from desktop.widgets.labels import ElidedLabel, Label
from sync.domain.ids import Id
from sync.domain.refusals import Refusal

_SUMS_SHOWN = 2


class OrderChoice(Panel):
    """Sums at the left, actions beside them; the whole list's sums at the right."""

    said = Signal(object)  # a Notice

    def __init__(
        self, orders: OrderList, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(ground="surface", edges="t", parent=parent)
        self._list = orders
        self._desk = around.desk
        self._wording = around.wording
        self._ids: list[Id] = []
        self._done = ""
        self._trouble = Band("warning", title=self.tr("Not done"), closable=True, parent=self)
        self._trouble.closed.connect(self._trouble.hide)
        self._trouble.hide()
        self._chosen = Label(style="strong", parent=self)
        self._words = TextField(
            placeholder=self.tr("Say it to everybody on these orders, Enter sends"), parent=self
        )
        self._words.setMinimumWidth(look().px(220))
        self._words.returnPressed.connect(self._send)
        self._words.hide()
        self._nudge = Button(self.tr("Nudge holder"), icon="send", key="N", parent=self)
        self._hand_over = Button(self.tr("Hand over"), icon="hand-helping", key="H", parent=self)
        self._comment = Button(self.tr("Comment"), icon="message-square-plus", key="C", parent=self)
        self._total = ElidedLabel(style="small", ink="ink2", parent=self)
        self._lay_out()
        self._nudge.clicked.connect(self.nudge)
        self._hand_over.clicked.connect(self.offer_people)
        self._comment.clicked.connect(self.write)
        self.show_chosen([])

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(12), here.px(5), here.px(14), here.px(5))
        column.setSpacing(here.px(5))
        row = QHBoxLayout()
        row.setSpacing(here.px(8))
        for part in (self._chosen, self._nudge, self._hand_over, self._comment):
            row.addWidget(part)
        row.addWidget(self._words, 1)
        row.addStretch(1)
        row.addWidget(self._total)
        column.addWidget(self._trouble)
        column.addLayout(row)
        self.setMinimumHeight(here.px(42))
        self.setMinimumWidth(here.px(600))

    def show_total(self, text: str) -> None:
        """Say what the whole list comes to."""
        self._total.setText(text)

    def show_chosen(self, ids: Sequence[Id]) -> None:
        """Show what the chosen orders come to; the actions are for them."""
        self._ids = list(ids)
        for button in (self._nudge, self._hand_over, self._comment):
            button.setVisible(bool(ids))
        self._chosen.setVisible(bool(ids))
        if not ids:
            self._words.hide()
            return
        text = self.tr("%n chosen", "", len(ids))
        sums = self.sums_said(self._list.chosen_sums(ids))
        self._chosen.setText(f"{text} · {sums}" if sums else text)
        self._ask_rules()

    def sums_said(self, sums: dict[str, Decimal]) -> str:
        """Return sums by currency as a person reads them; the largest two, then an ellipsis."""
        shown = list(sums.items())[:_SUMS_SHOWN]
        parts = [
            f"{currency} {self._wording.amount(amount, currency)}" for currency, amount in shown
        ]
        return " + ".join([*parts, "…"] if len(sums) > len(shown) else parts)

    def nudge(self) -> None:
        """Ask whoever has the chosen orders to move them on."""
        actions = self._list.nudges(self._ids, self._nudge_words())
        self._done = self.tr("Nudged: {count}")
        if self._nudge.isEnabled() and actions:
            self._list.do_all(actions, done=self._tell)

    def offer_people(self) -> None:
        """Open the menu of people who can take the chosen orders' nodes on."""
        if not (self._ids and self._hand_over.isEnabled()):
            return
        menu = QMenu(self)
        language = self._wording.language
        for person in self._desk.seat.people.values():
            if person.active:
                roles = self._wording.role(person.roles)
                action = menu.addAction(f"{self._desk.name_of(person.id, language)} · {roles}")
                action.setData(person.id)
                action.triggered.connect(self._give)
        menu.popup(self._hand_over.mapToGlobal(self._hand_over.rect().topLeft()))

    def write(self) -> None:
        """Open the line in which to say something about the chosen orders."""
        if self._ids:
            self._words.show()
            self._words.setFocus()

    def _nudge_words(self) -> str:
        return self.tr("Please move this on: day {days} with you")

    def _give(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._done = self.tr("Handed over: {count}")
            actions = self._list.hand_overs(self._ids, str(action.data()))
            self._list.do_all(actions, done=self._tell)

    def _send(self) -> None:
        text = self._words.text().strip()
        if text:
            self._done = self.tr("Comments written: {count}")
            self._list.do_all(self._list.comments(self._ids, text), done=self._tell)

    def _tell(self, count: int, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._trouble.show_words(self.tr("Not done"), text=self._wording.refusal(refusal))
        self._trouble.setVisible(refusal is not None)
        if count:
            self._words.clear()
            self._words.hide()
            self.said.emit(Notice(self._done.format(count=count)))

    def _ask_rules(self) -> None:
        nudges = self._list.nudges(self._ids, self._nudge_words())
        nobody = self.tr("Nobody else has these orders in hand")
        self._nudge.lock("" if nudges else nobody)
        if nudges:
            self._list.try_out(nudges, self._lock_nudge)
        me = self._desk.seat.user.id
        hand_overs = self._list.hand_overs(self._ids, me)
        self._hand_over.lock("" if hand_overs else self.tr("These orders have no open node"))
        self._list.try_out(hand_overs, self._lock_hand_over)
        self._list.try_out(self._list.comments(self._ids, "…"), self._lock_comment)

    def _lock_nudge(self, refusal: Refusal | None) -> None:
        self._nudge.lock(self._why(refusal))

    def _lock_hand_over(self, refusal: Refusal | None) -> None:
        self._hand_over.lock(self._why(refusal))

    def _lock_comment(self, refusal: Refusal | None) -> None:
        self._comment.lock(self._why(refusal))

    def _why(self, refusal: Refusal | None) -> str:
        return "" if refusal is None else self._wording.refusal(refusal)
