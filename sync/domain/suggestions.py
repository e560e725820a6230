"""Suggestions of how work could go better: each is answered with a reason, in time (S52)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sync.domain.records import Record

ANSWER_DAYS = 14
"""So many calendar days the process owner has; after that it is theirs to explain (S52)."""


class SuggestionState(StrEnum):
    """What became of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Suggestion(Record, frozen=True, kw_only=True):
    """What somebody would change about a step, the answer, and what it brought."""

    node: str = ""
    title: str
    text: str = ""
    state: SuggestionState = SuggestionState.OPEN
    author_id: str = ""
    made_at: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    effect: str = ""


def answer_by(suggestion: Suggestion) -> date | None:
    """Return the day by which it is to be answered; None once it is, or where no day is known."""
    if suggestion.state is not SuggestionState.OPEN or suggestion.made_at is None:
        return None
    return suggestion.made_at.date() + timedelta(days=ANSWER_DAYS)


def is_escalated(suggestion: Suggestion, today: date) -> bool:
    """Return whether its time is over unanswered: it goes to the process owner."""
    limit = answer_by(suggestion)
    return limit is not None and today > limit
