"""One order: where it stands, what is next, and everything that belongs to it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.customer_status import status_text
from desktop.models.order_page import OrderModel, OrderPicture
from desktop.screens.order_comments import CommentsTab
from desktop.screens.order_details import PartsTab
from desktop.screens.order_exceptions import ExceptionsTab
from desktop.screens.order_files import FilesTab
from desktop.screens.order_head import TABS, OrderHead, number_of
from desktop.screens.order_history import HistoryTab
from desktop.screens.order_money import CreditsTab, LinesTab, ReceiptsTab, ShipmentsTab
from desktop.screens.order_overview import OverviewTab
from desktop.screens.order_passport import PassportTab
from desktop.screens.order_tasks import TasksTab
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from collections.abc import Callable

AREA = "orders"

Tab = (
    OverviewTab
    | PartsTab
    | PassportTab
    | TasksTab
    | ExceptionsTab
    | CommentsTab
    | FilesTab
    | HistoryTab
)


class OrderPage(Page):
    """The page of one order; `Where("orders", id=…, tab=…)` names it, `filter` a node."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = OrderModel(self.desk, self.wording.language, parent=self)
        self.head = OrderHead(self.wording, parent=self)
        self.tabs: dict[str, Tab] = {}
        self._makers: dict[str, Callable[[], Tab]] = {
            "overview": lambda: self._overview(around),
            "lines": lambda: LinesTab(around, parent=self),
            "shipments": lambda: ShipmentsTab(around, parent=self),
            "credits": lambda: CreditsTab(around, parent=self),
            "receipts": lambda: ReceiptsTab(around, parent=self),
            "requirements": lambda: PassportTab(around, parent=self),
            "tasks": lambda: TasksTab(around, parent=self),
            "exceptions": lambda: self._exceptions(around),
            "comments": lambda: CommentsTab(around, parent=self),
            "files": lambda: FilesTab(around, parent=self),
            "history": lambda: HistoryTab(around, parent=self),
        }
        self._node = ""
        self._rail_shown: bool | None = None
        self._stack = QStackedWidget(self)
        self._whole = QStackedWidget(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    @override
    def places(self) -> list[Place]:
        picture = self.model.picture
        name = number_of(picture.facts.order) if picture is not None else "…"
        return [Place(AREA, self.tr("Orders")), Place("order", name)]

    @override
    def show_at(self, where: Where) -> None:
        if where.id != self.model.order_id:
            self._whole.setCurrentIndex(0)
        self._node = where.filter
        tab = where.tab if where.tab in TABS else ""
        if where.id != self.model.order_id or tab:
            self.head.tabs.choose(tab or "overview")
            self._show_tab(tab or "overview")
        self.model.show_order(where.id)

    @override
    def leave(self) -> None:
        for tab in self.tabs.values():
            if isinstance(tab, (PartsTab, CommentsTab)):
                tab.leave()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        record = QWidget(self)
        rows = QVBoxLayout(record)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self._stack, 1)
        self._whole.addWidget(Skeleton(name=self.tr("Reading"), rows=10, parent=self))
        self._whole.addWidget(record)
        self._whole.addWidget(
            EmptyState(
                "clipboard-list",
                title=self.tr("This order is not on this computer"),
                text=self.tr("It was removed, or your roles do not see it."),
                parent=self,
            )
        )
        column.addWidget(self._whole)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.model.picture is not None and files_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.attach(files_in(event.mimeData()))

    def attach(self, paths: list[str]) -> None:
        """Put files of this computer on the order, and show them."""
        self.head.tabs.choose("files")
        self._show_tab("files")
        tab = self.tabs["files"]
        if isinstance(tab, FilesTab):
            for path in paths:
                tab.attach(path)

    def _connect(self) -> None:
        self.model.loaded.connect(self._show_order)
        self.model.missing.connect(self._show_missing)
        self.head.tab_chosen.connect(self._show_tab)
        self.head.copy_wanted.connect(self.copy_status)
        self.head.rail_wanted.connect(self.toggle_rail)
        self.head.conflict_wanted.connect(self._go_conflict)
        rail = QAction(self.tr("Right rail"), self)
        rail.setShortcut(QKeySequence("F4"))
        rail.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        rail.triggered.connect(self.toggle_rail)
        self.addAction(rail)

    # What it shows

    def _show_order(self, picture: OrderPicture) -> None:
        self.head.show_order(picture)
        self._whole.setCurrentIndex(1)
        self._refresh_tab()
        overview = self.tabs.get("overview")
        if self._node and isinstance(overview, OverviewTab):
            overview.choose_node(self._node)
            self._node = ""
        self.places_changed.emit()

    def _show_missing(self) -> None:
        self._whole.setCurrentIndex(2)
        self.places_changed.emit()

    def _show_tab(self, key: object) -> None:
        name = str(key)
        if name not in self.tabs:
            tab = self._makers[name]()
            if isinstance(tab, PartsTab):
                tab.said.connect(self.said)
            self.tabs[name] = tab
            self._stack.addWidget(tab)
        self._stack.setCurrentWidget(self.tabs[name])
        self._refresh_tab()
        self._fold()

    def _refresh_tab(self) -> None:
        """Show the order in the tab in front; the others are brought up to date when shown."""
        tab = self.tabs.get(self.head.tabs.current)
        if tab is not None and self.model.picture is not None:
            tab.show_order(self.model.picture)

    def _overview(self, around: Surroundings) -> OverviewTab:
        tab = OverviewTab(around, parent=self)
        tab.asked.connect(self._write_comment)
        tab.lessons.opened.connect(self.go)
        return tab

    def _exceptions(self, around: Surroundings) -> ExceptionsTab:
        tab = ExceptionsTab(around, parent=self)
        tab.opened.connect(self.go)
        return tab

    def _write_comment(self, _asked: object) -> None:
        self.head.tabs.choose("comments")
        self._show_tab("comments")
        comments = self.tabs["comments"]
        if isinstance(comments, CommentsTab):
            comments.focus_box()

    def copy_status(self) -> None:
        """Put an English text for the buyer onto the clipboard."""
        if self.model.picture is not None:
            QGuiApplication.clipboard().setText(
                status_text(self.model.picture, self.desk.seat.people.values())
            )
            self.said.emit(Notice(self.tr("Copied: English status, without names and prices")))

    def toggle_rail(self) -> None:
        """Show or hide the right rail."""
        overview = self.tabs.get("overview")
        if isinstance(overview, OverviewTab):
            self._rail_shown = overview.rail.isHidden()
            self._fold()

    def _go_conflict(self) -> None:
        picture = self.model.picture
        if picture is not None and picture.conflicts:
            self.go.emit(Where("conflicts", id=picture.conflicts[0].id))

    def _fold(self) -> None:
        """Below the breakpoint the rail is a drawer: away until asked for."""
        overview = self.tabs.get("overview")
        if isinstance(overview, OverviewTab):
            sizes = look().theme.sizes
            is_wide = self.window().width() >= look().px(sizes.breakpoint.rail)
            overview.show_rail(shown=is_wide if self._rail_shown is None else self._rail_shown)


def files_in(dragged: QMimeData) -> list[str]:
    """Return the paths of the files that are dragged; folders and web addresses are none."""
    paths = [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]
    return [str(path) for path in paths if path.is_file()]
