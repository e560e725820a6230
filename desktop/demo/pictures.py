"""Takes a picture of every screen, as a person comes to it, in both languages."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit

from desktop.app.program import Program
from desktop.demo.hand import Hand, said
from desktop.demo.moves import Moves
from desktop.demo.windows import Theme, dress, hand_on, wait_for_reads
from desktop.screens.overlay import Overlay
from desktop.widgets.bands import NoticeLine
from desktop.widgets.blanks import Skeleton
from desktop.widgets.table import DataTable

if TYPE_CHECKING:
    from desktop.models.id_table import IdTable

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
USUAL = QSize(1440, 900)
SMALL = QSize(1024, 600)
SETTLE_MILLISECONDS = 120
SEARCH_MILLISECONDS = 600
ORDER_TABS = (
    "Overview",
    "Lines",
    "Shipments",
    "L/C",
    "Receipts",
    "Requirements",
    "Tasks",
    "Exceptions",
    "Messages",
    "Files",
    "History",
)
TEAM_PARTS = {
    "people": "People",
    "procedures": "Procedures",
    "ideas": "Suggestions, feedback",
    "goals": "Goals",
    "meetings": "Meetings",
    "departments": "Departments",
    "templates": "Order templates",
}


class Album:
    """The pictures of one tour, numbered in the order in which they are first taken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.last = folder / "stopped.png"
        self._numbers: dict[str, int] = {}
        self.count = 0

    def take(self, program: Program, name: str, suffix: str, *, size: QSize = USUAL) -> None:
        """Take one picture once nothing is being read any more."""
        hand = hand_on(program)
        hand.window.resize(size)
        hand.settle(SETTLE_MILLISECONDS)
        wait_for_reads(program)
        hand.until(lambda: not is_reading(hand), f"{name} is read")
        hand.settle(SETTLE_MILLISECONDS)
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        hand.picture(self._folder / f"{number:02d}-{name}-{suffix}.png")
        self.count += 1

    def take_last(self, hand: Hand) -> None:
        """Take a picture of where the tour stopped."""
        hand.picture(self.last)


class Screens:
    """Every screen of the work, shown at one order; sub-projects at one that is divided."""

    def __init__(
        self,
        program: Program,
        album: Album,
        *,
        order: tuple[str, str],
        divided: tuple[str, str],
    ) -> None:
        self._program = program
        self._album = album
        self._order = order
        self._divided = divided

    def take_all(self) -> None:
        """Take every screen in both languages, the main ones also dark and small."""
        hand = hand_on(self._program)
        hand.until(lambda: not _is_noticed(hand), "the notice has gone")
        for language in LANGUAGES:
            self._take(language, "light", self._every(language), suffix=language)
            self._take(language, "light", self._first(language), suffix=f"{language}-1024x600")
            self._take(language, "dark", self._main(language), suffix=f"{language}-dark")
        dress(self._program, "zh")

    def _take(
        self,
        language: Language,
        theme: Theme,
        ways: "dict[str, Callable[[], None]]",
        *,
        suffix: str,
    ) -> None:
        dress(self._program, language, theme)
        hand = hand_on(self._program)
        size = SMALL if suffix.endswith("600") else USUAL
        hand.window.resize(size)
        for name, go in ways.items():
            _close_overlays(hand)
            go()
            self._album.take(self._program, name, suffix, size=size)

    def _first(self, language: Language) -> "dict[str, Callable[[], None]]":
        every = self._every(language)
        return {name: every[name] for name in ("today", "orders", "order")}

    def _main(self, language: Language) -> "dict[str, Callable[[], None]]":
        every = self._every(language)
        names = ("today", "orders", "order", "deadlines", "conflicts", "sync")
        return {name: every[name] for name in names}

    def _every(self, language: Language) -> "dict[str, Callable[[], None]]":
        """Return how to come to each screen."""
        hand = hand_on(self._program)
        moves = Moves(hand, language)
        ways: dict[str, Callable[[], None]] = {
            "today": lambda: moves.area("Today"),
            "orders": lambda: _show_orders(hand, moves),
            "order": lambda: _show_order(moves, *self._order),
        }
        for tab in ORDER_TABS[1:]:
            ways[f"order-{tab.lower().replace('/', '')}"] = _to_tab(moves, tab)
        return ways | {
            "order-projects": lambda: _show_projects(hand, moves, *self._divided),
            "deadlines": lambda: moves.area("Deadlines"),
            "approvals": lambda: moves.area("Approvals"),
            "changes": lambda: moves.area("Changes"),
            "handovers": lambda: moves.area("Handovers"),
            "flow": lambda: moves.area("Process"),
            "process": lambda: _show_design(hand, moves),
            "duties": lambda: moves.area("Duties"),
            "exceptions": lambda: moves.area("Exceptions"),
            "exception": lambda: _show_room(hand, moves),
            "knowledge": lambda: moves.area("Knowledge"),
            **{f"team-{name}": _to_part(hand, moves, text) for name, text in TEAM_PARTS.items()},
            "conflicts": lambda: moves.area("Conflicts"),
            "sync": lambda: _show_outbox(hand, moves),
            "settings": lambda: moves.area("Settings"),
            "new-order": lambda: hand.act("new"),
            "import": lambda: hand.act("import"),
            "search": lambda: _search(hand, moves, self._order[1]),
            "keys": lambda: _show_keys(hand),
        }


def _close_overlays(hand: Hand) -> None:
    for each in hand.window.findChildren(Overlay):
        if each.isVisible():
            hand.escape(each)


def _to_tab(moves: Moves, tab: str) -> Callable[[], None]:
    return lambda: moves.tab(tab)


def _to_part(hand: Hand, moves: Moves, text: str) -> Callable[[], None]:
    """Return how to come to one part of the team's page."""

    def go() -> None:
        moves.area("Team")
        hand.press(said("TeamPage", text))

    return go


def _show_orders(hand: Hand, moves: Moves) -> None:
    moves.area("Orders")
    hand.write(said("OrdersPage", "Filter this list"), "")
    hand.press(said("OrdersPage", "All open"))
    table = hand.find(DataTable, said("OrdersPage", "Orders"))
    hand.until(lambda: table.model().rowCount() > 1, "all orders in the list")


def _show_order(moves: Moves, order_id: str, number: str) -> None:
    """Open the order at its process, wherever it was left."""
    moves.open_order(order_id, number)
    moves.tab(ORDER_TABS[0])


def _show_design(hand: Hand, moves: Moves) -> None:
    """Open the design of the process from the map."""
    moves.area("Process")
    hand.press(said("FlowPage", "Design of the process"))


def _show_projects(hand: Hand, moves: Moves, order_id: str, number: str) -> None:
    """Open a divided order at its sub-projects, the last of them chosen."""
    moves.open_order(order_id, number)
    moves.tab("Tasks")
    table = hand.find(DataTable, said("ProjectsCard", "Sub-projects"))
    hand.until(lambda: table.model().rowCount() > 0, "a sub-project in the list")
    table.choose(table.model().rowCount() - 1)


def _show_room(hand: Hand, moves: Moves) -> None:
    """Open the worst exception's room."""
    moves.area("Exceptions")
    table = hand.find(DataTable, said("ExceptionsPage", "Exceptions"))
    hand.until(lambda: table.model().rowCount() > 0, "an exception in the list")
    table.choose(0)
    table.opened.emit(table.current_id())


def _show_outbox(hand: Hand, moves: Moves) -> None:
    """Show everything that was done here, not only what waits."""
    moves.area("Sync")
    hand.press(said("SyncPage", "All"))


def _search(hand: Hand, moves: Moves, number: str) -> None:
    moves.area("Today")
    hand.act("search")
    hand.until(lambda: isinstance(hand.window.focusWidget(), QLineEdit), "the search box")
    field = hand.window.focusWidget()
    if isinstance(field, QLineEdit):
        hand.type_into(field, number[:6])
        hand.settle(SEARCH_MILLISECONDS)


def _show_keys(hand: Hand) -> None:
    _close_overlays(hand)
    hand.act("keys")


def _is_noticed(hand: Hand) -> bool:
    return any(each.isVisible() for each in hand.window.findChildren(NoticeLine))


def is_reading(hand: Hand) -> bool:
    """Return whether something that is shown still waits for what it shows."""
    skeletons = hand.window.findChildren(Skeleton)
    tables = hand.window.findChildren(DataTable)
    return any(each.isVisible() for each in skeletons) or any(
        each.isVisible() and _lacks_rows(each) for each in tables
    )


def _lacks_rows(table: DataTable) -> bool:
    """Return whether a list, or a row of it that is in view, has not come yet."""
    model = cast("IdTable[object] | None", table.model())
    if model is None:
        return False
    if not model.is_loaded:
        return True
    seen = table.viewport().visibleRegion()
    first, last = table.rowAt(seen.boundingRect().top()), table.rowAt(seen.boundingRect().bottom())
    if seen.isEmpty() or first < 0:
        return False
    rows = range(first, (last if last >= 0 else model.rowCount() - 1) + 1)
    ids = (model.id_at(row) for row in rows)
    return any(found and model.record(found) is None for found in ids)
