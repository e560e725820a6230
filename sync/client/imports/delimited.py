"""Text tables: CSV and its relatives in UTF-8, UTF-16 or GB18030, any separator, any line end.

A broken row costs that row: an open quote is followed for a few lines, then the row it began in
is rejected and reading goes on behind it.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence

from sync.client.imports.cells import shown
from sync.client.imports.report import Rejected, unguarded
from sync.domain.refusals import refuse

TEXT_BYTES_MAX = 32 * 1024 * 1024
CELL_LINES_MAX = 50
"""How many lines one row may span: a quote left open must not swallow the file."""

_LINE_ENDS = re.compile("\r\n|\r|\n")
_HINT = re.compile(r"sep=(.)", re.IGNORECASE)
_GUARDED = re.compile("(?:^|[,;|\t\"])'")
_SEPARATORS = (",", ";", "\t", "|")

Numbered = tuple[int, tuple[str, ...]]
"""A row: the number of the line it begins on, counted from 1, and its cells."""


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file: by its byte order mark, else UTF-8, else GB18030."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(content, "utf-16", name)
    if b"\0" in content[:4096]:
        raise refuse("import_not_a_table", file=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode(content, "gb18030", name)


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise refuse("import_encoding_unknown", file=name) from None


def read_rows(text: str) -> Iterator[Numbered | Rejected]:
    """Yield the rows that are not empty, in order; the first is the heading."""
    lines = _LINE_ENDS.split(text)
    separator, at = _separator(lines)
    while at < len(lines):
        cells, used = _row(lines, at, separator)
        if cells is None:
            line = lines[at]
            yield Rejected(line=at + 1, code="import_row_broken", raw=shown(line), cells=(line,))
        elif "".join(cells).strip():
            yield at + 1, _plain(lines[at], cells)
        at += used


def _plain(line: str, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells without the apostrophes that guard text; few lines have any."""
    if not _GUARDED.search(line):
        return tuple(cells)
    return tuple(unguarded(cell) for cell in cells)


def _separator(lines: Sequence[str]) -> tuple[str, int]:
    """Return the separator, and where the table begins: behind a line "sep=;" when there is one."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if hint := _HINT.fullmatch(lines[first].strip(" ")):
        return hint[1], first + 1
    unquoted = re.sub(r'"[^"]*"', "", lines[first])
    return max(_SEPARATORS, key=unquoted.count), first


def _row(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """Return the cells of the row that begins at a line, and its lines' number; None: broken."""
    text = lines[at]
    for used in range(1, CELL_LINES_MAX + 1):
        try:
            return _cells(text, separator), used
        except csv.Error:
            if text.count('"') % 2 == 0 or at + used >= len(lines):
                break
            text += "\n" + lines[at + used]
    return None, 1


def _cells(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    rows = list(csv.reader((text,), delimiter=separator, strict=True))
    return rows[0] if rows else []
