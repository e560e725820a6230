"""Merging one person's change into a row that others may have changed since: the pure half of sync.

`base` is what the author saw, `current` what stands now, `wanted` what the author set. Groups are
judged by value.
"""

import msgspec

from sync.domain.field_rules import (
    ELEMENTS,
    TEXTS,
    Group,
    groups_touched,
    merge_elements,
    review_fields,
    standing,
)
from sync.domain.records import Row, Value
from sync.domain.texts import merge_text

Fields = dict[str, Value]


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What to write, and what could not be written.

    `overwrote` names automatic fields whose value by somebody else was replaced. `taken` are the
    review groups that somebody else changed: nothing of them is written. `unmerged` are texts that
    both changed in the same place; the author's text is to be kept elsewhere.
    """

    write: Fields
    overwrote: frozenset[str] = frozenset()
    taken: tuple[Group, ...] = ()
    unmerged: Fields = {}


def merge(
    entity: str, *, base: Row, current: Row, wanted: Fields, guarded: frozenset[str] = frozenset()
) -> Merge:
    """Return how `wanted` goes into `current`.

    `guarded` names groups whose guards no longer hold.
    """
    touched = groups_touched(entity, frozenset(wanted))
    states = {
        group.name: standing(group, base=base, current=current, wanted=wanted) for group in touched
    }
    refused = {name for name, state in states.items() if state == "taken"} | (
        guarded & {name for name, state in states.items() if state != "same"}
    )
    taken = _with_shared(touched, refused, frozenset(wanted))
    blocked = {name for group in taken for name in group.fields}
    write, overwrote, unmerged = _automatic(entity, base, current, wanted)
    write.update(
        (name, value)
        for name, value in wanted.items()
        if name in review_fields(entity) and name not in blocked
    )
    return Merge(write=write, overwrote=frozenset(overwrote), taken=taken, unmerged=unmerged)


def _with_shared(
    touched: tuple[Group, ...], refused: set[str], wanted: frozenset[str]
) -> tuple[Group, ...]:
    """Return the refused groups, and those that share a wanted field with one of them.

    One decision covers both.
    """
    fields = {name for group in touched if group.name in refused for name in group.fields}
    shared = fields & wanted
    return tuple(
        group for group in touched if group.name in refused or not shared.isdisjoint(group.fields)
    )


def _automatic(
    entity: str, base: Row, current: Row, wanted: Fields
) -> tuple[Fields, set[str], Fields]:
    write: Fields = {}
    overwrote: set[str] = set()
    unmerged: Fields = {}
    for name in wanted.keys() - review_fields(entity):
        merged = _one(entity, name, base, current, wanted[name])
        if merged is _BOTH:
            unmerged[name] = wanted[name]
        else:
            write[name] = merged.value
            if merged.replaced:
                overwrote.add(name)
    return write, overwrote, unmerged


class _Field(msgspec.Struct, frozen=True):
    value: Value = None
    replaced: bool = False


_BOTH = _Field(None, replaced=True)


def _one(entity: str, name: str, base: Row, current: Row, mine: Value) -> _Field:
    theirs = current.get(name)
    seen = base.get(name, theirs)
    if (entity, name) in ELEMENTS:
        return _Field(merge_elements(seen, mine, theirs))
    if theirs in (seen, mine):
        return _Field(mine)
    if (entity, name) in TEXTS:
        merged = merge_text(str(seen or ""), str(mine or ""), str(theirs or ""))
        return _BOTH if merged is None else _Field(merged)
    return _Field(mine, replaced=True)
