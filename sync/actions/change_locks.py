"""Keeps controlled fields from plain edits once the contract is signed: they take a change."""

from sync.actions.deed import Deed, Fields
from sync.domain.change_requests import TYPE_OF
from sync.domain.ids import row_id
from sync.domain.nodes import NodeState, node_id
from sync.domain.records import Value
from sync.domain.refusals import refuse

SETTING = "changes.lock"
"""The configuration key by which a company that does without change control says "off"."""
_SIGNING, _CREDIT = "N04", "N06"
_EMPTY: tuple[Value, ...] = (None, "", "0", 0)


def require_unlocked(deed: Deed, entity: str, row: Fields, wanted: Fields) -> None:
    """Refuse to change a controlled field that has a value; filling an empty one is no change."""
    order_id = str(row["id"] if entity == "orders" else row.get("order_id") or "")
    touched = [
        name
        for name, value in wanted.items()
        if f"{entity}.{name}" in TYPE_OF and row.get(name) not in _EMPTY and row.get(name) != value
    ]
    if touched and _is_locked(deed, entity, order_id):
        kind = TYPE_OF[f"{entity}.{touched[0]}"]
        raise refuse("field_locked", entity=entity, field=touched[0], change=kind.value)


def _is_locked(deed: Deed, entity: str, order_id: str) -> bool:
    """Return whether the contract is signed; of an L/C, whether it was examined and accepted."""
    setting = deed.work.get("config_items", row_id("config", SETTING))
    if setting is not None and setting["value"] == "off":
        return False
    node = _CREDIT if entity == "letters_of_credit" else _SIGNING
    row = deed.work.get("nodes", node_id(order_id, node))
    return row is not None and row["state"] == NodeState.DONE.value
