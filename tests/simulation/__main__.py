"""Runs worlds, or removes safeguards: one line of JSON says what came of it.

`python -m tests.simulation [SEEDS] [--first N | --seed N]`, or `--mutants` for each
safeguard in turn. A world that does not hold is told with the command that shows it again.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable

import msgspec

from tests.simulation import mutants
from tests.simulation.many import worlds
from tests.simulation.network import FAULTS
from tests.simulation.world import OUTCOMES, STEPS

SEEDS_THAT_SHOW_ALL = 200
"""So many worlds in which a kind of fault never came about are red."""
VIOLATIONS_MAX = 5


def main() -> int:
    """Run what the arguments name; 0 when all held."""
    wanted = _arguments()
    if wanted.mutants:
        return mutants.main(wanted.seeds, wanted.jobs)
    began = time.monotonic()
    total: Counter[str] = Counter()
    faults: Counter[str] = Counter(dict.fromkeys(all_faults(), 0))
    for told in worlds(_seeds(wanted), wanted.steps, wanted.jobs):
        total["seeds"] += 1
        if told is None:
            total["violations"] += 1
        else:
            total["operations"] += told.operations
            faults.update({name: n for name, n in told.faults.items() if name in faults})
        if total["violations"] >= VIOLATIONS_MAX:
            break
    never = [name for name, count in faults.items() if not count]
    _print(total, faults, time.monotonic() - began)
    is_red = total["violations"] or (never and total["seeds"] >= SEEDS_THAT_SHOW_ALL)
    return 1 if is_red else 0


def all_faults() -> list[str]:
    """Return the name of every kind of fault."""
    from tests.simulation.mishaps import MISHAPS  # noqa: PLC0415  it needs the world whole

    return sorted({*FAULTS, *MISHAPS, *OUTCOMES})


def _print(total: Counter[str], faults: Counter[str], seconds: float) -> None:
    line = {
        "seeds": total["seeds"],
        "violations": total["violations"],
        "operations": total["operations"],
        "faults": dict(sorted(faults.items())),
        "seconds": round(seconds, 1),
        "seeds_per_second": round(total["seeds"] / max(seconds, 0.001), 2),
    }
    print(msgspec.json.encode(line).decode())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("seeds", type=int, nargs="?", default=200)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="this one only")
    parser.add_argument("--steps", type=int, default=STEPS, help="steps in each world")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="worlds at a time")
    parser.add_argument("--mutants", action="store_true", help="remove each safeguard in turn")
    return parser.parse_args()


def _seeds(wanted: argparse.Namespace) -> Iterable[int]:
    if wanted.seed is not None:
        return [wanted.seed]
    return range(wanted.first, wanted.first + wanted.seeds)


if __name__ == "__main__":
    sys.exit(main())
