"""What head office does beside serving: keeps first copies ready, and its traces within bounds."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from sync import clock
from sync.domain.people import User, actor_of
from sync.domain.records import record
from sync.server import compaction, first_copies, handovers, logs, snapshots
from sync.server.snapshots import Wanted
from sync.store import accounts, grants, rows
from sync.store.blobs import Blobs
from sync.store.byte_stores import StoreFailed
from sync.store.database import Database
from sync.store.snapshots import Snapshot

FIRST_LOOK_SECONDS = 2.0
LOOK_SECONDS = 300.0
DAY_SECONDS = 86_400.0
_logger = logging.getLogger(logs.NAME)


class Upkeep:
    """Works on a thread of its own; a snapshot that a desk missed is built at once."""

    def __init__(self, database: Database, files: Blobs | None) -> None:
        self._database = database
        self._files = files
        self._builder = ThreadPoolExecutor(1, "builder")
        self._wanted: dict[tuple[str, str], Wanted] = {}
        self._is_asked = asyncio.Event()
        self._is_stopping = False
        self._compact_from = clock.monotonic() + LOOK_SECONDS

    def want(self, absent: Iterable[Wanted]) -> None:
        """Have these built soon."""
        for each in absent:
            self._wanted[each.scope, each.view.key] = each
            self._is_asked.set()

    async def run(self) -> None:
        """Work until cancelled: now and then all that is of use, at once what was missed."""
        seconds = FIRST_LOOK_SECONDS
        while True:
            is_missed = await self._asked_within(seconds)
            seconds = LOOK_SECONDS
            wanted, self._wanted = list(self._wanted.values()), {}
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._builder, self._build, wanted if is_missed else None)
            await loop.run_in_executor(self._builder, self._compact)
            await loop.run_in_executor(self._builder, self._take_back)

    def _take_back(self) -> None:
        """Give back what deputies had, where the last day has passed."""
        try:
            with self._database.write() as connection:
                count = handovers.take_back(connection, now=clock.now())
        except (SQLAlchemyError, OSError):
            _logger.exception("handovers_failed")
        else:
            if count:
                logs.note("handovers_returned", items=count)

    def close(self) -> None:
        """Finish the segment under way and end."""
        self._is_stopping = True
        self._builder.shutdown()

    async def _asked_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._is_asked.wait(), seconds)
        except TimeoutError:
            return False
        self._is_asked.clear()
        return True

    def _build(self, wanted: list[Wanted] | None) -> None:
        """Build these, else whatever is of use to somebody; a failure is told and tried again."""
        if self._files is None:
            return
        try:
            built = build_all(self._database, self._files, wanted, stops=lambda: self._is_stopping)
        except (SQLAlchemyError, StoreFailed, OSError):
            _logger.exception("snapshots_failed")
        else:
            for each in built:
                logs.note("snapshot_built", scope=each.scope, rows=each.rows, ver=each.ver)

    def _compact(self) -> None:
        """Once a day let go of traces; a failure is told and tried again."""
        if clock.monotonic() < self._compact_from:
            return
        self._compact_from = clock.monotonic() + DAY_SECONDS
        try:
            told = compaction.compact(self._database, now=clock.now())
        except SQLAlchemyError:
            _logger.exception("compaction_failed")
        else:
            logs.note("compacted", gone=told.gone, judged=told.judged, horizon=told.horizon)


def build_all(
    database: Database,
    files: Blobs,
    wanted: list[Wanted] | None = None,
    *,
    stops: Callable[[], bool] = lambda: False,
) -> list[Snapshot]:
    """Build what is absent or stale of these, else of all that is of use to somebody.

    Segments that were replaced a day ago go. Between two segments `stops` is asked whether to end.
    """
    snapshots.clean(database, files, now=clock.now())
    built: list[Snapshot] = []
    for each in in_use(database) if wanted is None else wanted:
        if stops():
            break
        if snapshots.is_fresh(database, each) or not snapshots.is_worth_it(database, each):
            continue
        made = snapshots.build(database, files, each, now=clock.now(), stops=stops)
        if made is not None:
            built.append(made)
    return built


def in_use(database: Database) -> list[Wanted]:
    """Return the scopes that people hold together, each in every way that somebody sees it."""
    found: dict[tuple[str, str], Wanted] = {}
    with database.read() as connection:
        for account in accounts.all_accounts(connection):
            row = rows.get(connection, "users", account.user_id)
            if row is None or account.state != accounts.ACTIVE:
                continue
            actor = actor_of(record(User, row))
            held = grants.held(connection, account.user_id)
            for each in first_copies.shared_views(actor, held):
                found[each.scope, each.view.key] = each
    return list(found.values())
