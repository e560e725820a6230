"""What a draft changes in the order process: one row a field, and how the draft reads with them.

A row says a field's value in the new version, as JSON. Rows of different fields never touch, so two
owners may work on one draft without seeing each other; the base version may move on under it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

import msgspec

from sync.domain.ids import Id, row_id
from sync.domain.people import Role
from sync.domain.process import ExceptionPath, Item, Node, Process, nodes_by_id
from sync.domain.records import Record
from sync.domain.separation import NAMED_ITEMS

ADDED = "added"
DROPPED = "dropped"
STANDARD = "standard."
DAYS_MAX = 365

_NAMES = ("zh", "en", "short_zh", "short_en")
STAGE_TEXTS = frozenset(
    (*_NAMES, "applies_text", "entry", "standard_text", "basis", "amber", "red")
)
RACI = ("responsible", "accountable", "consulted", "informed")
FLAGS = frozenset(("is_blocking", "is_mandatory", "needs_attachment", "is_unwaivable"))
ROLES = frozenset((*RACI, "by"))
ITEM_FIELDS = frozenset(("zh", "en", *FLAGS, "by", "accountable"))
PATH_FIELDS = frozenset(("zh", "en", "path", "to", "entry", "owner"))
NEEDED = frozenset(("zh", "en", "short_zh", "short_en", "path", "to"))
"""Texts without which a stage, an item or a path would have no name or no way."""

Table = dict[str, Any]
"""A part of the process as JSON has it."""


class ProcessChange(Record, frozen=True, kw_only=True):
    """One field of a stage (`part` is empty), of an item or of an exception path in a draft."""

    draft_id: str
    node: str
    part: str = ""
    field: str
    value: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as a process, and the changes that find no place in the version they stand on."""

    process: Process
    misplaced: tuple[ProcessChange, ...] = ()


def change_id(draft_id: Id, node: str, part: str, field: str) -> Id:
    """Return the id of a change: there is one for each field of a draft."""
    return row_id("process change", draft_id, node, part, field)


def is_path(part: str) -> bool:
    """Return whether a part of a stage is an exception path, by its id; else it is an item."""
    return part.startswith("E")


def stage_of(process: Process, part: str) -> Node | None:
    """Return the stage that has this item or path, or None."""
    for node in process.nodes:
        if any(each.id == part for each in (*node.items, *node.exceptions)):
            return node
    return None


def part_of(node: Node, part: str) -> Item | ExceptionPath | None:
    """Return an item or an exception path of a stage, or None."""
    parts: tuple[Item | ExceptionPath, ...] = (*node.items, *node.exceptions)
    return next((each for each in parts if each.id == part), None)


def items_kept(process: Process) -> frozenset[str]:
    """Return the items that every version keeps: the law, the gates or separated duties ask so."""
    named = {item for gate in process.gates for item in gate.items}
    lawful = {item.id for node in process.nodes for item in node.items if item.is_unwaivable}
    return frozenset(named | lawful | NAMED_ITEMS)


def value_in(process: Process, node: str, part: str, field: str) -> object:
    """Return what a field says in a version, as JSON has it; None where there is no such thing."""
    found = nodes_by_id(process).get(node)
    if found is None:
        return None
    thing: object = found if not part else part_of(found, part)
    if field in (ADDED, DROPPED):
        return None
    if field in RACI and not part:
        thing = found.raci
    if field.startswith(STANDARD):
        place = int(field.removeprefix(STANDARD))
        if place >= len(found.standards):
            return None
        standard = found.standards[place]
        return {"days": standard.days, "unit": standard.unit}
    return json.loads(msgspec.json.encode(getattr(thing, field, None)))


def differs(process: Process, change: ProcessChange) -> bool:
    """Return whether a change says something else than the version it stands on."""
    said = value_in(process, change.node, change.part, change.field)
    if change.field == DROPPED:
        return bool(json.loads(change.value))
    wanted = json.loads(change.value)
    return bool(wanted != said and (wanted or said))


def applied(base: Process, changes: Iterable[ProcessChange]) -> Applied:
    """Return a version with a draft's changes, whatever order they came in."""
    tables = {node.id: cast("Table", msgspec.to_builtins(node)) for node in base.nodes}
    nodes = dict(nodes_by_id(base))
    misplaced: list[ProcessChange] = []
    for change in sorted(changes, key=_in_turn):
        table = tables.get(change.node)
        made = None if table is None else _with(table, change)
        node = None if made is None else _as_node(made)
        if made is None or node is None:
            misplaced.append(change)
            continue
        tables[change.node], nodes[change.node] = made, node
    whole = msgspec.structs.replace(base, nodes=tuple(nodes[node.id] for node in base.nodes))
    return Applied(process=whole, misplaced=tuple(misplaced))


def _in_turn(change: ProcessChange) -> tuple[int, str, str, str]:
    """Return a change's turn: what is added first, what is dropped last."""
    turn = {ADDED: 0, DROPPED: 2}.get(change.field, 1)
    return turn, change.node, change.part, change.field


def _as_node(table: Table) -> Node | None:
    try:
        return msgspec.convert(table, Node)
    except (msgspec.ValidationError, ValueError):
        return None


def _with(table: Table, change: ProcessChange) -> Table | None:
    """Return a stage's table with a change in it; None where it has no place for it."""
    value: object = json.loads(change.value)
    if change.part:
        return _with_part(table, change, value)
    if change.field in RACI:
        return {**table, "raci": {**table["raci"], change.field: value}}
    if change.field.startswith(STANDARD):
        return _with_standard(table, int(change.field.removeprefix(STANDARD)), value)
    return {**table, change.field: value}


def _with_standard(table: Table, place: int, value: object) -> Table | None:
    standards = list(cast("list[Table]", table.get("standards", ())))
    said = cast("Table", value)
    if place > len(standards):
        return None
    if place == len(standards):
        standards.append(said)
    else:
        standards[place] = {**standards[place], **said}
    return {**table, "standards": standards}


def _with_part(table: Table, change: ProcessChange, value: object) -> Table | None:
    kind = "exceptions" if is_path(change.part) else "items"
    parts = list(cast("list[Table]", table.get(kind, ())))
    at = next((n for n, each in enumerate(parts) if each["id"] == change.part), None)
    if change.field == ADDED:
        if at is not None:
            return None
        parts.append({"id": change.part, **cast("Table", value)})
    elif at is None:
        return table if change.field == DROPPED else None
    elif change.field == DROPPED:
        parts = [each for each in parts if not (value and each["id"] == change.part)]
    else:
        parts[at] = _set(parts[at], change.field, value)
    return {**table, kind: parts}


def _set(part: Table, field: str, value: object) -> Table:
    """Return a part with a field set; an owner that is taken away is nobody."""
    if field == "owner" and not value:
        return {name: kept for name, kept in part.items() if name != field}
    return {**part, field: value}


def new_part_id(node: str, made: Id, *, path: bool) -> str:
    """Return the id of an item or path that is added, from the id of what adds it."""
    stem = f"E{node[1:]}" if path else node
    return f"{stem}-{made[-4:]}"


def as_said(field: str, value: object) -> str:
    """Return a field's value as text for people: roles comma-joined, a standard as "3 wd"."""
    if isinstance(value, list):
        return ",".join(map(str, cast("list[object]", value)))
    if isinstance(value, Mapping):
        table = cast("Table", value)
        if field == ADDED:
            return str(table.get("zh", ""))
        return f"{table.get('days')} {table.get('unit', 'wd')}"
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def roles_in(text: str) -> list[str]:
    """Return the roles of a comma-joined text, each once, in the order said.

    ValueError with the name of one that nobody knows.
    """
    named = [part.strip().upper() for part in text.split(",") if part.strip()]
    for name in named:
        if name not in tuple(Role):
            raise ValueError(name)
    return list(dict.fromkeys(named))
