"""Approvals: what somebody asks leave for, and the decisions on it, each signed by its device."""

from datetime import datetime
from enum import StrEnum

from sync.domain.records import Record

LEVEL_MAX = 4
LEVEL_PLAIN = 2
"""The level that decides where the company has said nothing else (domain.md 4.4)."""


class ApprovalState(StrEnum):
    """Where a request stands; only head office closes it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Choice(StrEnum):
    """What somebody decided."""

    APPROVE = "approve"
    REFUSE = "refuse"


class Outcome(StrEnum):
    """What became of a decision: provisional until head office has judged it."""

    PROVISIONAL = "provisional"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    NEEDS_DECISION = "needs_decision"


class Approval(Record, frozen=True, kw_only=True):
    """A request on an order. `level` decides it, by the policy of version `policy_ver`.

    `case` are the facts that the decision table was asked with, `matched` its rows that matched,
    `flow` who has to say yes; `packet` is what the order looked like then, for whoever decides.
    """

    order_id: str
    topic: str = ""
    title: str
    note: str = ""
    level: int = LEVEL_PLAIN
    policy_ver: int = 0
    requested_by: str = ""
    requested_at: datetime | None = None
    state: ApprovalState = ApprovalState.OPEN
    decision_id: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    case: str = ""
    matched: str = ""
    table_version: int = 0
    flow: str = ""
    packet: str = ""
    if_approved: str = ""
    if_refused: str = ""
    change_id: str = ""
    reminders: int = 0
    reminded_at: datetime | None = None
    forwarded_to: str = ""
    forwarded_by: str = ""


class Decision(Record, frozen=True, kw_only=True):
    """One decision of one person, kept whatever became of it.

    `subject_hash` is that of the content as its author was shown it; `claimed_at` is the author's
    clock, `arrived_at` head office's. `why` is a code: what stood in the way. `differs` is a JSON
    list of (noun, id, field, value seen, value now). `for_id` is whom the author stands in for,
    `seat` which of the request's seats it fills, `whole_hash` head office's of the whole content.
    """

    approval_id: str
    order_id: str
    choice: Choice
    note: str = ""
    author_id: str
    subject_hash: str
    subject_ver: int = 0
    policy_ver: int = 0
    policy_level: int = 0
    public_key: str
    signature: str
    claimed_at: datetime
    arrived_at: datetime | None = None
    outcome: Outcome = Outcome.PROVISIONAL
    why: str = ""
    differs: str = ""
    for_id: str = ""
    seat: str = ""
    whole_hash: str = ""
