"""Changes of what was agreed with the buyer, as history keeps them: which lines of it they are."""

from sync.domain.history import ChangeKind

AGREED = (
    "currency",
    "incoterm",
    "named_place",
    "payment_term",
    "deposit_percent",
    "credit_days",
    "buyer_id",
    "unit_price",
    "quantity",
    "unit",
    "committed_ship_on",
)
"""Fields of an order, its lines and its shipments that a contract states."""

KINDS = (ChangeKind.EDITED.value, ChangeKind.OVERWROTE.value, ChangeKind.DECIDED.value)
NOUNS = ("orders", "order_lines", "shipments")
