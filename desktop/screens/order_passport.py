"""The requirement passport of an order: its wishes with their stamps, and a form for a new one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop.models.order_page import OrderPicture
from desktop.screens.order_wish import Wanted, WishCard
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.fields import TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from desktop.widgets.ticks import TickRow
from sync.domain.changes import Changes
from sync.domain.commands import Add
from sync.domain.refusals import Refusal
from sync.domain.requirements import DEPARTMENTS, RequirementState

_COLUMNS = 4


class PassportTab(QWidget):
    """Open wishes first, those that no longer hold last."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around, self._desk, self._wording = around, around.desk, around.wording
        self.picture: OrderPicture | None = None
        self.cards: dict[str, WishCard] = {}
        self._shown: object = None
        self.column = ScrollColumn(name=self.tr("Requirements"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.column)
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        words = self.tr("No special wishes yet. What the buyer asks for is noted here, one by one.")
        self._none = Label(words, ink="ink2", wrap=True, parent=self)
        self.column.body.addWidget(self.band)
        self.column.body.addWidget(self._none)
        self.column.body.addWidget(self._new_card())
        self.column.body.addStretch(1)

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's wishes."""
        facts = picture.facts
        shown = (facts.order.id, facts.requirements, facts.readbacks, picture.states)
        self.picture = picture
        if shown == self._shown:
            return
        self._shown = shown
        wishes = sorted(
            picture.facts.requirements,
            key=lambda each: (each.state is RequirementState.DROPPED, each.id),
        )
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for place, wish in enumerate(wishes):
            card = WishCard(wish, picture, self._around, parent=self)
            card.wanted.connect(self._do)
            self.column.body.insertWidget(2 + place, card)
            self.cards[wish.id] = card
        self._none.setVisible(not wishes)

    def _new_card(self) -> Card:
        card = Card(self.tr("Note a wish of the buyer"), parent=self)
        self.text = TextField(parent=card)
        self.source = TextField(parent=card)
        self._text = FormField(self._wording.label("text"), self.text, required=True)
        self._source = FormField(
            self._wording.label("source"),
            self.source,
            hint=self.tr("the sentence, mail or page in which it was said"),
        )
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        for field in (self._text, self._source):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        card.body.addWidget(Label(self._wording.label("departments"), style="small", ink="ink2"))
        grid = QGridLayout()
        self.ticks: dict[str, TickRow] = {}
        for place, role in enumerate(DEPARTMENTS):
            tick = TickRow(self._wording.role(role.value), parent=card)
            self.ticks[role.value] = tick
            grid.addWidget(tick, place // _COLUMNS, place % _COLUMNS)
        card.body.addLayout(grid)
        self.standing = TickRow(self._wording.label("is_standing"), ticked=True, parent=card)
        card.body.addWidget(self.standing)
        self.add = Button(self.tr("Note the wish"), kind="primary", parent=card)
        self.add.clicked.connect(self._add)
        card.body.addWidget(self.add)
        return card

    def _add(self) -> None:
        if self.picture is None or self.text.is_composing:
            return
        self._text.show_error("")
        chosen = [role for role, tick in self.ticks.items() if tick.isChecked()]
        command = Add(
            set={
                "order_id": self.picture.facts.order.id,
                "text": self.text.text().strip(),
                "source": self.source.text().strip(),
                "departments": ",".join(chosen),
                "is_standing": int(self.standing.isChecked()),
            }
        )
        self.band.hide()
        self._desk.do(
            "requirement.add", command, owner=self, done=self._clear, refused=self._refuse
        )

    def _clear(self, _changes: Changes) -> None:
        self.text.clear()
        self.source.clear()
        for tick in self.ticks.values():
            tick.setChecked(False)

    def _do(self, wanted: Wanted) -> None:
        action, command = wanted
        self.band.hide()
        self._desk.do(action, command, owner=self, done=_quiet, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        if refusal.facts.get("field") == "text":
            self._text.show_error(self._wording.refusal(refusal))
            return
        self.band.show_words(self.tr("Nothing was changed"), text=self._wording.refusal(refusal))
        self.band.show()


def _quiet(_changes: Changes) -> None:
    """Say nothing: the cards show it."""
