"""One desk as a process: reads a step a line from standard input, writes its figures.

The steps use the program's own client: sign-in, actions, the sync loop over HTTP.
"""

import cProfile
import hashlib
import json
import sys
import time
from pathlib import Path

from sync import clock
from sync.actions import derived
from sync.client.doing import circumstances, do, do_each
from sync.client.loop import SyncLoop
from sync.client.replica import Replica
from sync.client.sign_in import Credentials, office_at, sign_in
from sync.domain.commands import Edit
from sync.store import order_lists, rows
from sync.store.order_lists import Asking
from tests.end_to_end.running import PASSWORD
from tests.performance.processes import Figures, peak_mb

_PORTION = 1_000


class Station:
    """A replica with its loop, and the steps that are measured."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._replica: Replica | None = None
        self._loop: SyncLoop | None = None
        self._ids: list[str] = []

    @property
    def replica(self) -> Replica:
        assert self._replica is not None
        return self._replica

    @property
    def loop(self) -> SyncLoop:
        assert self._loop is not None
        return self._loop

    def sign_in(self, url: str, login: str) -> Figures:
        """Sign in and make an empty replica."""
        who = Credentials(url=url, login=login, password=PASSWORD, device_name="bench")
        self._replica = sign_in(self._folder, who, rings=())
        self._loop = SyncLoop(self._replica, office_at(url), office_at(url))
        return {}

    def pull(self) -> Figures:
        """Pull until everything is here."""
        while self.loop.pull_once():
            pass
        return {}

    def push(self) -> Figures:
        """Push until nothing waits."""
        while self.loop.push_once():
            pass
        return {}

    def edit_all(self, field: str, value: str) -> Figures:
        """Set one field of every order, an action each."""
        for start in range(0, len(self.ids()), _PORTION):
            ids = self._ids[start : start + _PORTION]
            actions = [("order.edit", Edit(id=each, set={field: value})) for each in ids]
            reads = [("orders", each) for each in ids]
            do_each(self.replica, actions, reads=reads, refused=_fail)
        return {"edits": len(self._ids)}

    def edit_one(self, at: int, field: str, value: str) -> Figures:
        """Set one field of one order and push it."""
        do(self.replica, "order.edit", Edit(id=self.ids()[at], set={field: value}))
        started = time.perf_counter()
        assert self.loop.push_once()
        return {"push_seconds": time.perf_counter() - started}

    def edit_steadily(self, a_second: float, seconds: float) -> "dict[str, object]":
        """Edit and push at a pace; return when each edit was begun and the version that has it."""
        done: list[tuple[float, int]] = []
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            at = len(done)
            time.sleep(max(0.0, begun + at / a_second - time.monotonic()))
            started = time.monotonic()
            self.edit_one(at % len(self.ids()), "note", f"Seen {at} at {started}")
            done.append((started, self.replica.standing().head))
        return {"done": done}

    def derive(self) -> Figures:
        """Compute what lists show of every order."""
        with self.replica.read() as connection:
            rules = circumstances(connection).rules
        count = 0
        while True:
            with self.replica.write() as connection:
                done = derived.refresh_stale(connection, rules=rules, now=clock.now())
            if not done:
                return {"orders": count}
            count += done

    def list_page(self) -> Figures:
        """Ask for the orders list as its screen does, and read its first page."""
        asking = Asking(today=clock.today(), view="open")
        with self.replica.read() as connection:
            ids = order_lists.find_orders(connection, asking)
            order_lists.count_views(connection, asking)
            rows.get_many(connection, "orders", ids[:100])
        return {"orders": len(ids)}

    def digest(self) -> "dict[str, str]":
        """Return what the orders here are, to be compared with another desk's."""
        found = hashlib.sha256()
        with self.replica.read() as connection:
            for row in rows.all_rows(connection, "orders"):
                found.update(repr(row).encode())
        return {"digest": found.hexdigest()}

    def memory(self) -> Figures:
        """Return the most memory this process has held."""
        return {"peak_mb": peak_mb()}

    def ids(self) -> list[str]:
        """Return the orders' ids, as they lie in the table."""
        if not self._ids:
            with self.replica.read() as connection:
                found = connection.exec_driver_sql("SELECT id FROM orders ORDER BY id")
                self._ids = [str(each) for each in found.scalars()]
        return self._ids

    def close(self) -> None:
        if self._replica is not None:
            self._replica.close()


def _fail(place: int, refused: Exception) -> None:
    message = f"action {place} was refused: {refused}"
    raise AssertionError(message)


def work(station: Station) -> None:
    """Do each step told, and tell how long it took."""
    for line in sys.stdin:
        name, given = json.loads(line)
        step = getattr(station, name)
        started = time.perf_counter()
        figures = step(**given)
        seconds = time.perf_counter() - started
        print(json.dumps({"seconds": seconds, **figures}), flush=True)


def main() -> None:
    """Work on a folder; write a profile where a file for it is named."""
    station = Station(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        profile = cProfile.Profile()
        profile.runcall(work, station)
        profile.dump_stats(sys.argv[2])
    else:
        work(station)
    station.close()


if __name__ == "__main__":
    main()
