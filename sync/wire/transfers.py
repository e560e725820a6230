"""What the two ends say about files' contents; the bytes themselves travel bare."""

from typing import Annotated, Literal

import msgspec

from sync.domain.blobs import CONTENT_BYTES_MAX, PART_BYTES
from sync.domain.ids import Id
from sync.wire.messages import GivenId, Message

MEDIA_TYPE_BYTES = "application/octet-stream"
HEADER_DIGEST = "X-Part-SHA256"
PROOF_RANGES = 4

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 as 64 hexadecimal digits."""


class UploadWanted(Message, frozen=True, kw_only=True):
    """A desk has the content of an attachment that head office knows, and offers it."""

    attachment_id: GivenId
    sha256: Digest
    size_bytes: Annotated[int, msgspec.Meta(ge=0, le=CONTENT_BYTES_MAX)]


class UploadAnswer(Message, frozen=True, kw_only=True):
    """How an upload goes on.

    have: nothing is needed; send: from `offset` on; prove: the content is asked for at `ranges`,
    whether it is here or not, so that the question tells nothing.
    """

    status: Literal["have", "send", "prove"]
    upload_id: Id = ""
    offset: int = 0
    part_bytes: int = PART_BYTES
    nonce: str = ""
    ranges: tuple[tuple[int, int], ...] = ()


class UploadProof(Message, frozen=True, kw_only=True):
    """The SHA-256 of the nonce's text and the bytes at the ranges, one after the other."""

    digest: Digest
