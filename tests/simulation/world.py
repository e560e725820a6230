"""A seeded world: people at desks, head office, a bad network; the same seed is the same world."""

import hashlib
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.client import pull, push
from sync.client.troubles import Trouble
from sync.domain.commands import ACTIONS, Command
from sync.domain.entities import ENTITIES
from sync.domain.ids import row_id
from sync.domain.people import User
from sync.domain.refusals import Refused
from sync.server import snapshots
from sync.store import office_keys
from tests.builders import (
    STAFF,
    a_line,
    a_partner,
    a_shipment,
    a_user,
    an_id,
    an_order,
    prepare_office,
    seed_office,
)
from tests.simulation import disks, oracle
from tests.simulation.decided import Decisions
from tests.simulation.deeds import Deeds
from tests.simulation.fate import Fate
from tests.simulation.head_office import HeadOffice
from tests.simulation.killing import Killed
from tests.simulation.network import Network
from tests.simulation.papers import FILE_EVERY, Papers, small_parts
from tests.simulation.station import OFFICE_KEY, Station
from tests.simulation.unseen import check_unseen

Ending = Callable[[Connection], object]
STEPS = 90
ROUNDS_MAX = 40
STATIONS_MAX = 6
BETWEEN = ("moved between push and pull", "moved between pages", "moved in a first copy")
MID_UPLOAD = ("removed mid-upload", "device revoked mid-upload")
OUTCOMES = ("desk joined", "desk wiped", *BETWEEN, *MID_UPLOAD)
"""What must come about too, though nothing but other mishaps brings it about."""
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
        self.fate = fate
        self.chance = fate.chance
        self.commits = 0
        self.counts = Counter[str]()
        self.meant = oracle.Intentions()
        self.decisions = Decisions()
        self.papers = Papers()
        self.ending: Ending | None = None
        self.lately = ""
        self._numbers = 100_000
        self._folder = folder
        self._trace = hashlib.sha256()
        self._deeds = Deeds(self.chance)
        self.office = self._found(folder)
        self.network = Network(self.office, self.chance, self.chance.choice((0, 10, 30, 60)))
        self._desks = 0
        self.stations = [self._station(PEOPLE[at % 4]) for at in range(self.chance.randint(3, 5))]
        if self.chance.randrange(4):
            self._copy_all()

    def run(self, steps: int = STEPS) -> Told:
        """Let the company work, then let everything come to rest; raise Violation."""
        for _ in range(steps):
            self._step(self.chance.choice(self.stations))
        rounds = self._settle()
        oracle.check_quiet(self._alive(), self.office, self.commits, self._folder)
        check_unseen(self.stations, self.office)
        self.decisions.check_kept(self._alive(), self.office)
        self.papers.check_quiet(self._alive(), self.office)
        for station in self._alive():
            oracle.check_sums(station)
        self._note(*(repr(self.office.rows(entity)) for entity in ENTITIES))
        return self._told(rounds)

    def close(self) -> None:
        for station in self.stations:
            station.close()
        self.office.database.close()

    def do_something(self, station: Station) -> None:
        """Let a person work or their desk sync."""
        if self.chance.randrange(3) == 0:
            station.sync()
        else:
            self.act(station)

    def act(self, station: Station) -> None:
        if self.chance.randrange(FILE_EVERY) == 0:
            self.attach(station)
        elif station.act(self._deeds, self.fate.new_id()) is not None:
            self.note_last(station)

    def attach(self, station: Station, size: int = -1) -> bool:
        """Let a person attach a file to an order, of bytes that perhaps another file has too."""
        try:
            orders = station.rows("orders")
            if not orders:
                return False
            data = self.papers.draw(self.chance, size)
            station.attach(str(self.chance.choice(orders)["id"]), data)
        except (Refused, Trouble):
            return False
        self.note_last(station)
        return True

    def do(self, station: Station, name: str, command: Command) -> bool:
        """Do this at a desk, if its rules let it; return whether they did."""
        if station.row(ACTIONS[name].entity, str(command.id)) is None:
            return False
        return self.make(station, name, command)

    def make(self, station: Station, name: str, command: Command) -> bool:
        """Do this, which need not be about a row that is there; return whether it was done."""
        try:
            station.do(name, command, self.fate.new_id())
        except (Refused, Trouble):
            return False
        self.note_last(station)
        return True

    def note_last(self, station: Station) -> None:
        """Remember what was meant by what was done last at a desk."""
        item = next(iter(station.queue()[-1:]), None)
        if item is not None:
            self.meant.note(station, item)
            self.decisions.note(station, item)

    def join(self, user: User) -> Station:
        """Let a person have a desk more, with nothing on it; no older backup is kept then."""
        station = self._station(user)
        self.office.keep_copy()
        self.stations.append(station)
        self.counts["desk joined"] += 1
        return station

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def end(self, ending: Ending, is_one: Callable[[Station], bool]) -> None:
        """End devices at head office, and note whose desks it lets in no longer."""
        self.ending = ending
        self.end_again()
        for station in self.stations:
            if is_one(station) and not station.is_ended:
                station.is_ended = True
                self.office.ended.add(station.authorization)

    def end_again(self) -> None:
        """End what was ended, as somebody must where head office was put back."""
        if self.ending is not None:
            with self.office.trigger.paused(), self.office.database.write() as connection:
                self.ending(connection)
            self.commits = self.office.head()

    def _step(self, station: Station) -> None:
        what = self.chance.choices(("act", "sync", "mishap"), (50, 27, 23))[0]
        try:
            if what == "mishap":
                what = self._mishap(station)
            else:
                self._plain(what, station)
            station.trigger.unset()
        except Killed:
            station.restart()
            self.note_last(station)  # what was on disk when its program died counts as done
            self.counts["desk killed"] += 1
        self._note(what, station.folder.name)
        self._bury()
        if not station.is_wiped:
            self._note(str(station.standing().cursor))
            oracle.check_desk(station)
        self.meant.check(self.office)

    def _bury(self) -> None:
        """15: of a wiped desk nothing is left, and what it had to give up is at head office."""
        for station in self.stations:
            if station.is_wiped:
                self.counts["desk wiped"] += 1
                oracle.check_wiped(station, self.office)
        self.stations = [station for station in self.stations if not station.is_wiped]

    def _plain(self, what: str, station: Station) -> None:
        if what == "act":
            self.act(station)
        else:
            station.sync()
            if not (station.is_ended or self.chance.randrange(3)):
                station.carry()

    def _mishap(self, station: Station) -> str:
        from tests.simulation.mishaps import MISHAPS  # noqa: PLC0415  they speak of this world

        weights = [weight for weight, _ in MISHAPS.values()]
        name = self.chance.choices(list(MISHAPS), weights)[0]
        if MISHAPS[name][1](self, station) is not False:
            self.counts[name] += 1
        return name

    def _alive(self) -> list[Station]:
        return [station for station in self.stations if not station.is_ended]

    def _copy_all(self) -> None:
        """Let every desk have its first copy before anything goes wrong: most worlds begin so."""
        share, self.network.share = self.network.share, 0
        for _ in range(ROUNDS_MAX):
            for station in self.stations:
                station.sync()
            if self._is_quiet():
                break
        self.network.share = share

    def _settle(self) -> int:
        """Let all sync with nothing going wrong and no restarts; return the rounds it took."""
        self.network.share = 0
        for station in self.stations:
            station.trigger.unset()
        self.fate.come_to_rest()
        for rounds in range(1, ROUNDS_MAX):
            for station in self.stations:
                station.sync()
                if not station.is_wiped:
                    oracle.check_desk(station)
            self._bury()
            if self._is_quiet() and self._has_carried_all():
                return rounds
        raise oracle.Violation(f"queues did not drain in {ROUNDS_MAX} rounds")

    def _is_quiet(self) -> bool:
        head = self.office.head()
        return len(self._alive()) == len(self.stations) and all(
            station.standing().cursor == head
            and all(item.state in ("done", "refused") for item in station.queue())
            for station in self._alive()
        )

    def _has_carried_all(self) -> bool:
        """Let programs begin and carry files; return whether that told nobody anything new."""
        for station in self.stations:
            station.carry(is_begun=True)
        waits = any(station.has_files_waiting() for station in self.stations)
        return self._is_quiet() and not waits

    def _found(self, folder: Path) -> HeadOffice:
        path = folder / "office.db"
        database = disks.opened(path)
        prepare_office(database)
        with database.write() as connection:
            office_keys.require(connection, lambda: OFFICE_KEY)
        orders = [an_order(id=an_id(f"order {n}"), order_no=f"SO26-9{n}") for n in range(2)]
        lines = [
            a_line(id=an_id(f"line {n}"), order_id=orders[n % 2].id, position=str(n + 1))
            for n in range(4)
        ]
        shipments = [a_shipment(id=an_id(f"ship {o.id}"), order_id=o.id) for o in orders]
        buyer = a_partner(id=an_id("buyer"), owner_id=an_id("lin"))
        seed_office(database, *STAFF, PEOPLE[-1], buyer, *orders, *lines, *shipments)
        self.commits = 1
        office = HeadOffice(
            database,
            self.fate.now,
            path=path,
            committed=self._count,
            steady=self.fate.steady,
        )
        self.meant.note_all(office)
        return office

    def _count(self) -> None:
        self.commits += 1
        self.decisions.check(self.office)
        self.papers.check_stored(self.office)

    def _station(self, user: User) -> Station:
        place, self._desks = self._desks, self._desks + 1
        device_id = row_id("device", str(self.fate.seed), str(place))
        token = self.office.admit(user, device_id)
        station = Station(self._folder / f"desk{place}", user, device_id=device_id, token=token)
        station.connect(self.network, self.fate)
        return station

    def _note(self, *words: str) -> None:
        self._trace.update("\n".join(words).encode())

    def _told(self, rounds: int) -> Told:
        statuses: dict[str, int] = {}
        for status in self.office.ledger().values():
            statuses[status] = statuses.get(status, 0) + 1
        return Told(
            seed=self.fate.seed,
            operations=sum(statuses.values()),
            statuses=dict(sorted(statuses.items())),
            conflicts=len(self.office.rows("conflicts")),
            faults=dict(sorted((self.network.counts + self.counts).items())),
            kills=self.counts["desk killed"],
            rounds=rounds,
            trace=self._trace.hexdigest()[:16],
        )


@contextmanager
def world(seed: int) -> Iterator[World]:
    """Open a seed's world, with its own clock and ids in every module that reads them."""
    memory = Path("/dev/shm")  # noqa: S108  a disk that forgets is fast, and killing needs no more
    place = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="gendan-", dir=place))
    fate = Fate(seed)
    try:
        with injected(fate):
            made = World(fate, folder)
            yield made
            made.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def injected(fate: Fate) -> Iterator[None]:
    """Give every module of ours the clock and ids of a seed, and make portions small."""
    ours = {clock.now: fate.now, clock.new_id: fate.new_id}
    modules = [each for name, each in sys.modules.items() if name.startswith("sync.")]
    with ExitStack() as stack:
        for module in modules:
            for name in ("now", "new_id"):
                if getattr(module, name, None) in ours:
                    stack.enter_context(patch.object(module, name, ours[getattr(module, name)]))
        stack.enter_context(patch.object(push, "BATCH_OPERATIONS", 3))
        stack.enter_context(patch.object(pull, "PAGE_ROWS", 5))
        stack.enter_context(patch.object(pull, "CONTAINERS_AT_ONCE", 2))
        stack.enter_context(patch.object(pull, "REMOVED_MAX", 3))
        small_parts(stack, modules, fate.chance)
        for name, small in (("ROWS_MIN", 4), ("_SEGMENT_ROWS_MIN", 3), ("_SEGMENT_ROWS_MAX", 9)):
            stack.enter_context(patch.object(snapshots, name, small))
        yield


def run(seed: int, steps: int = STEPS) -> Told:
    """Run one seed's world."""
    with world(seed) as made:
        return made.run(steps)
