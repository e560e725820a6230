"""Conflicts: two people changed the same group of fields without seeing each other.

A shared object until decided.
"""

from datetime import datetime
from enum import StrEnum

from sync.domain.records import Record


class ConflictState(StrEnum):
    """Open, or how it was decided."""

    OPEN = "open"
    DECIDED = "decided"
    UNDONE = "undone"


class Conflict(Record, frozen=True, kw_only=True):
    """One review group of one row.

    `base`, `mine` and `theirs` are JSON objects from field to value.

    `mine` is the value that was not written (its author's), `theirs` is head office's at that
    moment.
    """

    order_id: str = ""
    entity: str
    row_id: str
    group: str
    base: str
    mine: str
    theirs: str
    author_id: str
    acted_at: datetime
    other_id: str = ""
    other_at: datetime | None = None
    owner_id: str = ""
    operation_id: str
    raised_at: datetime
    state: ConflictState = ConflictState.OPEN
    chosen: str = ""
    before: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""
