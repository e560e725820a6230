"""Old workbooks: cells that would silently read as empty are found in their records."""

import struct

import pytest

from sync.client.imports.old_workbooks import check_old_workbook
from sync.client.imports.sheets import read_sheet
from sync.domain.refusals import Refused

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NUMBER = struct.pack("<HHHHHd", 0x0203, 14, 0, 0, 0, 5.0)
FALSE = struct.pack("<HHHHHBB", 0x0205, 8, 1, 0, 0, 0, 0)
ERROR = struct.pack("<HHHHHBB", 0x0205, 8, 4, 2, 0, 42, 1)
FORMULA = struct.pack("<HHHHH", 0x0006, 14, 2, 1, 0)
FORMULA_ERROR = FORMULA + b"\x02\0\x07\0\0\0\xff\xff"
FORMULA_TEXT = FORMULA + b"\0\0\0\0\0\0\xff\xff"


def entry(name, kind, start, size):
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, kind)
    return head.ljust(116, b"\0") + struct.pack("<II", start, size) + bytes(4)


def compound_file(records, name="Workbook", chain=None):
    """Return a compound file: sector 0 its table, sector 1 the directory, then the stream."""
    stream = records.ljust(4096, b"\0")
    table = [TABLE, END, *range(3, 10), END] if chain is None else chain
    table += [FREE] * (128 - len(table))
    directory = entry("Root Entry", 5, END, 0) + entry(name, 2, 2, len(stream))
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    body = struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream
    return bytes(header) + body


def write(tmp_path, content):
    path = tmp_path / "orders.xls"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("record", "cell"), [(ERROR, "R5C3"), (FORMULA_ERROR, "R3C2")], ids=["cell", "formula"]
)
def test_an_error_cell_is_found_and_named(tmp_path, record, cell):
    path = write(tmp_path, compound_file(NUMBER + record))
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    refusal = caught.value.refusal
    assert (refusal.code, refusal.facts["cell"]) == ("import_sheet_error_cell", cell)


def test_numbers_booleans_and_text_results_are_no_errors(tmp_path):
    check_old_workbook(write(tmp_path, compound_file(NUMBER + FALSE + FORMULA_TEXT)))


def test_an_encrypted_new_workbook_inside_asks_for_a_copy_without_password(tmp_path):
    path = write(tmp_path, compound_file(b"", name="EncryptedPackage"))
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.refusal.code == "import_sheet_protected"


@pytest.mark.parametrize(
    "content",
    [
        compound_file(NUMBER, chain=[TABLE, END, *range(3, 10), 2]),
        compound_file(NUMBER, chain=[TABLE, END, 2]),
        compound_file(NUMBER, chain=[TABLE, END, 0x00FFFFFF]),
        compound_file(NUMBER, name="Other"),
        compound_file(NUMBER)[:700],
        compound_file(NUMBER)[:100],
        compound_file(NUMBER)[:30] + b"\xff\xff" + compound_file(NUMBER)[32:],
    ],
    ids=["round", "itself", "outside", "no workbook", "cut", "no header", "sector size"],
)
def test_a_damaged_compound_file_is_refused_and_ends(tmp_path, content):
    with pytest.raises(Refused) as caught:
        check_old_workbook(write(tmp_path, content))
    assert caught.value.refusal.code == "import_sheet_broken"
