"""Cold start: from the start of the process until the orders list shows its first page.

The data folder has everything and its lists are computed, as on any morning. As a program this is
the process that is measured: it reads when it was started from its environment.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.end_to_end.forks import ROOT
from tests.end_to_end.running import PASSWORD
from tests.performance.processes import peak_mb

_STARTED = "GENDAN_BENCH_STARTED"
_TIMES = 3
_SECONDS_MAX = 120


def measure_start(folder: Path) -> "dict[str, object]":
    """Return the median of a few starts on a folder, and the memory of the last."""
    runs = [_one_start(folder) for _ in range(_TIMES)]
    return {
        "cold_start_s": statistics.median(run["seconds"] for run in runs),
        "cold_start_orders": runs[-1]["orders"],
        "window_peak_mb": runs[-1]["peak_mb"],
    }


def _one_start(folder: Path) -> "dict[str, float]":
    told = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GENDAN_NO_KEYRING": "1"}
    words = [sys.executable, "-m", "tests.performance.starting", str(folder)]
    told[_STARTED] = str(time.time_ns())
    done = subprocess.run(
        words,
        input=PASSWORD,
        text=True,
        capture_output=True,
        env=told,
        cwd=ROOT,
        timeout=_SECONDS_MAX,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Start the program on a folder; say when its list can be used."""
    password = sys.stdin.readline().rstrip("\n")
    from desktop.app.program import Program  # noqa: PLC0415  counted: it is part of the start
    from desktop.app.qt_application import make_application  # noqa: PLC0415
    from desktop.screens.orders import OrdersPage  # noqa: PLC0415
    from desktop.settings import Preferences  # noqa: PLC0415

    app = make_application()
    folder, preferences = Path(sys.argv[1]), Preferences(start_page="orders", work_offline=True)
    program = Program(app, folder, preferences, password=password)
    program.start()

    def shown() -> int:
        page = None if program.frame is None else program.frame.page
        if not isinstance(page, OrdersPage):
            return 0
        ids = page.list.table.ids()
        return len(ids) if ids and page.list.table.record(ids[0]) is not None else 0

    while not (count := shown()):
        app.processEvents()
    app.processEvents()
    seconds = (time.time_ns() - int(os.environ[_STARTED])) / 1e9
    print(json.dumps({"seconds": seconds, "orders": count, "peak_mb": peak_mb()}), flush=True)
    program.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
