"""The versions of the order process that came with the program; a published one never changes."""

from functools import cache
from pathlib import Path

import msgspec

from sync.domain.process import Process, problems
from sync.store.resource_files import resource_folder


@cache
def processes() -> dict[int, Process]:
    """Return every version of the process, by its number."""
    files = sorted((resource_folder() / "process").glob("v*.json"))
    found = [read_process(file) for file in files]
    return {process.version: process for process in found}


def process_of(version: int) -> Process:
    """Return the version an order runs by, or the newest one this program knows before it."""
    known = processes()
    older = [number for number in known if number <= version]
    return known[max(older, default=min(known))]


def read_process(path: Path) -> Process:
    """Return the process in a file; ValueError when it does not hold together."""
    process = msgspec.json.decode(path.read_bytes(), type=Process)
    wrong = problems(process)
    if wrong:
        message = f"{path.name}: {'; '.join(wrong)}"
        raise ValueError(message)
    return process
