"""Changes of what was agreed with the buyer, as history keeps them: for many orders at once."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.ids import Id
from sync.domain.records import columns, record
from sync.store.tables import TABLES

AGREED = (
    "currency",
    "incoterm",
    "named_place",
    "payment_term",
    "deposit_percent",
    "credit_days",
    "buyer_id",
    "unit_price",
    "quantity",
    "unit",
    "committed_ship_on",
)
"""Fields of an order, its lines and its shipments that a contract states."""

_KINDS = (ChangeKind.EDITED.value, ChangeKind.OVERWROTE.value, ChangeKind.DECIDED.value)
_NOUNS = ("orders", "order_lines", "shipments")
_IDS_MAX = 500


def find(connection: Connection, order_ids: Sequence[Id]) -> dict[Id, list[HistoryEntry]]:
    """Return each order's changes of agreed fields, by id."""
    table, names = TABLES["history"], columns(HistoryEntry)
    found: dict[Id, list[HistoryEntry]] = {}
    for start in range(0, len(order_ids), _IDS_MAX):
        chosen = (
            select(*(table.c[name] for name in names))
            .where(table.c.order_id.in_(order_ids[start : start + _IDS_MAX]))
            .where(table.c.field.in_(AGREED))
            .where(table.c.kind.in_(_KINDS))
            .where(table.c.entity.in_(_NOUNS))
            .order_by(table.c.id)
        )
        for row in connection.execute(chosen):
            entry = record(HistoryEntry, dict(zip(names, row, strict=True)))
            found.setdefault(entry.order_id, []).append(entry)
    return found
