"""The only reader of the wall clock and the only maker of new ids."""

import os
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
"""The company calendar's zone: "today" is the date there.

A desk abroad follows its company, not its hotel.
"""


def now() -> datetime:
    """Return the current moment in UTC, to the second, as rows and the wire carry it."""
    return datetime.now(UTC).replace(microsecond=0)


def today(moment: datetime | None = None) -> date:
    """Return the company's calendar day at `moment` (default: now)."""
    return (moment or now()).astimezone(OFFICE_ZONE).date()


def new_id() -> str:
    """Return a new UUIDv7 as 32 hex characters: time-ordered.

    So that indexes grow at their end (RFC 9562, 5.7).
    """
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    high = noise >> 68
    low = noise & ((1 << 62) - 1)
    value = milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    return f"{value:032x}"


def monotonic() -> float:
    """Return seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()
