"""What the search box finds in the replica, as it is typed: orders, partners, products."""

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.theme import look
from desktop.theme.cells import Mark, mark
from sync.domain.ids import short
from sync.domain.orders import OrderState
from sync.domain.summaries import SOON_DAYS, WATCH_DAYS, OrderSummary
from sync.store import derived, searches
from sync.store.searches import Found, Kind

HITS_MAX = 6
CONTAINER_SIGN = "#"

_LEVELS = ((0, "urgent"), (SOON_DAYS, "warning"), (WATCH_DAYS, "watch"))


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found, as the search box shows it."""

    kind: Kind
    id: str
    title: str
    note: str
    mark: Mark | None = None


class Answer(msgspec.Struct, frozen=True):
    """What was found for a text."""

    text: str
    hits: tuple[Hit, ...]


class Search(QObject):
    """Finds what is typed. Only the answer to the newest question is told."""

    answered = Signal(object)  # an Answer

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wording = wording
        self._asked = ""

    def ask(self, text: str) -> None:
        """Look for a text; `#` at its head looks among orders alone, where containers lead to."""
        self._asked = text
        words = text.removeprefix(CONTAINER_SIGN).split()
        only_orders = text.startswith(CONTAINER_SIGN)
        if not words:
            self.answered.emit(Answer(text, ()))
            return

        def read(connection: Connection) -> Answer:
            if self._asked != text:  # a newer question waits behind this one
                return Answer(text, ())
            return Answer(text, tuple(self._find(connection, words, only_orders=only_orders)))

        self._desk.read(read, owner=self, done=self._tell)

    def _tell(self, answer: Answer) -> None:
        if answer.text == self._asked:
            self.answered.emit(answer)

    def _find(self, connection: Connection, words: list[str], *, only_orders: bool) -> list[Hit]:
        orders = searches.find_orders(connection, words, HITS_MAX)
        rows = derived.get_many(connection, OrderSummary, [found.id for found in orders])
        hits = [self._order(found, rows[found.id]) for found in orders if found.id in rows]
        if only_orders:
            return hits
        partners = searches.find_partners(connection, words, HITS_MAX)
        products = searches.find_products(connection, words, HITS_MAX)
        return [*hits, *(_plain(found) for found in (*partners, *products))]

    def _order(self, found: Found, row: OrderSummary) -> Hit:
        name = found.title or f"draft-{short(found.id)}"
        note = found.number or found.note
        return Hit(
            kind="order",
            id=found.id,
            title=f"{name}  {found.name}",
            note=note,
            mark=self._standing(row),
        )

    def _standing(self, row: OrderSummary) -> Mark | None:
        """Return how an order stands to its next limit; how it ended when it has."""
        if row.state is not OrderState.OPEN:
            return Mark(self._wording.words(f"value_state_{row.state}"), "dash", "ink3")
        if row.slack is None:
            return None
        level = next((name for days, name in _LEVELS if row.slack <= days), "normal")
        past = row.limit_on is not None and row.limit_on < self._desk.today()
        words = self._wording.slack(row.slack, is_past=past)
        return mark(look().state("level", level), self._wording.language, text=words)


def _plain(found: Found) -> Hit:
    note = " · ".join(part for part in (found.name, found.note) if part)
    return Hit(kind=found.kind, id=found.id, title=found.title, note=note)
