"""What a person's roles see of a row: nouns and fields that are hidden never leave head office.

A masked cell (M) is a value derived from the field, not the field: it is hidden here (domain.md
8.3). History and conflicts speak of other rows: what they quote is hidden with what it quotes.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import cast

import msgspec
from typing_extensions import override

from sync.domain.entities import ENTITIES
from sync.domain.partners import PartnerKind
from sync.domain.people import Role
from sync.domain.permissions import sight_of
from sync.domain.records import Row, Value, columns, defaults, split
from sync.domain.rights import NounRule, Permissions, grant

_QUOTING = ("history", "conflicts")
_BY_KIND = ("partners", "contacts")


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """What some roles see: nouns they do not, and fields of nouns they do not.

    Of firms and contacts the kinds decide, so that their key is "noun:kind".
    """

    nouns: frozenset[str]
    fields: dict[str, frozenset[str]]
    key: str
    """Tells this projection from any other, over restarts: 16 hexadecimal digits."""

    @property
    def names(self) -> frozenset[str]:
        """The hidden nouns, and the hidden fields as "noun.field"."""
        return _names(self.nouns, self.fields)

    def hides(self, entity: str, row: Row, firm: Row | None = None) -> bool:
        """Return whether the whole row is hidden.

        `firm` is the partner of a contact, or of what is quoted.
        """
        if entity in _BY_KIND:
            keys = _keys(entity, row if firm is None else firm)
            return all(key in self.nouns for key in keys)
        if entity in _QUOTING:
            return self._hides_quote(entity, row, firm)
        return entity in self.nouns

    def hidden(self, entity: str, row: Row, firm: Row | None = None) -> frozenset[str]:
        """Return the fields of a row that are hidden."""
        if entity not in _BY_KIND:
            return self.fields.get(entity, frozenset())
        keys = _keys(entity, row if firm is None else firm)
        each = [self.fields.get(key, frozenset[str]()) for key in keys if key not in self.nouns]
        return each[0].intersection(*each[1:]) if each else frozenset()

    def is_plain(self, entity: str) -> bool:
        """Return whether every row of the noun is seen as it stands."""
        if entity in _QUOTING:
            return not self.nouns and not self.fields
        if entity in _BY_KIND:
            return not any(key.startswith(f"{entity}:") for key in (*self.nouns, *self.fields))
        return entity not in self.nouns and entity not in self.fields

    def shown(self, entity: str, row: Mapping[str, Value], firm: Row | None = None) -> Row | None:
        """Return the row as it is seen, None where it is not: a hidden field has its default."""
        if self.is_plain(entity):
            return row
        if self.hides(entity, row, firm):
            return None
        hidden = self.hidden(entity, row, firm)
        seen = {**row, **{name: _blank(entity)[name] for name in hidden}} if hidden else row
        return self._without_quotes(entity, seen) if entity in _QUOTING else seen

    def _hides_quote(self, entity: str, row: Row, firm: Row | None) -> bool:
        noun = str(row["entity"])
        keys = _keys(noun, firm or quoted(row.get("old"))) if noun in _BY_KIND else [noun]
        if all(key in self.nouns for key in keys):
            return True
        fields = self._quoted(noun)
        if entity == "history":
            return row["field"] in fields
        asked = quoted(row["base"])
        return bool(asked) and asked.keys() <= fields

    def _quoted(self, noun: str) -> frozenset[str]:
        """Return the fields whose values a quote may not hold: of a firm, of any kind of it."""
        if noun not in _BY_KIND:
            return self.fields.get(noun, frozenset())
        each = [names for key, names in self.fields.items() if key.startswith(f"{noun}:")]
        return frozenset[str]().union(*each)

    def _without_quotes(self, entity: str, row: Row) -> Row:
        fields = self._quoted(str(row["entity"]))
        if not fields:
            return row
        quoting = ("old", "new", "base") if entity == "history" else _SIDES
        told = {name: _stripped(row.get(name), fields) for name in quoting}
        return {**row, **told}


_SIDES = ("base", "mine", "theirs", "before", "chosen")


def projection_of(roles: frozenset[Role], permissions: Permissions) -> Projection:
    """Return what these roles see together: the best of them counts."""
    return _projection(roles, _Same(permissions))


class _Same:
    """Permissions as a key of a cache: they are never changed, and too large to hash."""

    def __init__(self, permissions: Permissions) -> None:
        self.permissions = permissions

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.permissions is self.permissions

    @override
    def __hash__(self) -> int:
        return id(self.permissions)


@cache
def _projection(roles: frozenset[Role], same: _Same) -> Projection:
    permissions = same.permissions
    nouns: set[str] = set()
    fields: dict[str, frozenset[str]] = {}
    for noun in _nouns():
        rule = _rule(noun, permissions)
        if not _reads(roles, rule, permissions):
            nouns.add(noun)
            continue
        hidden = frozenset(
            name
            for name in rule.fields
            if sight_of(roles, noun, name, permissions=permissions) in ("H", "M")
        )
        if hidden:
            fields[noun] = hidden
    key = _key_of(_names(frozenset(nouns), fields))
    return Projection(nouns=frozenset(nouns), fields=fields, key=key)


def _names(nouns: frozenset[str], fields: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return nouns.union(f"{noun}.{name}" for noun, names in fields.items() for name in names)


def _key_of(hidden: frozenset[str]) -> str:
    """Return a projection's key; nouns and fields that are added later are told apart too."""
    known = (f"{noun}.{name}" for noun, kind in ENTITIES.items() for name in columns(kind))
    text = "\n".join((*sorted(hidden), "", *known))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _nouns() -> list[str]:
    kinds = [f"{noun}:{kind}" for noun in _BY_KIND for kind in PartnerKind]
    return [*(noun for noun in ENTITIES if noun not in _BY_KIND), *kinds]


def _rule(noun: str, permissions: Permissions) -> NounRule:
    return permissions.entities[noun]


_OPEN = frozenset({"users", "calendar_days", "config_items", "products", "history"})
"""Nouns that every desk needs to judge and show anything: who somebody is, which days are open."""


def _reads(roles: frozenset[Role], rule: NounRule, permissions: Permissions) -> bool:
    if any(permissions.entities.get(noun) is rule for noun in _OPEN):
        return True
    things = [permissions.objects[thing.partition(":")[0]].rights for thing in rule.objects]
    texts = (text for rights in things for role in roles for text in rights.get(role, ()))
    return any(grant(text).letter == "R" for text in texts)


def _keys(entity: str, firm: Row) -> list[str]:
    known = frozenset(PartnerKind)
    kinds = [kind for kind in split(str(firm.get("kinds") or "")) if kind in known]
    return [f"{entity}:{kind}" for kind in kinds] or [f"{entity}:{PartnerKind.BUYER}"]


@cache
def _blank(entity: str) -> dict[str, Value]:
    return {**dict.fromkeys(columns(ENTITIES[entity])), **defaults(ENTITIES[entity])}


def quoted(text: Value) -> dict[str, Value]:
    """Return the fields that history or a conflict quotes as JSON; none where it quotes a value."""
    try:
        found = json.loads(str(text or ""))
    except ValueError:
        return {}
    return cast("dict[str, Value]", found) if isinstance(found, dict) else {}


def _stripped(text: Value, fields: frozenset[str]) -> Value:
    """Return a quoted row, as JSON, without some of its fields; any other text as it is."""
    told = quoted(text)
    if told.keys().isdisjoint(fields):
        return text
    kept = {name: value for name, value in told.items() if name not in fields}
    return json.dumps(kept, ensure_ascii=False)
