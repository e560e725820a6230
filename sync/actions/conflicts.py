"""Deciding conflicts, and taking a decision back."""

import json
from datetime import timedelta
from typing import cast

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_edit
from sync.actions.plain import checked_edit, remove_row, require_parents
from sync.domain.commands import DecideConflict, UndoDecision
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.field_rules import group_named
from sync.domain.history import ChangeKind
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

UNDO_DAYS = 30


def decide(deed: Deed, command: DecideConflict) -> None:
    """Let the chosen values stand and close the conflict.

    What was not chosen stays in it and in history.

    The decision is a change like any other: should the group have moved on since it was shown, a
    new conflict arises.
    """
    conflict = deed.work.load(Conflict, "conflicts", command.id)
    if conflict.state is not ConflictState.OPEN:
        raise refuse("conflict_decided_already", conflict=conflict.id, by=conflict.decided_by)
    names = _group_fields(conflict)
    if not command.set.keys() <= names:
        raise refuse("field_not_in_conflict", conflict=conflict.id)
    row = deed.work.get(conflict.entity, conflict.row_id)
    chosen: Fields = {} if command.remove else command.set
    if row is None and chosen:
        raise refuse("row_gone", kind="gone", entity=conflict.entity, id=conflict.row_id)
    before = {name: row.get(name) for name in sorted(names)} if row else {}
    if row is not None:
        chosen = _let_stand(deed, conflict, row, command)
    closing: Fields = {
        "state": ConflictState.DECIDED.value,
        "chosen": json.dumps(chosen, ensure_ascii=False),
        "before": json.dumps(before, ensure_ascii=False),
        "decided_by": deed.context.actor.id,
        "decided_at": to_value(deed.context.now),
        "note": command.note or conflict.note,
    }
    deed.set("conflicts", command.id, check_fields("conflicts", closing))


def _let_stand(deed: Deed, conflict: Conflict, row: Fields, command: DecideConflict) -> Fields:
    """Write what was decided, as somebody may who may change the group. Return what was chosen."""
    if command.remove:
        remove_row(deed, conflict.entity, row)
        return {}
    require_edit(deed, conflict.entity, row, _group_fields(conflict))
    if not command.set:
        return {}
    fields = checked_edit(conflict.entity, command.set)
    require_parents(deed, fields)
    deed.edit(conflict.entity, conflict.row_id, fields, ChangeKind.DECIDED)
    return fields


def undo(deed: Deed, command: UndoDecision) -> None:
    """Put the values before a decision back and open the conflict again, within 30 days."""
    conflict = deed.work.load(Conflict, "conflicts", command.id)
    if conflict.state is not ConflictState.DECIDED or conflict.decided_at is None:
        raise refuse("conflict_not_decided", conflict=conflict.id)
    if deed.context.now - conflict.decided_at > timedelta(days=UNDO_DAYS):
        raise refuse("undo_too_late", days=UNDO_DAYS)
    row = deed.work.require(conflict.entity, conflict.row_id)
    before = cast("Fields", json.loads(conflict.before))
    chosen = cast("Fields", json.loads(conflict.chosen))
    back = {
        name: value for name, value in before.items() if name in chosen and row.get(name) != value
    }
    require_edit(deed, conflict.entity, row, _group_fields(conflict))
    if back:
        deed.edit(conflict.entity, conflict.row_id, back, ChangeKind.DECIDED)
    opened: Fields = {"state": ConflictState.OPEN.value, "decided_by": "", "decided_at": None}
    deed.set("conflicts", command.id, opened)


def _group_fields(conflict: Conflict) -> frozenset[str]:
    group = group_named(conflict.entity, conflict.group)
    return frozenset() if group is None else frozenset(group.fields)
