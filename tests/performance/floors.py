"""The floor to compare with: raw SQLite and loopback HTTP of like records, where it is at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.running import ROOT

RATIOS = ("full_sync_s", "push_s", "pull_s", "rt1_p50_ms", "rt1_p95_ms", "rt1_bytes")
_NEEDS = "a Python with msgpack, zstandard and requests (name it in GENDAN_BENCH_PYTHON)"


def run_floor(count: int, *, is_random: bool) -> "dict[str, object] | None":
    """Return the floor's figures; None, told why on standard error, where it cannot be run."""
    script = Path(os.environ.get("GENDAN_SHARED_BENCH", ROOT / "../shared/bench")) / "floor.py"
    if not script.is_file():
        return _absent(
            f"no floor: {script.name} is not there (name its folder in GENDAN_SHARED_BENCH)"
        )
    told = {**os.environ, "IDS": "random" if is_random else "v7"}
    python = os.environ.get("GENDAN_BENCH_PYTHON", sys.executable)
    found = subprocess.run(
        [python, script, str(count)], capture_output=True, text=True, env=told, check=False
    )
    if found.returncode:
        return _absent(f"no floor: it needs {_NEEDS}\n{found.stderr[-500:]}")
    figures: dict[str, object] = json.loads(found.stdout.splitlines()[-1])
    figures.pop("codecs", None)
    return figures


def ratios(ours: "dict[str, object]", floors: "list[dict[str, object]]") -> dict[str, float]:
    """Return how many times the floor's figure ours is; of two floors the mean counts."""
    found: dict[str, float] = {}
    for name in RATIOS:
        values = [float(str(floor[name])) for floor in floors if name in floor]
        if values and name in ours:
            found[name] = round(float(str(ours[name])) * len(values) / sum(values), 2)
    return found


def _absent(why: str) -> None:
    print(why, file=sys.stderr)
