"""For each field.

Who wins when two people changed it without seeing each other (architecture.md 4.6).

A field is `review` when it stands in a group here: one person's set of values is taken whole or not
at all. A field in ELEMENTS is a set, in TEXTS a long text merged line by line; all others are
`auto`: the last to arrive wins, and the value that lost stays in history. Values are compared,
never versions: own chained edits and restores do not matter.
"""

from functools import cache, lru_cache

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.records import Row, Value


class Guard(msgspec.Struct, frozen=True):
    """Fields of another row without which this group means nothing: a price without its currency.

    The other row is the one whose `column` equals this row's `key`.
    """

    entity: str
    column: str
    key: str
    fields: tuple[str, ...]


class Group(msgspec.Struct, frozen=True):
    """Fields that one decision covers."""

    name: str
    fields: tuple[str, ...]
    guards: tuple[Guard, ...] = ()


_ORDER_MONEY = (
    "currency",
    "incoterm",
    "payment_term",
    "deposit_percent",
    "balance_before_shipment",
    "credit_days",
    "credit_from",
)

REVIEW: dict[str, tuple[Group, ...]] = {
    "orders": (
        Group(
            "money", _ORDER_MONEY, (Guard("order_lines", "order_id", "id", ("unit_price", "unit")),)
        ),
        Group("parties", ("buyer_id",)),
    ),
    "order_lines": (
        Group("money", ("unit_price", "unit"), (Guard("orders", "id", "order_id", _ORDER_MONEY),)),
        Group("quantity", ("quantity", "unit", "tolerance_percent")),
    ),
    "shipments": (
        Group("dates", ("etd", "eta", "committed_ship_on", "promised_etd", "promised_eta")),
        Group("parties", ("consignee_id", "notify_id")),
        Group("invoice", ("invoice_no", "invoice_on", "invoice_amount")),
        Group("freight", ("freight", "freight_costing", "freight_currency")),
    ),
    "shipment_lines": (Group("quantity", ("quantity",)),),
    "letters_of_credit": (
        Group("money", ("amount", "currency", "tolerance_plus", "tolerance_minus")),
        Group("dates", ("expiry_on", "latest_shipment_on", "presentation_days")),
    ),
    "receipts": (Group("money", ("amount", "currency")),),
    "receipt_allocations": (Group("money", ("amount",)),),
    "declarations": (Group("money", ("refund_amount",)),),
    "projects": (Group("dates", ("planned_start", "planned_finish")),),
    "requirements": (Group("wording", ("text", "source")),),
    "partners": (Group("credit", ("credit_limit", "credit_currency", "credit_limit_end")),),
}

ELEMENTS = frozenset(
    {
        ("partners", "kinds"),
        ("users", "roles"),
        ("exceptions", "team"),
        ("requirements", "departments"),
        ("requirements", "nodes"),
    }
)
TEXTS = frozenset(
    (entity, "note")
    for entity in (
        "orders",
        "order_lines",
        "shipments",
        "partners",
        "contacts",
        "products",
        "tasks",
        "projects",
    )
)

_ALWAYS_FIXED = frozenset({"id", "order_id", "source", "created_by", "created_at"})
_FIXED: dict[str, frozenset[str]] = {
    "orders": frozenset({"order_no", "state", "process_version", "closed_at"}),
    "shipment_lines": frozenset({"shipment_id", "line_id"}),
    "containers": frozenset({"shipment_id"}),
    "partners": frozenset({"readers"}),
    "contacts": frozenset({"partner_id"}),
    "receipts": frozenset({"confirmed_by", "confirmed_on"}),
    "receipt_allocations": frozenset({"receipt_id", "shipment_id"}),
    "declarations": frozenset({"shipment_id"}),
    "tasks": frozenset({"state", "finished_by", "finished_at"}),
    "projects": frozenset({"state", "reason", "started_on", "finished_on"}),
    "requirements": frozenset({"state", "reason", "copied_from"}),
    "exceptions": frozenset(
        {
            *("subject_id", "node", "band", "bump", "state", "buyer_answer", "result"),
            *("root_cause", "companion_cause", "cause_reason", "closed_by", "closed_at"),
            *("seen_at", "contained_at"),
        }
    ),
    "articles": frozenset({"state", "exception_id", "retired_why", "reviewed_by", "reviewed_on"}),
}
CLOSED = frozenset(
    {
        "nodes",
        "answers",
        "comments",
        "attachments",
        "change_requests",
        "approvals",
        "decisions",
        "sops",
        "sop_readings",
        "suggestions",
        "feedback",
        "order_templates",
        "setups",
        "capabilities",
        "trainings",
        "charters",
        "project_links",
        "project_baselines",
        "meetings",
        "departments",
        "memberships",
        "handoffs",
        "nudges",
        "status_posts",
        "readbacks",
        "handovers",
        "handover_items",
        "opinions",
        "notices",
        "acknowledgements",
        "delegations",
        "exception_notes",
        "whys",
        "escalations",
        "disputes",
        "article_uses",
        "detours",
        "duplicates",
        "process_drafts",
        "process_changes",
        "process_versions",
        "time_standards",
        "authority_drafts",
        "authority_changes",
        "authority_versions",
        "history",
        "conflicts",
    }
)
"""Nouns that no plain edit may touch: they change by actions of their own."""


def is_fixed(entity: str, name: str) -> bool:
    """Return whether a plain edit may not touch this field of a row that exists."""
    return entity in CLOSED or name in _ALWAYS_FIXED or name in _FIXED.get(entity, frozenset())


@lru_cache(1_000)
def groups_touched(entity: str, names: frozenset[str]) -> tuple[Group, ...]:
    """Return the review groups that a change of these fields touches."""
    return tuple(group for group in REVIEW.get(entity, ()) if not names.isdisjoint(group.fields))


@cache
def review_fields(entity: str) -> frozenset[str]:
    """Return all fields of a noun that stand in a review group."""
    return frozenset(name for group in REVIEW.get(entity, ()) for name in group.fields)


def group_named(entity: str, name: str) -> Group | None:
    """Return a noun's review group by its name."""
    return next((group for group in REVIEW.get(entity, ()) if group.name == name), None)


def standing(group: Group, *, base: Row, current: Row, wanted: Row) -> str:
    """Return "same" when the group stands as wanted, "free" when nobody else changed it.

    Else "taken".

    `base` is what the author saw; `wanted` holds only the fields the author set.
    """
    intended = {name: wanted.get(name, base.get(name)) for name in group.fields}
    if all(current.get(name) == intended[name] for name in group.fields):
        return "same"
    is_free = all(current.get(name) == base.get(name) for name in group.fields)
    return "free" if is_free else "taken"


def merge_elements(base: Value, mine: Value, theirs: Value) -> str:
    """Return a comma-joined set with what each side added and without what each side removed.

    Sorted.
    """
    before, own, other = (_elements(text) for text in (base, mine, theirs))
    return ",".join(sorted((other | (own - before)) - (before - own)))


def _elements(text: Value) -> set[str]:
    return {part for part in str(text or "").split(",") if part}


def known_fields(entity: str) -> frozenset[str]:
    """Return the column names of a noun."""
    return frozenset(ENTITIES[entity].__struct_fields__)
