"""Feedback on a step or a paper: it is answered, and anonymous when that is asked for (S65)."""

from datetime import date, datetime, timedelta

from sync.domain.records import Record

ANSWER_DAYS = 7


class Feedback(Record, frozen=True, kw_only=True):
    """What somebody thinks of a step or of a kind of paper, and the answer.

    Of what is anonymous only the day is kept, and no author anywhere.
    """

    node: str = ""
    paper: str = ""
    text: str
    is_anonymous: bool = False
    author_id: str = ""
    given_on: date | None = None
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


def is_owed(feedback: Feedback, today: date) -> bool:
    """Return whether an answer is overdue."""
    if feedback.answer or feedback.given_on is None:
        return False
    return today > feedback.given_on + timedelta(days=ANSWER_DAYS)
