"""Who may do what, judged by the permission tables (domain.md 8).

A thing or noun may be asked for in part after a colon: `documents:waiver`,
`partners:buyer,supplier`. Several roles: the union of their rights.
"""

from collections.abc import Iterable

import msgspec

from sync.domain.people import Actor, Role
from sync.domain.records import split
from sync.domain.refusals import Refusal
from sync.domain.rights import FieldRule, Grant, Letter, NounRule, Permissions, Sight, grant

_BEST_FIRST: tuple[Sight, ...] = ("E", "V", "M", "H")


class _Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, about a row of whom."""

    actor: Actor
    owner_id: str
    team: str


def object_rights(roles: Iterable[Role], thing: str, *, permissions: Permissions) -> frozenset[str]:
    """Return all rights that the roles give together; a whole right swallows its qualified ones."""
    held = permissions.objects[thing].rights
    rights = {text for role in roles for text in held.get(role, ())}
    return frozenset(text for text in rights if ":" not in text or text[0] not in rights)


def may_do(
    actor: Actor,
    thing: str,
    letter: Letter,
    *,
    permissions: Permissions,
    owner_id: str = "",
    team: str = "",
) -> Refusal | None:
    """Return why the actor may not, or None when he may.

    Reading counts whichever part one reads; the other letters need the whole thing, or the part
    that was asked for. `owner_id` and `team` are those of the row or its order; ask for a backup
    as if he were the owner.
    """
    asker = _Asker(actor=actor, owner_id=owner_id, team=team)
    if _is_allowed(asker, thing, letter, permissions):
        return None
    return _refusal(thing, letter, permissions)


def may_create(
    actor: Actor,
    entity: str,
    fields: Iterable[str],
    *,
    permissions: Permissions,
    owner_id: str = "",
    team: str = "",
) -> Refusal | None:
    """Return why the actor may not make such a row with these fields said, or None when he may."""
    asker = _Asker(actor=actor, owner_id=owner_id, team=team)
    rules = _noun_rules(entity, permissions)
    if not any(_may_make(asker, rule, permissions) for rule in rules):
        things = rules[0].creators or rules[0].objects
        return _refusal(things[0], rules[0].create, permissions)
    special = [name for name in fields if any(name in rule.fields for rule in rules)]
    return _first_refusal(asker, entity, special, permissions)


def may_edit_fields(
    actor: Actor,
    entity: str,
    fields: Iterable[str],
    *,
    permissions: Permissions,
    owner_id: str = "",
    team: str = "",
) -> Refusal | None:
    """Return why the actor may not write one of the fields, or None when he may write all of them.

    A firm is asked for with its kinds, `partners:buyer,bank`: any of them that allows it is enough.
    """
    asker = _Asker(actor=actor, owner_id=owner_id, team=team)
    return _first_refusal(asker, entity, fields, permissions)


def sight_of(roles: Iterable[Role], entity: str, field: str, *, permissions: Permissions) -> Sight:
    """Return how well the roles see a field; the best of them counts."""
    held = frozenset(roles)
    rules = _noun_rules(entity, permissions)
    return _best({_sight(held, rule, field, permissions) for rule in rules})


def hidden_fields(
    roles: Iterable[Role], entity: str, *, permissions: Permissions
) -> frozenset[str]:
    """Return the fields of a noun that no role of the person may receive."""
    held = frozenset(roles)
    names = {name for rule in _noun_rules(entity, permissions) for name in rule.fields}
    return frozenset(n for n in names if sight_of(held, entity, n, permissions=permissions) == "H")


def _is_allowed(asker: _Asker, thing: str, letter: str, permissions: Permissions) -> bool:
    name, _, part = thing.partition(":")
    kind = permissions.objects[name]
    for role in asker.actor.roles:
        row_scope = permissions.row_scopes.get(role, "none") if kind.on_order else "company"
        for text in kind.rights.get(role, ()):
            if _covers(asker, grant(text), letter, part) and _reaches(asker, row_scope, letter):
                return True
    return False


def _covers(asker: _Asker, right: Grant, letter: str, part: str) -> bool:
    is_part = right.part in ("", part) or (letter == "R" and not part)
    return (
        right.letter == letter
        and is_part
        and asker.actor.level >= right.level
        and _reaches(asker, right.scope, letter)
    )


def _reaches(asker: _Asker, scope: str, letter: str) -> bool:
    """Return whether a scope includes the row; a row being made may have no owner yet."""
    if scope not in ("own", "team"):
        return True
    if asker.owner_id == asker.actor.id or (letter == "C" and not asker.owner_id):
        return True
    return scope == "team" and asker.team == asker.actor.team


def _noun_rules(entity: str, permissions: Permissions) -> list[NounRule]:
    """Return the rules of a noun, or of each kind that a firm is; a kind nobody knows is none."""
    name, _, kinds = entity.partition(":")
    rules = permissions.entities
    found = [rules[f"{name}:{kind}"] for kind in split(kinds) if f"{name}:{kind}" in rules]
    return found or [rules.get(name) or rules[f"{name}:buyer"]]


def _may_make(asker: _Asker, rule: NounRule, permissions: Permissions) -> bool:
    things = rule.creators or rule.objects
    return any(_is_allowed(asker, thing, rule.create, permissions) for thing in things)


def _first_refusal(
    asker: _Asker, entity: str, fields: Iterable[str], permissions: Permissions
) -> Refusal | None:
    rules = _noun_rules(entity, permissions)
    for field in fields:
        if not any(_may_write(asker, rule, field, permissions) for rule in rules):
            return _field_refusal(asker, rules[0], field, permissions)
    return None


def _may_write(asker: _Asker, rule: NounRule, field: str, permissions: Permissions) -> bool:
    special = rule.fields.get(field)
    if special is None:
        return any(_is_allowed(asker, thing, rule.update, permissions) for thing in rule.objects)
    if _is_separated(asker.actor, special):
        return False
    if special.group and special.edited_by == "group":
        on_order = any(permissions.objects[t.partition(":")[0]].on_order for t in rule.objects)
        return _may_edit_group(asker, special.group, permissions, on_order=on_order)
    return any(_may_fill(asker, thing, permissions) for thing in special.objects)


def _is_separated(actor: Actor, rule: FieldRule) -> bool:
    """Return whether segregation of duties keeps the person out, whatever his roles allow."""
    return not actor.roles.isdisjoint(rule.never) or (
        bool(rule.only) and actor.roles.isdisjoint(rule.only)
    )


def _may_fill(asker: _Asker, thing: str, permissions: Permissions) -> bool:
    """Return whether the actor may update the thing; who may create a named part may fill it in."""
    letters = "UC" if ":" in thing else "U"
    return any(_is_allowed(asker, thing, letter, permissions) for letter in letters)


def _may_edit_group(asker: _Asker, group: str, permissions: Permissions, *, on_order: bool) -> bool:
    cells = permissions.field_groups[group]
    for role in asker.actor.roles & cells.keys():
        row_scope = permissions.row_scopes[role] if on_order else "company"
        if _covers(asker, grant(cells[role]), "E", "") and _reaches(asker, row_scope, "E"):
            return True
    return False


def _sight(roles: frozenset[Role], rule: NounRule, field: str, permissions: Permissions) -> Sight:
    special = rule.fields.get(field, FieldRule())
    if not special.group:
        return "V"
    cells = permissions.field_groups[special.group]
    return _best({_as_sight(cells.get(role, "H")) for role in roles})


def _as_sight(cell: str) -> Sight:
    """Return a cell without its qualifier; who approves a field (A) sees it."""
    letters: dict[str, Sight] = {"E": "E", "M": "M", "H": "H"}
    return letters.get(cell[0], "V")


def _best(sights: set[Sight]) -> Sight:
    for sight in _BEST_FIRST:
        if sight in sights:
            return sight
    return "H"


def _holders(thing: str, letter: str, permissions: Permissions) -> str:
    """Return the roles whose rights could answer the question, comma-joined in their order."""
    name, _, part = thing.partition(":")
    rights = permissions.objects[name].rights
    return ",".join(
        role
        for role in Role
        if any(_answers(grant(text), letter, part) for text in rights.get(role, ()))
    )


def _answers(right: Grant, letter: str, part: str) -> bool:
    return right.letter == letter and (right.part in ("", part) or letter == "R")


def _refusal(thing: str, letter: str, permissions: Permissions) -> Refusal:
    roles = _holders(thing, letter, permissions)
    return Refusal(
        code="not_permitted",
        kind="denied",
        facts={"object": thing.partition(":")[0], "right": letter, "roles": roles},
    )


def _field_refusal(asker: _Asker, rule: NounRule, field: str, permissions: Permissions) -> Refusal:
    special = rule.fields.get(field, FieldRule(objects=rule.objects))
    is_separated = _is_separated(asker.actor, special)
    return Refusal(
        code="duty_separated" if is_separated else "field_not_permitted",
        kind="denied",
        facts={
            "field": field,
            "group": special.group,
            "roles": _writers(special, rule, permissions),
        },
    )


def _writers(special: FieldRule, rule: NounRule, permissions: Permissions) -> str:
    """Return the roles that may write such a field, comma-joined in the order of the roles."""
    if special.group and special.edited_by == "group":
        cells = permissions.field_groups[special.group]
        able = {role for role, cell in cells.items() if cell[0] == "E"}
    else:
        letter = rule.update if special.objects == rule.objects else "U"
        able = {
            Role(name)
            for thing in special.objects
            for name in split(_holders(thing, letter, permissions))
        }
    return ",".join(role for role in Role if role in able - special.never)
