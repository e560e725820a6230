"""Sync and outbox: the connection in words, how far each change has come, what needs the person."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.device import DeviceFacts
from desktop.models.outbox import OPEN_ORDER, Outbox, View
from desktop.models.sync_status import SyncState
from desktop.screens.connection_words import connection_level, connection_text, connection_title
from desktop.screens.outbox_detail import OutboxDetail
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.screens.replica_cards import ReplicaCards
from desktop.screens.status_line import short_moment
from desktop.screens.transfers import TransfersCard
from desktop.theme import look
from desktop.theme.cells import mark
from desktop.widgets.bands import Band, Level
from desktop.widgets.blanks import EmptyState
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Panel
from desktop.widgets.choices import Choice, PillTabs
from desktop.widgets.figures import IconMark, StepCard
from desktop.widgets.labels import Label
from desktop.widgets.table import CellPress, DataTable
from desktop.widgets.top_bar import Place

AREA = "sync"
_STEPS = ("on_device", "sent", "confirmed", "needs_you")
_RAIL_FROM = 1100
_LOW = 560
_TABLE_ONLY = ("at", "next")


class SyncPage(Page):
    """The sync page. Status parts open it at their part: `tab` names one."""

    def __init__(
        self,
        around: Surroundings,
        sync: SyncState,
        device: DeviceFacts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(around, parent)
        self.sync = sync
        self.outbox = Outbox(self.desk, self.wording, parent=self)
        self._band: Band | None = None
        self._band_place = QVBoxLayout()
        self._steps = {name: self._step(name) for name in _STEPS}
        self._views = PillTabs(self._choices(), name=self.tr("Outbox"), current="open", parent=self)
        self._table = DataTable(name=self.tr("Outbox"), density="regular", parent=self)
        self._table.setModel(self.outbox.table)
        self._body = QStackedWidget(self)
        self._detail = OutboxDetail(self.outbox, self.wording, parent=self)
        self._cards = ReplicaCards(around, sync, device, parent=self)
        self.transfers = TransfersCard(around, parent=self)
        self._is_rail_wanted = False
        self._shown: tuple[Level, str, str, bool] | None = None
        self._lay_out()
        self._connect()
        self._show_sync()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Sync and outbox"))]

    @override
    def show_at(self, where: Where) -> None:
        views: dict[str, View] = {"here": "open", "sent": "open", "needs_you": "open"}
        views["confirmed"] = "done"
        view = views.get(where.tab, self.outbox.view)
        self._views.choose(view)
        self.outbox.choose(view)
        self.outbox.reload()
        self.transfers.reload()
        self._cards.read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._detail.hide()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # How it is laid out

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        side = here.px(16)
        column.setContentsMargins(side, here.px(12), side, here.px(10))
        column.setSpacing(here.px(10))
        column.addLayout(self._band_place)
        column.addLayout(self._step_row())
        below = QHBoxLayout()
        below.setSpacing(here.px(14))
        queues = QVBoxLayout()
        queues.setSpacing(here.px(10))
        queues.addWidget(self._outbox_card(), 1)
        queues.addWidget(self.transfers)
        below.addLayout(queues, 1)
        self._cards.setFixedWidth(here.px(320))
        below.addWidget(self._cards)
        column.addLayout(below, 1)

    def _step_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        icons = ("", "arrow-right", "arrow-right", "git-branch")
        for icon, card in zip(icons, self._steps.values(), strict=True):
            if icon:
                row.addWidget(IconMark(icon, size=16, parent=self))
            row.addWidget(card, 1)
        return row

    def _outbox_card(self) -> Card:
        card = Card(self.tr("Outbox"), flush=True, parent=self)
        card.head.add_beside(self._views)
        self._more = Button(
            self.tr("This replica"), kind="quiet", icon="panel-right", key="F4", parent=self
        )
        self._more.clicked.connect(self._switch_rail)
        card.head.add(self._more)
        self._body.addWidget(self._table)
        self._body.addWidget(self._nothing())
        card.body.addWidget(self._body, 1)
        card.body.addWidget(self._detail)
        card.body.addWidget(self._foot())
        return card

    def _nothing(self) -> QWidget:
        empty = EmptyState(
            "circle-check",
            title=self.tr("Nothing waits"),
            text=self.tr("What you change is listed here from the moment it is saved."),
            parent=self,
        )
        every = Button(self.tr("Show all"), parent=empty)
        every.clicked.connect(self._choose_all)
        empty.add(every)
        return empty

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="t", parent=self)
        row = QHBoxLayout(foot)
        row.setContentsMargins(here.px(14), here.px(7), here.px(14), here.px(3))
        words = self.tr(
            "Sent in the order made; after a lost line it goes on, and each counts once."
        )
        row.addWidget(Label(words, style="small", ink="ink2", wrap=True, parent=foot), 1)
        return foot

    def _connect(self) -> None:
        self._views.chosen.connect(self._choose)
        self._table.opened.connect(self._open)
        self._table.cell_pressed.connect(self._press)
        self._table.choice_changed.connect(self._show_detail)
        self._detail.dropped.connect(self._tell_dropped)
        self._detail.copied.connect(self._tell_copied)
        self._detail.order_wanted.connect(self._go_order)
        self.outbox.counted.connect(self._show_counts)
        self.outbox.table.ids_changed.connect(self._show_body)
        self.outbox.table.dataChanged.connect(self._show_detail)
        self.sync.changed.connect(self._show_sync)
        self.desk.changed.connect(self._reload_soon)
        rail = QAction(self.tr("This replica"), self)
        rail.setShortcut(QKeySequence("F4"))
        rail.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        rail.triggered.connect(self._switch_rail)
        self.addAction(rail)
        copy = QAction(self.tr("Copy the value"), self)
        copy.setShortcut(QKeySequence("C"))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._detail.copy)
        self._table.addAction(copy)

    # What it shows

    def _step(self, name: str) -> StepCard:
        said = mark(look().state("sync", name), self.wording.language)
        card = StepCard(said, count="0", parent=self)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        card.setProperty("step", name)
        card.clicked.connect(self._press_step)
        return card

    def _choices(self) -> list[Choice]:
        count = self.outbox.counts.open
        return [
            Choice("open", self.tr("Open"), str(count) if count else ""),
            Choice("done", self.tr("Confirmed")),
            Choice("all", self.tr("All")),
        ]

    def _show_sync(self) -> None:
        self._show_band()
        self._reload_soon()

    def _show_band(self) -> None:
        title = connection_title(self.sync, self.wording)
        text = connection_text(self.sync, self.wording)
        shown = (connection_level(self.sync), title, text, self.sync.report.is_paused)
        if shown == self._shown:
            return
        if self._band is None or self._shown is None or shown[::3] != self._shown[::3]:
            self._make_band(shown[0])
        self._shown = shown
        if self._band is not None:
            self._band.show_words(title, text=text)

    def _make_band(self, level: Level) -> None:
        if self._band is not None:
            self._band_place.removeWidget(self._band)
            self._band.deleteLater()
        self._band = Band(level, title=" ", text=" ", below=True, parent=self)
        paused = self.sync.report.is_paused
        words = self.tr("Go online") if paused else self.tr("Work offline")
        switch = Button(
            words, kind="quiet", icon="globe" if paused else "wifi-off", parent=self._band
        )
        switch.clicked.connect(self._switch)
        again = Button(self.tr("Try now"), icon="refresh-cw", key="F9", parent=self._band)
        again.clicked.connect(self._try_now)
        self._band.add(again)
        self._band.add(switch)
        self._band_place.addWidget(self._band)

    def _show_counts(self) -> None:
        counts, language = self.outbox.counts, self.wording.language
        last = self.tr("The last one {time}").format(time=short_moment(self.wording, counts.last))
        here = self.tr("Saved; has not left this computer")
        sent = self.tr("Left this device; head office has not answered")
        refused = self.tr("Refused: {count}; your values are all here").format(count=counts.refused)
        figures = {
            "on_device": (counts.waiting, here),
            "sent": (counts.sent, sent),
            "confirmed": (counts.done, last if counts.last else ""),
            "needs_you": (counts.refused, refused),
        }
        is_low = self.height() < look().px(_LOW)
        for name, (count, note) in figures.items():
            said = mark(look().state("sync", name), language)
            self._steps[name].show_step(said, count=f"{count:,}", note="" if is_low else note)
            self._steps[name].updateGeometry()
        self._views.set_choices(self._choices(), current=self._views.current)

    def _show_body(self) -> None:
        self._body.setCurrentIndex(0 if self.outbox.table.ids() else 1)
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.outbox.table.record(self._table.current_id())
        self._detail.show_row(row)

    def _fold(self) -> None:
        narrow = self.width() < look().px(_RAIL_FROM)
        self._cards.setVisible(self._is_rail_wanted or not narrow)
        self._more.setVisible(narrow)
        self._show_counts()
        for place, column in enumerate(self.outbox.table.columns):
            self._table.setColumnHidden(place, narrow and column.key in _TABLE_ONLY)

    # What is done here

    def _switch_rail(self) -> None:
        self._is_rail_wanted = not self._is_rail_wanted
        self._fold()

    def _reload_soon(self) -> None:
        if self.isVisible():
            self.outbox.reload_soon()

    def _choose(self, view: str) -> None:
        views: dict[str, View] = {"open": "open", "done": "done", "all": "all"}
        self.outbox.choose(views[view])

    def _choose_all(self) -> None:
        self._views.choose("all")
        self.outbox.choose("all")

    def _press_step(self) -> None:
        is_done = self.sender().property("step") == "confirmed"
        view: View = "done" if is_done else "open"
        self._views.choose(view)
        self.outbox.choose(view)

    def _press(self, press: CellPress) -> None:
        if press.key == OPEN_ORDER:
            self._open(press.row_id)

    def _open(self, op_id: str) -> None:
        row = self.outbox.table.record(op_id)
        if row is not None and row.is_in_conflict:
            self.go.emit(Where("conflicts"))
        elif row is not None:
            self._go_order(row.item.order_id)

    def _go_order(self, order_id: str) -> None:
        if order_id:
            self.go.emit(Where("orders", id=order_id))

    def _switch(self) -> None:
        control = self.sync.control
        if self.sync.report.is_paused:
            control.resume()
        else:
            control.pause()

    def _try_now(self) -> None:
        self.sync.control.try_now()

    def _tell_dropped(self) -> None:
        self.sync.control.tell()
        self.said.emit(Notice(self.tr("Dropped; it stays readable under All")))

    def _tell_copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(Notice(self.tr("Copied")))
