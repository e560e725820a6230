"""How often one device may push or send a file's parts: bursts pass, floods are told to wait."""

from sync import clock
from sync.server.doorkeeper import Buckets
from sync.server.refusing import hold_back

PUSHES_AT_ONCE = 1_000
PUSHES_A_SECOND = 50
PARTS_AT_ONCE = 600
PARTS_A_SECOND = 30
"""Of 4 MiB each; more than a fast line carries."""


class Rates:
    """Allowances a device. Used from one thread."""

    def __init__(self) -> None:
        self._pushes = Buckets(PUSHES_AT_ONCE, PUSHES_A_SECOND * 3_600)
        self._parts = Buckets(PARTS_AT_ONCE, PARTS_A_SECOND * 3_600)

    def count_push(self, device: str) -> None:
        """Count a push, or decline it for now."""
        _count(self._pushes, device, "pushes_too_many")

    def count_part(self, device: str) -> None:
        """Count a call about a file's sending, or decline it for now."""
        _count(self._parts, device, "parts_too_many")


def _count(buckets: Buckets, device: str, code: str) -> None:
    now = clock.monotonic()
    seconds = buckets.wait_seconds(device, now)
    if seconds:
        raise hold_back(429, code, seconds=seconds)
    buckets.take(device, now)
