"""Row ids that two desks find independently.

So that the same thing made twice offline is one row.
"""

import hashlib
import re

Id = str
"""32 lowercase hex characters."""

ID_PATTERN = r"\A[0-9a-f]{32}\Z"
_is_id = re.compile(ID_PATTERN).match


def is_id(text: str) -> bool:
    """Return whether a row can have this id; nothing else is ever asked of a database."""
    return _is_id(text) is not None


def row_id(*parts: str) -> Id:
    """Return the id of the one row that `parts` name together, equal on every desk.

    Used where making a row means "this now exists": the node of an order, the answer to a checklist
    item.
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def short(identifier: Id) -> str:
    """Return four characters that tell a person's drafts apart; never used as a key."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:4]


def order_name(order_id: Id, order_no: str) -> str:
    """Return how an order is called: its number, or before head office gave one its draft name."""
    return order_no or f"draft-{short(order_id)}"
