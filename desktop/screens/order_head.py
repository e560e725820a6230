"""The head of an order page: number, buyer, chips, the facts one always wants, the tabs."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.messages import Wording
from desktop.models.order_page import OrderPicture
from desktop.models.order_views import first_shipment, state_mark, warning_facts
from desktop.theme import look
from desktop.theme.cells import Mark, mark
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.cards import HeadFact, Panel
from desktop.widgets.chips import StateChip
from desktop.widgets.choices import Choice, UnderlinedTabs
from desktop.widgets.labels import ElidedLabel, Label
from sync.domain.ids import short
from sync.domain.money import order_amount
from sync.domain.nodes import NodeState
from sync.domain.orders import Order, OrderState
from sync.domain.shipments import Shipment

_CHIPS_MAX, _CHIPS_NARROW = 3, 2
_NARROW = 1000
TABS = (
    "overview",
    "lines",
    "shipments",
    "credits",
    "receipts",
    "requirements",
    "tasks",
    "exceptions",
    "comments",
    "files",
    "history",
)


def number_of(order: Order) -> str:
    """Return the order's number, or "draft-3f9a" until head office gives one."""
    return order.order_no or f"draft-{short(order.id)}"


class OrderHead(Panel):
    """The head; `tab_chosen` carries a tab's key, `copy_wanted` and `rail_wanted` nothing."""

    tab_chosen = Signal(object)
    copy_wanted = Signal()
    rail_wanted = Signal()
    conflict_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(ground="canvas", edges="b", parent=parent)
        self._wording = wording
        here = look()
        self._number = Label(style="title", parent=self)
        self._buyer = ElidedLabel(style="subtitle", ink="ink2", parent=self)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(here.px(8))
        self._facts = QHBoxLayout()
        self._facts.setSpacing(here.px(26))
        self._shown_facts: list[HeadFact] = []
        self._shown_chips: list[StateChip] = []
        self._copy = Button(self.tr("English status for the buyer"), icon="copy", parent=self)
        self._copy.clicked.connect(self.copy_wanted)
        self._decide = Button(self.tr("Decide the conflict"), icon="split", parent=self)
        self._decide.clicked.connect(self.conflict_wanted)
        self._decide.hide()
        self._rail = IconButton("panel-right", name=self.tr("Right rail (F4)"), parent=self)
        self._rail.clicked.connect(self.rail_wanted)
        self.tabs = UnderlinedTabs(self._choices(None), name=self.tr("Parts"), parent=self)
        self.tabs.chosen.connect(self.tab_chosen)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's head."""
        order = picture.facts.order
        self._number.setText(number_of(order))
        self._buyer.setText(picture.facts.buyer.name if picture.facts.buyer else "–")
        self._show_chips(picture)
        self._show_facts(picture)
        self._decide.setVisible(bool(picture.conflicts))
        self.tabs.set_choices(self._choices(picture), current=self.tabs.current)
        self._fold()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(20), here.px(12), here.px(16), 0)
        column.setSpacing(here.px(9))
        first = QHBoxLayout()
        first.setSpacing(here.px(10))
        self._buyer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        first.addWidget(self._number)
        first.addWidget(self._buyer)
        first.addLayout(self._chips)
        first.addStretch(1)
        first.addWidget(self._decide)
        first.addWidget(self._copy)
        first.addWidget(self._rail)
        self._facts_place = QWidget(self)
        self._facts_place.setLayout(self._facts)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts_place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addLayout(first)
        column.addWidget(self._facts_place)
        column.addWidget(self.tabs)

    def _choices(self, picture: OrderPicture | None) -> list[Choice]:
        texts = {
            "overview": self.tr("Overview"),
            "lines": self.tr("Lines"),
            "shipments": self.tr("Shipments"),
            "credits": self.tr("L/C"),
            "receipts": self.tr("Receipts"),
            "requirements": self.tr("Requirements"),
            "tasks": self.tr("Tasks"),
            "exceptions": self.tr("Exceptions"),
            "comments": self.tr("Messages"),
            "files": self.tr("Files"),
            "history": self.tr("History"),
        }
        counts: dict[str, int] = {}
        if picture is not None:
            facts = picture.facts
            counts = {
                "lines": len(facts.lines),
                "shipments": len(facts.shipments),
                "credits": len(facts.letters_of_credit),
                "receipts": len(facts.receipts),
                "requirements": len(facts.requirements),
                "tasks": sum(1 for task in picture.tasks if task.state.value == "open"),
                "exceptions": picture.exceptions,
                "comments": len(picture.comments),
                "files": len(facts.attachments),
            }
        return [Choice(key, texts[key], str(counts.get(key) or "")) for key in TABS]

    def _show_chips(self, picture: OrderPicture) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        shown = self._marks(picture)[:_CHIPS_MAX]
        self._shown_chips = [StateChip(each, parent=self) for each in shown]
        for chip in self._shown_chips:
            self._chips.addWidget(chip)

    def _marks(self, picture: OrderPicture) -> list[Mark]:
        """Return the chips: a conflict first, then the worst warning, then the node's state."""
        found: list[Mark] = []
        language = self._wording.language
        if picture.conflicts:
            text = self.tr("In conflict: {count}").format(count=len(picture.conflicts))
            found.append(mark(look().state("sync", "conflict"), language, text=text))
        if picture.facts.order.state is not OrderState.OPEN:
            state = self._wording.words(f"state_{picture.facts.order.state.value}")
            found.append(Mark(state, "tick", "neutral"))
        for warning in picture.warnings[:1]:
            token = look().state("level", warning.level.value)
            words = self._wording.words(warning.title, warning_facts(warning))
            found.append(mark(token, language, text=words))
        current = picture.summary.current
        if current is not None and current.state is not NodeState.READY:
            found.append(state_mark(current.state, self._wording))
        return found

    def _show_facts(self, picture: OrderPicture) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._shown_facts = self._made_facts(picture)
        for fact in self._shown_facts:
            self._facts.addWidget(fact)
        self._facts.addStretch(1)

    def _made_facts(self, picture: OrderPicture) -> list[HeadFact]:
        order, wording = picture.facts.order, self._wording
        shipments = {each.id: each for each in picture.facts.shipments}
        shipment = shipments.get(first_shipment(picture))
        owner = picture.names.get(order.owner_id, "–")
        goods = order.goods or next((line.description for line in picture.facts.lines), "–")
        made = [HeadFact(self.tr("Goods"), value=goods, parent=self)]
        if "unit_price" not in picture.hidden.get("order_lines", frozenset()):
            amount = order_amount(picture.facts.lines, order.currency)
            value = f"{order.currency} {wording.amount(amount, order.currency)}"
            terms = f"{order.incoterm.value} {order.named_place}".strip()
            made.append(HeadFact(self.tr("Amount"), value=value, note=terms, parent=self))
        term = wording.value("orders", "payment_term", order.payment_term.value, {})
        number = next((lc.number for lc in picture.facts.letters_of_credit), "")
        made.append(HeadFact(self.tr("Payment"), value=term, note=number, parent=self))
        made += self._limit_facts(picture)
        if shipment is not None:
            made += self._shipment_facts(shipment)
        made.append(HeadFact(self.tr("Owner"), value=owner, parent=self))
        return made

    def _limit_facts(self, picture: OrderPicture) -> list[HeadFact]:
        """Return the limit that the order is measured by, with how far it is."""
        limit = picture.planned.next_limit
        if limit is None:
            return []
        is_past = limit.day < picture.today
        return [
            HeadFact(
                self._wording.words(f"deadline_{limit.code}"),
                value=self._wording.day(limit.day),
                note=self._wording.slack(limit.slack, is_past=is_past),
                ink="urgent" if limit.slack < 0 else "ink",
                parent=self,
            )
        ]

    def _shipment_facts(self, shipment: Shipment) -> list[HeadFact]:
        made: list[HeadFact] = []
        ports = [port for port in (shipment.load_port, shipment.discharge_port) if port]
        if ports:
            made.append(HeadFact(self.tr("Ports"), value=" → ".join(ports), parent=self))
        vessel = f"{shipment.vessel} {shipment.voyage}".strip()
        if vessel:
            made.append(HeadFact(self.tr("Vessel"), value=vessel, parent=self))
        return made

    def _fold(self) -> None:
        """In a narrow window say less: fewer chips, shorter buttons, the last facts go."""
        is_narrow = self.width() < look().px(_NARROW)
        whole, brief = self.tr("English status for the buyer"), self.tr("English status")
        self._copy.set_text(brief if is_narrow else whole)
        self._decide.set_text(self.tr("Decide") if is_narrow else self.tr("Decide the conflict"))
        for place, chip in enumerate(self._shown_chips):
            chip.setVisible(place < _CHIPS_NARROW or not is_narrow)
        room = self.width() - look().px(40)
        for fact in self._shown_facts:
            room -= fact.sizeHint().width() + look().px(26)
            fact.setVisible(room > 0)
