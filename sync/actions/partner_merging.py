"""Making one record of two, and saying that two are or are not the same firm."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sync.actions.deed import Deed, Fields
from sync.actions.duplicates import pairs_of, propose
from sync.actions.guards import allow
from sync.actions.keeping import Entry
from sync.domain.duplicates import DuplicateState
from sync.domain.history import ChangeKind
from sync.domain.ids import Id
from sync.domain.likeness import pair_id
from sync.domain.partner_commands import MergePartners, TellAlike, TellApart
from sync.domain.partner_merging import MERGEABLE, REFERENCES, may_merge, merged, sides
from sync.domain.records import Value, split, to_value
from sync.domain.refusals import Refused, refuse
from sync.domain.values import check_text

_SAID_BY_HAND = "said"


def merge(deed: Deed, command: MergePartners) -> None:
    """Let one record stand for both: values, references, and what was said of the other."""
    if command.keep_id == command.lose_id:
        raise _already_one(deed, command.keep_id)
    keep, lose = _both(deed, command.keep_id, command.lose_id)
    taken = frozenset(split(command.take))
    unknown = taken - set(MERGEABLE)
    if unknown:
        raise refuse("field_unknown", entity="partners", field=min(unknown)[:40])
    pair = deed.work.get("duplicates", pair_id(command.keep_id, command.lose_id))
    if pair is not None and pair["state"] == DuplicateState.DIFFERENT.value:
        raise _decided(deed, "partners_differ", pair)
    deed.seen.of("partners", keep, frozenset((*MERGEABLE, "kinds", "is_key_account")))
    kept_note = {side.field: side for side in sides(keep, lose, taken)}
    wanted = merged(keep, lose, taken)
    readers = {"readers": wanted.pop("readers")} if "readers" in wanted else {}
    deed.edit("partners", command.keep_id, wanted)
    deed.set("partners", command.keep_id, readers)
    for side in kept_note.values():
        if side.lost and not side.is_taken:
            lost = Entry(kind=ChangeKind.OVERWROTE, field=side.field, old=side.lost, new=side.kept)
            deed.note("partners", keep, lost)
    _move(deed, command.lose_id, command.keep_id)
    _settle_pairs(deed, command, pair)
    deed.note(
        "partners", lose, Entry(kind=ChangeKind.REMOVED, old=json.dumps(lose, ensure_ascii=False))
    )
    deed.work.remove("partners", command.lose_id)


def tell_apart(deed: Deed, command: TellApart) -> None:
    """Keep that two records are not the same firm; whoever finds them alike is told no more."""
    _say(deed, command, DuplicateState.DIFFERENT)


def tell_alike(deed: Deed, command: TellAlike) -> None:
    """Keep that two records may be the same firm."""
    _say(deed, command, DuplicateState.OPEN)


HANDLERS: Mapping[str, Callable[[Deed, Any], None]] = {
    "partner.merge": merge,
    "partner.differ": tell_apart,
    "partner.resemble": tell_alike,
}


def _say(deed: Deed, command: TellApart | TellAlike, state: DuplicateState) -> None:
    if command.first_id == command.second_id:
        raise _already_one(deed, command.first_id)
    _both(deed, command.first_id, command.second_id)
    check_text("duplicates", "note", command.note)
    firms = (command.first_id, command.second_id)
    propose(deed, firms, (_SAID_BY_HAND,))
    pair = deed.work.require("duplicates", pair_id(*firms))
    if pair["state"] == state.value and pair["decided_by"]:
        is_apart = state is DuplicateState.DIFFERENT
        raise _decided(deed, "partners_differ" if is_apart else "partners_alike", pair)
    deed.set("duplicates", str(pair["id"]), {"state": state.value, **_decision(deed, command.note)})


def _both(deed: Deed, one: Id, other: Id) -> tuple[Fields, Fields]:
    """Return two records that the author may decide of, or refuse."""
    rows = deed.work.require("partners", one), deed.work.require("partners", other)
    kinds = ",".join(str(row["kinds"]) for row in rows)
    permissions = deed.context.rules.permissions
    allow(may_merge(deed.context.actor, kinds, permissions=permissions))
    return rows


def _move(deed: Deed, lost: Id, kept: Id) -> None:
    """Let everything that named the one record name the other."""
    for entity, column in REFERENCES:
        for row in deed.work.find(entity, column, lost):
            deed.set(entity, str(row["id"]), {column: kept})
    for conflict in deed.work.find("conflicts", "row_id", lost):
        deed.work.patch("conflicts", str(conflict["id"]), {"row_id": kept})


def _settle_pairs(deed: Deed, command: MergePartners, pair: Fields | None) -> None:
    """Close the pair itself; what was said of the lost record and a third is said of the other."""
    kept, lost = command.keep_id, command.lose_id
    if pair is None:
        propose(deed, (kept, lost), (_SAID_BY_HAND,))
    closed: Fields = {
        "state": DuplicateState.MERGED.value,
        "survivor_id": kept,
        "lost_id": lost,
        **_decision(deed, command.note),
    }
    deed.set("duplicates", pair_id(kept, lost), closed)
    for other in pairs_of(deed.work, lost):
        if other["state"] == DuplicateState.MERGED.value:
            if other["survivor_id"] == lost:
                deed.set("duplicates", str(other["id"]), {"survivor_id": kept})
            continue
        _carry(deed, other, lost, kept)


def _carry(deed: Deed, pair: Fields, lost: Id, kept: Id) -> None:
    """Say of the record that stays what was said of the one that goes and a third.

    That two differ stays said, whatever else is found.
    """
    third = str(pair["second_id"] if pair["first_id"] == lost else pair["first_id"])
    said = {name: pair[name] for name in ("state", "decided_by", "decided_at", "note")}
    propose(deed, (kept, third), split(str(pair["reasons"])))
    identifier = pair_id(kept, third)
    standing = deed.work.require("duplicates", identifier)
    if pair["state"] == DuplicateState.DIFFERENT.value or not standing["decided_by"]:
        deed.work.patch("duplicates", identifier, said)
    deed.remove("duplicates", str(pair["id"]))


def _decision(deed: Deed, note: str) -> Fields:
    check_text("duplicates", "note", note)
    decided: dict[str, Value] = {
        "decided_by": deed.context.actor.id,
        "decided_at": to_value(deed.context.acted_at),
        "note": note,
    }
    return decided


def _already_one(deed: Deed, firm_id: Id) -> Refused:
    """Return why a record cannot be held against itself: somebody was faster, or it was a slip."""
    merged_in = [
        pair
        for lost in deed.landed
        for pair in deed.work.find("duplicates", "lost_id", lost)
        if deed.landed[lost] == firm_id
    ]
    if merged_in:
        return _decided(deed, "partners_one_already", merged_in[0])
    return refuse("partner_twice", id=firm_id[:40])


def _decided(deed: Deed, code: str, pair: Fields) -> Refused:
    user = deed.work.get("users", str(pair["decided_by"])) or {}
    return refuse(
        code, at=pair["decided_at"], name=user.get("name_en"), name_zh=user.get("name_zh")
    )
