"""Changing a draft of the order process: stages, owners, RACI, standards, items and paths."""

import json

from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow
from sync.actions.process_drafts import Place, place_of, written_over
from sync.domain import process_changes as rules
from sync.domain.people import Role
from sync.domain.process import Node, nodes_by_id
from sync.domain.process_changes import ProcessChange, change_id
from sync.domain.process_commands import (
    AddPart,
    ChangePart,
    ChangeStage,
    DropPart,
    SetOwner,
    SetRaci,
    SetStandard,
    TakeBack,
)
from sync.domain.process_drafts import leads, may_change
from sync.domain.records import Value, record, to_value
from sync.domain.refusals import Refused, refuse
from sync.domain.values import check_text

Said = dict[str, object]
"""Fields of one part with their values as JSON has them."""

_NOUN = "process_changes"
_ITEM_START: Said = {"is_mandatory": True}


def change_stage(deed: Deed, command: ChangeStage) -> None:
    """Change what a stage is called and says."""
    place, node = _owned_stage(deed, command.draft_id, command.node)
    said = _checked(command.set, rules.STAGE_TEXTS, place)
    _write(deed, place, (node.id, ""), said)


def set_owner(deed: Deed, command: SetOwner) -> None:
    """Give a stage to a role to work on; that is for who decides about the rules."""
    place, node = _stage_of_leader(deed, command.draft_id, command.node)
    named = _roles(command.role)
    if len(named) != 1:
        raise refuse("process_one_owner", node=node.id)
    _write(deed, place, (node.id, ""), {"owner": named[0]})


def set_raci(deed: Deed, command: SetRaci) -> None:
    """Say who is responsible, accountable, consulted and informed at a stage."""
    place, node = _stage_of_leader(deed, command.draft_id, command.node)
    _write(deed, place, (node.id, ""), _checked(command.set, frozenset(rules.RACI), place))


def set_standard(deed: Deed, command: SetStandard) -> None:
    """Say how many days a stage takes."""
    place, node = _owned_stage(deed, command.draft_id, command.node)
    if not 1 <= command.days <= rules.DAYS_MAX:
        raise _not_valid("days", command.days)
    if command.unit not in ("wd", "cd"):
        raise _not_valid("unit", command.unit)
    count = len(node.standards)
    at = max(0, count - 1) if command.place == -1 else command.place
    if not 0 <= at <= max(0, count - 1):
        raise _not_valid("place", command.place)
    said: Said = {f"{rules.STANDARD}{at}": {"days": command.days, "unit": command.unit}}
    if command.text.strip():
        said["standard_text"] = _text("standard_text", command.text)
    _write(deed, place, (node.id, ""), said)


def add_item(deed: Deed, command: AddPart) -> None:
    """Add an item to a stage's checklist; at its end, and to be answered unless said otherwise."""
    place, node = _owned_stage(deed, command.draft_id, command.node)
    said = _whole(command, rules.ITEM_FIELDS, place, ("zh", "en"))
    _add(deed, place, node, command, {**_ITEM_START, **said})


def add_path(deed: Deed, command: AddPart) -> None:
    """Add an exception path to a stage: when it is taken, who leads it, what to do, where it ends.

    Where nothing is said of it, it ends at the stage itself.
    """
    place, node = _owned_stage(deed, command.draft_id, command.node)
    said = _whole(command, rules.PATH_FIELDS, place, ("zh", "en", "path"))
    _add(deed, place, node, command, {"to": node.id, **said})


def change_item(deed: Deed, command: ChangePart) -> None:
    """Change a checklist item."""
    _change(deed, command, rules.ITEM_FIELDS, path=False)


def change_path(deed: Deed, command: ChangePart) -> None:
    """Change an exception path."""
    _change(deed, command, rules.PATH_FIELDS, path=True)


def drop_item(deed: Deed, command: DropPart) -> None:
    """Take an item out of the process, unless the law, a gate or separated duties need it."""
    place, node = _owned_part(deed, command.draft_id, command.part, path=False)
    if command.part in rules.items_kept(place.base):
        raise refuse("process_item_kept", item=command.part)
    _write(deed, place, (node.id, command.part), {rules.DROPPED: True})


def drop_path(deed: Deed, command: DropPart) -> None:
    """Take an exception path out of the process."""
    place, node = _owned_part(deed, command.draft_id, command.part, path=True)
    _write(deed, place, (node.id, command.part), {rules.DROPPED: True})


def take_back(deed: Deed, command: TakeBack) -> None:
    """Take a change back; history keeps what it said. What stood on an added part goes with it."""
    change = deed.work.load(ProcessChange, _NOUN, command.id)
    place = place_of(deed, change.draft_id)
    node = _node(place, change.node)
    if change.field in (*rules.RACI, "owner") and not change.part:
        _require_leader(deed)
    else:
        allow(may_change(deed.context.actor, node, deed.context.rules.permissions))
    for each in place.changes:
        follows = change.field == rules.ADDED and each.part == change.part
        if each.id == change.id or follows:
            deed.remove(_NOUN, each.id)
    written_over(deed, change.draft_id)


def _change(deed: Deed, command: ChangePart, known: frozenset[str], *, path: bool) -> None:
    place, node = _owned_part(deed, command.draft_id, command.part, path=path)
    said = _checked(command.set, known, place)
    if said.get("is_unwaivable") is False and command.part in rules.items_kept(place.base):
        raise refuse("process_item_kept", item=command.part)
    _write(deed, place, (node.id, command.part), said)


def _add(deed: Deed, place: Place, node: Node, command: AddPart, said: Said) -> None:
    is_path = "path" in said
    part = rules.new_part_id(node.id, command.id, path=is_path)
    if rules.stage_of(place.process, part) is not None:
        raise refuse("row_exists", entity=_NOUN, id=command.id)
    _write(deed, place, (node.id, part), {rules.ADDED: said})


def _write(deed: Deed, place: Place, where: tuple[str, str], said: Said) -> None:
    """Write fields of a part of the draft, a row each; refuse what makes no process."""
    node, part = where
    new = [_row(deed, place, (node, part, field), value) for field, value in said.items()]
    ids = {str(row["id"]) for row in new}
    others = [change for change in place.changes if change.id not in ids]
    made = [record(ProcessChange, row) for row in new]
    lost = [each for each in rules.applied(place.base, [*others, *made]).misplaced if each in made]
    if lost:
        raise _not_valid(lost[0].field, lost[0].value)
    for row in new:
        _put(deed, row)
    written_over(deed, place.draft.id)


def _row(deed: Deed, place: Place, where: tuple[str, str, str], value: object) -> Fields:
    node, part, field = where
    return {
        "id": change_id(place.draft.id, node, part, field),
        "draft_id": place.draft.id,
        "node": node,
        "part": part,
        "field": field,
        "value": json.dumps(value, ensure_ascii=False),
        "changed_by": deed.context.actor.id,
        "changed_at": to_value(deed.context.acted_at),
    }


def _put(deed: Deed, row: Fields) -> None:
    identifier = str(row["id"])
    if deed.work.get(_NOUN, identifier) is None:
        deed.add(_NOUN, row)
        return
    deed.edit(_NOUN, identifier, {"value": row["value"]})
    stamp: Fields = {name: row[name] for name in ("changed_by", "changed_at")}
    deed.work.patch(_NOUN, identifier, stamp)


def _owned_stage(deed: Deed, draft_id: str, node: str) -> tuple[Place, Node]:
    """Return a stage whose standard, checklist and paths are the actor's to change, or refuse."""
    place = place_of(deed, draft_id)
    running = _node(place, node)
    allow(may_change(deed.context.actor, running, deed.context.rules.permissions))
    return place, nodes_by_id(place.process)[node]


def _owned_part(deed: Deed, draft_id: str, part: str, *, path: bool) -> tuple[Place, Node]:
    place = place_of(deed, draft_id)
    found = rules.stage_of(place.process, part)
    if found is None or rules.is_path(part) is not path:
        raise refuse("process_part_unknown", part=part[:40])
    running = _node(place, found.id)
    allow(may_change(deed.context.actor, running, deed.context.rules.permissions))
    return place, found


def _stage_of_leader(deed: Deed, draft_id: str, node: str) -> tuple[Place, Node]:
    place = place_of(deed, draft_id)
    found = _node(place, node)
    _require_leader(deed)
    return place, found


def _require_leader(deed: Deed) -> None:
    if not leads(deed.context.actor, deed.context.rules.permissions):
        raise refuse("process_leaders_only", kind="denied", roles="GM,MGR")


def _node(place: Place, node: str) -> Node:
    """Return a stage as the running version has it."""
    found = nodes_by_id(place.base).get(node)
    if found is None:
        raise refuse("node_unknown", kind="gone", node=node[:20])
    return found


def _whole(command: AddPart, known: frozenset[str], place: Place, needed: tuple[str, ...]) -> Said:
    said = _checked(command.set, known, place)
    for name in needed:
        if not said.get(name):
            raise refuse("field_empty", entity=_NOUN, field=name)
    return {name: value for name, value in said.items() if value not in ("", None)}


def _checked(wanted: Fields, known: frozenset[str], place: Place) -> Said:
    """Return the fields as the process holds them; refuse what it does not have or cannot hold."""
    if not wanted:
        raise refuse("nothing_to_change", entity=_NOUN)
    for name in wanted.keys() - known:
        raise refuse("field_unknown", entity=_NOUN, field=name[:40])
    return {name: _value(name, value, place) for name, value in wanted.items()}


def _value(name: str, value: Value, place: Place) -> object:
    if name in rules.FLAGS:
        if value not in (0, 1):
            raise _not_valid(name, value)
        return bool(value)
    text = "" if value is None else str(value)
    if name in rules.ROLES:
        return _roles(text)
    if name == "accountable":
        return _roles(text)
    if name == "owner":
        return _role_or_none(text)
    if name == "to" and text not in nodes_by_id(place.base):
        raise refuse("node_unknown", kind="gone", node=text[:20])
    return _text(name, text)


def _text(name: str, text: str) -> str:
    check_text(_NOUN, name, text)
    if name in rules.NEEDED and not text.strip():
        raise refuse("field_empty", entity=_NOUN, field=name)
    return text.strip()


def _roles(text: str) -> list[str]:
    try:
        return rules.roles_in(text)
    except ValueError as unknown:
        raise refuse("role_unknown", role=str(unknown)[:40], roles=",".join(Role)) from None


def _role_or_none(text: str) -> str | None:
    named = _roles(text)
    if len(named) > 1:
        raise _not_valid("owner", text)
    return named[0] if named else None


def _not_valid(field: str, value: Value) -> Refused:
    shown = value[:40] if isinstance(value, str) else str(value)
    return refuse("value_not_valid", entity=_NOUN, field=field, value=shown)
