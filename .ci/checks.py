"""The checks that run before the tests: format, lint, types, arrows, licences, lock."""

import time
from collections.abc import Iterable
from pathlib import Path

import environment
from places import ROOT, SetupError, call, program, say

SCRIPTS = ("build_installer.py", ".ci", "resources/installer")


def commands() -> dict[str, list[str | Path]]:
    """Return every check's command by its name, the quick ones first."""
    python = program("python")
    scripts = [path for path in SCRIPTS if (ROOT / path).exists()]
    architecture = ROOT / "tests" / "test_architecture.py"
    return {
        "format": [program("ruff"), "format", "--check", "--quiet", "."],
        "lint": [program("ruff"), "check", "--quiet", "."],
        "arrows": [program("lint-imports")],
        "architecture": [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", architecture],
        "translations": [python, ROOT / ".ci" / "translations.py", "check"],
        "licences": [python, ROOT / ".ci" / "licences.py"],
        "lock": [python, ROOT / ".ci" / "lock.py"],
        "types": [program("mypy")],
        "types of scripts": [program("mypy"), *scripts],
        "types again": [program("pyright"), "--warnings"],
    }


def run_all(names: Iterable[str]) -> int:
    """Run the named checks, or all; return 0 when all hold, and say which do not."""
    every = commands()
    chosen = [*names] or [*every]
    unknown = [name for name in chosen if name not in every]
    if unknown:
        raise SetupError(f"No such check: {', '.join(unknown)}. There are: {', '.join(every)}.")
    failed = [name for name in chosen if not _holds(name, every[name])]
    if environment.pip_check():
        failed.append("packages")
    say(f"failed: {', '.join(failed)}" if failed else "all checks hold")
    return 1 if failed else 0


def _holds(name: str, command: list[str | Path]) -> bool:
    start = time.monotonic()
    status = call(command)
    say(f"{name}: {'failed' if status else 'holds'} ({time.monotonic() - start:.1f} s)")
    return status == 0
