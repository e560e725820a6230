"""A new order: buyer, goods, terms. One save makes the order with its lines."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.drafts import DraftKept, Drafts
from desktop.models.order_forms import FORM, OrderForm, OrderTyped, errors_in
from desktop.screens.new_order_buyer import BuyerPicker
from desktop.screens.new_order_draft import from_draft, to_draft
from desktop.screens.new_order_lines import OrderLinesEditor
from desktop.screens.new_order_template import TemplateChoice
from desktop.screens.new_order_terms import OrderTerms
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Panel, ScrollColumn
from desktop.widgets.forms import DraftLine
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from sync.domain.records import Value
    from sync.domain.refusals import Refusal

AREA = "orders"
_WIDTH_MAX = 900


class NewOrderPage(Page):
    """The form. It keeps a draft as one types; Ctrl+Enter makes the order and goes to it."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._form = OrderForm(self.desk, parent=self)
        self._drafts = Drafts(self.desk, parent=self)
        self._is_loaded = False
        self._is_saving = False
        self.buyer = BuyerPicker(around, parent=self)
        self.lines = OrderLinesEditor(self.wording, parent=self)
        self.terms = OrderTerms(self.wording, parent=self)
        self.template = TemplateChoice(self.desk, self.wording, self.terms, parent=self)
        self._band = Band("error", title="", below=True, closable=True, parent=self)
        self._band.hide()
        self._save = Button(self.tr("Create order"), kind="primary", key="Ctrl+Enter", parent=self)
        self._drop = Button(self.tr("Drop the draft"), kind="quiet", parent=self)
        self._draft = DraftLine(parent=self)
        self._why = Reason("", parent=self)
        self._why.hide()
        self._lay_out()
        self._connect()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Orders")), Place("new", self.tr("New order"))]

    @override
    def show_at(self, where: Where) -> None:
        if not self._is_loaded:
            self._drafts.load(FORM, self._take_draft)
        self.template.read()
        self._ask_rules()

    @override
    def leave(self) -> None:
        self._drafts.flush()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(look().px(16), (self.width() - look().px(_WIDTH_MAX)) // 2)
        self._column.body.setContentsMargins(side, look().px(14), side, look().px(14))

    def typed(self) -> OrderTyped:
        """Return the form as it stands."""
        return OrderTyped(
            buyer_id=self.buyer.buyer_id,
            new_buyer=self.buyer.new_buyer,
            new_country=self.buyer.new_country,
            fields=self.terms.fields(),
            lines=self.lines.lines(),
            template_id=self.template.current_key,
        )

    def save(self) -> None:
        """Make the order, or show what is missing, where it is missing."""
        typed = self.typed()
        errors = errors_in(typed)
        self._show_errors(errors)
        if errors or self._is_saving or not self._save.isEnabled():
            return
        self._is_saving = True
        self._form.save(typed, done=self._saved)

    def _lay_out(self) -> None:
        here = look()
        self._column = ScrollColumn(name=self.tr("New order"), parent=self)
        buyer = Card(self.tr("Buyer"), parent=self)
        buyer.body.addWidget(self.buyer)
        goods = Card(self.tr("Goods"), parent=self)
        goods.body.addWidget(self.lines)
        for card in (self._band, buyer, self.template, goods, *self.terms.cards()):
            self._column.body.addWidget(card)
        self._column.body.addStretch(1)
        foot = Panel(ground="surface", edges="t", parent=self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(here.px(16), here.px(7), here.px(16), here.px(7))
        row.setSpacing(here.px(10))
        row.addWidget(self._draft)
        row.addWidget(self._why, 1)
        row.addStretch(1)
        row.addWidget(self._drop)
        row.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._column, 1)
        column.addWidget(foot)

    def _connect(self) -> None:
        self.buyer.changed.connect(self._ask_rules)
        for part in (self.buyer, self.lines, self.terms, self.template):
            part.changed.connect(self._keep)
        self.terms.currency_changed.connect(self.lines.set_currency)
        self._band.closed.connect(self._band.hide)
        self._save.clicked.connect(self.save)
        self._drop.clicked.connect(self._forget)
        self._drafts.kept.connect(self._show_kept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    # Drafts

    def _keep(self) -> None:
        if self._is_loaded:
            self._drafts.keep(FORM, "", to_draft(self.typed(), self.buyer.text()))

    def _take_draft(self, fields: "dict[str, Value]") -> None:
        if fields:
            typed, name = from_draft(fields)
            self.buyer.show_buyer(typed.buyer_id, name, country=typed.new_country)
            self.terms.show_fields(typed.fields)
            self.lines.show_lines(typed.lines)
            self.template.choose(typed.template_id)
        else:
            self.buyer.begin()
        self._is_loaded = True

    def _show_kept(self, kept: DraftKept) -> None:
        self._draft.show_kept(self.wording.clock(kept.at))

    def _forget(self) -> None:
        self._drafts.forget(FORM)
        self._begin_anew()
        self.go.emit(Where(AREA))

    def _begin_anew(self) -> None:
        self._is_loaded = False
        self._form = OrderForm(self.desk, parent=self)
        self.buyer.show_buyer("", "")
        self.terms.show_fields({})
        self.lines.show_lines([])
        self.template.choose("")
        self._show_errors({})
        self._band.hide()
        self._draft.show_kept("")

    # Saving

    def _saved(self, refusal: "Refusal | None") -> None:
        self._is_saving = False
        if refusal is not None:
            self._band.show_words(self.tr("Not created"), text=self.wording.refusal(refusal))
            self._band.show()
            return
        order_id = self._form.order_id
        self._drafts.forget(FORM)
        self._begin_anew()
        self.said.emit(Notice(self.tr("Order created on this device")))
        self.go.emit(Where(AREA, id=order_id))

    def _show_errors(self, errors: "dict[str, Refusal]") -> None:
        buyer = errors.get("buyer_id")
        self.buyer.field.show_error(self.wording.refusal(buyer) if buyer is not None else "")
        self.terms.show_errors(errors)
        self.lines.show_errors(errors)

    def _ask_rules(self) -> None:
        self._form.ask_rules(self.typed(), self._lock)

    def _lock(self, refusal: "Refusal | None") -> None:
        reason = "" if refusal is None else self.wording.refusal(refusal)
        self._save.lock(reason)
        self._why.show_text(reason)
        self._why.setVisible(bool(reason))
