"""Files that mean harm, or mean nothing: each ends in a sentence, soon, and this process lives."""

import io
import os
import sys
import time
import zipfile

import pytest
from openpyxl import Workbook

from sync.client.imports import child, sheets
from sync.client.imports.report import Rejected, reason
from sync.client.imports.sheets import read_sheet
from sync.domain.refusals import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def sheet_xml(rows, before=""):
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def package(sheet, extra=None, leave_out=()):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **(extra or {})}.items():
            if name not in leave_out:
                file.writestr(name, part)
    return content.getvalue()


def rows_of(*cells):
    return "".join(f'<row r="{n}">{cell}</row>' for n, cell in enumerate(cells, 1))


HEAD = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>'
GOOD = package(sheet_xml(rows_of(HEAD, '<c r="A2"><v>1</v></c>')))
NOISE = os.urandom(40_000).hex()


def xlsx(*cells, before=""):
    return package(sheet_xml(rows_of(HEAD, *cells), before))


def encrypted():
    content = bytearray(GOOD)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def lying_size():
    content = bytearray(GOOD)
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def binary_sheet():
    """Return an xlsb-like package whose sheet holds an error cell (record 3)."""
    part = bytes([0, 4]) + (0).to_bytes(4, "little") + bytes([3, 9]) + bytes(9)
    return package(sheet_xml(""), extra={"xl/worksheets/sheet1.bin": part})


def far_binary_sheet():
    part = bytes([0, 4]) + (1_048_575).to_bytes(4, "little")
    return package(sheet_xml(""), extra={"xl/worksheets/sheet1.bin": part})


def hidden_sheet():
    book = PARTS["xl/workbook.xml"].replace('name="S"', 'name="S" state="hidden"')
    return package(sheet_xml(rows_of(HEAD)), extra={"xl/workbook.xml": book})


def one_string_many_times():
    """Return 60 MB of XML that means 13 GB: each of 400,000 cells shows one string of 32 kB."""
    row = "".join(f'<c r="{c}{{n}}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJKLMNOPQRST")
    rows = "".join(f'<row r="{n}">{row.format(n=n)}</row>' for n in range(1, 20_001))
    text = f'<sst xmlns="{MAIN}"><si><t>{NOISE[:32_000]}</t></si></sst>'
    extra = {
        "xl/sharedStrings.xml": text,
        "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings"'
            ' Target="sharedStrings.xml"/></Relationships>',
        ),
    }
    return package(sheet_xml(rows), extra=extra)


HOSTILE = {
    "png called csv": (b"\x89PNG\r\n\x1a\n" + bytes(64), "import_not_a_table"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "import_not_a_table"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(30), "import_not_a_table"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(30), "import_not_a_table"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00", "import_not_a_table"),
    "nul bytes": (b"a,b\n\0\0,1\n", "import_not_a_table"),
    "empty": (b"", "import_file_empty"),
    "only blank lines": (b"\n\n  \n", "import_file_empty"),
    "only a heading": (b"a,b\n", "import_no_rows"),
    "no encoding": (b"a,b\n\xff\xff\xff,1\n", "import_encoding_unknown"),
    "half a utf-16": ("a,b\n1,2".encode("utf-16")[:-1], "import_encoding_unknown"),
    "open quote in heading": (b'"a,b\n1,2\n', "import_heading_broken"),
    "control in heading": (b"a,b\x07\n1,2\n", "import_cell_characters"),
    "too many columns": (
        b",".join(b"c%d" % n for n in range(300)) + b"\n1\n",
        "import_sheet_extent",
    ),
    "zip mark and nothing": (b"PK\x03\x04" + b"x" * 100, "import_sheet_broken"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "import_sheet_broken"),
    "cut xlsx": (GOOD[: len(GOOD) // 2], "import_sheet_broken"),
    "xlsx with another size": (lying_size(), "import_sheet_broken"),
    "encrypted zip": (encrypted(), "import_sheet_protected"),
    "no workbook part": (package("x", leave_out=["xl/workbook.xml"]), "import_sheet_none"),
    "no xml": (package("not xml <<<<"), "import_sheet_broken"),
    "utf-16 xml": (package(sheet_xml("").encode("utf-16")), "import_sheet_broken"),
    "doctype": (xlsx(before="<!DOCTYPE x>"), "import_sheet_doctype"),
    "entity bomb": (
        xlsx(before='<!DOCTYPE l [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>'),
        "import_sheet_doctype",
    ),
    "external entity in workbook": (
        package(sheet_xml(""), extra={"docProps/app.xml": '<!DOCTYPE x SYSTEM "file:///etc/x">'}),
        "import_sheet_doctype",
    ),
    "two cells far apart": (
        package(sheet_xml(rows_of(HEAD) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "import_sheet_extent",
    ),
    "column beyond": (xlsx('<c r="ZZ2"><v>1</v></c>'), "import_sheet_extent"),
    "row beyond all numbers": (xlsx('<c r="A999999999"><v>1</v></c>'), "import_sheet_extent"),
    "error cell": (xlsx('<c r="A2" t="e"><v>#N/A</v></c>'), "import_sheet_error_cell"),
    "formula never computed": (xlsx('<c r="A2"><f>1+1</f></c>'), "import_sheet_formula_empty"),
    "formula with empty value": (
        xlsx('<c r="A2"><f>1+1</f><v></v></c>'),
        "import_sheet_formula_empty",
    ),
    "error in a binary sheet": (binary_sheet(), "import_sheet_error_cell"),
    "binary row beyond": (far_binary_sheet(), "import_sheet_extent"),
    "error in an ods": (
        package("x", extra={"content.xml": '<c calcext:value-type="error"/>'}),
        "import_sheet_error_cell",
    ),
    "hidden sheet only": (hidden_sheet(), "import_sheet_none"),
    "no cells": (package(sheet_xml("")), "import_sheet_none"),
    "bomb of zeros": (package(sheet_xml("x" * 5_000_000)), "import_sheet_ratio"),
    "unpacks to too much": (
        package(sheet_xml(""), extra={"xl/x.bin": bytes(65 * 1024**2)}),
        "import_sheet_unpacked",
    ),
    "too many members": (
        package(sheet_xml(""), extra={f"x/{n}": b"" for n in range(1001)}),
        "import_sheet_members",
    ),
    "deep nesting": (package(sheet_xml("<a>" * 9_000 + NOISE)), "import_sheet_"),
    "old xls, cut": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "import_sheet_broken"),
    "old xls, noise": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4000), "import_sheet_"),
    "one string many times": (one_string_many_times(), "import_sheet_memory"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_within_five_seconds(tmp_path, kind):
    content, code = HOSTILE[kind]
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert time.monotonic() - started < 5
    refusal = caught.value.refusal
    assert refusal.code.startswith(code)
    told = reason(Rejected(line=0, code=refusal.code, facts=refusal.facts), "en")
    assert "{" not in told


def test_a_good_workbook_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(GOOD)
    assert read_sheet(path).lines[0].cells == ("1",)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path, code in (
        (tmp_path, "import_file_is_folder"),
        (tmp_path / "none.csv", "import_file_missing"),
        (tmp_path / "a\0b", "import_file_missing"),
    ):
        with pytest.raises(Refused) as caught:
            read_sheet(path)
        assert caught.value.refusal.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_refused_without_waiting_on_it(tmp_path):
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.refusal.code == "import_file_missing"


def test_a_file_larger_than_the_limit_is_not_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(65 * 1024**2)
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.refusal.code == "import_file_too_large"


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    path = tmp_path / "slow.xlsx"
    path.write_bytes(GOOD)
    wait = [sys.executable, "-c", "import signal; signal.pause()"]
    monkeypatch.setattr(sheets, "child_command", lambda _path: wait)
    monkeypatch.setattr(sheets, "SECONDS_MAX", 0.2)
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.refusal.code == "import_sheet_slow"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("raise SystemExit(1)", "import_sheet_broken"),
        ("print('nonsense')", "import_sheet_broken"),
        ("import os; os.abort()", "import_sheet_memory"),
    ],
)
def test_a_child_that_breaks_down_costs_a_sentence(tmp_path, monkeypatch, program, code):
    path = tmp_path / "crash.xlsx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(sheets, "child_command", lambda _path: [sys.executable, "-c", program])
    with pytest.raises(Refused) as caught:
        read_sheet(path)
    assert caught.value.refusal.code == code


def test_running_out_of_memory_is_an_answer(monkeypatch, tmp_path):
    def exhaust(_path):
        raise MemoryError

    monkeypatch.setattr(child, "read_workbook", exhaust)
    refusal = child.answer(tmp_path / "x.xlsx").refusal
    assert refusal is not None
    assert refusal.code == "import_sheet_memory"


def test_a_bundle_starts_its_own_hidden_subcommand(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert sheets.child_command(tmp_path / "x")[1:] == ["read-sheet", str(tmp_path / "x")]


def test_codes_dates_and_computed_texts_keep_their_form(tmp_path):
    path = tmp_path / "good.xlsx"
    path.write_bytes(
        xlsx('<c r="A2" t="str"><f>TEXT(42,"0000")</f><v>0042</v></c>', '<c r="A3"><v>0.3</v></c>')
    )
    assert [line.cells for line in read_sheet(path).lines] == [("0042",), ("0.3",)]


def test_line_numbers_count_empty_rows(tmp_path):
    book = Workbook()
    book.active["B3"], book.active["B6"] = "qty", 5
    path = tmp_path / "offset.xlsx"
    book.save(path)
    sheet = read_sheet(path)
    assert (sheet.heading, sheet.lines[0].number) == (("qty",), 6)
