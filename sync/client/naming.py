"""Finds rows by what a person calls them: an order by its number, or its draft's short name."""

import re
from typing import cast

from sqlalchemy import Connection

from sync.domain.commands import Command
from sync.domain.ids import Id, short
from sync.domain.refusals import refuse
from sync.store import rows

_ID = re.compile("[0-9a-f]{32}")
_DRAFT = re.compile("draft-([0-9a-f]{4})", re.IGNORECASE)


def order_named(connection: Connection, name: str) -> Id:
    """Return the id of the order that a number, a draft's name or an id stands for, or refuse."""
    if _ID.fullmatch(name):
        return name
    found = [str(row["id"]) for row in rows.find(connection, "orders", "order_no", name)]
    if not found and (draft := _DRAFT.fullmatch(name)):
        drafts = rows.find(connection, "orders", "order_no", "")
        found = [str(row["id"]) for row in drafts if short(str(row["id"])) == draft[1].lower()]
    if len(found) != 1:
        raise refuse("order_unknown", kind="gone", order=name[:40])
    return found[0]


def with_names_resolved(
    connection: Connection, entity: str, arguments: dict[str, object]
) -> dict[str, object]:
    """Return an action's arguments with order numbers replaced by ids."""
    resolved = dict(arguments)
    names = ["order_id", "subject_id"] + (["id"] if entity == "orders" else [])
    for name in names:
        value = resolved.get(name)
        if isinstance(value, str) and value and not _ID.fullmatch(value):
            resolved[name] = order_named(connection, value)
    inner = resolved.get("set")
    if isinstance(inner, dict):
        fields = cast("dict[str, object]", inner)
        order = fields.get("order_id")
        if isinstance(order, str) and order:
            resolved["set"] = {**fields, "order_id": order_named(connection, order)}
    return resolved


def row_made_by(command: Command) -> Id:
    """Return the id of the row that a command makes or changes; empty when it has none."""
    return str(getattr(command, "id", ""))
