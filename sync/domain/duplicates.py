"""Two records that may be one firm, and what people say of them."""

from datetime import datetime
from enum import StrEnum

from sync.domain.records import Record


class DuplicateState(StrEnum):
    """What is said of two records."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class Duplicate(Record, frozen=True, kw_only=True):
    """Two firms that may be one. Its id follows from theirs, so that every desk makes the same row.

    `first_id` is the lesser id; `reasons` are comma-joined. Once merged, `lost_id` is the record
    that is gone and `survivor_id` the one that stands for both.
    """

    first_id: str
    second_id: str
    reasons: str = ""
    state: DuplicateState = DuplicateState.OPEN
    survivor_id: str = ""
    lost_id: str = ""
    found_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
