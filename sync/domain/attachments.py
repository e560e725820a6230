"""Attachments: what is known of a file; its content is named by its SHA-256."""

from datetime import datetime

import msgspec

from sync.domain.ids import Id
from sync.domain.records import Record


class Attachment(Record, frozen=True, kw_only=True):
    """A file on an order, on a node of it, or as evidence for one checklist item.

    `stored_at` is set by head office once it has the content; until then others see it on its way.
    `replaces` is the attachment of which this is a newer version.
    """

    order_id: str
    subject_id: str = ""
    node: str = ""
    item: str = ""
    name: str
    size_bytes: int
    sha256: str
    media_type: str = ""
    added_by: str = ""
    added_at: datetime | None = None
    stored_at: datetime | None = None
    replaces: str = ""


class FilePlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a file goes: an order, perhaps a node or item of it, perhaps in place of another."""

    order_id: Id
    subject_id: Id = ""
    node: str = ""
    item: str = ""
    replaces: Id = ""
