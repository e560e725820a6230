"""What this computer holds of the company: scope, size, lock, clock; and which device it is."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.device import DeviceFacts
from desktop.models.replica_size import ReplicaSize, ReplicaSizes
from desktop.models.sync_status import SyncState
from desktop.screens.page import Surroundings
from desktop.screens.status_line import short_moment, span_words
from desktop.theme.cells import Mark
from desktop.widgets.cards import Card, Facts
from sync.domain.people import roles_of
from sync.domain.scopes import orders_seen, scopes_of

_SAME_SECONDS = 2.0
"""Clocks closer than this are the same to a person."""


class ReplicaCards(QWidget):
    """Two cards beside the outbox; `read` fills in what must be counted."""

    def __init__(
        self,
        around: Surroundings,
        sync: SyncState,
        device: DeviceFacts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording, self._desk = around.wording, around.desk
        self._sync = sync
        self._device = device
        self._sizes = ReplicaSizes(around.desk, Path(device.folder), parent=self)
        self._replica = Facts(parent=self)
        self._here = Facts(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        cards = (
            (self.tr("This replica"), self._replica),
            (self.tr("This device"), self._here),
        )
        for title, facts in cards:
            card = Card(title, parent=self)
            card.body.addWidget(facts)
            column.addWidget(card)
        column.addStretch(1)
        self._sizes.read_done.connect(self._show)
        around.desk.seated.connect(self._show)
        sync.changed.connect(self._show)
        self._show()

    def read(self) -> None:
        """Count anew."""
        self._sizes.read()

    def _show(self) -> None:
        size = self._sizes.size
        self._replica.set_rows(
            [
                (self.tr("What I may see"), self._scopes()),
                (self.tr("Size"), self._size_words(size)),
                (self.tr("Encryption"), self._lock_words()),
                (self.tr("Agreed with head office"), self._agreed()),
                (self.tr("Computer's clock"), self._clock_words()),
            ]
        )
        self._here.set_rows(
            [
                (self.tr("Name"), self._device.device_name),
                (self.tr("Head office"), self._device.office),
                (self.tr("Signed in as"), self._device.login),
                (self.tr("Folder"), self._device.folder),
            ]
        )

    def _scopes(self) -> str:
        """Say which orders the person's roles let them see, as head office reckons it."""
        if not self._desk.is_seated:
            return "…"
        seat = self._desk.seat
        held = scopes_of(
            seat.user.id,
            frozenset(roles_of(seat.user)),
            seat.user.team,
            permissions=seat.rules.permissions,
        )
        said = [self._wording.words(f"orders_seen_{name}") for name in orders_seen(held)]
        text = self._wording.pair("、", ", ").join(said) or self.tr("No orders")
        return text[:1].upper() + text[1:]

    def _size_words(self, size: ReplicaSize | None) -> str:
        if size is None:
            return "…"
        megabytes = size.bytes_ / 1_000_000
        return self.tr("{size} MB · {orders} orders").format(
            size=f"{megabytes:,.1f}" if megabytes < 10 else f"{megabytes:,.0f}",
            orders=f"{size.orders:,}",
        )

    def _lock_words(self) -> str:
        if self._device.holder == "keyring":
            return self.tr("Key in the system's keyring ({keyring})").format(
                keyring=self._device.keyring
            )
        return self.tr("Sealed by your password")

    def _agreed(self) -> str | Mark:
        agreed = self._sync.report.agreed_at
        if agreed is None:
            return self.tr("Not yet")
        return Mark(short_moment(self._wording, agreed), "disc_tick", "confirmed")

    def _clock_words(self) -> str:
        seconds = self._sync.report.clock_seconds
        if seconds is None:
            return self.tr("Not compared yet")
        if abs(seconds) < _SAME_SECONDS:
            return self.tr("As head office's")
        return self.tr("{span} off head office's").format(span=span_words(seconds))
