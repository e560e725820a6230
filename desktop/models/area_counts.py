"""How many things wait in each area of the sidebar, before its page was ever opened."""

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.models import approvals
from desktop.models.desk import Desk
from sync.domain.early_warnings import Level
from sync.domain.people import roles_of
from sync.domain.summaries import OrderSummary, WorkItem
from sync.store import deadline_lists, derived, exception_lists
from sync.store.deadline_lists import Seeker

SOON_MILLISECONDS = 300


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Work of this person due by today, open orders, what waits for them in other areas."""

    today: int = 0
    orders: int = 0
    urgent: int = 0
    approvals: int = 0
    exceptions: int = 0


class AreaCounts(QObject):
    """Counts anew shortly after each change; several changes are counted once."""

    counted = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.counts = Counts()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MILLISECONDS)
        self._soon.timeout.connect(self.count)
        desk.changed.connect(self._count_soon)

    def count(self) -> None:
        """Count now."""
        user = self._desk.seat.user
        roles, today = [role.value for role in roles_of(user)], self._desk.today().isoformat()
        mine_only = Seeker(whose="mine", user_id=user.id, roles=tuple(roles), team=user.team)

        def read(connection: Connection) -> Counts:
            work, orders = derived.work, derived.summaries
            dues = deadline_lists.find_dues(connection, mine_only)
            mine = (work.c.owner_id == user.id) | (
                (work.c.owner_id == "") & work.c.owner_role.in_(roles)
            )
            return Counts(
                today=derived.count(connection, WorkItem, mine, work.c.due_on <= today),
                orders=derived.count(connection, OrderSummary, orders.c.state == "open"),
                urgent=sum(due.level == Level.URGENT.value for due in dues),
                approvals=approvals.count_waiting(self._desk, connection),
                exceptions=exception_lists.count_open_of(connection, user.id),
            )

        self._desk.read(read, owner=self, done=self._take)

    def _count_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _take(self, counts: Counts) -> None:
        self.counts = counts
        self.counted.emit()
