"""What must hold of a zipped workbook before it is read: bounded, no DTD, no cell that gets lost.

The reader behind this takes an error cell (#N/A) and a formula that was never computed for an
empty cell, and two cells far apart for a table of terabytes: each is found here and refused.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sync.client.imports.shared_strings import check_shown
from sync.domain.refusals import Refused, refuse

UNPACKED_BYTES_MAX = 64 * 1024 * 1024
RATIO_MAX = 200
MEMBERS_MAX = 1_000
_SMALL_BYTES = 64 * 1024
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")

_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_CELL_PLACE = re.compile(rb"""<(?:\w+:)?c\b[^<>]*?\br=["']([A-Z]{1,7})(\d{1,9})["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,7})(\d{1,9})["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d{1,9})["']""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v[^<>/]*>[^<])?"
)
_ODS_ERROR = re.compile(rb"""\bcalcext:value-type=["']error["']""")
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR = 0, 3, 11
"""Record types of a binary sheet, [MS-XLSB] 2.3.1."""


def is_package(path: Path) -> bool:
    """Return whether the file is a zip: xlsx, xlsb or ods."""
    with path.open("rb") as file:
        return file.read(4) in _MARKS


def check_package(path: Path, *, rows_max: int, columns_max: int) -> None:
    """Raise Refused unless the package is bounded and every cell would be read as it stands."""
    try:
        with zipfile.ZipFile(path) as package:
            _check_directory(package)
            for member in package.infolist():
                _check_member(package, member, rows_max, columns_max)
            check_shown(package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, struct.error):
        raise refuse("import_sheet_broken") from None


def _check_directory(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > MEMBERS_MAX:
        raise refuse("import_sheet_members", limit=MEMBERS_MAX)
    if any(member.flag_bits & 1 for member in members):
        raise refuse("import_sheet_protected")
    if sum(member.file_size for member in members) > UNPACKED_BYTES_MAX:
        raise refuse("import_sheet_unpacked", limit=UNPACKED_BYTES_MAX // 1024**2)
    if any(_is_bomb(member) for member in members):
        raise refuse("import_sheet_ratio", limit=RATIO_MAX)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    packed = max(member.compress_size, 1)
    return member.file_size > max(_SMALL_BYTES, packed * RATIO_MAX)


def _check_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, rows_max: int, columns_max: int
) -> None:
    """Read one part, which also proves its declared size and checksum, and check what it holds."""
    content = package.read(member)
    outside = refuse("import_sheet_extent", rows=rows_max, columns=columns_max)
    if member.filename.endswith((".xml", ".rels")):
        _check_markup(content)
    if b"sheetData" in content:
        if not _is_inside(content, rows_max, columns_max):
            raise outside
        _check_cells(content)
    elif "/worksheets/" in member.filename and member.filename.endswith(".bin"):
        if any(row >= rows_max for row in _binary_rows(content)):
            raise outside
    elif _ODS_ERROR.search(content):
        raise _error_cell("?")


def _check_markup(content: bytes) -> None:
    if content.startswith(_WIDE_MARKS):
        raise refuse("import_sheet_broken")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refuse("import_sheet_doctype")


def _is_inside(sheet: bytes, rows_max: int, columns_max: int) -> bool:
    if any(int(row) > rows_max for row in _ROW.findall(sheet)):
        return False
    places: list[tuple[bytes, bytes]] = _CELL_PLACE.findall(sheet)
    columns, rows = {column for column, _ in places}, {row for _, row in places}
    return all(_column(column) <= columns_max for column in columns) and all(
        int(row) <= rows_max for row in rows
    )


def _column(letters: bytes) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_cells(sheet: bytes) -> None:
    for cell in _CELL.finditer(sheet) if _ERROR.search(sheet) else ():
        if _ERROR.search(cell[1]):
            raise _error_cell(_place(cell[1]))
    for formula in _FORMULA.finditer(sheet):
        if not formula[2] and not _TEXT_RESULT.search(formula[1]):
            raise refuse("import_sheet_formula_empty", cell=_place(formula[1]))


def _place(attributes: bytes) -> str:
    match = _PLACE.search(attributes)
    return (match[1] + match[2]).decode() if match else ""


def _error_cell(place: str) -> Refused:
    return refuse("import_sheet_error_cell", cell=place)


def _binary_rows(sheet: bytes) -> Iterator[int]:
    """Yield the row numbers, from 0, of a binary sheet; refuse one that holds an error cell."""
    for kind, body in _records(sheet):
        if kind in (_CELL_ERROR, _FORMULA_ERROR):
            raise _error_cell("?")
        if kind == _ROW_HEADER:
            yield int(struct.unpack_from("<I", body)[0])


def _records(sheet: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a binary part: type in one or two bytes, length in up to four, body."""
    at = 0
    while at < len(sheet):
        kind, at = _varint(sheet, at, 2)
        size, at = _varint(sheet, at, 4)
        yield kind, sheet[at : at + size]
        at += size


def _varint(content: bytes, at: int, bytes_max: int) -> tuple[int, int]:
    value = 0
    for n in range(bytes_max):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * n)
        if byte < 0x80:
            break
    return value, at
