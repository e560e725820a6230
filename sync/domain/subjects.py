"""What a decision is about, as bytes: the order, its lines and files, as somebody is shown them.

Both ends make the same hash of the same content. Fields that are hidden from the person are left
out: they decide on what they see.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from sync.domain.field_rules import review_fields
from sync.domain.projections import Projection
from sync.domain.records import Row, Value

Content = Mapping[str, Mapping[str, Value]]
"""By "noun/id" the fields that count."""
Difference = tuple[str, str, str, Value, Value]

_COUNTING: dict[str, frozenset[str]] = {
    "approvals": frozenset({"topic", "title", "note", "case"}),
    "orders": review_fields("orders")
    | {"goods", "named_place", "destination", "quote_valid_until", "costing_margin_percent"},
    "order_lines": review_fields("order_lines") | {"product_id", "description", "supplier_id"},
    "attachments": frozenset({"name", "sha256"}),
}


def fields_counting(entity: str, view: Projection) -> frozenset[str]:
    """Return the fields of a noun that a decision is about, as far as the person sees them."""
    if entity in view.nouns:
        return frozenset()
    return _COUNTING[entity] - view.fields.get(entity, frozenset())


def content_of(rows: Iterable[tuple[str, Row]], view: Projection) -> Content:
    """Return what of the rows counts and is seen."""
    found: dict[str, Mapping[str, Value]] = {}
    for entity, row in rows:
        names = fields_counting(entity, view)
        if names:
            found[f"{entity}/{row['id']}"] = {name: row.get(name) for name in sorted(names)}
    return found


def hash_of(content: Content) -> str:
    """Return the SHA-256 of the content in one spelling."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def differences(seen: Content, now: Content) -> list[Difference]:
    """Return each value that is not as it was seen; a row that came or went has one, its id."""
    found: list[Difference] = []
    for key in sorted(seen.keys() | now.keys()):
        entity, _, row_id = key.partition("/")
        if key not in seen or key not in now:
            is_new = key in now
            found.append(
                (entity, row_id, "id", None if is_new else row_id, row_id if is_new else None)
            )
            continue
        before, after = seen[key], now[key]
        found += [
            (entity, row_id, name, before.get(name), after[name])
            for name in sorted(after)
            if before.get(name) != after[name]
        ]
    return found
