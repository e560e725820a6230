"""The frame around the work: sidebar, top bar, pages, notices, the line at the foot."""

from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.area_counts import AreaCounts
from desktop.models.exceptions import Escalator
from desktop.screens.key_help import KeyHelp
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.screens.search_box import SearchBox
from desktop.screens.status_line import status_parts
from desktop.screens.visits import Visit, Visits, scroll_back, scrolled
from desktop.screens.window_actions import WindowActions
from desktop.screens.work_places import (
    Facilities,
    area_foot,
    area_groups,
    area_names,
    page_key,
    page_makers,
)
from desktop.settings import Preferences
from desktop.theme import look
from desktop.widgets.bands import NoticeLine
from desktop.widgets.sidebar import Badge, Sidebar
from desktop.widgets.status_bar import StatusBar
from desktop.widgets.top_bar import TopBar


class _TopBar(TopBar):
    """The top bar without the bell: notices are no area yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bell.hide()


class WorkFrame(QWidget):
    """One window's frame. Pages are made when they are first shown and kept.

    It tells what only the program can do: another window, changed preferences, signing in again.
    """

    apart_wanted = Signal(object)  # a Where, in a window of its own
    preferences_changed = Signal(object)  # the fields changed: a dict
    sign_in_wanted = Signal()
    quit_wanted = Signal()
    titled = Signal(object)  # the window's title

    def __init__(
        self, around: Surroundings, facilities: Facilities, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._sync = facilities.sync
        self._makers = page_makers(facilities)
        self._pages: dict[str, Page] = {}
        self._known: dict[str, Preferences] = {}
        self._titles: dict[Where, str] = {}
        self._spoken: set[str] = set()
        self.visits = Visits()
        self._counts = AreaCounts(around.desk, parent=self)
        self._escalator = Escalator(around.desk, parent=self)
        self.actions_ = WindowActions(self, is_chinese=around.wording.is_chinese)
        self._sidebar = Sidebar(area_groups(), foot=area_foot(), name=self.tr("Areas"), parent=self)
        self._top = _TopBar(parent=self)
        self._stack = QStackedWidget(self)
        self._notice = NoticeLine(self)
        self._status = StatusBar(name=self.tr("Sync"), parent=self)
        self._search = SearchBox(around, self.actions_.everything(), self)
        self._help = KeyHelp(self)
        self._lay_out()
        self._connect()
        self._show_sync()
        self._show_person()
        self._counts.count()

    # Where the person is

    @property
    def where(self) -> Where:
        """Return the place shown."""
        visit = self.visits.current
        return visit.where if visit else Where("today")

    @property
    def page(self) -> Page | None:
        """Return the page in front."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def go(self, where: Where) -> None:
        """Show a place."""
        self._keep_place()
        self._show(self.visits.go(where))

    def take_over(self, visits: Visits) -> None:
        """Stand where another frame stood, with the way that led there."""
        self.visits = visits
        if visits.current is not None:
            self._show(visits.current)

    def leave(self) -> None:
        """Have every page keep what is half typed: the window closes or is made anew."""
        self._keep_place()
        for page in self._pages.values():
            page.leave()

    def say(self, text: str) -> None:
        """Say something in the notice line."""
        self._say(Notice(text))

    # How it is laid out

    def _lay_out(self) -> None:
        work = QVBoxLayout()
        work.setSpacing(0)
        for widget in (self._top, self._notice):
            work.addWidget(widget)
        work.insertWidget(1, self._stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._sidebar)
        upper.addLayout(work, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self._status)

    def _connect(self) -> None:
        self._sidebar.chosen.connect(self._go_area)
        self._top.place_chosen.connect(self._go_area)
        self._top.went_back.connect(self._go_back)
        self._top.went_forward.connect(self._go_forward)
        self._top.search_wanted.connect(self._open_search)
        self._top.new_wanted.connect(self._go_new)
        self._status.chosen.connect(self._open_part)
        self._search.chosen.connect(self.go)
        self._search.chosen_apart.connect(self.apart_wanted)
        self._sync.changed.connect(self._show_sync)
        self._counts.counted.connect(self._show_counts)
        self._around.desk.seated.connect(self._show_person)
        for name, answer in self._answers().items():
            self.actions_[name].triggered.connect(answer)

    def _answers(self) -> dict[str, Callable[[], None]]:
        return {
            "search": self._open_search,
            "new": self._go_new,
            "import": self._go_import,
            "back": self._go_back,
            "forward": self._go_forward,
            "next_pane": self._next_pane,
            "last_pane": self._last_pane,
            "try_now": self._sync.control.try_now,
            "offline": self._switch_offline,
            "language": self._switch_language,
            "theme": self._switch_theme,
            "apart": self._open_apart,
            "keys": self._open_help,
            "quit": self.quit_wanted.emit,
            **dict.fromkeys(area_names(), self._go_named),
        }

    # Going

    def _keep_place(self) -> None:
        visit, page = self.visits.current, self.page
        if visit is not None and page is not None:
            visit.scrolled = scrolled(page)
            self._titles[visit.where] = _title(page)
            page.leave()

    def _show(self, visit: Visit) -> None:
        page = self._page(page_key(visit.where))
        self._stack.setCurrentWidget(page)
        page.show_at(visit.where)
        scroll_back(page, visit.scrolled)
        self._sidebar.set_current(visit.where.area)
        self._show_places()

    def _page(self, key: str) -> Page:
        known = key if key in self._makers else "orders"
        if known not in self._pages:
            page = self._makers[known](self._around)
            page.setObjectName(known)
            page.go.connect(self.go)
            page.go_apart.connect(self.apart_wanted)
            page.said.connect(self._say)
            page.places_changed.connect(self._show_places)
            page.badge_changed.connect(self._take_badge)
            page.preferences_changed.connect(self._take_preferences)
            self._pages[known] = page
            self._known[known] = page.preferences
            self._stack.addWidget(page)
        return self._pages[known]

    def _show_places(self) -> None:
        page = self.page
        if page is not None:
            self._top.set_places(page.places())
            self.titled.emit(_title(page))
        self._top.set_ways(back=self.visits.can_go_back, forward=self.visits.can_go_forward)
        self.actions_["back"].setEnabled(self.visits.can_go_back)
        self.actions_["forward"].setEnabled(self.visits.can_go_forward)

    def _step(self, step: int) -> None:
        self._keep_place()
        visit = self.visits.step(step)
        if visit is not None:
            self._show(visit)

    def _go_back(self) -> None:
        self._step(-1)

    def _go_forward(self) -> None:
        self._step(1)

    def _go_area(self, area: str) -> None:
        self.go(Where(area))

    def _go_named(self) -> None:
        self.go(Where(self.sender().objectName()))

    def _go_new(self) -> None:
        self.go(Where("orders", tab="new"))

    def _go_import(self) -> None:
        self.go(Where("orders", tab="import"))

    def _open_part(self, key: str) -> None:
        if key == "keys":
            self._open_help()
        elif key == "conflicts":
            self.go(Where("conflicts"))
        elif key == "connection" and self._sync.phase == "signed_out":
            self.sign_in_wanted.emit()
        else:
            self.go(Where("sync", tab=key))

    def _open_apart(self) -> None:
        self.apart_wanted.emit(self.where)

    # What lies over the window

    def _open_search(self) -> None:
        self._keep_title()
        recent = [(where, self._titles.get(where, where.area)) for where in self.visits.recent()]
        self._search.begin(recent)

    def _open_help(self) -> None:
        self._help.show_keys(self.actions_.everything(), self.page)

    def _keep_title(self) -> None:
        visit, page = self.visits.current, self.page
        if visit is not None and page is not None:
            self._titles[visit.where] = _title(page)

    # What it says

    def _say(self, notice: Notice) -> None:
        self._notice.say(notice.text, undo=notice.undo)

    def _show_sync(self) -> None:
        left, right = status_parts(
            self._sync, self._around.wording, is_narrow=self._sidebar.is_rail
        )
        self._status.set_parts(left, right=right)
        self.actions_["offline"].setChecked(self._sync.report.is_paused)
        count = self._sync.report.conflicts
        token = look().state("sync", "conflict")
        badge = Badge(count, token.shape, token.color) if count else None
        self._sidebar.set_badge("conflicts", badge)

    def _show_counts(self) -> None:
        counts = self._counts.counts
        token = look().state("level", "urgent")
        urgent = Badge(counts.urgent, token.shape, token.color) if counts.urgent else None
        waiting = Badge(counts.approvals, "half_disc", "active") if counts.approvals else None
        found = {
            "today": Badge(counts.today),
            "orders": Badge(counts.orders),
            "deadlines": urgent,
            "approvals": waiting,
            "exceptions": Badge(counts.exceptions) if counts.exceptions else None,
        }
        for area, badge in found.items():
            if area not in self._spoken:
                self._sidebar.set_badge(area, badge)

    def _take_badge(self, badge: Badge) -> None:
        area = self.sender().objectName()
        self._spoken.add(area)
        self._sidebar.set_badge(area, badge)

    def _show_person(self) -> None:
        desk = self._around.desk
        if desk.is_seated:
            name = desk.name_of(desk.seat.user.id, self._around.wording.language)
            self._top.set_person(name, tint=crc32(name.encode()))
            menu = QMenu(self)
            for key in ("offline", "language", "theme", "settings", "keys", "apart", "quit"):
                menu.addAction(self.actions_[key])
            self._top.set_menu(menu)

    # Preferences and work offline

    def _take_preferences(self, preferences: Preferences) -> None:
        """Take in what one page changed; what others changed since stays."""
        key = self.sender().objectName()
        before, self._known[key] = self._known[key], preferences
        changed = {
            name: value
            for name, value in msgspec.structs.asdict(preferences).items()
            if getattr(before, name) != value
        }
        self._change(**changed)
        if key == "settings" and "densities" in changed:
            self._make_anew("orders")

    def _make_anew(self, key: str) -> None:
        """Let go of a page, so that it is made by the newest preferences when it is next shown."""
        page = self._pages.pop(key, None)
        if page is not None:
            page.leave()
            self._stack.removeWidget(page)
            page.deleteLater()

    def _change(self, **fields: object) -> None:
        preferences = msgspec.structs.replace(self._around.preferences, **fields)
        self._around = replace(self._around, preferences=preferences)
        self.preferences_changed.emit(fields)

    def _switch_language(self) -> None:
        self._change(language="en" if self._around.wording.is_chinese else "zh")

    def _switch_theme(self) -> None:
        self._change(theme="light" if look().theme.name == "dark" else "dark")

    def _switch_offline(self) -> None:
        if self._sync.report.is_paused:
            self._sync.control.resume()
        else:
            self._sync.control.pause()

    # Panes

    def _panes(self) -> list[QWidget]:
        page = self.page
        return [self._sidebar, self._top, *([page] if page else []), self._status]

    def _next_pane(self) -> None:
        self._step_pane(1)

    def _last_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        focus = QApplication.focusWidget()
        panes = self._panes()
        at = next((n for n, pane in enumerate(panes) if focus and pane.isAncestorOf(focus)), 0)
        for offset in range(1, len(panes) + 1):
            target = _first_stop(panes[(at + step * offset) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # Sizes

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rail = self.width() < look().px(look().theme.sizes.breakpoint.rail)
        if rail != self._sidebar.is_rail:
            self._sidebar.set_rail(rail=rail)
            self._show_sync()


def _title(page: Page) -> str:
    return " / ".join(place.text for place in page.places())


def _first_stop(pane: QWidget) -> QWidget | None:
    """Return the first part of a pane that takes the keys by Tab."""
    for widget in pane.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled():
            return widget
    return None
