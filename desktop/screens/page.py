"""What every page of the window is: shown at a place, left without losing anything."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.transfers import Files
from desktop.settings import Preferences
from desktop.widgets.top_bar import Place


@dataclass(frozen=True)
class Where:
    """A place in the program: an area of the sidebar, and what of it is shown."""

    area: str
    id: str = ""
    tab: str = ""
    filter: str = ""


@dataclass(frozen=True)
class Notice:
    """A line for the foot of the window; `undo` names the place where it can be taken back."""

    text: str
    undo: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What a page is given: the desk, how to say things, and the person's preferences."""

    desk: Desk
    wording: Wording
    preferences: Preferences
    files: Files


class Page(QWidget):
    """One page. The window makes a page once and shows it again and again."""

    go = Signal(object)  # a Where: the person wants to be there
    go_apart = Signal(object)  # a Where: in a window of its own
    said = Signal(object)  # a Notice
    places_changed = Signal()
    badge_changed = Signal(object)  # a widgets.sidebar Badge for the page's area
    preferences_changed = Signal(object)  # Preferences to keep

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = around.desk
        self.wording = around.wording
        self.preferences = around.preferences

    def places(self) -> list[Place]:
        """Return the place line: where this is, outermost first."""
        return []

    def show_at(self, where: Where) -> None:
        """Show what `where` names; called each time the page comes to the front."""

    def leave(self) -> None:
        """Keep what is half typed; called when another page comes, and before the window closes."""
