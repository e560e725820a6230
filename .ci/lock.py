"""The lock: no address in it, up to date with the project, good for every platform we support."""

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

LOCK = Path(__file__).with_name("lock.txt")
ROOT = LOCK.parent.parent
PLATFORMS = {
    "Windows x64": "x86_64-pc-windows-msvc",
    "macOS 14 on Apple silicon": "aarch64-apple-darwin",
    "Linux x86-64, glibc 2.34": "x86_64-manylinux_2_34",
    "Linux ARM64, glibc 2.39": "aarch64-manylinux_2_39",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NO_INDEX = re.compile(r"error sending request|failed to fetch|dns error|network", re.IGNORECASE)
COMPILE = (
    *("pip", "compile", "pyproject.toml", "--all-extras", "--universal"),
    *("--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
)


class IndexUnreachableError(Exception):
    """No package index answers, so nothing can be resolved now."""


def packages() -> list[str]:
    """Return the names in the lock."""
    return re.findall(r"^([a-z0-9][a-z0-9.-]*)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def complaints() -> list[str]:
    """Return a line for everything wrong with the lock."""
    found = ["there is an address in the lock"] if "://" in LOCK.read_text("utf-8") else []
    try:
        return found + _out_of_date() + _unresolved()
    except IndexUnreachableError:
        print("no package index answers: the lock is not compared with the project now")
        return found


def write() -> int:
    """Bring the lock up to date with the project, keeping every version that still fits."""
    return subprocess.run(
        [_uv(), *COMPILE, "--quiet", "-o", LOCK], cwd=ROOT, check=False
    ).returncode


def _out_of_date() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "lock.txt"
        copy.write_bytes(LOCK.read_bytes())
        trouble = _resolve([*COMPILE, "-o", str(copy)])
        if trouble:
            return [trouble]
        same = copy.read_text("utf-8") == LOCK.read_text("utf-8")
    return [] if same else ["the lock is older than pyproject.toml: run `make lock`"]


def _unresolved() -> list[str]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = pool.map(_unresolved_on, product(PLATFORMS, PYTHONS))
        return [answer for answer in answers if answer]


def _unresolved_on(target: tuple[str, str]) -> str:
    system, python = target
    chosen = ["--python-platform", PLATFORMS[system], "--python-version", python]
    command = ["pip", "compile", str(LOCK), "--only-binary", ":all:", "--no-deps", *chosen]
    try:
        trouble = _resolve([*command, "--offline"])  # twenty times faster, when the cache has all
    except IndexUnreachableError:
        trouble = _resolve(command)
    return f"{system}, Python {python}: {trouble}" if trouble else ""


def _resolve(arguments: list[str]) -> str:
    """Return why uv found no answer; empty when it found one."""
    done = subprocess.run(
        [_uv(), *arguments, "--quiet"],
        cwd=ROOT,
        env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode and NO_INDEX.search(done.stderr):
        raise IndexUnreachableError
    return done.stderr.strip() if done.returncode else ""


def _uv() -> str:
    from uv import find_uv_bin  # noqa: PLC0415  the set-up reads this file before uv is there

    return str(find_uv_bin())


def main(arguments: list[str]) -> int:
    """Write the lock when asked to, else print what is wrong with it."""
    if arguments == ["write"]:
        return write()
    found = complaints()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
