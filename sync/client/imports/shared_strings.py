"""How much text a zipped workbook would show: one long string may stand in every cell.

A few kilobytes of package can mean gigabytes of cells, since cells share strings by number.
"""

import re
import zipfile

from sync.domain.refusals import refuse

SHOWN_BYTES_MAX = 128 * 1024 * 1024
"""More text than this is no order list, and more than the reading process may hand over."""

_CELL_BYTES_MIN = 24
"""The shortest cell that shows a shared string takes more than this of its sheet."""
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_SHOWING = re.compile(
    rb"""\bt=["']s["'][^<>]{0,200}>\s{0,9}<(?:\w{1,9}:)?v[^<>]{0,99}>\s{0,9}(\d{1,9})\s{0,9}<"""
)


def check_shown(package: zipfile.ZipFile) -> None:
    """Raise Refused when the cells of a sheet would show more text than is ever read."""
    parts = package.infolist()
    shared = [part for part in parts if part.filename.endswith("sharedStrings.xml")]
    sizes = [size for part in shared for size in _sizes(package.read(part))]
    longest = max(sizes, default=0)
    for part in parts:
        cells_max = part.file_size // _CELL_BYTES_MIN
        if part not in shared and longest * cells_max > SHOWN_BYTES_MAX:
            _check_sheet(package.read(part), sizes)


def _sizes(strings: bytes) -> list[int]:
    """Return how many bytes each shared string takes, with its markup."""
    starts = [match.start() for match in _STRING.finditer(strings)]
    ends = [*starts[1:], len(strings)]
    return [end - start for start, end in zip(starts, ends, strict=True)]


def _check_sheet(sheet: bytes, sizes: list[int]) -> None:
    shown = map(int, _SHOWING.findall(sheet))
    if sum(sizes[number] for number in shown if number < len(sizes)) > SHOWN_BYTES_MAX:
        raise refuse("import_sheet_memory")
