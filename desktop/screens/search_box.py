"""Search and commands (Ctrl+K): orders, partners, products and every action, as typed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.models.search import CONTAINER_SIGN, Answer, Hit, Search
from desktop.screens.overlay import SHEET_RADIUS, Overlay
from desktop.screens.page import Surroundings, Where
from desktop.screens.search_list import SearchList, SearchRow
from desktop.screens.window_actions import shown_keys
from desktop.theme import look
from desktop.widgets.cards import Divider, Panel
from desktop.widgets.fields import TextField
from desktop.widgets.labels import ElidedLabel, Label
from sync import clock

ACTION_SIGN = ">"
_ACTIONS_MAX = 6
_ICONS = {"order": "clipboard-list", "partner": "building-2", "product": "package"}
_ACTION_ICONS = {
    "new": "plus",
    "import": "upload",
    "today": "sun",
    "orders": "clipboard-list",
    "deadlines": "calendar-clock",
    "conflicts": "split",
    "sync": "refresh-cw",
    "settings": "settings",
    "back": "arrow-left",
    "forward": "arrow-right",
    "try_now": "refresh-cw",
    "offline": "wifi-off",
    "language": "languages",
    "theme": "contrast",
    "apart": "external-link",
    "keys": "keyboard",
    "quit": "log-out",
}


class SearchBox(Overlay):
    """The box. Tells `chosen` with a Where, `chosen_apart` for a window of its own."""

    chosen = Signal(object)
    chosen_apart = Signal(object)

    def __init__(self, around: Surroundings, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, width=720)
        self._actions = list(actions)
        self._search = Search(around.desk, around.wording, parent=self)
        self._hits: tuple[Hit, ...] = ()
        self._places: list[tuple[Where, str]] = []
        self._began = 0.0
        self._words = TextField(
            placeholder=self.tr("Order, buyer, container, B/L, PO; > for actions"),
            name=self.tr("Search and commands"),
            icon="search",
            parent=self.sheet,
        )
        self._took = Label(style="small", ink="ink2", parent=self.sheet)
        self._list = SearchList(name=self.tr("Found"), parent=self.sheet)
        self._none = Label(style="body", ink="ink2", parent=self.sheet)
        self._lay_out()
        self._words.textChanged.connect(self._ask)
        self._search.answered.connect(self._show_answer)
        self._list.taken.connect(self._take)

    def begin(self, recent: Sequence[tuple[Where, str]]) -> None:
        """Open the box, empty, with the last places under it."""
        self._places = list(recent)
        self._words.clear()
        self._show_rows((), [])
        self.open()
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def keys(self) -> list[str]:
        """Return the keys of what is listed."""
        return self._list.keys

    def _lay_out(self) -> None:
        here = look()
        head = QHBoxLayout()
        head.setContentsMargins(here.px(12), here.px(10), here.px(16), here.px(10))
        head.setSpacing(here.px(12))
        head.addWidget(self._words, 1)
        head.addWidget(self._took)
        self.body.addLayout(head)
        self.body.addWidget(Divider(parent=self.sheet))
        inside = QHBoxLayout()
        inside.setContentsMargins(here.px(7), here.px(4), here.px(7), here.px(4))
        inside.addWidget(self._list, 1)
        self._none.setContentsMargins(here.px(12), here.px(8), here.px(12), here.px(12))
        self.body.addLayout(inside, 1)
        self.body.addWidget(self._none)
        self.body.addWidget(self._foot())

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="sunken", edges="t", radius=SHEET_RADIUS, parent=self.sheet)
        row = QHBoxLayout(foot)
        row.setContentsMargins(here.px(18), here.px(6), here.px(18), here.px(8))
        keys = self.tr(
            "↑↓ choose   ↵ open   Ctrl ↵ own window   Tab next group   > actions   # containers"
        )
        row.addWidget(ElidedLabel(keys, style="small", ink="ink2", parent=foot), 1)
        row.addWidget(Label("Esc", style="small", ink="ink2", parent=foot))
        return foot

    def _ask(self) -> None:
        text = self._words.text().strip()
        self._began = clock.monotonic()
        if not text or text.startswith(ACTION_SIGN):
            self._search.ask("")
            self._show_rows((), text.removeprefix(ACTION_SIGN).split())
            return
        self._search.ask(text)

    def _show_answer(self, answer: Answer) -> None:
        text = self._words.text().strip()
        if answer.text == text and text:
            self._show_rows(answer.hits, text.removeprefix(CONTAINER_SIGN).split())
            spent = self.tr("{seconds} s · all on this device")
            self._took.setText(spent.format(seconds=f"{clock.monotonic() - self._began:.2f}"))

    def _show_rows(self, hits: tuple[Hit, ...], words: list[str]) -> None:
        self._hits = hits
        text = self._words.text().strip()
        self._took.setText("")
        rows: list[SearchRow] = []
        if not text:
            rows += self._group(self.tr("Last places"), self._place_rows())
        for kind, title in (
            ("order", self.tr("Orders")),
            ("partner", self.tr("Partners")),
            ("product", self.tr("Products")),
        ):
            found = [_hit_row(hit) for hit in hits if hit.kind == kind]
            rows += self._group(title, found)
        rows += self._group(self.tr("Actions"), self._action_rows(text, words))
        self._none.setVisible(not rows)
        self._none.setText(self.tr("Nothing on this device has “{text}”").format(text=text))
        self._list.setVisible(bool(rows))
        self._list.show_rows(rows, words)
        self.fit()

    def _group(self, title: str, rows: list[SearchRow]) -> list[SearchRow]:
        return [SearchRow(title, note=str(len(rows))), *rows] if rows else []

    def _place_rows(self) -> list[SearchRow]:
        return [
            SearchRow(text, f"place/{number}", "history")
            for number, (_, text) in enumerate(self._places)
        ]

    def _action_rows(self, text: str, words: list[str]) -> list[SearchRow]:
        if text.startswith(CONTAINER_SIGN):
            return []
        found = [action for action in self._actions if _meets(action, words)]
        only_actions = not text or text.startswith(ACTION_SIGN)
        shown = found if only_actions else found[:_ACTIONS_MAX]
        return [
            SearchRow(
                action.text(),
                f"action/{action.objectName()}",
                _ACTION_ICONS.get(action.objectName(), "arrow-right"),
                keys=shown_keys(action),
            )
            for action in shown
        ]

    def _take(self, key: str) -> None:
        kind, _, rest = key.partition("/")
        if kind == "action":
            action = next(each for each in self._actions if each.objectName() == rest)
            self.close_up()
            action.trigger()
            return
        where = self._where(kind, rest)
        self.close_up()
        self.chosen.emit(where)

    def _where(self, kind: str, rest: str) -> Where:
        if kind == "place":
            return self._places[int(rest)][0]
        if kind == "order":
            return Where("orders", id=rest)
        hit = next(each for each in self._hits if each.id == rest)
        return Where("orders", tab="find", filter=hit.title)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self._list.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(apart=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        self._list.step_group()
        return True

    def _enter(self, *, apart: bool) -> None:
        key = self._list.current_key
        if not key or self._words.is_composing:
            return
        if apart and not key.startswith("action/"):
            where = self._where(*key.split("/", 1))
            self.close_up()
            self.chosen_apart.emit(where)
            return
        self._take(key)


def _hit_row(hit: Hit) -> SearchRow:
    return SearchRow(hit.title, f"{hit.kind}/{hit.id}", _ICONS[hit.kind], hit.note, mark=hit.mark)


def _meets(action: QAction, words: Sequence[str]) -> bool:
    """Return whether an action's name, in either language, holds every word."""
    names = f"{action.text()} {action.data()}".casefold()
    return action.isEnabled() and all(word.casefold() in names for word in words)
