"""Plain add, edit and remove of a noun's rows, and putting a removed row back."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from sync.actions import duplicates
from sync.actions.change_locks import require_unlocked
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create, require_edit
from sync.actions.keeping import Entry
from sync.actions.survivors import as_it_stands, survivor_of
from sync.domain.commands import Add, Edit, Remove, Restore
from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.field_rules import is_fixed
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.positions import between
from sync.domain.records import Value, field_types
from sync.domain.refusals import Refused, refuse
from sync.domain.values import check_fields

_PARENT_COLUMNS = {
    "shipment_id": "shipments",
    "line_id": "order_lines",
    "receipt_id": "receipts",
    "partner_id": "partners",
    "product_id": "products",
    "buyer_id": "partners",
    "supplier_id": "partners",
}
_UNIQUE = {"partners": "code", "products": "code"}
"""Codes that people give and that stand for one row each in the company."""
_REQUIRED: dict[str, tuple[str, ...]] = {
    "partners": ("name", "kinds"),
    "contacts": ("partner_id", "name"),
    "products": ("code", "name_en"),
    "goals": ("name", "node", "within_hours"),
    "shipment_lines": ("shipment_id", "line_id"),
    "containers": ("shipment_id",),
    "declarations": ("shipment_id",),
    "receipt_allocations": ("receipt_id",),
}


def add(deed: Deed, entity: str, command: Add) -> None:
    """Put a new row that belongs where it says."""
    fields = check_fields(entity, command.set)
    fields["id"] = command.id
    if entity == "partners" and not fields.get("owner_id"):
        fields["owner_id"] = deed.context.actor.id
    _require_known(deed, entity, fields)
    require_create(deed, entity, fields)
    require_unique(deed, entity, fields)
    _complete(deed, entity, fields)
    deed.add(entity, fields)
    _look_for_duplicates(deed, entity, command.id)


def edit(deed: Deed, entity: str, command: Edit) -> None:
    """Change fields that a plain edit may change."""
    row = deed.work.require(entity, command.id)
    fields = checked_edit(entity, command.set)
    require_edit(deed, entity, row, fields)
    require_unlocked(deed, entity, row, fields)
    require_parents(deed, fields)
    require_unique(deed, entity, {**fields, "id": command.id})
    if entity == "partners" and command.id in deed.landed.values():
        fields = _of_the_other(deed, row, fields)
    deed.edit(entity, command.id, fields)
    _look_for_duplicates(deed, entity, command.id)


def _of_the_other(deed: Deed, row: Fields, fields: Fields) -> Fields:
    """Return what an edit of a record that became one with this one changes of this one.

    Where both had a value, this one's was decided on: the other is kept in history, whether it
    was written before the two became one or arrives after.
    """
    base = deed.seen.of("partners", row, frozenset(fields))
    settled = {
        name
        for name, value in fields.items()
        if row.get(name) not in (value, base.get(name), None, "") and name != "kinds"
    }
    for name in sorted(settled):
        kept = Entry(kind=ChangeKind.OVERWROTE, field=name, old=fields[name], new=row[name])
        deed.note("partners", row, kept)
    return {name: value for name, value in fields.items() if name not in settled}


def _look_for_duplicates(deed: Deed, entity: str, identifier: str) -> None:
    if entity == "partners":
        duplicates.look(deed, identifier)
    elif entity == "contacts":
        row = deed.work.require(entity, identifier)
        duplicates.look(deed, str(row["partner_id"]))


def remove(deed: Deed, entity: str, command: Remove) -> None:
    """Take a row away, unless something stands on it."""
    if command.id in deed.landed.values():
        raise refuse("partner_is_one_of_two", id=command.id)
    remove_row(deed, entity, deed.work.require(entity, command.id))


def remove_row(deed: Deed, entity: str, row: Fields) -> None:
    """Take a row away as somebody may who may make such rows, unless something stands on it."""
    identifier = str(row["id"])
    require_create(deed, entity, _places(row))
    for child, column in _children(entity):
        if deed.work.find(child, column, identifier):
            raise refuse("row_in_use", entity=entity, id=identifier, used_by=child)
    if entity == "partners":
        duplicates.forget(deed, identifier)
    deed.remove(entity, identifier)


def restore(deed: Deed, command: Restore) -> None:
    """Put a removed row back as it was when it was removed."""
    entry = deed.work.load(HistoryEntry, "history", command.id)
    if entry.kind is not ChangeKind.REMOVED or entry.old is None:
        raise refuse("nothing_to_restore", id=command.id)
    row = cast("Fields", json.loads(entry.old))
    row.pop("ver", None)
    if entry.entity == "partners" and survivor_of(deed.work, entry.row_id) != entry.row_id:
        raise refuse("partner_is_one_of_two", id=entry.row_id)
    row = as_it_stands(deed.work, row)
    if entry.entity in PARENTS and row.get("order_id"):
        deed.work.require("orders", str(row["order_id"]))
    require_parents(deed, row)
    require_create(deed, entry.entity, _places(row))
    deed.add(entry.entity, row)


def checked_edit(entity: str, wanted: Fields) -> Fields:
    """Return the fields as columns hold them; refuse an empty edit, and one of a fixed field."""
    if not wanted:
        raise refuse("nothing_to_change", entity=entity)
    fields = check_fields(entity, wanted)
    for name, value in fields.items():
        if is_fixed(entity, name):
            raise refuse("field_fixed", entity=entity, field=name)
        if value is None and type(None) not in _members(entity, name):
            raise refuse("field_empty", entity=entity, field=name)
    return fields


def require_unique(deed: Deed, entity: str, fields: Fields) -> None:
    """Refuse a code that another row has: the first to arrive keeps it."""
    column = _UNIQUE.get(entity, "")
    code = fields.get(column)
    if code:
        others = [row for row in deed.work.find(entity, column, code) if row["id"] != fields["id"]]
        if others:
            raise code_taken(entity, column, others[0])


def code_taken(entity: str, column: str, holder: Mapping[str, Value]) -> Refused:
    """Return the refusal of a code that `holder` has, told with its id and what it is called."""
    names = (holder.get(name) for name in ("name", "name_zh", "name_en", "goods"))
    called = next((name for name in names if name), "–")
    return refuse(
        "code_taken",
        entity=entity,
        field=column,
        value=holder[column],
        id=holder["id"],
        holder=called,
    )


PLAIN: dict[str, Callable[[Deed, str, Any], None]] = {"add": add, "edit": edit, "remove": remove}


def _members(entity: str, name: str) -> tuple[object, ...]:
    declared = field_types(ENTITIES[entity])[name]
    return getattr(declared, "__args__", (declared,))


def _places(row: Fields) -> Fields:
    """Return what says whose a row is, and nothing that is asked for field by field."""
    named = ("id", "order_id", "owner_id", "team", "kinds", "partner_id")
    return {name: row[name] for name in named if name in row}


def _require_known(deed: Deed, entity: str, fields: Fields) -> None:
    for name in _REQUIRED.get(entity, ()):
        if not fields.get(name):
            raise refuse("field_empty", entity=entity, field=name)
    if entity in PARENTS:
        deed.work.require("orders", str(fields.get("order_id") or ""))
    require_parents(deed, fields)


def require_parents(deed: Deed, fields: Fields) -> None:
    """Raise Refused where the fields name a row that is not there."""
    for column, entity in _PARENT_COLUMNS.items():
        if fields.get(column):
            deed.work.require(entity, str(fields[column]))


def _complete(deed: Deed, entity: str, fields: Fields) -> None:
    """Fill in what follows from the rows that are there: a line's place, a shipment's number."""
    if entity == "order_lines" and not fields.get("position"):
        others = deed.work.find(entity, "order_id", fields["order_id"])
        last = max((str(row["position"]) for row in others), default="")
        fields["position"] = between(last, "")
    if entity == "shipments" and not fields.get("number"):
        others = deed.work.find(entity, "order_id", fields["order_id"])
        fields["number"] = 1 + max((_whole(row["number"]) for row in others), default=0)


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _children(entity: str) -> tuple[tuple[str, str], ...]:
    return {
        "order_lines": (("shipment_lines", "line_id"),),
        "shipments": (
            ("shipment_lines", "shipment_id"),
            ("containers", "shipment_id"),
            ("declarations", "shipment_id"),
        ),
        "receipts": (("receipt_allocations", "receipt_id"),),
        "partners": (("orders", "buyer_id"), ("contacts", "partner_id")),
    }.get(entity, ())
