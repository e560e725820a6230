"""Where the set-up keeps things, and how it starts other programs."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
LOCK = ROOT / ".ci" / "lock.txt"
UNPACKED = CACHE / "system"  # system libraries of a user who may not install any
VARIABLES = CACHE / "environment"  # NAME=value lines that make those libraries found
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")


class SetupError(Exception):
    """The machine lacks something that only a person can give; the text says what."""


def program(name: str) -> Path:
    """Return where the virtual environment keeps a program."""
    return VENV / ("Scripts" if WINDOWS else "bin") / (f"{name}.exe" if WINDOWS else name)


def say(text: str) -> None:
    """Tell the person what happens now."""
    print(f"gendan: {text}", flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Run a program in the root folder; SetupError when it fails."""
    status = call(command, env=env)
    if status:
        shown = shlex.join(map(str, command))
        raise SetupError(f"This command failed with status {status}: {shown}")


def call(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program in the root folder and return its exit status."""
    sys.stdout.flush()
    return subprocess.run(
        [*map(str, command)], cwd=ROOT, env=variables(env), check=False
    ).returncode


def output(command: Sequence[str | Path]) -> str | None:
    """Return what a program printed, or None when it failed or is not there."""
    words = [*map(str, command)]
    if shutil.which(words[0]) is None:
        return None
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=variables({}),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout if done.returncode == 0 else None


def variables(more: Mapping[str, str] | None) -> dict[str, str]:
    """Return the environment of our programs: ours, that of unpacked libraries, and `more`."""
    return {**os.environ, **unpacked_variables(), **(more or {})}


def unpacked_variables() -> dict[str, str]:
    """Return the variables that lead to unpacked system libraries; none when there are none."""
    if not VARIABLES.is_file():
        return {}
    lines = VARIABLES.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
