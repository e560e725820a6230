"""How much of the first copy is here, by kind; and whether the person can start working."""

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.device import DeviceFacts
from desktop.models.sync_status import SyncState
from sync.domain.ids import Id
from sync.store import copying, rows

SOON_MILLISECONDS = 250

_KINDS = {
    "partners": ("partners", "contacts", "products"),
    "orders": ("orders",),
    "parts": (
        *("order_lines", "shipments", "shipment_lines", "containers"),
        *("letters_of_credit", "receipts", "declarations"),
    ),
    "process": ("nodes", "answers", "tasks"),
    "rest": ("comments", "attachments", "history"),
}


class Arrivals(msgspec.Struct, frozen=True, kw_only=True):
    """Rows here by kind, who the person is, and how many open orders of theirs are here."""

    counts: dict[str, int] = {}
    name_zh: str = ""
    name_en: str = ""
    roles: str = ""
    own_orders: int = 0


class FirstCopy(QObject):
    """Counts shortly after each page that came."""

    counted = Signal()

    def __init__(
        self,
        desk: Desk,
        sync: SyncState,
        device: DeviceFacts,
        *,
        user_id: Id,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sync = sync
        self._device = device
        self._user_id = user_id
        self.arrivals = Arrivals()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MILLISECONDS)
        self._soon.timeout.connect(self.count)
        sync.changed.connect(self._count_soon)
        desk.seated.connect(self._count_soon)

    @property
    def login(self) -> str:
        """Return the name signed in with."""
        return self._device.login

    @property
    def can_start(self) -> bool:
        """Return whether the person's own row and rules are here, with orders or with all there is.

        Head office sends people and open orders first.
        """
        whole = self._sync.report.agreed_at is not None
        return self._desk.is_seated and (whole or bool(self.arrivals.counts.get("orders")))

    def lock_words(self) -> str:
        """Return what locks the replica."""
        if self._device.holder == "keyring":
            return QCoreApplication.translate("FirstCopyPage", "Key in the system's keyring")
        return QCoreApplication.translate("FirstCopyPage", "Sealed by your password")

    def count(self) -> None:
        """Count now."""
        user_id = self._user_id

        def read(connection: Connection) -> Arrivals:
            counts = {key: copying.count_rows(connection, nouns) for key, nouns in _KINDS.items()}
            user = rows.get(connection, "users", user_id) or {}
            own = rows.find(connection, "orders", "owner_id", user_id)
            return Arrivals(
                counts=counts,
                name_zh=str(user.get("name_zh", "")),
                name_en=str(user.get("name_en", "")),
                roles=str(user.get("roles", "")),
                own_orders=sum(row["state"] == "open" for row in own),
            )

        self._desk.read(read, owner=self, done=self._take)

    def _count_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _take(self, arrivals: Arrivals) -> None:
        self.arrivals = arrivals
        self.counted.emit()
