"""Status posts: how a stage stands, as somebody said; append only, never edited (S15)."""

from collections.abc import Iterable
from datetime import date, datetime

from sync.domain.ids import Id
from sync.domain.records import Record


class StatusPost(Record, frozen=True, kw_only=True):
    """How a stage stands: said by whom, when, from which device, with or without a network.

    `expected_on` is the day by which it is expected to be done.
    """

    order_id: str
    subject_id: str
    node: str
    text: str
    expected_on: date | None = None
    author_id: str
    device_id: str
    posted_at: datetime
    posted_offline: bool = False


def posts_at(posts: Iterable[StatusPost], subject_id: Id, node: str) -> list[StatusPost]:
    """Return what was posted at a stage, the newest first."""
    found = (each for each in posts if (each.subject_id, each.node) == (subject_id, node))
    return sorted(found, key=lambda each: (each.posted_at, each.id), reverse=True)
