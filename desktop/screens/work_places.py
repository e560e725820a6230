"""Which page shows which place, and the areas of the sidebar."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.models.device import DeviceFacts
from desktop.models.imports import Importer
from desktop.models.sync_status import SyncState
from desktop.screens.approvals import ApprovalsPage
from desktop.screens.changes import ChangesPage
from desktop.screens.conflicts import ConflictsPage
from desktop.screens.deadlines import DeadlinesPage
from desktop.screens.duties import DutiesPage
from desktop.screens.exception_room import ExceptionRoomPage
from desktop.screens.exceptions import ExceptionsPage
from desktop.screens.flow import DESIGN, FlowPage
from desktop.screens.handovers import HandoversPage
from desktop.screens.import_orders import ImportPage
from desktop.screens.knowledge import KnowledgePage
from desktop.screens.new_order import NewOrderPage
from desktop.screens.order_page import OrderPage
from desktop.screens.orders import OrdersPage
from desktop.screens.page import Page, Surroundings, Where
from desktop.screens.preferences import PreferencesPage
from desktop.screens.process import ProcessPage
from desktop.screens.sync_page import SyncPage
from desktop.screens.team import TeamPage
from desktop.screens.today import TodayPage
from desktop.widgets.sidebar import Area

Maker = Callable[[Surroundings], Page]


@dataclass(frozen=True)
class Facilities:
    """What some pages need beside their surroundings."""

    sync: SyncState
    device: DeviceFacts
    importer: Importer


def page_key(where: Where) -> str:
    """Return which page shows a place."""
    if where.area == "exceptions" and where.id:
        return "exception"
    if where.area == "process" and not where.id and where.tab != DESIGN:
        return "flow"
    if where.area != "orders":
        return where.area
    if where.id:
        return "order"
    return where.tab if where.tab in ("new", "import") else "orders"


def page_makers(facilities: Facilities) -> dict[str, Maker]:
    """Return how each page is made, by key."""
    return {
        "today": TodayPage,
        "orders": OrdersPage,
        "order": OrderPage,
        "new": NewOrderPage,
        "import": lambda around: ImportPage(around, facilities.importer),
        "deadlines": DeadlinesPage,
        "handovers": HandoversPage,
        "duties": DutiesPage,
        "approvals": ApprovalsPage,
        "changes": ChangesPage,
        "exceptions": ExceptionsPage,
        "exception": ExceptionRoomPage,
        "knowledge": KnowledgePage,
        "team": TeamPage,
        "conflicts": ConflictsPage,
        "flow": FlowPage,
        "process": ProcessPage,
        "sync": lambda around: SyncPage(around, facilities.sync, facilities.device),
        "settings": lambda around: PreferencesPage(around, facilities.device),
    }


def area_groups() -> list[list[Area]]:
    """Return the areas of the sidebar, in their fixed order."""
    return [
        [Area("today", "sun", QCoreApplication.translate("Areas", "Today"))],
        [
            Area("orders", "clipboard-list", QCoreApplication.translate("Areas", "Orders")),
            Area("deadlines", "calendar-clock", QCoreApplication.translate("Areas", "Deadlines")),
            Area("exceptions", "triangle-alert", QCoreApplication.translate("Areas", "Exceptions")),
            Area("knowledge", "lightbulb", QCoreApplication.translate("Areas", "Knowledge")),
        ],
        [
            Area("approvals", "stamp", QCoreApplication.translate("Areas", "Approvals")),
            Area(
                "changes",
                "git-pull-request-arrow",
                QCoreApplication.translate("Areas", "Changes"),
            ),
            Area("handovers", "repeat-2", QCoreApplication.translate("Areas", "Handovers")),
            Area("conflicts", "split", QCoreApplication.translate("Areas", "Conflicts")),
        ],
        [
            Area("process", "workflow", QCoreApplication.translate("Areas", "Process")),
            Area("duties", "book-open", QCoreApplication.translate("Areas", "Duties")),
            Area("team", "users", QCoreApplication.translate("Areas", "Team")),
        ],
    ]


def area_foot() -> list[Area]:
    """Return the areas at the foot of the sidebar."""
    return [
        Area("sync", "refresh-cw", QCoreApplication.translate("Areas", "Sync")),
        Area("settings", "settings", QCoreApplication.translate("Areas", "Settings")),
    ]


def area_names() -> list[str]:
    """Return the areas by name, those at the foot last."""
    groups = [*area_groups(), area_foot()]
    return [area.key for group in groups for area in group]


def place_text(where: Where) -> str:
    """Return a place as preferences keep it."""
    return "/".join((where.area, where.id, where.tab))


def place_named(text: str) -> Where:
    """Return the place that preferences name; today when they name none."""
    area, _, rest = text.partition("/")
    row_id, _, tab = rest.partition("/")
    known = {
        each.key for each in (*area_foot(), *(area for group in area_groups() for area in group))
    }
    return Where(area, id=row_id, tab=tab) if area in known else Where("today")
