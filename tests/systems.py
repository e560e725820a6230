"""Which numbered statements of the specification hold: `python -m tests.systems [ID ...]`.

Runs the tests that are marked with them, and prints one JSON object: each id with passed, failed
or none.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import pytest

KNOWN = [*(f"S{number:02}" for number in range(1, 72)), *(f"D{n}" for n in range(1, 12))]
_ID = re.compile(r"(S\d\d|D\d{1,2})")


class Results:
    """Notes how the marked tests ended, also where they run in several processes."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.failed: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what a test proves; a failure anywhere in it counts against all of it."""
        for name, value in report.user_properties:
            if name == "system" and (report.when == "call" or report.failed):
                known = self.failed.get(str(value), False)
                self.failed[str(value)] = known or not report.passed

    def told(self) -> dict[str, str]:
        """Return each id with what came of it."""
        ids = sorted(self.wanted or {*KNOWN, *self.failed}, key=_order)
        words = {True: "failed", False: "passed", None: "none"}
        return {each: words[self.failed.get(each)] for each in ids}


def main() -> int:
    """Run the marked tests; 0 when none failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.systems", description=__doc__)
    parser.add_argument("ids", nargs="*", help="only these")
    wanted = frozenset(parser.parse_args().ids)
    results = Results(wanted)
    with tempfile.TemporaryFile() as noise:
        told = os.dup(1)
        os.dup2(noise.fileno(), 1)
        try:
            words = ["-q", "-m", "system", "-n", str(os.cpu_count()), "--tb=short"]
            ended = pytest.main([*words, str(Path(__file__).parent)], plugins=[results])
        finally:
            sys.stdout.flush()
            os.dup2(told, 1)
        if ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            noise.seek(0)
            sys.stderr.write(noise.read().decode(errors="replace"))
    sys.stdout.write(json.dumps(results.told(), separators=(",", ":")) + "\n")
    return 1 if "failed" in results.told().values() else 0


def _order(name: str) -> tuple[str, int]:
    found = _ID.match(name)
    return (name[0] if found else "~", int(name[1:]) if found else 0)


if __name__ == "__main__":
    sys.exit(main())
