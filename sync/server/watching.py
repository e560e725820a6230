"""Looks twice a second at what nobody tells: other processes' versions, a doubtful epoch.

So a promoted or restored database begins a new epoch by itself, before anybody writes to it.
"""

import asyncio
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from sync import clock
from sync.server import logs
from sync.server.refusing import Declined
from sync.server.waking import Waking
from sync.server.workers import DatabaseFailed, Workers, confirm_epoch
from sync.store import epochs, feed
from sync.store.feed import OfficeMeta
from sync.store.marks import Marked

WATCH_SECONDS = 0.5


class Seen(msgspec.Struct, frozen=True):
    """How the database was found: who it is, whether it takes writes and is what it was."""

    office: OfficeMeta
    is_standby: bool
    is_bound: bool


class Watch:
    """What was seen last; None while the database does not answer."""

    def __init__(self, workers: Workers, waking: Waking) -> None:
        self._workers: Final = workers
        self._waking: Final = waking
        self.seen: Seen | None = None
        self._latest: OfficeMeta | None = None

    @property
    def is_ready(self) -> bool:
        """Whether desks can be served: the database answers, takes writes and is in no doubt."""
        return self.seen is not None and self.seen.is_bound and not self.seen.is_standby

    async def run(self) -> None:
        """Look again and again."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Look once, set right what must be, and wake who waits for what was found."""
        try:
            self.seen = await self._settled()
        except (Declined, DatabaseFailed, SQLAlchemyError):
            self.seen = None
            return
        before, now = self._latest, self.seen.office
        self._latest = now
        if before is not None and before.epoch != now.epoch:
            self._waking.restart(now.head)
        self._waking.tell(now.head)

    async def _settled(self) -> Seen:
        seen = await self._workers.read(_seen)
        if seen.is_standby:
            return seen
        if not seen.is_bound:
            await self._workers.write(confirm_epoch)
        elif self._went_back(seen.office):
            await self._workers.write(lambda connection: _went_back(connection, now=clock.now()))
        else:
            return seen
        return await self._workers.read(_seen)

    def _went_back(self, now: OfficeMeta) -> bool:
        """Return whether versions that this process has seen are gone, all else as it was."""
        before = self._latest
        return before is not None and before.epoch == now.epoch and now.head < before.head


def _seen(connection: Connection) -> Seen:
    office = feed.meta(connection)
    is_bound = epochs.is_bound(connection)
    mark = epochs.mark_of(connection)
    if mark is not None and is_bound:
        mark.raise_to(Marked(office.server_id, office.epoch, office.head))
    return Seen(office, epochs.is_standby(connection), is_bound)


def _went_back(connection: Connection, *, now: datetime) -> None:
    """Begin a new epoch; up to where the two histories are one, nobody knows."""
    begun = epochs.begin(connection, epochs.WENT_BACK, restored_head=0, now=now)
    logs.note("epoch_begun", epoch=begun.epoch, restored_head=0)
