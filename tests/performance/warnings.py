"""What warnings cost: `python -m tests.performance.warnings N`, one line of JSON.

A desk with N open orders of a sample company, its file encrypted: all warnings from nothing, what
lists show from nothing, and one order's change. Processor time is told beside the time that went
by, since another program on the same cores doubles the latter.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from sqlalchemy import select

from sync import clock
from sync.actions import company_alarms
from sync.actions import derived as keeping
from sync.actions.context import Rules
from sync.actions.rules_of import load_rules
from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.ids import is_id, row_id
from sync.domain.records import Value, columns
from sync.server.sample import Wanted, found_sample
from sync.store import alarms, rows
from sync.store.database import (
    Database,
    Key,
    create_office_tables,
    create_replica_tables,
    open_file,
)
from sync.store.tables import TABLES

_SAMPLE = 400
_KEY = Key(bytes(range(32)))
_SHARED = ("users", "partners", "products", "calendar_days", "config_items", "contacts")


def main() -> int:
    """Measure one number of open orders."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="gendan-warnings-") as name:
        desk = _desk_of(Path(name), count)
        with desk.read() as connection:
            rules = load_rules(connection)
        told = {"open_orders": count, **_from_nothing(desk, rules), **_one_change(desk, rules)}
        desk.close()
    print(json.dumps(told, separators=(",", ":")))
    return 0


def _from_nothing(desk: Database, rules: Rules) -> dict[str, float]:
    alone, about, lists = _Time(), _Time(), _Time()
    now = clock.now()
    with desk.read() as connection:
        stale = alarms.stale(connection, now)
    for start in range(0, len(stale), keeping.WARNED_PORTION):
        with alone, desk.write() as connection:
            part = stale[start : start + keeping.WARNED_PORTION]
            keeping.refresh_warnings(connection, part, rules=rules, now=now)
    more = 1
    while more:
        with about, desk.write() as connection:
            ground = company_alarms.Ground(
                rules=rules, settings=keeping.settings_here(connection), now=now
            )
            more = company_alarms.refresh_stale(connection, ground)
    more = 1
    while more:
        with lists, desk.write() as connection:
            more = keeping.refresh_stale(connection, rules=rules, now=now)
    return {
        **alone.told("warnings"),
        **about.told("company"),
        **lists.told("lists"),
    }


def _one_change(desk: Database, rules: Rules) -> dict[str, float]:
    """Change an order's shipment, and bring all that follows up to date, as the window does."""
    draw = Random(1)
    with desk.read() as connection:
        chosen = draw.sample([str(row["id"]) for row in rows.all_rows(connection, "orders")], 60)
    spent: list[float] = []
    walls: list[float] = []
    for order_id in chosen:
        with desk.write() as connection:
            for shipment in rows.find(connection, "shipments", "order_id", order_id):
                rows.put_row(connection, "shipments", {**shipment, "paid_on": "2026-01-01"})
            timed = _Time()
            with timed:
                keeping.refresh(connection, [order_id], rules=rules, now=clock.now())
        spent.append(timed.cpu * 1e3)
        walls.append(timed.wall * 1e3)
    return {
        "change_cpu_ms": round(statistics.median(spent), 1),
        "change_cpu_p90_ms": round(statistics.quantiles(spent, n=10)[-1], 1),
        "change_ms": round(statistics.median(walls), 1),
    }


class _Time:
    """Sums the time of what is done within it."""

    def __init__(self) -> None:
        self.cpu = self.wall = 0.0

    def __enter__(self) -> None:
        self._began = time.process_time(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.cpu += time.process_time() - self._began[0]
        self.wall += time.perf_counter() - self._began[1]

    def told(self, name: str) -> dict[str, float]:
        return {f"{name}_cpu_s": round(self.cpu, 2), f"{name}_s": round(self.wall, 2)}


def _desk_of(folder: Path, count: int) -> Database:
    """Return a desk with copies of a sample company's open orders, each with ids of its own."""
    office, desk = open_file(folder / "office.db", _KEY), open_file(folder / "desk.db", _KEY)
    create_office_tables(office)
    create_replica_tables(desk)
    with office.write() as connection:
        wanted = Wanted(seed=7, now=clock.now(), password="harbour lantern", orders=_SAMPLE)
        found_sample(connection, wanted)
    with office.read() as connection:
        orders = TABLES["orders"]
        chosen = select(orders.c.id).where(orders.c.state == "open").order_by(orders.c.id)
        ids = [str(each) for each in connection.execute(chosen).scalars()]
        taken = {noun: list(rows.all_rows(connection, noun)) for noun in _SHARED}
        taken["orders"] = list(rows.get_many(connection, "orders", ids).values())
        for noun in PARENTS:
            taken[noun] = list(rows.find_many(connection, noun, "order_id", ids))
    office.close()
    shared = {str(row["id"]) for noun in _SHARED for row in taken[noun]}

    def copy(number: int) -> Callable[[Value], Value]:
        return lambda value: (
            row_id("copy", str(number), value)
            if isinstance(value, str) and is_id(value) and value not in shared
            else value
        )

    for number, part in enumerate(_parts(count, len(ids))):
        _put(desk, taken, set(ids[:part]), copy(number), with_shared=number == 0)
    return desk


def _parts(count: int, most: int) -> Iterator[int]:
    while count > 0:
        yield min(count, most)
        count -= most


def _put(
    desk: Database,
    taken: dict[str, list[dict[str, Value]]],
    wanted: set[str],
    renamed: Callable[[Value], Value],
    *,
    with_shared: bool,
) -> None:
    with desk.write(comes_again=True) as connection:
        for noun, found in taken.items():
            if noun in _SHARED and not with_shared:
                continue
            names = columns(ENTITIES[noun])
            values = [
                tuple(renamed(row[name]) for name in names)
                for row in found
                if noun in _SHARED or str(row["id" if noun == "orders" else "order_id"]) in wanted
            ]
            rows.put_many(connection, noun, names, values)


if __name__ == "__main__":
    sys.exit(main())
