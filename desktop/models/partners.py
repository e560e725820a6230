"""Looking buyers up while a form is typed."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.models.desk import Desk
from sync.store import partner_lists
from sync.store.partner_lists import PartnerHit

__all__ = ["BuyerSearch", "PartnerHit"]


class BuyerSearch(QObject):
    """Finds buyers by a few letters; only the newest question is answered."""

    found = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asks = 0
        self.hits: list[PartnerHit] = []

    def look_for(self, words: str) -> None:
        """Find buyers with these words; with none, those one trades with most."""
        self._asks += 1
        asked = self._asks

        def take(hits: list[PartnerHit]) -> None:
            if asked == self._asks:
                self.hits = hits
                self.found.emit()

        find = partial(partner_lists.find_buyers, words=words)
        self._desk.read(find, owner=self, done=take)
