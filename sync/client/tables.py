"""Which columns of a noun a terminal shows; JSON has them all."""

from collections.abc import Mapping, Sequence

from sync.domain.entities import ENTITIES
from sync.domain.records import Value, columns

_SHOWN: dict[str, tuple[str, ...]] = {
    "users": ("login", "name_zh", "name_en", "roles", "level", "team"),
    "partners": ("name", "kinds", "country", "id"),
    "products": ("code", "name_zh", "name_en", "unit"),
    "orders": ("order_no", "state", "goods", "incoterm", "payment_term", "currency", "id"),
    "order_lines": ("description", "quantity", "unit", "unit_price", "id"),
    "shipments": ("number", "mode", "load_port", "discharge_port", "etd", "eta", "id"),
    "tasks": ("title", "state", "due_on", "assignee_id", "id"),
    "comments": ("written_at", "text", "author_id"),
    "history": ("accepted_at", "entity", "field", "old", "new", "actor_id"),
    "conflicts": ("entity", "group", "mine", "theirs", "state", "id"),
    "nodes": ("node", "state", "owner_id", "finished_at", "order_id"),
    "answers": ("item", "ticked", "note", "order_id"),
}
_OTHERS_SHOWN = 6


def columns_shown(entity: str) -> tuple[str, ...]:
    """Return the columns of a noun's table."""
    known = columns(ENTITIES[entity])
    chosen = tuple(name for name in _SHOWN.get(entity, ()) if name in known)
    return chosen or (*known[1:_OTHERS_SHOWN], "id")


def cells(row: Mapping[str, Value], names: Sequence[str]) -> list[str]:
    """Return a row's cells as text."""
    return ["" if row.get(name) is None else str(row[name]) for name in names]
