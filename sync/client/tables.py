"""Which columns of a noun a terminal shows, and how: names for ids, words for values."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.ids import order_name
from sync.domain.records import Value, columns
from sync.domain.spoken import spoken_text
from sync.domain.values import is_flag
from sync.store import rows
from sync.store.sentences import Language, has_words, name_of, words

Names = Mapping[str, str]
"""What ids stand for."""

_SHOWN: dict[str, tuple[str, ...]] = {
    "users": ("login", "name_zh", "name_en", "roles", "level", "team"),
    "partners": ("name", "kinds", "country", "id"),
    "contacts": ("partner_id", "name", "title", "email", "phone", "id"),
    "duplicates": ("first_id", "second_id", "reasons", "state", "survivor_id", "decided_by"),
    "products": ("code", "name_zh", "name_en", "unit"),
    "orders": ("order_no", "state", "buyer_id", "goods", "incoterm", "payment_term", "owner_id"),
    "order_lines": ("order_id", "description", "quantity", "unit", "unit_price", "id"),
    "shipments": ("order_id", "number", "mode", "load_port", "discharge_port", "etd", "eta", "id"),
    "tasks": ("title", "order_id", "state", "due_on", "assignee_id", "id"),
    "comments": ("written_at", "order_id", "author_id", "text"),
    "history": ("accepted_at", "order_id", "entity", "field", "old", "new", "actor_id", "for_id"),
    "conflicts": ("order_id", "entity", "group", "mine", "theirs", "state", "id"),
    "approvals": ("order_id", "topic", "title", "level", "matched", "state", "requested_by", "id"),
    "change_requests": ("order_id", "change_type", "reason", "wanted", "state", "level", "id"),
    "delegations": ("delegator_id", "delegate_id", "starts_on", "ends_on", "level_max", "id"),
    "decisions": ("approval_id", "choice", "outcome", "why", "author_id", "claimed_at", "id"),
    "sops": ("node", "title_zh", "title_en", "edition", "is_retired", "changed_at", "id"),
    "sop_readings": ("sop_id", "user_id", "edition", "read_at"),
    "suggestions": ("title", "node", "state", "author_id", "made_at", "reason", "id"),
    "feedback": ("node", "paper", "text", "author_id", "given_on", "answer", "id"),
    "process_versions": ("number", "title", "based_on", "published_by", "published_at", "id"),
    "time_standards": ("node", "family", "lane", "payment_term", "days", "unit", "state", "id"),
    "process_drafts": ("title", "based_on", "state", "asked_by", "reason", "version", "id"),
    "process_changes": ("draft_id", "node", "part", "field", "value", "changed_by", "id"),
    "authority_versions": ("number", "title", "based_on", "published_by", "published_at", "id"),
    "authority_drafts": ("title", "based_on", "state", "asked_by", "reason", "version", "id"),
    "authority_changes": ("draft_id", "table_row", "fact", "field", "value", "changed_by", "id"),
    "goals": ("name", "node", "within_hours", "target_percent", "starts_on", "ends_on", "id"),
    "order_templates": ("name_zh", "name_en", "papers", "is_retired", "changed_at", "id"),
    "setups": ("order_id", "template_id", "papers", "applied_by", "applied_at", "undone_at", "id"),
    "capabilities": ("user_id", "skill", "skill_level", "evidence", "valid_until", "assessed_by"),
    "charters": ("order_id", "state", "goals", "rhythm", "decision_rule", "ends_on", "id"),
    "projects": (
        "order_id",
        "name",
        "kind",
        "owner_id",
        "planned_start",
        "planned_finish",
        "state",
    ),
    "project_links": ("order_id", "before", "after", "lag_days", "id"),
    "project_baselines": ("order_id", "number", "end_on", "reason", "set_by", "set_at"),
    "meetings": ("held_on", "order_id", "title", "noted_by", "id"),
    "departments": ("name_zh", "name_en", "roles", "began_at", "ended_at", "id"),
    "memberships": ("user_id", "department_id", "from_at"),
    "trainings": ("user_id", "skill", "title", "held_on", "hours"),
    "handoffs": ("order_id", "node", "from_id", "to_id", "delivers", "state", "reason", "id"),
    "nudges": ("sent_at", "order_id", "node", "to_id", "sent_by", "text"),
    "status_posts": ("posted_at", "order_id", "node", "text", "expected_on", "author_id"),
    "detours": ("order_id", "node", "path", "note", "owner_role", "taken_at", "left_at", "id"),
    "requirements": ("order_id", "text", "departments", "nodes", "source", "state", "id"),
    "readbacks": ("order_id", "department", "about", "words", "confirmed_by", "confirmed_at"),
    "handovers": ("from_id", "kind", "from_on", "to_on", "state", "id"),
    "handover_items": ("order_id", "entity", "from_id", "to_id", "from_on", "to_on", "state", "id"),
    "opinions": ("order_id", "node", "role", "due_on", "state", "opinion", "answered_by", "id"),
    "notices": ("told_at", "order_id", "node", "role", "told_by", "id"),
    "acknowledgements": ("user_id", "role", "digest", "acknowledged_at"),
    "exceptions": ("order_id", "severity", "exception_code", "title", "state", "owner_id", "id"),
    "exception_notes": ("written_at", "exception_id", "kind", "text", "author_id"),
    "whys": ("exception_id", "branch", "level", "question", "answer", "evidence"),
    "escalations": ("raised_at", "order_id", "subject_id", "step", "roles"),
    "disputes": ("order_id", "title", "party_id", "other_id", "mediator_id", "state", "id"),
    "articles": ("title", "state", "at_nodes", "codes", "banks", "ports", "valid_until", "id"),
    "nodes": ("order_id", "node", "state", "owner_id", "finished_at"),
    "answers": ("order_id", "item", "ticked", "note"),
}
_OTHERS_SHOWN = 6
_NOUNS = {
    "order_id": "orders",
    "shipment_id": "shipments",
    "line_id": "order_lines",
    "receipt_id": "receipts",
    "partner_id": "partners",
    "product_id": "products",
    "buyer_id": "partners",
    "supplier_id": "partners",
    "forwarder_id": "partners",
    "first_id": "partners",
    "second_id": "partners",
    "survivor_id": "partners",
    "owner_id": "users",
    "author_id": "users",
    "assignee_id": "users",
    "actor_id": "users",
    "requested_by": "users",
    "decided_by": "users",
    "from_id": "users",
    "to_id": "users",
    "sent_by": "users",
    "user_id": "users",
    "answered_by": "users",
    "told_by": "users",
    "taken_by": "users",
    "left_by": "users",
    "for_id": "users",
    "confirmed_by": "users",
    "requirement_id": "requirements",
    "delegator_id": "users",
    "delegate_id": "users",
    "forwarded_to": "users",
    "party_id": "users",
    "other_id": "users",
    "mediator_id": "users",
    "exception_id": "exceptions",
    "article_id": "articles",
    "draft_id": "process_drafts",
    "published_by": "users",
    "proposed_by": "users",
    "changed_by": "users",
    "asked_by": "users",
    "template_id": "order_templates",
    "department_id": "departments",
    "project_id": "projects",
    "set_by": "users",
    "applied_by": "users",
    "assessed_by": "users",
}
"""Which noun a column points to."""
_BOTH_NAMED = ("users", "order_templates", "departments")
_CALLED = ("name", "title", "code", "number", "description", "bank_reference")


def columns_shown(entity: str) -> tuple[str, ...]:
    """Return the columns of a noun's table."""
    known = columns(ENTITIES[entity])
    chosen = tuple(name for name in _SHOWN.get(entity, ()) if name in known)
    return chosen or (*known[1:_OTHERS_SHOWN], "id")


def names_in(
    connection: Connection,
    found: Sequence[Mapping[str, Value]],
    shown: Iterable[str],
    *,
    language: Language,
) -> dict[str, str]:
    """Return what the ids in the shown columns stand for."""
    names: dict[str, str] = {}
    for column in shown:
        if column in _NOUNS:
            ids = {str(row[column]) for row in found if row[column]}
            named = rows.get_many(connection, _NOUNS[column], ids)
            names |= {key: called(_NOUNS[column], row, language) for key, row in named.items()}
    return names


def called(entity: str, row: Mapping[str, Value], language: Language) -> str:
    """Return what a person calls a row: an order its number, a firm or a person their name."""
    if entity == "orders":
        return order_name(str(row["id"]), str(row["order_no"]))
    columns_tried = (f"name_{language}", *_CALLED) if entity in _BOTH_NAMED else _CALLED
    names = (row.get(column) for column in columns_tried)
    return next((str(name) for name in names if name), str(row["id"]))


def cells(entity: str, row: Mapping[str, Value], names: Names, *, language: Language) -> list[str]:
    """Return a row's cells as a person reads them."""
    shown = columns_shown(entity)
    return [_cell(entity, row, column, names, language) for column in shown]


def _cell(
    entity: str, row: Mapping[str, Value], column: str, names: Names, language: Language
) -> str:
    value = row.get(column)
    text = "" if value is None else str(value)
    if column == "order_no":
        return called("orders", row, language)
    if is_flag(entity, column):
        return "✓" if value else ""
    if entity == "conflicts" and column in ("mine", "theirs"):
        return _fields(text, language)
    if entity == "history" and column in ("old", "new"):
        return names.get(text) or word(str(row["field"]), text, language)
    return names.get(text) or word(column, text, language)


def word(column: str, text: str, language: Language) -> str:
    """Return a value as people write it: a code's word, a moment in the company's time."""
    coded = f"value_{column}_{text}"
    if has_words(coded):
        return words(coded, {}, language=language)
    named = name_of(column, text, language=language)
    return spoken_text(named, language, today=None) if column.endswith("_at") else named


def plain(value: object, language: Language) -> str:
    """Return a value of a status as text; yes and no as a tick and a dash."""
    if isinstance(value, bool):
        return "✓" if value else "–"
    return spoken_text(str(value), language, today=None)


def _fields(text: str, language: Language) -> str:
    """Return fields with their values, kept as JSON: 单价 3.02."""
    kept = json.loads(text) if text else None
    if not isinstance(kept, dict):
        return text
    fields = cast("dict[str, Value]", kept)
    return ", ".join(f"{name_of('field', n, language=language)} {v}" for n, v in fields.items())
