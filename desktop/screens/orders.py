"""All orders, dense: saved views, filters, the list itself, and what the chosen ones come to."""

from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.orders import OrderList, View
from desktop.screens.page import Page, Surroundings, Where
from desktop.settings import Density
from desktop.theme import look
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.chips import FilterChip
from desktop.widgets.choices import Choice, PillTabs, Segments
from desktop.widgets.fields import TextField
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.sidebar import Badge
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place
from sync.domain.orders import PaymentTerm

AREA = "orders"
_LEVELS = ("urgent", "warning", "watch")
_NARROW = 1000
_ALWAYS_SHOWN = frozenset({"order_no", "buyer", "node", "ball_day", "slack"})


class OrdersPage(Page):
    """The orders list. Enter opens an order, `/` filters, 1 to 6 choose a view."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = OrderList(self.desk, self.wording, parent=self)
        self._views = PillTabs(self._choices(), name=self.tr("Views"), current="open", parent=self)
        self._words = TextField(
            placeholder=self.tr("Filter this list"),
            name=self.tr("Filter this list"),
            icon="list-filter",
            key="/",
            parent=self,
        )
        self._chips = QHBoxLayout()
        self._table = DataTable(
            name=self.tr("Orders"),
            density=self.preferences.density("orders", default="compact"),
            ticks=True,
            parent=self,
        )
        self._table.setModel(self.list.table)
        self._body = QStackedWidget(self)
        self._waiting = Button(self.tr("Update the order"), icon="refresh-cw", parent=self)
        self._chosen = Label(style="strong", parent=self)
        self._total = ElidedLabel(style="small", ink="ink2", parent=self)
        self._lay_out()
        self._connect()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Orders"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.filter:
            self._views.choose(where.filter)
        self._ask()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.list.table.apply_waiting()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # How it is laid out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self._body.addWidget(self._table)
        self._body.addWidget(self._first_time())
        self._body.addWidget(self._no_hit())
        self._body.addWidget(Skeleton(name=self.tr("Reading"), rows=12, parent=self))
        self._body.setCurrentIndex(3)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(here.px(14), here.px(8), here.px(14), here.px(8))
        rows.setSpacing(here.px(8))
        first = QHBoxLayout()
        first.addWidget(self._views)
        first.addStretch(1)
        self._new = Button(self.tr("Import a sheet"), kind="quiet", icon="file-up", parent=self)
        first.addWidget(self._new)
        second = QHBoxLayout()
        self._words.setFixedWidth(here.px(210))
        second.addWidget(self._words)
        self._chips.setSpacing(here.px(8))
        second.addLayout(self._chips)
        self._more = Button(self.tr("Add filter"), kind="quiet", icon="plus", parent=self)
        second.addWidget(self._more)
        second.addStretch(1)
        second.addWidget(self._waiting)
        self._waiting.hide()
        second.addWidget(self._density())
        rows.addLayout(first)
        rows.addLayout(second)
        return head

    def _density(self) -> Segments:
        segments = Segments(
            [
                Choice("compact", self.tr("Compact")),
                Choice("comfortable", self.tr("Comfortable")),
            ],
            name=self.tr("Row height"),
            current=self.preferences.density("orders", default="compact"),
            parent=self,
        )
        segments.chosen.connect(self._set_density)
        return segments

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="t", parent=self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(here.px(12), here.px(6), here.px(14), here.px(6))
        row.addWidget(self._chosen)
        self._open = Button(self.tr("Open"), icon="arrow-right", key="Enter", parent=self)
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self._total)
        return foot

    def _first_time(self) -> QWidget:
        empty = EmptyState(
            "clipboard-list",
            title=self.tr("No orders yet"),
            text=self.tr("Begin with an inquiry, or import a sheet of orders. Drafts keep."),
            parent=self,
        )
        new = Button(self.tr("New order"), kind="primary", icon="plus", parent=empty)
        new.clicked.connect(self._go_new)
        sheet = Button(self.tr("Import a sheet"), parent=empty)
        sheet.clicked.connect(self._go_import)
        empty.add(new)
        empty.add(sheet)
        return empty

    def _no_hit(self) -> QWidget:
        self._nothing = EmptyState(
            "list-filter", title=self.tr("No order meets the filters"), parent=self
        )
        clear = Button(self.tr("Take all filters off"), parent=self._nothing)
        clear.clicked.connect(self._clear)
        self._nothing.add(clear)
        return self._nothing

    def _connect(self) -> None:
        self._views.chosen.connect(self._ask)
        self._words.textChanged.connect(self._filter_words)
        self._table.opened.connect(self._go_order)
        self._table.opened_apart.connect(self._go_order_apart)
        self._table.choice_changed.connect(self._show_chosen)
        self._table.sorted_by.connect(self._keep_sort)
        self.list.table.ids_changed.connect(self._show_body)
        self.list.table.order_waiting.connect(self._show_waiting)
        self.list.counted.connect(self._show_counts)
        self._waiting.clicked.connect(self._apply_waiting)
        self._more.clicked.connect(self._offer_filters)
        self._new.clicked.connect(self._go_import)
        self._open.clicked.connect(self._open_current)
        self._table.show_sort(len(self.list.table.columns) - 1)
        self._add_keys()

    def _add_keys(self) -> None:
        slash = QAction(self.tr("Filter this list"), self)
        slash.setShortcut(QKeySequence("/"))
        slash.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        slash.triggered.connect(self._focus_words)
        self._table.addAction(slash)
        for place, choice in enumerate(self._choices(), start=1):
            number = QAction(choice.text, self)
            number.setData(choice.key)
            number.setShortcut(QKeySequence(str(place)))
            number.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            number.triggered.connect(self._choose_view)
            self._table.addAction(number)

    # What it shows

    def _choices(self) -> list[Choice]:
        texts: tuple[tuple[View, str], ...] = (
            ("mine", self.tr("My open")),
            ("open", self.tr("All open")),
            ("sailing", self.tr("Shipping this week")),
            ("credit", self.tr("L/C orders")),
            ("buyer", self.tr("Waiting for buyer")),
            ("ended", self.tr("Ended")),
        )
        counts = self.list.counts.views
        return [Choice(key, text, str(counts[key]) if key in counts else "") for key, text in texts]

    def _ask(self) -> None:
        view = self._views.current
        asking = msgspec.structs.replace(
            self.list.asking, view=view, today=self.desk.today(), words=self._words.text().strip()
        )
        self.list.ask(asking)

    def _show_body(self) -> None:
        is_empty = not self.list.table.ids()
        if not is_empty:
            self._body.setCurrentIndex(0)
        elif self._is_filtered() or any(self.list.counts.views.values()):
            self._body.setCurrentIndex(2)
        else:
            self._body.setCurrentIndex(1)
        self._waiting.setVisible(self.list.table.waiting_count > 0)
        self._show_chosen()

    def _show_counts(self) -> None:
        counts = self.list.counts
        self._views.set_choices(self._choices(), current=self._views.current)
        shown = len(self.list.table.ids())
        text = self.tr("%n order(s)", "", shown)
        sums = self._said(counts.sums)
        levels = [
            f"{look().state('level', level).word(self.wording.language)} {counts.levels[level]}"
            for level in _LEVELS
            if counts.levels.get(level)
        ]
        self._total.setText(" · ".join(part for part in (text, sums, *levels) if part))
        self.badge_changed.emit(Badge(counts.views.get("open", 0)))
        self._show_body()

    def _show_chosen(self) -> None:
        ids = self._table.chosen_ids()
        self._open.setVisible(bool(ids))
        if not ids:
            self._chosen.setText("")
            return
        text = self.tr("%n chosen", "", len(ids))
        sums = self._said(self.list.chosen_sums(ids))
        self._chosen.setText(f"{text} · {sums}" if sums else text)

    def _said(self, sums: dict[str, Decimal]) -> str:
        shown = list(sums.items())[:2]
        parts = [
            f"{currency} {self.wording.amount(amount, currency)}" for currency, amount in shown
        ]
        if len(sums) > len(shown):
            parts.append("…")
        return " + ".join(parts)

    def _show_waiting(self) -> None:
        moved = self.list.table.waiting_count
        self._waiting.set_text(self.tr("%n changed · update the order", "", moved))
        self._waiting.show()

    def _fold(self) -> None:
        narrow = self.width() < look().px(_NARROW)
        for place, column in enumerate(self.list.table.columns):
            hidden = narrow and column.key not in _ALWAYS_SHOWN
            self._table.setColumnHidden(place, hidden)

    # Filters

    def _is_filtered(self) -> bool:
        asking = self.list.asking
        return bool(asking.words or asking.payment_terms or asking.load_ports or asking.levels)

    def _filter_words(self) -> None:
        if not self._words.is_composing:
            self._ask()

    def _offer_filters(self) -> None:
        menu = QMenu(self)
        asking = self.list.asking
        terms = menu.addMenu(self.tr("Payment"))
        for term in PaymentTerm:
            words = self.wording.words(f"value_payment_term_{term}")
            self._offer(terms, words, ("payment_terms", term.value), asking.payment_terms)
        ports = menu.addMenu(self.tr("Load port"))
        for port in self.list.counts.ports[:20]:
            self._offer(ports, port, ("load_ports", port), asking.load_ports)
        levels = menu.addMenu(self.tr("Warning"))
        for level in _LEVELS:
            word = look().state("level", level).word(self.wording.language)
            self._offer(levels, word, ("levels", level), asking.levels)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _offer(
        self, menu: QMenu, text: str, choice: tuple[str, str], chosen: tuple[str, ...]
    ) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(choice[1] in chosen)
        action.setData(choice)
        action.triggered.connect(self._toggle_filter)

    def _toggle_filter(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            field, value = action.data()
            held: tuple[str, ...] = getattr(self.list.asking, field)
            changed = (
                tuple(item for item in held if item != value) if value in held else (*held, value)
            )
            self._narrow(field, changed)

    def _narrow(self, field: str, values: tuple[str, ...]) -> None:
        self.list.ask(msgspec.structs.replace(self.list.asking, **{field: values}))
        self._show_chips()

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.deleteLater()
        language = self.wording.language
        asking = self.list.asking
        terms = [self.wording.words(f"value_payment_term_{t}") for t in asking.payment_terms]
        levels = [look().state("level", level).word(language) for level in asking.levels]
        for field, label, values in (
            ("payment_terms", self.tr("Payment"), terms),
            ("load_ports", self.tr("Load port"), list(asking.load_ports)),
            ("levels", self.tr("Warning"), levels),
        ):
            if values:
                chip = FilterChip(label, self.wording.pair("、", ", ").join(values), parent=self)
                chip.setProperty("field", field)
                chip.taken_off.connect(self._take_off)
                chip.clicked.connect(self._offer_filters)
                self._chips.addWidget(chip)

    def _take_off(self) -> None:
        chip = self.sender()
        if chip is not None:
            self._narrow(str(chip.property("field")), ())

    def _clear(self) -> None:
        cleared = msgspec.structs.replace(
            self.list.asking, payment_terms=(), load_ports=(), levels=(), words=""
        )
        self._words.clear()
        self.list.ask(cleared)
        self._show_chips()

    # What is done here

    def _focus_words(self) -> None:
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_view(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._views.choose(str(action.data()))
            self._ask()

    def _apply_waiting(self) -> None:
        self.list.table.apply_waiting()
        self._waiting.hide()

    def _set_density(self) -> None:
        segments = self.sender()
        if isinstance(segments, Segments):
            density: Density = "compact" if segments.current == "compact" else "comfortable"
            self._table.set_density(density)
            densities: dict[str, Density] = {**self.preferences.densities, "orders": density}
            self.preferences = msgspec.structs.replace(self.preferences, densities=densities)
            self.preferences_changed.emit(self.preferences)

    def _keep_sort(self) -> None:
        query = self.list.table.query
        asking = msgspec.structs.replace(
            self.list.asking, sort=query.sort, is_descending=query.descending
        )
        self.list.remember(asking)

    def _open_current(self) -> None:
        self._go_order(self._table.current_id())

    def _go_order(self, order_id: str) -> None:
        if order_id:
            self.go.emit(Where(AREA, id=order_id))

    def _go_order_apart(self, order_id: str) -> None:
        self.go_apart.emit(Where(AREA, id=order_id))

    def _go_new(self) -> None:
        self.go.emit(Where(AREA, tab="new"))

    def _go_import(self) -> None:
        self.go.emit(Where(AREA, tab="import"))
