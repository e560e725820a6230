"""A list as shown, written to a file that spreadsheet programs open: CSV in UTF-8 with a BOM."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from desktop.models.id_table import PAGE, Column
from sync.domain.ids import Id

Row = TypeVar("Row")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?", re.ASCII)


def write_list(
    path: Path,
    ids: Sequence[Id],
    *,
    columns: Sequence[Column[Row]],
    load_rows: Callable[[Sequence[Id]], Mapping[Id, Row]],
) -> int:
    """Write the headings and one line a row; return how many rows. All of it, or nothing."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column.heading) for column in columns])
    count = 0
    for row in _rows(ids, load_rows):
        writer.writerow([guarded(column.cell(row).spoken) for column in columns])
        count += 1
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(text.getvalue().encode("utf-8-sig"))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def guarded(text: str) -> str:
    """Return text so that no spreadsheet program runs it as a formula; numbers stay."""
    is_risky = text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_risky else text


def _rows(
    ids: Sequence[Id], load_rows: Callable[[Sequence[Id]], Mapping[Id, Row]]
) -> Iterator[Row]:
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        found = load_rows(page)
        yield from (found[row_id] for row_id in page if row_id in found)
