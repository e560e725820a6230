"""A foreign table as heading and lines of text, whatever file it came in, or why not."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from sync.client.imports.cells import clean_text, shown
from sync.client.imports.child import ANSWER_BYTES_MAX, SECONDS_MAX, Answer
from sync.client.imports.delimited import TEXT_BYTES_MAX, Numbered, decoded, read_rows
from sync.client.imports.report import Rejected
from sync.domain.records import Value
from sync.domain.refusals import Refused, refuse

FILE_BYTES_MAX = 64 * 1024 * 1024
ROWS_MAX = 250_000
COLUMNS_MAX = 256
_WORKBOOK_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_OTHER_MARKS = (b"\x89PNG", b"%PDF", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_ENDINGS = {-6: "import_sheet_memory", -9: "import_sheet_memory", -24: "import_sheet_slow"}
"""How the system ends a child that wants too much: aborted, killed, out of processor seconds."""

_SOURCE = Path(__file__).resolve().parents[3]
"""The folder that holds the package `sync`, so that the child finds the same one."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One row of the table: its line number in the file, and a cell for each heading."""

    number: int
    cells: tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A table: its headings, and its lines or why one could not be read."""

    heading: tuple[str, ...]
    lines: tuple[Line | Rejected, ...]


def read_sheet(path: Path) -> Sheet:
    """Return the table in a file, told apart by content, not by name. Raise Refused."""
    mark = _first_bytes(path)
    if mark.startswith(_OTHER_MARKS):
        raise refuse("import_not_a_table", file=path.name)
    rows = _workbook_rows(path) if mark.startswith(_WORKBOOK_MARKS) else _text_rows(path)
    return _sheet(iter(rows), path.name)


def _first_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refuse("import_file_is_folder", file=path.name)
        if not path.is_file():
            raise refuse("import_file_missing", file=path.name)
        size = path.stat().st_size
        with path.open("rb") as file:
            mark = file.read(8)
    except (OSError, ValueError):
        raise refuse("import_file_unreadable", file=path.name) from None
    if not mark:
        raise refuse("import_file_empty", file=path.name)
    if size > FILE_BYTES_MAX:
        raise refuse("import_file_too_large", file=path.name, limit=FILE_BYTES_MAX // 1024**2)
    return mark


def _text_rows(path: Path) -> Iterable[Numbered | Rejected]:
    with path.open("rb") as file:
        content = file.read(TEXT_BYTES_MAX + 1)
    if len(content) > TEXT_BYTES_MAX:
        raise refuse("import_file_too_large", file=path.name, limit=TEXT_BYTES_MAX // 1024**2)
    return read_rows(decoded(content, path.name))


def _workbook_rows(path: Path) -> Iterable[Numbered]:
    with tempfile.TemporaryFile() as output:
        _run_child(path, output)
        if output.tell() > ANSWER_BYTES_MAX:
            raise refuse("import_sheet_memory", file=path.name)
        output.seek(0)
        answer = _answer(output.read(), path)
    if answer.refusal:
        raise Refused(msgspec.structs.replace(answer.refusal, facts=_named(answer, path)))
    return ((number, tuple(cells)) for number, cells in answer.rows)


def _run_child(path: Path, output: IO[bytes]) -> None:
    """Let the child write its answer to `output`; refuse when it was too slow or broke down."""
    try:
        done = subprocess.run(  # noqa: S603  this program itself
            child_command(path),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(_SOURCE)},
            timeout=SECONDS_MAX,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refuse("import_sheet_slow", file=path.name, seconds=SECONDS_MAX) from None
    output.seek(0, os.SEEK_END)
    if done.returncode != 0:
        code = _ENDINGS.get(done.returncode, "import_sheet_broken")
        raise refuse(code, file=path.name, seconds=SECONDS_MAX)


def child_command(path: Path) -> list[str]:
    """Return the command that starts the child: the bundle's hidden subcommand, or this Python."""
    target = str(path.resolve())
    if getattr(sys, "frozen", False):
        return [sys.executable, "read-sheet", target]
    return [sys.executable, "-P", "-m", "sync.client.imports.child", target]


def _answer(content: bytes, path: Path) -> Answer:
    try:
        return msgspec.msgpack.decode(content, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise refuse("import_sheet_broken", file=path.name) from None


def _named(answer: Answer, path: Path) -> dict[str, Value]:
    facts = answer.refusal.facts if answer.refusal else {}
    return {**facts, "file": path.name}


def _sheet(rows: Iterator[Numbered | Rejected], name: str) -> Sheet:
    heading = _heading(next(rows, None), name)
    lines = tuple(_line(row, len(heading)) for row in _bounded(rows, name))
    if not lines:
        raise refuse("import_no_rows", file=name)
    return Sheet(heading, lines)


def _heading(row: Numbered | Rejected | None, name: str) -> tuple[str, ...]:
    if row is None:
        raise refuse("import_file_empty", file=name)
    if isinstance(row, Rejected):
        raise refuse("import_heading_broken", file=name)
    names = _without_empty_end(tuple(clean_text(cell, shown(cell)) for cell in row[1]))
    if len(names) > COLUMNS_MAX:
        raise refuse("import_sheet_extent", file=name, rows=ROWS_MAX, columns=COLUMNS_MAX)
    for at, column in enumerate(names):
        if column and column in names[:at]:
            raise refuse("import_heading_double", file=name, column=shown(column))
    return names


def _bounded(rows: Iterator[Numbered | Rejected], name: str) -> Iterator[Numbered | Rejected]:
    for count, row in enumerate(rows):
        if count >= ROWS_MAX:
            raise refuse("import_sheet_extent", file=name, rows=ROWS_MAX, columns=COLUMNS_MAX)
        yield row


def _line(row: Numbered | Rejected, width: int) -> Line | Rejected:
    if isinstance(row, Rejected):
        return row
    number, cells = row
    if len(cells) == width:
        return Line(number, cells)
    found = _without_empty_end(cells)
    if len(found) > width or len(cells) < width:
        facts: dict[str, Value] = {"expected": width, "found": len(cells)}
        return Rejected(
            line=number, code="import_row_width", facts=facts, raw=_start(cells), cells=cells
        )
    return Line(number, cells[:width])


def _start(cells: Sequence[str]) -> str:
    return shown(",".join(cells[:8]))


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
