"""Answers to checklist items; there is a row only once an answer was given."""

from datetime import datetime

from sync.domain.ids import Id, row_id
from sync.domain.records import Record


class Answer(Record, frozen=True, kw_only=True):
    """The answer to one checklist item of a node: ticked.

    Or waived with a reason by level L2 or above.
    """

    order_id: str
    subject_id: str
    node: str
    item: str
    ticked: bool = False
    answered_by: str = ""
    answered_at: datetime | None = None
    waived_by: str = ""
    waived_at: datetime | None = None
    waiver_reason: str = ""
    note: str = ""


def answer_id(subject_id: Id, item: str) -> Id:
    """Return the id of an answer's row, the same on every desk."""
    return row_id("answer", subject_id, item)
