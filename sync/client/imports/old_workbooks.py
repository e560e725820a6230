"""What must hold of an old workbook (xls) before it is read: no error cell, no password.

The reader behind this takes an error cell for an empty one. So the sheet's records are looked
through: a compound file ([MS-CFB]) holds the stream "Workbook", which is a list of records
([MS-XLS] 2.1.4).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from sync.domain.refusals import refuse

_MARK = b"\xd0\xcf\x11\xe0"
_ENTRY_BYTES = 128
_SECTORS_MAX = 200_000
_LAST = 0xFFFFFFFA
"""From here on a number names no sector."""

_BOOLEAN_OR_ERROR, _FORMULA, _ERROR_RESULT = 0x0205, 0x0006, 2
_STREAMS = ("workbook", "book")


def is_old_workbook(path: Path) -> bool:
    """Return whether the file is a compound file: xls, or an encrypted xlsx."""
    with path.open("rb") as file:
        return file.read(4) == _MARK


def check_old_workbook(path: Path) -> None:
    """Raise Refused if the workbook is protected, broken, or has a cell that reads as empty."""
    try:
        streams = dict(_streams(path.read_bytes()))
        cell = next(_error_cells(next(streams[name] for name in _STREAMS if name in streams)), "")
    except (struct.error, IndexError, ValueError, StopIteration):
        raise refuse("import_sheet_broken") from None
    if cell:
        raise refuse("import_sheet_error_cell", cell=cell)


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the named streams of a compound file."""
    shift, cutoff = _number(content, 30, "<H"), _number(content, 56)
    sectors = _Sectors(content[1 << shift :], 1 << shift)
    table = _table(content, sectors)
    directory = sectors.joined(_number(content, 48), table)
    entries = [directory[at : at + _ENTRY_BYTES] for at in range(0, len(directory), _ENTRY_BYTES)]
    small = _Sectors(sectors.joined(_number(entries[0], 116), table), 64)
    small_table = _numbers(sectors.joined(_number(content, 60), table))
    for entry in entries[1:]:
        name, start, size = _name(entry), _number(entry, 116), _number(entry, 120)
        if name == "encryptedpackage":
            raise refuse("import_sheet_protected")
        if name in _STREAMS:
            place, chain = (small, small_table) if size < cutoff else (sectors, table)
            yield name, place.joined(start, chain)[:size]


class _Sectors:
    """The pieces that a compound file is cut into, and how they are joined again."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content = content
        self._size = size

    def piece(self, number: int) -> bytes:
        return self._content[number * self._size : (number + 1) * self._size]

    def joined(self, start: int, table: list[int]) -> bytes:
        """Return the stream that begins at a sector; refuse a chain that goes round."""
        pieces: list[bytes] = []
        while start < _LAST:
            if len(pieces) > min(len(table), _SECTORS_MAX):
                message = "the chain of sectors has no end"
                raise ValueError(message)
            pieces.append(self.piece(start))
            start = table[start]
        return b"".join(pieces)


def _table(content: bytes, sectors: _Sectors) -> list[int]:
    """Return which sector follows each; the header lists its own sectors, a chain the rest."""
    listed = list(struct.unpack_from("<109I", content, 76))
    more, count = _number(content, 68), _number(content, 72)
    for _ in range(min(count, _SECTORS_MAX)):
        *numbers, more = _numbers(sectors.piece(more))
        listed += numbers
    return _numbers(b"".join(sectors.piece(number) for number in listed if number < _LAST))


def _error_cells(stream: bytes) -> Iterator[str]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if _is_error(kind, body):
            row, column = struct.unpack_from("<HH", body)
            yield f"R{row + 1}C{column + 1}"
        at += 4 + size


def _is_error(kind: int, body: bytes) -> bool:
    if kind == _BOOLEAN_OR_ERROR:
        return body[7:8] == b"\x01"
    return kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _ERROR_RESULT


def _name(entry: bytes) -> str:
    size = min(_number(entry, 64, "<H"), 64)
    return entry[: max(size - 2, 0)].decode("utf-16-le", "replace").lower()


def _number(content: bytes, at: int, form: str = "<I") -> int:
    return int(struct.unpack_from(form, content, at)[0])


def _numbers(content: bytes) -> list[int]:
    return [number for (number,) in struct.iter_unpack("<I", content[: len(content) // 4 * 4])]
