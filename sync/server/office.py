"""Head office under way: its threads, who waits, who guesses, and the rules it judges by."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from sync import clock
from sync.actions.context import Rules
from sync.actions.rules_of import load_rules
from sync.domain.ids import Id
from sync.server.doorkeeper import Doorkeeper
from sync.server.escalating import Escalating
from sync.server.listening import Listener
from sync.server.metrics import Looked, Metrics, Standing
from sync.server.rates import Rates
from sync.server.refusing import Declined, decline, hold_back
from sync.server.seals import Seals
from sync.server.sign_in import Bounds
from sync.server.upkeep import Upkeep
from sync.server.waking import Waking
from sync.server.watching import Watch
from sync.server.workers import DatabaseFailed, Workers
from sync.store import audit, feed
from sync.store.blobs import Blobs
from sync.store.database import Database

CALLS_OF_A_DEVICE_MAX = 4
_SOURCES = ("calendar_days", "process_versions")


class Office:
    """What all calls share."""

    def __init__(self, database: Database, bounds: Bounds, files: Blobs | None = None) -> None:
        self.workers = Workers(database)
        self.waking = Waking(self._seen_by)
        self.watch = Watch(self.workers, self.waking)
        self.listener = Listener(database, self.waking.tell)
        self.metrics = Metrics()
        self.metrics.registry.register(Looked(database, self._standing))
        self.rates = Rates()
        self.doorkeeper = Doorkeeper()
        self.gate = Gate()
        self.rules = RulesKept()
        self.bounds = bounds
        self.files = files
        self.busy = Busy()
        self.seals = Seals(since=int(clock.now().timestamp()))
        self.upkeep = Upkeep(database, files)
        self.escalating = Escalating(database)

    async def _seen_by(self, after: int, through: int) -> frozenset[str] | None:
        """Return the scopes that see what changed between two versions; None where none can say."""
        try:
            return await self.workers.read(
                lambda connection: feed.scopes_between(connection, after=after, through=through)
            )
        except (Declined, DatabaseFailed, SQLAlchemyError):
            return None

    def _standing(self) -> Standing:
        """Return what this process knows of itself; from any thread."""
        seen = self.watch.seen
        head = 0 if seen is None else seen.office.head
        return Standing(
            desks=self.gate.devices,
            lag=self.gate.lag(head),
            is_ready=self.watch.is_ready,
            is_listening=self.listener.is_listening,
        )


class Gate:
    """How many calls each device has under way."""

    def __init__(self) -> None:
        self._under_way: dict[str, int] = {}
        self._cursors: dict[str, int] = {}

    @property
    def devices(self) -> int:
        """How many devices have a call under way; from any thread."""
        return len(self._under_way)

    def note_cursor(self, token_hash: str, cursor: int) -> None:
        """Note how far a device with a call under way is."""
        self._cursors[token_hash] = cursor

    def lag(self, head: int) -> int:
        """Return by how many versions the last of these devices is behind; from any thread."""
        return max(0, *(head - cursor for cursor in list(self._cursors.values())), 0)

    @contextmanager
    def passed(self, token_hash: str) -> Generator[None]:
        """Count a call while it lasts, or decline one too many."""
        count = self._under_way.get(token_hash, 0)
        if count >= CALLS_OF_A_DEVICE_MAX:
            limit = CALLS_OF_A_DEVICE_MAX
            raise hold_back(429, "device_calls_too_many", seconds=1, limit=limit)
        self._under_way[token_hash] = count + 1
        try:
            yield
        finally:
            self._leave(token_hash)

    def _leave(self, token_hash: str) -> None:
        left = self._under_way[token_hash] - 1
        if left:
            self._under_way[token_hash] = left
        else:
            del self._under_way[token_hash]
            self._cursors.pop(token_hash, None)


class Busy:
    """Which uploads a call is working on: a second call on one of them must not."""

    def __init__(self) -> None:
        self._under_way: set[Id] = set()

    @contextmanager
    def alone(self, upload_id: Id) -> Generator[None]:
        """Have an upload to oneself, or decline."""
        if upload_id in self._under_way:
            raise decline(409, "upload_busy")
        self._under_way.add(upload_id)
        try:
            yield
        finally:
            self._under_way.discard(upload_id)


class RulesKept:
    """The rules, read again only when a row they come from has changed."""

    def __init__(self) -> None:
        self._mark: tuple[int, ...] = ()
        self._rules: Rules | None = None

    def now(self, connection: Connection) -> Rules:
        """Return the rules as they stand in this transaction."""
        mark = tuple(
            count
            for noun in _SOURCES
            for count in (audit.newest(connection, noun), audit.row_count(connection, noun))
        )
        if self._rules is None or mark != self._mark:
            self._rules = load_rules(connection)
            self._mark = mark
        return self._rules
