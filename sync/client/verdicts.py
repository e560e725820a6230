"""Reads what head office said of an operation beside why it refused it."""

from sync.actions.asked import why_not
from sync.store.outbox import OutboxItem
from sync.wire.messages import NUMBERED


def number_told(item: OutboxItem) -> str:
    """Return the number that an order was given by this operation, where head office told it."""
    told = why_not(item)
    return str(told.facts.get("number") or "") if told.code == NUMBERED else ""
