"""Removes one safeguard at a time, in a process of its own, and sees whether worlds notice.

A safeguard is named with the place in the source that makes it and what stands there without it.
"""

import importlib.machinery
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import msgspec

from tests.simulation.safeguards import BREAKS, SAFEGUARDS

ROOT = Path(__file__).parents[2]
SEEDS_MAX = 200
SURVIVED = 3


class Safeguard(NamedTuple):
    """A place in the source, and what stands there without the safeguard."""

    file: str
    found: str
    without: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The world that missed a safeguard, and by what.

    A law that does not hold, or the error that its absence is known to end in.
    """

    seed: int
    is_law: bool
    said: str


def main(seeds: int, jobs: int) -> int:
    """Remove each in turn; 0 when every one was missed by a world."""
    began = time.monotonic()
    most = min(seeds, SEEDS_MAX)
    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda name: _noticed_at(name, most), SAFEGUARDS)
        noticed = dict(zip(SAFEGUARDS, found, strict=True))
    survived = [name for name, at in noticed.items() if at is None]
    seen = {name: at for name, at in noticed.items() if at is not None}
    line = {
        "mutants": len(noticed),
        "survived": survived,
        "noticed_by_a_law": sum(at.is_law for at in seen.values()),
        "noticed_at_seed": {name: at.seed for name, at in seen.items()},
        "seconds": round(time.monotonic() - began, 1),
    }
    print(msgspec.json.encode(line).decode())
    return 1 if survived else 0


def run_without(name: str, seeds: int) -> int:
    """Run worlds in this process without a safeguard; print the seed that notices.

    A program that breaks off is no notice, unless `BREAKS` says that this one does.
    """
    remove(Safeguard(*SAFEGUARDS[name]))
    from tests.simulation.world import run  # noqa: PLC0415  only now, the source is changed

    for seed in range(seeds):
        try:
            run(seed)
        except Exception as error:  # noqa: BLE001  sorted just below
            said = repr(error)[:300]
            is_law = isinstance(error, AssertionError)
            if is_law or type(error).__name__ == BREAKS.get(name):
                print(msgspec.json.encode(Notice(seed=seed, is_law=is_law, said=said)).decode())
                return 0
            print(f"{name}: world {seed} broke off: {said[:150]}", file=sys.stderr, flush=True)
    return SURVIVED


def remove(safeguard: Safeguard) -> None:
    """Have the safeguard's module compiled without it when it is imported."""
    loader = importlib.machinery.SourceFileLoader
    real = loader.get_code
    path = str(ROOT / safeguard.file)

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path != path:
            return real(self, fullname)
        return compile(changed(safeguard), path, "exec", dont_inherit=True)

    loader.get_code = get_code  # type: ignore[method-assign]


def changed(safeguard: Safeguard) -> str:
    """Return the module's source without the safeguard, which must be there exactly once."""
    source = (ROOT / safeguard.file).read_text(encoding="utf-8")
    if source.count(safeguard.found) != 1:
        message = (
            f"{safeguard.file} holds {safeguard.found!r} {source.count(safeguard.found)} times"
        )
        raise LookupError(message)
    return source.replace(safeguard.found, safeguard.without)


def _noticed_at(name: str, seeds: int) -> Notice | None:
    """Return the first world that misses the safeguard."""
    command = [sys.executable, "-c", _CHILD, name, str(seeds)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if ended.returncode == SURVIVED:
        print(f"{name}: survived\n{ended.stderr.decode()[-500:]}", file=sys.stderr, flush=True)
        return None
    if ended.returncode:
        raise RuntimeError(f"{name}: {ended.stderr.decode()[-2000:]}")
    notice = msgspec.json.decode(ended.stdout, type=Notice)
    print(f"{name}: world {notice.seed}: {notice.said[:150]}", file=sys.stderr, flush=True)
    return notice


_CHILD = """
import sys
from tests.simulation.mutants import run_without
sys.exit(run_without(sys.argv[1], int(sys.argv[2])))
"""
