"""Text tables in every encoding and dialect, and what a broken row costs."""

import pytest

from sync.client.imports.delimited import decoded, read_rows
from sync.client.imports.report import Rejected
from sync.client.imports.sheets import Line, read_sheet
from sync.domain.refusals import Refused


def sheet_of(tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    return read_sheet(path)


def cells_of(sheet):
    return [line.cells for line in sheet.lines if isinstance(line, Line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_every_usual_encoding(tmp_path, encoding):
    sheet = sheet_of(tmp_path, "客户,数量\n宁波㙍镕,1\n".encode(encoding))
    assert sheet.heading == ("客户", "数量")
    assert cells_of(sheet) == [("宁波㙍镕", "1")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_end_are_found(tmp_path, separator, end):
    text = end.join(separator.join(row) for row in (("a", "b", "c"), ("1", "2", "3")))
    assert cells_of(sheet_of(tmp_path, text.encode())) == [("1", "2", "3")]


def test_a_separator_hint_is_followed_and_is_no_heading(tmp_path):
    assert sheet_of(tmp_path, b"sep=;\na,x;b\n1;2\n").heading == ("a,x", "b")


def test_quotes_hold_separators_quotes_and_line_ends(tmp_path):
    sheet = sheet_of(tmp_path, b'a,b\n"x, ""y""\nz",2\n3,4\n')
    assert cells_of(sheet) == [('x, "y"\nz', "2"), ("3", "4")]
    assert [line.number for line in sheet.lines] == [2, 4]


def test_an_inch_sign_in_plain_text_is_no_quote(tmp_path):
    assert cells_of(sheet_of(tmp_path, b'a,b\npipe 12",2\n')) == [('pipe 12"', "2")]


def test_an_open_quote_costs_its_own_row_only(tmp_path):
    rows = b"".join(b"%d,x\n" % n for n in range(100))
    sheet = sheet_of(tmp_path, b'a,b\n"open,1\n' + rows)
    broken, *good = sheet.lines
    assert isinstance(broken, Rejected)
    assert (broken.line, broken.code, broken.cells) == (2, "import_row_broken", ('"open,1',))
    assert len(good) == 100
    assert all(isinstance(line, Line) for line in good)


def test_text_behind_a_closing_quote_breaks_the_row(tmp_path):
    sheet = sheet_of(tmp_path, b'a,b\n"x"y,1\n2,3\n')
    assert [getattr(line, "code", "") for line in sheet.lines] == ["import_row_broken", ""]


def test_a_row_of_another_width_is_rejected_but_empty_cells_behind_are_not(tmp_path):
    sheet = sheet_of(tmp_path, b"a,b\n1\n1,2,3\n4,5,,\n\n")
    assert [getattr(line, "code", "") for line in sheet.lines] == [
        "import_row_width",
        "import_row_width",
        "",
    ]
    assert sheet.lines[1].facts == {"expected": 2, "found": 3}
    assert cells_of(sheet) == [("4", "5")]


def test_two_columns_of_one_name_are_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        sheet_of(tmp_path, b"a,b,a\n1,2,3\n")
    assert caught.value.refusal.code == "import_heading_double"


def test_an_apostrophe_that_guards_is_taken_off_and_another_stays(tmp_path):
    sheet = sheet_of(tmp_path, "a,b\n'=1+1,'s Gravenhage\n'\uff1dx,C'est\n".encode())
    assert cells_of(sheet) == [("=1+1", "'s Gravenhage"), ("\uff1dx", "C'est")]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Refused) as caught:
        decoded(b"a,b\n\xff\xff\xff", "x.csv")
    assert caught.value.refusal.code == "import_encoding_unknown"


def test_rows_are_numbered_by_the_line_they_begin_on():
    rows = list(read_rows('a,b\n\n"1\n2",3\n4,5'))
    assert [row[0] for row in rows if not isinstance(row, Rejected)] == [1, 3, 5]
