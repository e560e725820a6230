"""The night's list, over and over with new seeds: `python -m tests.simulation.soak HOURS`.

Worlds of desks take more than half of the time; the rest goes round: power cuts, flipped bits,
crashes at statements, fuzzing, two worlds that differ in what is hidden, kills of real processes,
restores and failovers, programs some releases apart. One line of JSON says what came of it; what
failed is told as it happens, with the words that show it again.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORLDS_SHARE = 0.6
WORLDS_AT_ONCE = 50
PARTS = {
    "power cuts": ("tests/simulation/test_power_cuts.py", 10),
    "flipped bits": ("tests/simulation/test_bit_flips.py", 10),
    "crashes": ("tests/simulation/test_crashes.py", 1),
    "fuzz": ("tests/simulation/test_fuzz.py", 10),
    "two worlds": ("tests/property/test_two_worlds.py", 5),
    "laws": ("tests/property", 1),
    "kills": ("tests/end_to_end/test_killed_processes.py", 5),
    "offline month": ("tests/end_to_end/test_offline_month.py", 1),
    "full disks": ("tests/end_to_end/test_disk_full.py", 1),
    "restores": ("tests/end_to_end/test_backups.py", 1),
    "failovers": ("tests/end_to_end/test_failover.py", 1),
    "programs apart": ("tests/end_to_end/test_programs_apart.py", 1),
}
"""What else is tried: where, and how many times what is tried at every change."""


def main() -> int:
    """Go on for so many hours; 0 when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.soak", description=__doc__)
    parser.add_argument("hours", type=float)
    end = time.monotonic() + 3_600 * parser.parse_args().hours
    done: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    spent = {"worlds": 0.0, "others": 0.0}
    seed, others = 0, 0
    while time.monotonic() < end:
        began = time.monotonic()
        share = spent["worlds"] / (spent["worlds"] + spent["others"] or 1.0)
        is_worlds = share <= WORLDS_SHARE
        name = "worlds" if is_worlds else list(PARTS)[others % len(PARTS)]
        words = _worlds(seed) if is_worlds else _part(name)
        others += not is_worlds
        seed += 1
        done[name] += 1
        if not _held(words, seed, PARTS.get(name, ("", 1))[1]):
            failed[name] += 1
        spent["worlds" if is_worlds else "others"] += time.monotonic() - began
    print(json.dumps({"rounds": done, "failed": failed, "hours": sum(spent.values()) / 3_600}))
    return 1 if failed else 0


def _worlds(seed: int) -> list[str]:
    first = 10_000 + seed * WORLDS_AT_ONCE
    return ["-m", "tests.simulation", str(WORLDS_AT_ONCE), "--first", str(first)]


def _part(name: str) -> list[str]:
    return ["-m", "pytest", "-q", "-x", "-n", str(os.cpu_count()), PARTS[name][0]]


def _held(words: list[str], seed: int, times: int) -> bool:
    told = {**os.environ, "GENDAN_SEED": str(seed), "GENDAN_TIMES": str(times)}
    ended = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        again = f"GENDAN_SEED={seed} GENDAN_TIMES={times} python {' '.join(words)}"
        said = (ended.stdout[-3_000:], ended.stderr[-1_000:], f"to see it again: {again}")
        print(*said, sep="\n", file=sys.stderr, flush=True)
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
