"""Keeps head office's memory of what is gone within bounds (architecture.md 4.14)."""

from datetime import datetime, timedelta

import msgspec

from sync.store import compacting, feed
from sync.store.database import Database

GONE_DAYS = 120
"""How long a desk may be away and still be told of each row that is gone."""
LEDGER_DAYS = 400
"""How long an operation is known by its id: longer than a desk gives back what it once sent."""


class Compacted(msgspec.Struct, frozen=True, kw_only=True):
    """What went, and from which version on changes are still told one by one."""

    gone: int
    judged: int
    horizon: int


def compact(
    database: Database,
    *,
    now: datetime,
    gone_days: int = GONE_DAYS,
    ledger_days: int = LEDGER_DAYS,
) -> Compacted:
    """Let go of traces and ledger entries that are older; field history is never touched.

    It takes a version as every writer does, so that nobody reads between the two halves.
    """
    with database.write() as connection:
        through = compacting.version_before(connection, now - timedelta(days=gone_days))
        feed.raise_head(connection)
        gone = compacting.forget_gone(connection, through) if through else 0
        days = max(ledger_days, gone_days)
        judged = compacting.forget_judged(connection, now - timedelta(days=days))
        horizon = feed.meta(connection).horizon
    return Compacted(gone=gone, judged=judged, horizon=horizon)
