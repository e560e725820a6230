"""The permission tables as records: things, field groups, and what each noun and field asks for.

A right is a letter (C create, R read, U update, A approve) and perhaps a qualifier after a colon:
`own` and `team` narrow it to rows, `L3` asks for an approval level, anything else (`credit`,
`waiver`) narrows it to a part of the thing. Source: domain.md 8.
"""

from functools import cache
from typing import Literal

import msgspec

from sync.domain.people import Role

Letter = Literal["C", "R", "U", "A"]
Scope = Literal["own", "team", "assigned", "company", "none"]
Sight = Literal["E", "V", "M", "H"]
"""Edit, view, masked or derived, hidden: a hidden field is never sent to the device."""


class Grant(msgspec.Struct, frozen=True):
    """One right as a cell of the tables gives it."""

    letter: str
    scope: str = ""
    part: str = ""
    level: int = 0


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the object table; `on_order` things are also bound by the row scope of the role."""

    on_order: bool = False
    rights: dict[Role, tuple[str, ...]] = {}


class FieldRule(msgspec.Struct, frozen=True, kw_only=True):
    """What one field asks for: its field group, or an update right on one of other things.

    `only` and `never` are roles: duties kept apart, whatever else a person holds (domain.md 8.4).
    """

    objects: tuple[str, ...] = ()
    group: str = ""
    edited_by: Literal["group", "objects"] = "group"
    only: frozenset[Role] = frozenset()
    never: frozenset[Role] = frozenset()


class NounRule(msgspec.Struct, frozen=True, kw_only=True):
    """Which things a noun's rows are, the letters to make and change them, particular fields."""

    objects: tuple[str, ...]
    creators: tuple[str, ...] = ()
    create: Letter = "C"
    update: Letter = "U"
    fields: dict[str, FieldRule] = {}


class Permissions(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the tables, as `resources/permissions` holds them."""

    version: int
    row_scopes: dict[Role, Scope]
    objects: dict[str, Thing]
    field_groups: dict[str, dict[Role, str]]
    entities: dict[str, NounRule]


@cache
def grant(text: str) -> Grant:
    """Return a right as its parts: "A:L3" is A with level 3, "U:credit" is U of the credit part."""
    letter, _, qualifier = text.partition(":")
    if qualifier in ("own", "team"):
        return Grant(letter, scope=qualifier)
    if qualifier[:1] == "L" and qualifier[1:].isdigit():
        return Grant(letter, level=int(qualifier[1:]))
    return Grant(letter, part=qualifier)
