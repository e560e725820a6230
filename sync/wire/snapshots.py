"""What the two ends say about a first copy: which segments there are, and what is in one."""

from typing import Annotated

import msgspec

from sync.domain.ids import Id
from sync.wire.messages import Message, Page
from sync.wire.transfers import Digest

SEGMENT_BYTES_MAX = 16 << 20
SEGMENT_OPENED_MAX = 128 << 20


class FirstCopyWanted(Message, frozen=True, kw_only=True):
    """A desk that has nothing, or is to copy everything anew, asks where to begin."""


class SegmentName(Message, frozen=True, kw_only=True, array_like=True):
    """One segment: the SHA-256 of its bytes, how many they are, and how many rows are in it."""

    sha256: Digest
    size_bytes: Annotated[int, msgspec.Meta(ge=1, le=SEGMENT_BYTES_MAX)]
    rows: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


class FirstCopyPlan(Message, frozen=True, kw_only=True):
    """How a first copy comes, in this order.

    `early` segments (people, calendars, settings), the containers of `first` (the person's own open
    orders), the other `segments`; then changes after version `ver`, and the containers of `later`,
    which no segment holds. Without segments (`is_ready` false) all comes as changes from nothing.
    """

    server_id: str
    epoch: str
    head: int
    is_ready: bool
    scopes: list[str] = msgspec.field(default_factory=list[str])
    ver: int = 0
    early: list[SegmentName] = msgspec.field(default_factory=list[SegmentName])
    segments: list[SegmentName] = msgspec.field(default_factory=list[SegmentName])
    first: list[Id] = msgspec.field(default_factory=list[Id])
    later: list[Id] = msgspec.field(default_factory=list[Id])
    total: int = 0


class Segment(Message, frozen=True, kw_only=True):
    """Rows by noun, of one scope as one projection shows them."""

    rows: dict[str, Page] = msgspec.field(default_factory=dict[str, Page])
