"""Comments: append only, never merged away."""

from datetime import datetime

from sync.domain.records import Record


class Comment(Record, frozen=True, kw_only=True):
    """What somebody said about an order, or about one node of it.

    `mentions` is comma-joined user ids.
    """

    order_id: str
    subject_id: str = ""
    node: str = ""
    text: str
    mentions: str = ""
    author_id: str
    written_at: datetime
    written_offline: bool = False
