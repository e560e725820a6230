"""Handoffs: work at a node that one person gives another, who accepts it or returns it.

The ball is with exactly one person at any moment: with whoever was offered the work until they
answer, then with its owner; a return gives it back to whoever handed it over (product.md S08).
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sync.domain.ids import Id
from sync.domain.records import Record


class HandoffState(StrEnum):
    """Where a handoff stands; only an offered one waits for an answer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


GIVES_SIGHT = frozenset((HandoffState.OFFERED, HandoffState.ACCEPTED))
"""States in which the receiver sees the order whatever else they have to do with it."""


class Handoff(Record, frozen=True, kw_only=True):
    """Work at a node, from one person to another.

    `delivers` says what comes with it, `criteria` when it counts as delivered; `promised_on` is the
    day by which whoever accepted it promised to be done.
    """

    order_id: str
    subject_id: str = ""
    node: str
    from_id: str
    to_id: str
    delivers: str
    criteria: str = ""
    state: HandoffState = HandoffState.OFFERED
    promised_on: date | None = None
    reason: str = ""
    handed_at: datetime
    answered_at: datetime | None = None


def waiting_at(handoffs: Iterable[Handoff], subject_id: Id, node: str) -> Handoff | None:
    """Return the handoff of a node that waits for an answer, or None."""
    at_node = _at(handoffs, subject_id, node)
    return next((each for each in at_node if each.state is HandoffState.OFFERED), None)


def latest_at(handoffs: Iterable[Handoff], subject_id: Id, node: str) -> Handoff | None:
    """Return the handoff of a node that was offered last, or None."""
    return max(_at(handoffs, subject_id, node), key=lambda each: each.handed_at, default=None)


def _at(handoffs: Iterable[Handoff], subject_id: Id, node: str) -> list[Handoff]:
    return [each for each in handoffs if (each.subject_id, each.node) == (subject_id, node)]
