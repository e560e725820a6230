"""The tabs of an order page that show rows: lines with the order's facts, shipments, money."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from desktop.models import trials
from desktop.models.order_fields import zone_named
from desktop.models.order_page import OrderPicture
from desktop.models.order_parts import (
    CONTAINERS,
    CREDITS,
    DECLARATIONS,
    LINES,
    ORDER,
    RECEIPTS,
    SHIPMENTS,
    SHIPPED,
    rows_of,
    value_words,
    visible,
)
from desktop.models.order_rights import Rights, RightsModel
from desktop.screens.order_details import PartsTab
from desktop.screens.order_ending import EndingCard
from desktop.screens.order_words import part_title
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Facts
from desktop.widgets.labels import Label
from sync.domain.changes import Changes
from sync.domain.commands import ConfirmReceipt
from sync.domain.money import order_amount, total
from sync.domain.records import to_value
from sync.domain.refusals import Refusal
from sync.domain.shipments import Shipment

_FACTS_IN_VIEW = (
    ("buyer_id", "buyer_po", "contract_no", "incoterm", "named_place", "destination", "owner_id"),
    ("payment_term", "deposit_percent", "credit_days", "credit_from", "currency", "supply_mode"),
    (
        "quoted_on",
        "quote_valid_until",
        "signed_on",
        "production_start_on",
        "production_finish_on",
        "forecast_finish_on",
        "progress_percent",
    ),
)


class LinesTab(PartsTab):
    """The order's own facts, its lines, and what they come to."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, [LINES], parent=parent)
        self._facts = Card(part_title("orders"), parent=self)
        self._edit = Button(self.tr("Change"), small=True, icon="pencil", parent=self._facts)
        self._edit.clicked.connect(self._edit_order)
        self._facts.head.add(self._edit)
        self._columns = [Facts(parent=self._facts) for _ in _FACTS_IN_VIEW]
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(28))
        for place, column in enumerate(self._columns):
            grid.addWidget(column, 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        self._facts.body.addLayout(grid)
        self.column.body.insertWidget(1, self._facts)
        self._total = Label(style="strong", parent=self)
        self._total.setContentsMargins(0, 0, look().px(14), 0)
        self.cards[LINES.entity].head.add_beside(self._total)
        self.ending = EndingCard(around, parent=self)
        self.column.body.insertWidget(self.column.body.count() - 1, self.ending)
        self._rights = RightsModel(self.desk, parent=self)
        self._rights.loaded.connect(self._lock)

    @override
    def show_order(self, picture: OrderPicture) -> None:
        """Show facts, lines and their sum."""
        super().show_order(picture)
        hidden = picture.hidden.get("orders", frozenset())
        order = picture.facts.order
        for column, names in zip(self._columns, _FACTS_IN_VIEW, strict=True):
            column.set_rows(
                [
                    (
                        self.wording.label(name),
                        value_words(
                            "orders",
                            name,
                            to_value(getattr(order, name)),
                            wording=self.wording,
                            names=picture.names,
                        ),
                    )
                    for name in names
                    if name not in hidden
                ]
            )
        self._show_total(picture)
        self.ending.show_order(picture)
        self._rights.ask(picture, visible(picture, ORDER), row_id=order.id)

    def _show_total(self, picture: OrderPicture) -> None:
        order = picture.facts.order
        if "unit_price" in picture.hidden.get("order_lines", frozenset()):
            self._total.setText("")
            return
        amount = self.wording.amount(
            order_amount(picture.facts.lines, order.currency), order.currency
        )
        self._total.setText(self.tr("Total {amount}").format(amount=f"{order.currency} {amount}"))

    def _edit_order(self) -> None:
        if self.picture is not None:
            self.edit(ORDER, self.picture.facts.order.id)

    def _lock(self, rights: Rights) -> None:
        self._edit.lock(self.wording.refusal(rights.edit) if rights.edit else "")


class ShipmentsTab(PartsTab):
    """Shipments with their dates and cut-offs; of the chosen one what leaves, in what, declared."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, [SHIPMENTS, SHIPPED, CONTAINERS, DECLARATIONS], parent=parent)
        self._dates = Card(self.tr("Dates and cut-offs"), parent=self)
        self._left, self._right = Facts(parent=self._dates), Facts(parent=self._dates)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look().px(36))
        grid.addWidget(self._left, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._right, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._dates.body.addLayout(grid)
        self.column.body.insertWidget(2, self._dates)
        self.cards[SHIPMENTS.entity].chosen.connect(self._show_dates)

    @override
    def show_order(self, picture: OrderPicture) -> None:
        """Show the order's shipments."""
        super().show_order(picture)
        self._show_dates("")

    def _show_dates(self, _row_id: object) -> None:
        shipment = self._chosen()
        self._dates.setVisible(shipment is not None)
        if shipment is None or self.picture is None:
            return
        sections = dict(SHIPMENTS.sections)
        self._left.set_rows(self._rows(shipment, sections["dates"]))
        self._right.set_rows(self._rows(shipment, sections["cutoffs"]))

    def _chosen(self) -> Shipment | None:
        if self.picture is None:
            return None
        wanted = self.cards[SHIPMENTS.entity].current_id
        shipments = self.picture.facts.shipments
        return next((each for each in shipments if each.id == wanted), None) or next(
            iter(shipments), None
        )

    def _rows(self, shipment: Shipment, names: tuple[str, ...]) -> list[tuple[str, str]]:
        place = shipment.port_zone.rpartition("/")[2].replace("_", " ")
        found: list[tuple[str, str]] = []
        for name in names:
            value = getattr(shipment, name)
            if name.endswith("_at") and value is not None:
                text = f"{self.wording.moment(value, zone_named(shipment.port_zone))} {place}"
            else:
                text = self.wording.day(value)
            found.append((self.wording.label(name), text))
        return found


class CreditsTab(PartsTab):
    """The order's letters of credit."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, [CREDITS], parent=parent)


class ReceiptsTab(PartsTab):
    """Money that came in; finance confirms what the bank credited."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, [RECEIPTS], parent=parent)
        card = self.cards[RECEIPTS.entity]
        self._confirm = Button(
            self.tr("Confirm the bank's credit"), small=True, icon="check", parent=card
        )
        self._confirm.clicked.connect(self._confirm_receipt)
        card.add_action(self._confirm)
        card.chosen.connect(self._ask_confirm)
        self._sum = Label(style="strong", parent=self)
        card.head.add_beside(self._sum)

    @override
    def show_order(self, picture: OrderPicture) -> None:
        """Show the receipts, and how much of them is confirmed."""
        super().show_order(picture)
        self._ask_confirm("")
        currency = picture.facts.order.currency
        confirmed = [
            receipt.amount
            for receipt in picture.facts.receipts
            if receipt.confirmed_on is not None and receipt.currency == currency
        ]
        amount = self.wording.amount(total(confirmed, currency), currency)
        shown = self.tr("Confirmed {amount}").format(amount=f"{currency} {amount}")
        self._sum.setText(shown if rows_of(picture.facts, RECEIPTS) else "")

    def _ask_confirm(self, _row_id: object) -> None:
        receipt_id = self.cards[RECEIPTS.entity].current_id
        if not receipt_id:
            self._confirm.lock(self.tr("Choose a row first"))
            return

        command = ConfirmReceipt(id=receipt_id)
        trials.ask(self.desk, "receipt.confirm", command, owner=self, done=self._lock)

    def _lock(self, refusal: Refusal | None) -> None:
        self._confirm.lock(self.wording.refusal(refusal) if refusal else "")

    def _confirm_receipt(self) -> None:
        receipt_id = self.cards[RECEIPTS.entity].current_id
        self.desk.do(
            "receipt.confirm",
            ConfirmReceipt(id=receipt_id),
            owner=self,
            done=self._done,
            refused=self.show_refusal,
        )

    def _done(self, _changes: Changes) -> None:
        self._ask_confirm("")
