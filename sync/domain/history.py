"""History: every change of a field, with who, when, on which device, and what it replaced."""

from datetime import datetime
from enum import StrEnum

from sync.domain.records import Record


class ChangeKind(StrEnum):
    """How a value came to be replaced."""

    CREATED = "created"
    EDITED = "edited"
    OVERWROTE = "overwrote"
    DECIDED = "decided"
    REMOVED = "removed"


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One field's change, or a row's making or removal (`field` empty).

    Written by head office only.

    `base` is what the author saw; with kind "overwrote" it differs from `old`, and `old` is the
    value that lost. `for_id` is whom the actor stood in for.
    """

    order_id: str = ""
    entity: str
    row_id: str
    field: str = ""
    kind: ChangeKind = ChangeKind.EDITED
    old: str | None = None
    new: str | None = None
    base: str | None = None
    operation_id: str
    actor_id: str
    for_id: str = ""
    device_id: str = ""
    acted_at: datetime
    accepted_at: datetime
    cause: str = ""
