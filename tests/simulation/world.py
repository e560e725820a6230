"""A seeded world: people at desks, head office, a bad network; the same seed is the same world."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec

from sync import clock
from sync.client import pull, push
from sync.client.transport import Answer, Call
from sync.domain.entities import ENTITIES
from sync.domain.ids import row_id
from tests.builders import (
    STAFF,
    a_line,
    a_partner,
    a_shipment,
    a_user,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import OfficeHere
from tests.simulation import oracle
from tests.simulation.deeds import Deeds
from tests.simulation.fate import Fate
from tests.simulation.killing import Killed, Trigger
from tests.simulation.network import Network, OfficeDown
from tests.simulation.station import Station

STEPS = 90
ROUNDS_MAX = 40
PEOPLE = (*STAFF[:3], a_user("wei", "MGR", "SSR", "DOC", level=2))


class Told(msgspec.Struct, frozen=True):
    """What a world came to."""

    seed: int
    operations: int
    statuses: dict[str, int]
    conflicts: int
    faults: dict[str, int]
    kills: int
    rounds: int
    trace: str


class World:
    """One seed's company."""

    def __init__(self, fate: Fate, folder: Path) -> None:
        self.seed = fate.seed
        self.kills = 0
        self._fate = fate
        self._chance = fate.chance
        self._trace = hashlib.sha256()
        self._commits = 0
        self._meant = oracle.Intentions()
        self._deeds = Deeds(self._chance)
        self._office = self._found(folder)
        self._network = Network(self._counted(), self._chance, self._chance.choice((0, 10, 30, 60)))
        self._stations = [
            self._station(folder, place) for place in range(self._chance.randint(3, 5))
        ]

    def run(self, steps: int = STEPS) -> Told:
        """Let the company work, then let everything come to rest; raise Violation."""
        for _ in range(steps):
            self._step(self._chance.choice(self._stations))
        rounds = self._settle()
        oracle.check_quiet(self._stations, self._office, self._commits)
        self._note(*(repr(self._office.rows(entity)) for entity in ENTITIES))
        return self._told(rounds)

    def close(self) -> None:
        for station in self._stations:
            station.close()
        self._office.database.close()

    def _step(self, station: Station) -> None:
        what = self._chance.choices(_STEPS, (60, 30, 3, 2, 1))[0]
        if self._chance.randrange(6) == 0:
            station.trigger.set(self._chance.randrange(60))
        try:
            getattr(self, "_" + what)(station)
            station.trigger.unset()
        except Killed:
            self.kills += 1
            station.restart()
            self._find_again(station)
        self._note(what, station.folder.name, str(station.standing().cursor))
        oracle.check_desk(station)
        self._meant.check(self._office)

    def _act(self, station: Station) -> None:
        if station.act(self._deeds, self._fate.new_id()) is not None:
            self._meant.note(station, station.queue()[-1])

    def _sync(self, station: Station) -> None:
        if self._chance.randrange(8) == 0:
            self._office_trigger.set(self._chance.randrange(80))
        try:
            station.sync()
        finally:
            self._office_trigger.unset()

    def _restart(self, station: Station) -> None:
        station.restart()

    def _copy(self, station: Station) -> None:
        station.keep_copy()

    def _lose_disk(self, station: Station) -> None:
        """What was made since the copy and not sent is lost with the disk, and nothing else."""
        if station.restore_copy():
            kept = {item.op_id for item in station.queue()} | self._office.ledger().keys()
            lost = station.issued.keys() - kept
            station.issued = {key: made for key, made in station.issued.items() if key not in lost}

    def _find_again(self, station: Station) -> None:
        """An action that was on disk when its program died counts as done."""
        item = next(iter(station.queue()[-1:]), None)
        if item is not None:
            self._meant.note(station, item)

    def _settle(self) -> int:
        """Let all sync with nothing going wrong; return the rounds it took."""
        self._network.share = 0
        for station in self._stations:
            station.trigger.unset()
        for rounds in range(1, ROUNDS_MAX):
            for station in self._stations:
                station.sync()
                oracle.check_desk(station)
            if self._is_quiet():
                return rounds
        raise oracle.Violation(f"queues did not drain in {ROUNDS_MAX} rounds")

    def _is_quiet(self) -> bool:
        head = self._office.head()
        return all(
            station.standing().cursor == head
            and all(item.state in ("done", "refused") for item in station.queue())
            for station in self._stations
        )

    def _found(self, folder: Path) -> OfficeHere:
        database = office_database(folder)
        orders = [an_order(id=an_id(f"order {n}"), order_no=f"SO26-9{n}") for n in range(2)]
        lines = [
            a_line(id=an_id(f"line {n}"), order_id=orders[n % 2].id, position=str(n + 1))
            for n in range(4)
        ]
        shipments = [a_shipment(id=an_id(f"ship {o.id}"), order_id=o.id) for o in orders]
        buyer = a_partner(id=an_id("buyer"), owner_id=an_id("lin"))
        seed_office(database, *STAFF, PEOPLE[-1], buyer, *orders, *lines, *shipments)
        self._commits = 1
        office = OfficeHere(database, self._fate.now)
        self._office_trigger = Trigger(database, OfficeDown)
        self._meant.note_all(office)
        return office

    def _counted(self) -> "_Counted":
        return _Counted(self._office, self._office_trigger, self._count)

    def _count(self) -> None:
        self._commits += 1

    def _station(self, folder: Path, place: int) -> Station:
        user = PEOPLE[place % len(PEOPLE)]
        device_id = row_id("device", str(self.seed), str(place))
        token = self._office.admit(user, device_id)
        station = Station(folder / f"desk{place}", user, device_id=device_id, token=token)
        station.connect(self._network, self._fate)
        return station

    def _note(self, *words: str) -> None:
        self._trace.update("\n".join(words).encode())

    def _told(self, rounds: int) -> Told:
        statuses: dict[str, int] = {}
        for status in self._office.ledger().values():
            statuses[status] = statuses.get(status, 0) + 1
        return Told(
            seed=self.seed,
            operations=sum(statuses.values()),
            statuses=dict(sorted(statuses.items())),
            conflicts=len(self._office.rows("conflicts")),
            faults=dict(sorted(self._network.counts.items())),
            kills=self.kills,
            rounds=rounds,
            trace=self._trace.hexdigest()[:16],
        )


_STEPS = ("act", "sync", "restart", "copy", "lose_disk")


class _Counted(OfficeHere):
    """Head office whose committed pushes are counted from outside."""

    def __init__(self, office: OfficeHere, trigger: Trigger, committed: Callable[[], None]) -> None:
        super().__init__(office.database, office.now)
        self._trigger = trigger
        self._committed = committed

    def answer(self, call: Call) -> Answer:
        before = self._stands_at()
        answer = super().answer(call)
        if call.path == "/v1/push" and answer.status == 200:
            self._committed()
        elif self._stands_at() != before:
            raise AssertionError("a call that was not a push moved the counter")
        return answer

    def _stands_at(self) -> int:
        with self._trigger.paused():
            return self.head()


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Open a seed's world, with its own clock and ids in every module that reads them."""
    memory = Path("/dev/shm")  # noqa: S108  a disk that forgets is fast, and killing needs no more
    place = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="gendan-", dir=place))
    fate = Fate(seed)
    try:
        with _injected(fate):
            made = World(fate, folder)
            yield made
            made.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _injected(fate: Fate) -> Iterator[None]:
    ours = {clock.now: fate.now, clock.new_id: fate.new_id}
    modules = [each for name, each in sys.modules.items() if name.startswith("sync.")]
    with ExitStack() as stack:
        for module in modules:
            for name in ("now", "new_id"):
                if getattr(module, name, None) in ours:
                    stack.enter_context(patch.object(module, name, ours[getattr(module, name)]))
        stack.enter_context(patch.object(push, "BATCH_OPERATIONS", 3))
        stack.enter_context(patch.object(pull, "PAGE_ROWS", 5))
        yield


def run(seed: int, steps: int = STEPS) -> Told:
    """Run one seed's world."""
    with world(seed) as made:
        return made.run(steps)
