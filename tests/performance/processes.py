"""What is asked of a process: how much memory it took, how many bytes went over the loopback."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end.forks import ROOT

Figures = dict[str, float]


def peak_mb(pid: int | str = "self") -> float:
    """Return the most memory a process has held, in MB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process has taken; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def loopback_bytes() -> int:
    """Return the bytes that have gone over this system's loopback, whoever sent them."""
    try:
        lines = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    found = (line.split(":")[1].split()[0] for line in lines if line.strip().startswith("lo:"))
    return int(next(found, "0"))


class DeskProcess:
    """A desk as its own process, told line by line what to do."""

    def __init__(self, folder: Path, *, profile: Path | None = None) -> None:
        words = [sys.executable, "-m", "tests.performance.desk", str(folder)]
        if profile is not None:
            words.append(str(profile))
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def ask(self, step: str, **given: object) -> Figures:
        """Have the desk do one step; return its figures."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([step, given]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            message = f"a desk ended at {step}"
            raise SystemExit(message)
        return json.loads(line)

    def end(self) -> None:
        """Let the process end."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(60)
