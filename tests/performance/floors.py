"""The floor and the rivals to compare with, on like records, where they are at hand.

The floor is raw SQLite and loopback HTTP; the rivals are Anki's sync and PouchDB. Their scripts lie
in the folder that GENDAN_SHARED_BENCH names, their packages in the Python of GENDAN_BENCH_PYTHON
and in the folder of NODE_MODULES.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.forks import ROOT

RATIOS = ("full_sync_s", "push_s", "pull_s", "rt1_p50_ms", "rt1_p95_ms", "rt1_bytes")
FLOOR = "floor.py"
RIVALS = ("anki_peer.py", "pouch.py")
_NEEDS = "packages that are absent (name a Python that has them in GENDAN_BENCH_PYTHON)"
_SECONDS_MAX = 1_800

Figures = dict[str, object]


def run_peer(script: str, count: int, *, is_random: bool) -> Figures | None:
    """Return a script's figures; None, told why on standard error, where it cannot be run."""
    path = Path(os.environ.get("GENDAN_SHARED_BENCH", ROOT / "../shared/bench")) / script
    if not path.is_file():
        return _absent(script, "it is not there (name its folder in GENDAN_SHARED_BENCH)")
    told = {**os.environ, "IDS": "random" if is_random else "v7"}
    python = os.environ.get("GENDAN_BENCH_PYTHON", sys.executable)
    words = [python, str(path), str(count)]
    try:
        found = subprocess.run(
            words, capture_output=True, text=True, env=told, check=False, timeout=_SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        return _absent(script, f"it took longer than {_SECONDS_MAX} s")
    if found.returncode:
        return _absent(script, f"it needs {_NEEDS}\n{found.stderr[-500:]}")
    figures: Figures = json.loads(found.stdout.splitlines()[-1])
    figures.pop("codecs", None)
    return figures


def run_rivals(count: int, *, is_random: bool) -> dict[str, Figures]:
    """Return the rivals' figures by name."""
    found = [run_peer(script, count, is_random=is_random) for script in RIVALS]
    return {str(each["peer"]): each for each in found if each is not None}


def ratios(ours: Figures, theirs: "list[Figures]") -> dict[str, float]:
    """Return how many times a peer's figure ours is; of two runs the mean counts."""
    found: dict[str, float] = {}
    for name in RATIOS:
        values = [float(str(each[name])) for each in theirs if name in each]
        if values and name in ours:
            found[name] = round(float(str(ours[name])) * len(values) / sum(values), 2)
    return found


def _absent(script: str, why: str) -> None:
    print(f"no {script}: {why}", file=sys.stderr)
