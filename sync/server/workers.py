"""Does blocking work off the event loop: one writer, a few readers, two hashers.

A writer's transaction that the engine asks to repeat is repeated here, a few times.
"""

import asyncio
import errno
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from sync import clock
from sync.server import logs
from sync.server.passwords import SLOTS
from sync.server.refusing import decline, hold_back
from sync.store import epochs
from sync.store.database import Database

READERS = 4
TRIES_MAX = 6
_FIRST_PAUSE_SECONDS = 0.02
_AGAIN = frozenset({"40001", "40P01", "55P03"})
_DISK_FULL = frozenset({"53100"})

T = TypeVar("T")
Work = Callable[[Connection], T]


class Workers:
    """The threads of one head office over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._hashers = ThreadPoolExecutor(SLOTS, "hasher")
        self._opener = ThreadPoolExecutor(1, "opener")

    async def write(self, work: Work[T]) -> T:
        """Return what the work returns, done in one writing transaction: all of it or nothing."""
        return await self._run(
            self._writer, lambda: _translated(lambda: _repeated(lambda: self._write(work)))
        )

    async def read(self, work: Work[T]) -> T:
        """Return what the work returns, done on one snapshot."""
        return await self._run(self._readers, lambda: _translated(lambda: self._read(work)))

    async def think(self, work: Callable[[], T]) -> T:
        """Return what the work returns, done on a reader's thread without the database."""
        return await self._run(self._readers, work)

    async def open(self, work: Callable[[], T]) -> T:
        """Return what a body opens to; one at a time, since each thread keeps what it once took."""
        return await self._run(self._opener, work)

    async def hash(self, work: Callable[[], T]) -> T:
        """Return what the work returns; only two are done at once, for their memory."""
        return await self._run(self._hashers, work)

    def close(self) -> None:
        """Finish what was begun and close the database."""
        for pool in (self._writer, self._readers, self._hashers, self._opener):
            pool.shutdown()
        self._database.close()

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, work)

    def _write(self, work: Work[T]) -> T:
        try:
            return self._write_once(work)
        except epochs.Rebound:
            self._write_once(confirm_epoch)
        return self._write_once(work)

    def _write_once(self, work: Work[T]) -> T:
        with epochs.settled(self._database.engine), self._database.write() as connection:
            return work(connection)

    def _read(self, work: Work[T]) -> T:
        with self._database.read() as connection:
            return work(connection)


def confirm_epoch(connection: Connection) -> bool:
    """Begin a new epoch where the database was put back or promoted; return whether it was."""
    begun = epochs.confirm(connection, now=clock.now())
    if begun is not None:
        logs.note("epoch_begun", epoch=begun.epoch, restored_head=begun.restored_head)
    return begun is not None


def _repeated(work: Callable[[], T]) -> T:
    for attempt in range(TRIES_MAX - 1):
        try:
            return work()
        except DBAPIError as error:
            if not is_to_be_repeated(error):
                raise
            time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
    return work()


def _translated(work: Callable[[], T]) -> T:
    try:
        return work()
    except DBAPIError as error:
        raise meaning_of(error) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise decline(507, "office_disk_full") from None
        raise


def is_to_be_repeated(error: DBAPIError) -> bool:
    """Return whether the engine asks to run the transaction again."""
    return _state(error) in _AGAIN or "database is locked" in str(error.orig)


def meaning_of(error: DBAPIError) -> Exception:
    """Return what to raise for a database's failure: what passes by itself says so."""
    if _state(error) in _DISK_FULL or "disk is full" in str(error.orig):
        return decline(507, "office_disk_full")
    if is_to_be_repeated(error) or isinstance(error, OperationalError):
        return hold_back(503, "office_database_busy", seconds=1)
    return DatabaseFailed(type(error.orig).__name__, _state(error))


class DatabaseFailed(Exception):  # noqa: N818  named for what happened
    """The engine failed in a way that is ours to find; only its kind is told, never a value."""


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
