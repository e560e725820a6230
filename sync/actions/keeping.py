"""What head office keeps of an operation beside its rows: history, conflicts.

And text that would not merge.
"""

import json

import msgspec

from sync.actions.context import Context
from sync.actions.deputies import acts_for
from sync.actions.seen import guarded_rows
from sync.actions.workspace import Workspace
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.entities import PARENTS
from sync.domain.field_rules import Group
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.ids import Id, row_id
from sync.domain.records import Value, record, to_row, to_value

Fields = dict[str, Value]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line for history, as the action knows it."""

    kind: ChangeKind
    field: str = ""
    old: Value = None
    new: Value = None
    base: Value = None
    cause: str = ""


def note(work: Workspace, context: Context, entity: str, row: Fields, entry: Entry) -> None:
    """Write one line of history; on the desk nothing, since head office writes it.

    Its id comes from the operation's, which the ledger has seen is new: there is none yet.
    """
    if not context.at_head_office:
        return
    identifier = str(row["id"])
    line: Fields = {
        "id": _in_time(context.operation_id, entity, identifier, entry.field, entry.kind),
        "order_id": order_of(entity, row),
        "entity": entity,
        "row_id": identifier,
        "field": entry.field,
        "kind": entry.kind.value,
        "old": _text(entry.old),
        "new": _text(entry.new),
        "base": _text(entry.base),
        "operation_id": context.operation_id,
        "actor_id": context.actor.id,
        "for_id": acts_for(work, context.actor.id, entity, identifier, order_of(entity, row)),
        "device_id": context.actor.device_id,
        "acted_at": to_value(context.acted_at),
        "accepted_at": to_value(context.now),
        "cause": entry.cause,
    }
    work.insert("history", line, is_unknown=True)


def _in_time(operation_id: Id, *parts: str) -> Id:
    """Return the id of a line of history: it begins as its operation's, with the time of that.

    So lines that are written together lie together; at random they would touch, and have
    encrypted anew, a page of the table each.
    """
    return operation_id[:12] + row_id("history", operation_id, *parts)[12:]


def order_of(entity: str, row: Fields) -> Id:
    """Return the id of the order that a row belongs to; empty when it belongs to none."""
    if entity == "orders":
        return str(row["id"])
    return str(row.get("order_id") or "") if entity in PARENTS else ""


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A review group that somebody else changed, with what each side has."""

    group: Group
    base: Fields
    wanted: Fields
    note: str = ""


def raise_conflict(work: Workspace, context: Context, entity: str, row: Fields, clash: Clash) -> Id:
    """Keep both sides of a group as a conflict that lasts until a person decides. Return its id.

    Where the author had already met a conflict on the group and went on from their own value, that
    conflict takes the newer value: one question, not two.
    """
    names = clash.group.fields
    base = {name: clash.base.get(name) for name in names}
    mine = {name: clash.wanted.get(name, base[name]) for name in names}
    theirs = {name: row.get(name) for name in names}
    earlier = _continued(work, context, row, clash.group.name, base)
    if earlier is not None:
        work.patch(
            "conflicts", earlier.id, {"mine": json.dumps(mine), "theirs": json.dumps(theirs)}
        )
        return earlier.id
    other = _other(work, entity, row, clash)
    item = Conflict(
        id=row_id("conflict", context.operation_id, entity, str(row["id"]), clash.group.name),
        order_id=order_of(entity, row),
        entity=entity,
        row_id=str(row["id"]),
        group=clash.group.name,
        base=json.dumps(base),
        mine=json.dumps(mine),
        theirs=json.dumps(theirs),
        author_id=context.actor.id,
        acted_at=context.acted_at,
        other_id="" if other is None else other.actor_id,
        other_at=None if other is None else other.acted_at,
        owner_id=_owner(work, entity, row),
        operation_id=context.operation_id,
        raised_at=context.now,
        note=clash.note,
    )
    work.insert("conflicts", to_row(item))
    return item.id


def keep_as_comment(work: Workspace, context: Context, entity: str, row: Fields, text: str) -> None:
    """Keep a note that two people wrote over each other: head office's stays in the field.

    This one as a comment.
    """
    comment: Fields = {
        "id": row_id("unmerged", context.operation_id, entity, str(row["id"])),
        "order_id": order_of(entity, row),
        "text": text,
        "author_id": context.actor.id,
        "written_at": context.acted_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "written_offline": int(context.offline),
    }
    work.insert("comments", comment)


def _continued(
    work: Workspace, context: Context, row: Fields, group: str, base: Fields
) -> Conflict | None:
    for conflict in work.find_all(Conflict, "conflicts", "row_id", str(row["id"])):
        is_own = conflict.author_id == context.actor.id and conflict.group == group
        if is_own and conflict.state is ConflictState.OPEN and json.loads(conflict.mine) == base:
            return conflict
    return None


def _other(work: Workspace, entity: str, row: Fields, clash: Clash) -> HistoryEntry | None:
    """Return who changed the group unseen.

    Where the group itself stands as seen, that was somebody who changed what guards it.
    """
    if any(row.get(name) != clash.base.get(name) for name in clash.group.fields):
        return _last_writer(work, entity, row, frozenset(clash.group.fields))
    lines = [
        _last_writer(work, guard.entity, other, frozenset(guard.fields))
        for guard in clash.group.guards
        for other in guarded_rows(work, guard, row)
    ]
    found = (line for line in lines if line is not None)
    return max(found, key=lambda line: (line.accepted_at, line.id), default=None)


def _last_writer(
    work: Workspace, entity: str, row: Fields, names: frozenset[str]
) -> HistoryEntry | None:
    lines = [
        record(HistoryEntry, line)
        for line in work.find("history", "row_id", str(row["id"]))
        if line["entity"] == entity and line["field"] in names
    ]
    return max(lines, key=lambda line: (line.accepted_at, line.id), default=None)


def _owner(work: Workspace, entity: str, row: Fields) -> Id:
    order = work.get("orders", order_of(entity, row))
    owner = (order or row).get("owner_id")
    return str(owner or "")


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
