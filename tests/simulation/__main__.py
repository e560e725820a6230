"""Runs worlds: `python -m tests.simulation SEEDS [--first SEED] | --hours HOURS`; one line of JSON.

The first world in which something does not hold ends it, with the command that shows it again.
"""

import argparse
import itertools
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable

import msgspec

from tests.simulation.world import STEPS, Told, run


def main() -> int:
    """Run the worlds that the arguments name; 0 when all held."""
    wanted = _arguments()
    _fix_hashes()
    began = time.monotonic()
    total: Counter[str] = Counter()
    for seed in _seeds(wanted, began):
        try:
            _add(total, run(seed, wanted.steps))
        except Exception as error:
            again = f"python -m tests.simulation 1 --first {seed} --steps {wanted.steps}"
            print(
                f"world {seed} does not hold: {error!r:.2000}\nto see it again: {again}", flush=True
            )
            raise
    total["seconds"] = round(time.monotonic() - began)
    print(msgspec.json.encode(dict(sorted(total.items()))).decode())
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("seeds", type=int, nargs="?", default=200)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps in each world")
    parser.add_argument("--hours", type=float, default=0.0, help="run for so long instead")
    return parser.parse_args()


def _fix_hashes() -> None:
    """Begin again with fixed hashes: a set's order must be the seed's, not the process's."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        command = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606


def _seeds(wanted: argparse.Namespace, began: float) -> Iterable[int]:
    if not wanted.hours:
        return range(wanted.first, wanted.first + wanted.seeds)
    end = began + wanted.hours * 3_600
    return itertools.takewhile(lambda _: time.monotonic() < end, itertools.count(wanted.first))


def _add(total: Counter[str], told: Told) -> None:
    faults = sum(count for name, count in told.faults.items() if name != "well")
    total.update(worlds=1, operations=told.operations, conflicts=told.conflicts)
    total.update(faults=faults, kills=told.kills, calls=sum(told.faults.values()))
    total.update({f"status {name}": count for name, count in told.statuses.items()})


if __name__ == "__main__":
    sys.exit(main())
