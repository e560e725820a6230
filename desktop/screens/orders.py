"""All orders, dense: saved views, filters, the list itself, and what the chosen ones come to."""

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.order_questions import understood
from desktop.models.orders import OrderList
from desktop.screens.order_choice import OrderChoice
from desktop.screens.order_export import OrderExport
from desktop.screens.order_filters import LEVELS, OrderFilters
from desktop.screens.page import Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, PillTabs, Segments
from desktop.widgets.fields import TextField
from desktop.widgets.sidebar import Badge
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from desktop.models.orders import View
    from desktop.settings import Density, Preferences

AREA = "orders"
READING = 3
_LEAST = 150  # a growing column's width below which another column goes
_GIVEN_UP = ("goods", "phases", "payment_term", "amount", "etd")  # in this order, when it is narrow
_STILL_MILLISECONDS = 2000
_LEAST_WIDTH = 600
_ROOMY = 900  # below this width importing is reached by its key and menu only
_BUSY = (
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
)


class OrdersPage(Page):
    """The orders list. Enter opens an order, `/` filters, 1 to 6 choose a view."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = OrderList(self.desk, self.wording, parent=self)
        start = self.preferences.filters.get(AREA, "open")
        self._views = PillTabs(self._choices(), name=self.tr("Views"), current=start, parent=self)
        self._words = TextField(
            placeholder=self.tr("Filter this list"),
            name=self.tr("Filter this list"),
            icon="list-filter",
            key="/",
            parent=self,
        )
        self._filters = OrderFilters(self.list, around, parent=self)
        self._table = DataTable(
            name=self.tr("Orders"),
            density=self.preferences.density(AREA, default="compact"),
            ticks=True,
            parent=self,
        )
        self._table.setModel(self.list.table)
        self._body = QStackedWidget(self)
        self._waiting = Button(self.tr("Update the order"), icon="refresh-cw", parent=self)
        self._foot = OrderChoice(self.list, around, parent=self)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL_MILLISECONDS)
        self._lay_out()
        self._connect()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Orders"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.filter:
            self._take_question(where.filter)
        self._ask()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._apply_waiting()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the waiting order back while the pointer or the keys are in use."""
        if self._still.isActive() and event.type() in _BUSY:
            self._still.start()
        return False

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
        self._body.setCurrentIndex(READING)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot)

    def _head(self) -> QWidget:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        head.setMinimumWidth(here.px(_LEAST_WIDTH))
        rows = QVBoxLayout(head)
        rows.setContentsMargins(here.px(14), here.px(8), here.px(14), here.px(8))
        rows.setSpacing(here.px(8))
        first = QHBoxLayout()
        first.addWidget(self._views)
        first.addStretch(1)
        self._sheet = Button(self.tr("Import a sheet"), kind="quiet", icon="upload", parent=self)
        self._file = OrderExport(self.list, self._table, parent=self)
        first.addWidget(self._sheet)
        first.addWidget(self._file)
        second = QHBoxLayout()
        self._words.setFixedWidth(here.px(210))
        second.addWidget(self._words)
        second.addWidget(self._filters)
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
            current=self.preferences.density(AREA, default="compact"),
            parent=self,
        )
        segments.chosen.connect(self._set_density)
        return segments

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
        self._clear_last = Button("", kind="primary", parent=self._nothing)
        self._clear_last.clicked.connect(self._take_last_off)
        self._nothing.add(self._clear_last)
        return self._nothing

    def _connect(self) -> None:
        self._views.chosen.connect(self._take_view)
        self._words.textChanged.connect(self._filter_words)
        self._table.opened.connect(self._go_order)
        self._table.opened_apart.connect(self._go_order_apart)
        self._table.choice_changed.connect(self._show_chosen)
        self._table.sorted_by.connect(self._keep_sort)
        self.list.table.ids_changed.connect(self._show_body)
        self.list.table.order_waiting.connect(self._show_waiting)
        self.list.counted.connect(self._show_counts)
        self._waiting.clicked.connect(self._apply_waiting)
        self._still.timeout.connect(self._apply_waiting)
        self._sheet.clicked.connect(self._go_import)
        self._foot.said.connect(self.said)
        self._file.said.connect(self.said)
        self._table.viewport().installEventFilter(self)
        self._table.installEventFilter(self)
        self._restore_sort()
        self._add_keys()

    def _add_keys(self) -> None:
        self._add_key("/", self.tr("Filter this list")).triggered.connect(self._focus_words)
        self._add_key("N", self.tr("Nudge holder")).triggered.connect(self._foot.nudge)
        self._add_key("H", self.tr("Hand over")).triggered.connect(self._foot.offer_people)
        self._add_key("C", self.tr("Comment")).triggered.connect(self._foot.write)
        for place, choice in enumerate(self._choices(), start=1):
            view = self._add_key(str(place), choice.text)
            view.setData(choice.key)
            view.triggered.connect(self._choose_view)

    def _add_key(self, key: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._table.addAction(action)
        return action

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

    def _take_question(self, text: str) -> None:
        asking = understood(text, self.list.asking)
        if asking is not None:
            self._words.clear()
            self.list.remember(asking)
            self._filters.take_over()
        self._views.choose(text if asking is None else asking.view)

    def _ask(self) -> None:
        view = self._views.current
        asking = msgspec.structs.replace(
            self.list.asking, view=view, today=self.desk.today(), words=self._words.text().strip()
        )
        self.list.ask(asking)

    def _show_body(self) -> None:
        is_empty = not self.list.table.ids()
        if not is_empty:
            was_reading = self._body.currentIndex() == READING
            self._body.setCurrentIndex(0)
            if was_reading:
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._is_filtered() or any(self.list.counts.views.values()):
            self._name_last_filter()
            self._body.setCurrentIndex(2)
        else:
            self._body.setCurrentIndex(1)
        self._waiting.setVisible(self.list.table.waiting_count > 0)
        self._show_total()
        self._show_chosen()

    def _show_counts(self) -> None:
        self._views.set_choices(self._choices(), current=self._views.current)
        self.badge_changed.emit(Badge(self.list.counts.views.get("open", 0)))
        self._show_body()

    def _show_total(self) -> None:
        counts = self.list.counts
        shown = self.tr("%n order(s)", "", len(self.list.table.ids()))
        sums = self._foot.sums_said(counts.sums)
        levels = [
            f"{look().state('level', level).word(self.wording.language)} {counts.levels[level]}"
            for level in LEVELS
            if counts.levels.get(level)
        ]
        self._foot.show_total(" · ".join(part for part in (shown, sums, *levels) if part))

    def _show_chosen(self) -> None:
        self._foot.show_chosen(self._table.chosen_ids())

    def _show_waiting(self) -> None:
        moved = len(self.list.changed_ids) or self.list.table.waiting_count
        self._waiting.set_text(self.tr("%n changed · update the order", "", moved))
        self._waiting.show()
        self._still.start()

    def _fold(self) -> None:
        """Let columns go, the least needed first, until the others can be read."""
        columns = self.list.table.columns
        room = self.width() - look().px(40)
        gone: set[str] = set()
        for key in ("", *_GIVEN_UP):
            gone.add(key)
            widths = (column.width or _LEAST for column in columns if column.key not in gone)
            if look().px(sum(widths)) <= room:
                break
        for button in (self._sheet, self._file):
            button.setVisible(self.width() >= look().px(_ROOMY))
        for place, column in enumerate(columns):
            self._table.setColumnHidden(place, column.key in gone)

    # Filters

    def _is_filtered(self) -> bool:
        return bool(self.list.asking.words or self._filters.last_said())

    def _filter_words(self) -> None:
        if not self._words.is_composing:
            self._ask()

    def _name_last_filter(self) -> None:
        asking = self.list.asking
        last = f"“{asking.words}”" if asking.words else self._filters.last_said()
        self._clear_last.setVisible(bool(last))
        self._clear_last.set_text(self.tr("Take off {filter}").format(filter=last))
        is_view = not last
        self._nothing.show_words(
            self.tr("No order in this view") if is_view else self.tr("No order meets the filters")
        )

    def _take_last_off(self) -> None:
        if self.list.asking.words:
            self._words.clear()
        else:
            self._filters.take_last_off()

    # What is done here

    def _focus_words(self) -> None:
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_view(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._views.choose(str(action.data()))
            self._take_view()

    def _take_view(self) -> None:
        self._ask()
        filters = {**self.preferences.filters, AREA: self._views.current}
        self._keep(msgspec.structs.replace(self.preferences, filters=filters))

    def _apply_waiting(self) -> None:
        self._still.stop()
        self.list.apply_order()
        self._waiting.hide()

    def _set_density(self) -> None:
        segments = self.sender()
        if isinstance(segments, Segments):
            density: Density = "compact" if segments.current == "compact" else "comfortable"
            self._table.set_density(density)
            densities: dict[str, Density] = {**self.preferences.densities, AREA: density}
            self._keep(msgspec.structs.replace(self.preferences, densities=densities))

    def _keep(self, preferences: "Preferences") -> None:
        self.preferences = preferences
        self.preferences_changed.emit(preferences)

    def _keep_sort(self) -> None:
        query = self.list.table.query
        asking = msgspec.structs.replace(
            self.list.asking, sort=query.sort, is_descending=query.descending
        )
        self.list.remember(asking)
        kept = f"-{query.sort}" if query.descending else query.sort
        sorts = {**self.preferences.sorts, AREA: kept}
        self._keep(msgspec.structs.replace(self.preferences, sorts=sorts))

    def _restore_sort(self) -> None:
        kept = self.preferences.sorts.get(AREA, "slack")
        keys = [column.key for column in self.list.table.columns if column.sortable]
        sort = kept.removeprefix("-") if kept.removeprefix("-") in keys else "slack"
        descending = kept == f"-{sort}"
        asking = msgspec.structs.replace(self.list.asking, sort=sort, is_descending=descending)
        self.list.remember(asking)
        place = [column.key for column in self.list.table.columns].index(sort)
        self._table.show_sort(place, descending=descending)

    def _go_order(self, order_id: str) -> None:
        if order_id:
            self.go.emit(Where(AREA, id=order_id))

    def _go_order_apart(self, order_id: str) -> None:
        self.go_apart.emit(Where(AREA, id=order_id))

    def _go_new(self) -> None:
        self.go.emit(Where(AREA, tab="new"))

    def _go_import(self) -> None:
        self.go.emit(Where(AREA, tab="import"))
