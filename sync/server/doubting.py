"""What head office does when a desk shows a version that it has not reached: a new epoch.

Such a desk has seen versions that are gone: the database was put back in a way that nothing here
shows, such as a snapshot of the whole machine. A new epoch alone is right: every desk copies again
and gives back what it had an answer for; the ledger knows what is still there, so nothing is lost
or doubled even where it was not needed. To take no writes until an operator has looked would let
one altered desk stop the company. For the same reason a person's word counts once in 30 days.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync import clock
from sync.server import bearers, logs
from sync.server.bearers import Badge
from sync.server.refusing import Declined
from sync.server.workers import Workers
from sync.store import epochs, feed

CLAIM_DAYS = 30


async def heed(workers: Workers, badge: Badge, cursor: int, declined: Declined) -> Declined:
    """Return how to answer a desk whose cursor is ahead, having begun a new epoch if it may."""

    def heeded(connection: Connection) -> Declined:
        return _heeded(connection, badge, cursor, now=clock.now()) or declined

    return await workers.write(heeded)


def _heeded(connection: Connection, badge: Badge, cursor: int, *, now: datetime) -> Declined | None:
    epochs.lock(connection)
    caller = bearers.identify(connection, badge, now=now)
    why = f"{epochs.CLAIMED}:{caller.actor.id}"
    is_heard = epochs.has_begun(connection, why, since=now - timedelta(days=CLAIM_DAYS))
    if cursor <= caller.office.head or is_heard:
        return None
    begun = epochs.begin(connection, why, restored_head=0, now=now)
    logs.note("epoch_begun", epoch=begun.epoch, restored_head=0, device=caller.actor.device_id)
    return bearers.epoch_changed(connection, badge, feed.meta(connection))
