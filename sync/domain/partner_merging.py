"""What becomes of two records of one firm: which value of each field stays, and what moves."""

import msgspec

from sync.domain.field_rules import REVIEW
from sync.domain.partners import Partner, Sanctions
from sync.domain.people import Actor
from sync.domain.permissions import may_do
from sync.domain.records import Row, Value, columns, split
from sync.domain.refusals import Refusal
from sync.domain.rights import Permissions

_OWN_RULES = frozenset({"id", "kinds", "readers", "source", "is_key_account"})
_THINGS = {"buyer": "partner_buyer"}
_THING_OF_OTHERS = "partner_supplier"
MERGEABLE = tuple(name for name in columns(Partner) if name not in _OWN_RULES)
"""The fields of which one record's value stays, in the order of the record."""
REFERENCES: tuple[tuple[str, str], ...] = (
    ("contacts", "partner_id"),
    ("orders", "buyer_id"),
    ("order_lines", "supplier_id"),
    ("shipments", "forwarder_id"),
    ("shipments", "consignee_id"),
    ("shipments", "notify_id"),
    ("articles", "buyer_id"),
)
"""Every column that names a firm: what moves to the record that stays."""


class Side(msgspec.Struct, frozen=True):
    """One field of two records: both values, and whether the one that goes is taken."""

    field: str
    kept: Value
    lost: Value
    is_taken: bool


def may_merge(actor: Actor, kinds: str, *, permissions: Permissions) -> Refusal | None:
    """Return why a person may not say whether firms of these kinds are one; None when he may.

    Whoever approves buyers does of buyers; whoever approves suppliers of all others.
    """
    things = {_THINGS.get(kind, _THING_OF_OTHERS) for kind in split(kinds)}
    for thing in sorted(things):
        refusal = may_do(actor, thing, "A", permissions=permissions)
        if refusal is not None:
            return refusal
    return None


def fuller(one: Row, other: Row) -> bool:
    """Return whether the first record is the one to keep: more is said in it, or it is the lesser.

    Two desks that look at the same two records propose the same.
    """
    said = [sum(1 for name in MERGEABLE if row.get(name)) for row in (one, other)]
    return (said[0], str(other["id"])) >= (said[1], str(one["id"]))


def sides(kept: Row, lost: Row, taken: frozenset[str] = frozenset()) -> list[Side]:
    """Return the fields in which two records differ, and which value stays.

    What is empty in the record that stays is filled from the other; `taken` says of what else the
    other's value stays. Fields that one decision covers go together.
    """
    whole = set(taken)
    for group in REVIEW["partners"]:
        names = set(group.fields)
        if names & whole or not any(kept.get(name) for name in names):
            whole |= names
    return [
        Side(name, kept.get(name), lost.get(name), _is_taken(name, kept, lost, whole))
        for name in MERGEABLE
        if kept.get(name) != lost.get(name)
    ]


def _is_taken(name: str, kept: Row, lost: Row, taken: set[str]) -> bool:
    if name == "sanctions":
        hit = Sanctions.HIT.value
        return lost[name] == hit or (name in taken and kept[name] != hit)
    grouped = any(name in group.fields for group in REVIEW["partners"])
    return name in taken or (not grouped and not kept.get(name))


def merged(kept: Row, lost: Row, taken: frozenset[str] = frozenset()) -> dict[str, Value]:
    """Return the fields that change of the record that stays."""
    found = {side.field: side.lost for side in sides(kept, lost, taken) if side.is_taken}
    kinds = {*split(str(kept["kinds"])), *split(str(lost["kinds"]))}
    found["kinds"] = ",".join(sorted(kinds))
    found["is_key_account"] = int(bool(kept["is_key_account"] or lost["is_key_account"]))
    owner = str(found.get("owner_id", kept["owner_id"]) or "")
    readers = {str(row["owner_id"] or "") for row in (kept, lost)}
    readers |= {each for row in (kept, lost) for each in split(str(row.get("readers") or ""))}
    found["readers"] = ",".join(sorted(readers - {"", owner}))
    return {name: value for name, value in found.items() if kept.get(name) != value}
