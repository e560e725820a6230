"""What head office signs when it has a device wiped: without that no desk destroys anything."""

from sync.domain.ids import Id
from sync.wire import signatures

_PURPOSE = "gendan wipe 1"


def wipe_signed(private: str, server_id: Id, device_id: Id) -> str:
    """Return the signature by which a device is told to destroy what it holds."""
    return signatures.signed(private, _text(server_id, device_id))


def is_wipe(public: str, signature: str, server_id: Id, device_id: Id) -> bool:
    """Return whether this head office has this very device wiped."""
    return bool(public) and signatures.is_signed(public, signature, _text(server_id, device_id))


def _text(server_id: Id, device_id: Id) -> bytes:
    return f"{_PURPOSE}\n{server_id}\n{device_id}".encode()
