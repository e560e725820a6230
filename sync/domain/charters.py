"""The charter of a big order's team: members, goals, rhythm, how it decides, until when (S07).

A big order has one from the start, as a draft that follows from the order: it is computed, and
becomes a row once somebody changes or signs it, so that whoever does not see amounts does not learn
from a row that there is a large one. It holds up the contract review until everybody has signed.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sync.domain.ids import Id, row_id
from sync.domain.records import Record, split

NODE = "N04"
"""The contract review, which waits for the signatures."""
THRESHOLD = Decimal(50_000)
"""From this amount, in the decision table's currency, an order is a big one; our default."""


class CharterState(StrEnum):
    """Whether every member has signed."""

    DRAFT = "draft"
    SIGNED = "signed"


class Rhythm(StrEnum):
    """How often the team meets."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


class DecisionRule(StrEnum):
    """How the team decides among itself."""

    OWNER = "owner"
    CONSENT = "consent"
    MAJORITY = "majority"


class Charter(Record, frozen=True, kw_only=True):
    """One order's charter. `members` and `signed` are ids of people, comma-joined."""

    order_id: str
    members: str
    goals: str = ""
    rhythm: Rhythm = Rhythm.WEEKLY
    decision_rule: DecisionRule = DecisionRule.CONSENT
    ends_on: date | None = None
    state: CharterState = CharterState.DRAFT
    signed: str = ""
    signed_at: datetime | None = None
    created_at: datetime | None = None


def charter_id(order_id: Id) -> Id:
    """Return the id of an order's charter, the same on every desk."""
    return row_id("charter", order_id)


def unsigned(charter: Charter) -> tuple[Id, ...]:
    """Return the members who have yet to sign."""
    signed = split(charter.signed)
    return tuple(each for each in split(charter.members) if each not in signed)
