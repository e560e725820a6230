"""What a device shows of itself at head office, and the headers that carry it."""

import msgspec
from typing_extensions import override

from sync.wire import versions


class Badge(msgspec.Struct, frozen=True, kw_only=True):
    """What a device shows at every call. `key` is its private key: it signs, and is never sent.

    `schema` is the one in which head office is spoken to; 0 for ours.
    """

    token: str
    server_id: str
    epoch: str
    key: str = ""
    schema: int = 0

    @override
    def __repr__(self) -> str:
        return "Badge(...)"


def headers_of(badge: Badge) -> dict[str, str]:
    """Return what a device says at every call; nothing of itself before it has signed in."""
    schema = {versions.HEADER_SCHEMA: str(badge.schema or versions.SCHEMA)}
    if not badge.token:
        return schema
    return {
        **schema,
        "Authorization": f"Device {badge.token}",
        versions.HEADER_SERVER: badge.server_id,
        versions.HEADER_EPOCH: badge.epoch,
    }
