"""Measures: `python -m tests.performance N [N ...]`, one line of JSON for each N.

Head office and each desk are processes of their own; the replica is encrypted; rights, history and
the ledger are on. Run it where nothing else works: two cores are soon shared by too many.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.performance.floors import FLOOR, Figures, ratios, run_peer, run_rivals
from tests.performance.lists import measure_lists
from tests.performance.offices import serving_office
from tests.performance.polling import Crowd, measure_polling
from tests.performance.starting import measure_start
from tests.performance.syncing import DEFAULT_FIELD, Plan, measure_sync

_ALONE = "GENDAN_BENCH_ALONE"


def main() -> int:
    """Measure each number of orders asked for."""
    asked = _asked()
    _be_alone()
    for count in asked.counts:
        print(json.dumps(measured(count, asked), separators=(",", ":")), flush=True)
    return 0


def measured(count: int, asked: argparse.Namespace) -> "dict[str, object]":
    """Return the figures for one number of orders, beside the floor before and after."""
    floors = _floor(count, asked)
    rivals = run_rivals(count, is_random=asked.random_ids) if asked.rivals else {}
    with tempfile.TemporaryDirectory(prefix="gendan-bench-") as name:
        folder = Path(name)
        with serving_office(
            folder, count, on_postgresql=asked.postgresql, is_random=asked.random_ids
        ) as office:
            plan = Plan(count=count, field=asked.field, profile=asked.profile)
            ours = measure_sync(office, folder, plan)
            if asked.polling:
                crowd = Crowd(desks=asked.polling, edits_a_second=asked.edits)
                ours |= measure_polling(office, folder / "polling", crowd)
            if asked.lists:
                ours |= measure_lists(office, folder / "lists")
                ours |= measure_start(folder / "lists")
    floors += _floor(count, asked)
    engine = "postgresql" if asked.postgresql else "sqlite"
    told = {"peer": "gendan", "engine": engine, "n": count, "cores": os.cpu_count(), **_short(ours)}
    beside = {name: {**each, "ratio": ratios(ours, [each])} for name, each in rivals.items()}
    return told | {"floor": floors or None, "ratio": ratios(ours, floors), "rivals": beside}


def _floor(count: int, asked: argparse.Namespace) -> "list[Figures]":
    found = None if asked.no_floor else run_peer(FLOOR, count, is_random=asked.random_ids)
    return [] if found is None else [found]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.performance", description=__doc__)
    parser.add_argument("counts", nargs="+", type=int, metavar="N", help="how many orders")
    parser.add_argument("--postgresql", action="store_true", help="head office on PostgreSQL")
    parser.add_argument("--lists", action="store_true", help="also lists and the cold start")
    parser.add_argument("--polling", type=int, default=0, help="so many desks that wait for news")
    parser.add_argument("--edits", type=int, default=50, help="so many edits a second for them")
    parser.add_argument("--random-ids", action="store_true", help="ids in no order, on both")
    parser.add_argument("--no-floor", action="store_true", help="only ours")
    parser.add_argument("--rivals", action="store_true", help="also Anki's sync and PouchDB")
    parser.add_argument("--field", default=DEFAULT_FIELD, help="the field that is edited")
    parser.add_argument("--profile", type=Path, help="a folder for the desks' profiles")
    return parser.parse_args()


def _be_alone() -> None:
    """Start again in a network of our own where that can be had: bytes counted are then ours."""
    unshare = shutil.which("unshare")
    if unshare is None or os.environ.get(_ALONE) or not _may_unshare(unshare):
        return
    words = 'ip link set lo up && exec "$@"'
    ours = [sys.executable, "-m", "tests.performance", *sys.argv[1:]]
    told = {**os.environ, _ALONE: "1"}
    os.execve(unshare, [unshare, "-n", "sh", "-c", words, "sh", *ours], told)  # noqa: S606


def _may_unshare(unshare: str) -> bool:
    words = [unshare, "-n", "sh", "-c", "ip link set lo up"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _short(figures: "dict[str, object]") -> "dict[str, object]":
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in figures.items()
    }


if __name__ == "__main__":
    sys.exit(main())
