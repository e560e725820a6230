"""The child process that reads one foreign workbook: little memory, little time.

A workbook can make its reader ask for all memory or end the process; here that costs a sentence,
not the window. Started by `sheets`: `python -m sync.client.imports.child FILE`, or
`gendan read-sheet FILE` in an installed bundle.
"""

import sys
from pathlib import Path

import msgspec

from sync.client.imports.workbooks import read_workbook
from sync.domain.refusals import Refusal, Refused

MEMORY_BYTES_MAX = 1024**3
SECONDS_MAX = 30
ANSWER_BYTES_MAX = 128 * 1024 * 1024


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The rows with their numbers, or why there are none."""

    rows: list[tuple[int, list[str]]] = []
    refusal: Refusal | None = None


def main(arguments: list[str]) -> int:
    """Read the file that the only argument names, write an Answer in MessagePack; return 0."""
    limit_resources()
    content = msgspec.msgpack.encode(answer(Path(arguments[0])))
    if len(content) > ANSWER_BYTES_MAX:
        content = msgspec.msgpack.encode(Answer(refusal=Refusal(code="import_sheet_memory")))
    sys.stdout.buffer.write(content)
    return 0


def answer(path: Path) -> Answer:
    """Return what reading the file came to."""
    try:
        return Answer(rows=read_workbook(path))
    except Refused as refused:
        return Answer(refusal=refused.refusal)
    except MemoryError:
        return Answer(refusal=Refusal(code="import_sheet_memory"))


def limit_resources() -> None:
    """Bound this process's memory, seconds and output, where the system can; no core file."""
    if sys.platform == "win32":
        return  # no such limits there: the parent's clock and the checks of the package remain
    import resource  # noqa: PLC0415  absent on Windows

    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES_MAX),
        (resource.RLIMIT_CPU, SECONDS_MAX),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(kind, limit)


def _lower(kind: int, limit: int) -> None:
    import resource  # noqa: PLC0415  absent on Windows

    hard = resource.getrlimit(kind)[1]
    bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
