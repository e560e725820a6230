"""Disputes between people: two positions, a mediator, a limit, a decision, an appeal."""

from datetime import date, datetime
from enum import StrEnum

from sync.domain.records import Record


class DisputeState(StrEnum):
    """How far a dispute has come."""

    OPEN = "open"
    MEDIATED = "mediated"
    DECIDED = "decided"
    APPEALED = "appealed"
    SETTLED = "settled"


class Dispute(Record, frozen=True, kw_only=True):
    """Two people who do not agree about an order; data conflicts are something else.

    It may belong to an exception. An appeal goes to somebody above the mediator, once.
    """

    order_id: str
    exception_id: str = ""
    title: str
    party_id: str
    other_id: str
    position: str
    other_position: str = ""
    mediator_id: str = ""
    limit_on: date | None = None
    state: DisputeState = DisputeState.OPEN
    decision: str = ""
    appeal: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    created_at: datetime | None = None


UNDECIDED = frozenset({DisputeState.OPEN, DisputeState.MEDIATED, DisputeState.APPEALED})
