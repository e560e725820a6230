"""Order sheets: columns found, orders grouped whole, rows given back, ids that stay."""

import csv
import json
from datetime import date

import openpyxl
import pytest

from sync.client.imports.order_columns import (
    ColumnMap,
    guess_map,
    load_map,
    read_map,
    save_map,
)
from sync.client.imports.order_sheets import preview, read_heading, read_orders
from sync.client.imports.rejected_sheets import write_rejected_rows
from sync.client.imports.report import Rejected, guarded, unguarded, write_report
from sync.client.imports.sheet_orders import Known
from sync.domain.entities import ENTITIES
from sync.domain.records import record
from sync.domain.refusals import Refused
from sync.domain.values import check_fields

OWNER = "0" * 32
ZH = (
    "客户",
    "订单号",
    "客户国家",
    "贸易术语",
    "付款方式",
    "币种",
    "货号",
    "品名",
    "数量",
    "单价",
    "交期",
)
EN = ("Customer", "PO No", "Country", "Incoterms", "Payment", "Currency", "SKU", "Description")
EN += ("Qty", "Unit Price", "Delivery Date")
ROW = ("Nordlys AS", "A-1", "Norway", "FOB Ningbo", "T/T 30% deposit", "USD", "0042", "Lamp")
ROW += ("1,000", "3.10", "2026-12-08")


def changed(**cells):
    """Return the sample row with some cells changed; keys are headings in Chinese."""
    return tuple(cells.get(name, cell) for name, cell in zip(ZH, ROW, strict=True))


SECOND = changed(货号="0043", 品名="Clip lamp", 数量="200")


def csv_file(path, *rows, heading=ZH):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


@pytest.fixture
def read(tmp_path):
    def read_rows(*rows, heading=ZH, **options):
        path = csv_file(tmp_path / "orders.csv", *rows, heading=heading)
        return read_orders(path, owner_id=OWNER, **options)

    return read_rows


def codes(sheet):
    return [(entry.line, entry.code) for entry in sheet.rejected]


def test_rows_of_one_order_become_one_order_with_its_lines(read):
    sheet = read(ROW, SECOND)
    (order,) = sheet.orders
    assert (sheet.rejected, order.lines) == ((), (2, 3))
    (head,) = order.rows["orders"]
    assert (head["order_no"], head["incoterm"], head["named_place"]) == ("A-1", "FOB", "Ningbo")
    assert (head["payment_term"], head["deposit_percent"]) == ("TT_DB", "30")
    assert (head["goods"], head["owner_id"]) == ("Lamp (+1)", OWNER)
    (buyer,) = order.rows["partners"]
    assert (buyer["name"], buyer["country"], buyer["id"]) == ("Nordlys AS", "NO", head["buyer_id"])
    lines = [(row["quantity"], row["unit_price"]) for row in order.rows["order_lines"]]
    assert lines == [("1000", "3.10"), ("200", "3.10")]
    assert [row["code"] for row in order.rows["products"]] == ["0042", "0043"]


def test_every_row_can_be_held_by_its_columns(read):
    heading = (*ZH, "供应商", "海关编码", "备注", "运输方式", "中文品名")
    (order,) = read((*ROW, "宁波灯具厂", "9405.20", "急", "海运", "台灯"), heading=heading).orders
    for noun, rows in order.rows.items():
        for row in rows:
            assert check_fields(noun, row) == row
            record(ENTITIES[noun], row)


def test_english_headings_mean_the_same(read):
    chinese, english = read(ROW).orders[0], read(ROW, heading=EN).orders[0]
    assert english.rows["order_lines"] == chinese.rows["order_lines"]
    assert english.rows["orders"][0]["buyer_po"] == "A-1"


def test_xlsx_and_csv_give_the_same_orders(tmp_path, read):
    book = openpyxl.Workbook()
    book.active.append(ZH)
    book.active.append([*ROW[:8], 1000, 3.1, date(2026, 12, 8)])
    path = tmp_path / "orders.xlsx"
    book.save(path)
    rows = read_orders(path, owner_id=OWNER).orders[0].rows
    expected = read(changed(单价="3.1")).orders[0].rows
    assert rows == expected


def test_reading_again_gives_the_same_rows(read):
    assert read(ROW, SECOND).orders == read(ROW, SECOND).orders


def test_a_line_keeps_its_id_when_quantity_price_or_place_in_the_sheet_change(read):
    before = {r["source"]: r["id"] for r in read(ROW, SECOND).orders[0].rows["order_lines"]}
    after = read(SECOND, changed(数量="5", 单价="9")).orders[0].rows["order_lines"]
    assert {row["id"] for row in after} == set(before.values())


def test_equal_lines_of_one_order_are_two_lines(read):
    rows = read(ROW, ROW).orders[0].rows["order_lines"]
    assert len({row["id"] for row in rows}) == 2


def test_one_number_from_two_buyers_is_two_orders(read):
    orders = read(ROW, changed(客户="Sud SARL")).orders
    assert len({order.rows["orders"][0]["id"] for order in orders}) == 2


def test_an_order_with_a_bad_row_comes_back_whole_and_others_are_taken(read):
    sheet = read(ROW, changed(数量="0"), changed(订单号="A-2"))
    assert codes(sheet) == [(2, "import_order_held_back"), (3, "import_quantity_not_positive")]
    assert [order.source for order in sheet.orders] == ["sheet:A-2"]


def test_rows_of_one_order_agree_on_its_terms(read):
    sheet = read(ROW, changed(币种="EUR"))
    assert codes(sheet) == [(2, "import_order_held_back"), (3, "import_order_differs")]
    assert sheet.rejected[1].facts == {"column": "币种", "text": "EUR", "first": 2}


def test_a_term_said_on_one_row_holds_for_the_order(read):
    sheet = read(changed(付款方式=""), ROW)
    assert sheet.orders[0].rows["orders"][0]["payment_term"] == "TT_DB"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"客户": ""}, "import_cell_empty"),
        ({"订单号": ""}, "import_cell_empty"),
        ({"品名": "", "货号": ""}, "import_cell_empty"),
        ({"数量": ""}, "import_cell_empty"),
        ({"数量": "1.000,5"}, "import_number_not_valid"),
        ({"单价": "-1"}, "import_number_negative"),
        ({"交期": "03/04/2026"}, "import_date_ambiguous"),
        ({"付款方式": "T/T"}, "import_payment_unknown"),
        ({"客户国家": "Norwegen?"}, "import_country_unknown"),
        ({"币种": "¥"}, "import_currency_unknown"),
        ({"贸易术语": "C&F"}, "import_incoterm_unknown"),
    ],
)
def test_a_row_that_cannot_be_used_comes_back_with_its_reason(read, cells, code):
    sheet = read(changed(**cells))
    assert codes(sheet) == [(2, code)]
    assert sheet.rejected[0].column in ZH
    assert sheet.rejected[0].cells == changed(**cells)


def test_an_amount_that_is_not_quantity_times_price_is_refused(read):
    heading = (*ZH, "金额")
    assert read((*ROW, "3100"), heading=heading).rejected == ()
    sheet = read((*ROW, "3100.01"), heading=heading)
    assert codes(sheet) == [(2, "import_amount_differs")]
    assert sheet.rejected[0].facts["expected"] == "3100.00"


def test_a_line_number_given_twice_is_refused(read):
    heading = (*ZH, "行号")
    sheet = read((*ROW, "1"), (*SECOND, "1"), heading=heading)
    assert codes(sheet) == [(2, "import_order_held_back"), (3, "import_row_double")]


def test_partners_and_products_already_here_are_used_and_not_made_again(read):
    known = Known(partners={"nordlysas": "a" * 32}, products={"0042": "b" * 32})
    rows = read(ROW, known=known).orders[0].rows
    assert (rows["partners"], rows["products"]) == ([], [])
    assert rows["orders"][0]["buyer_id"] == "a" * 32
    assert rows["order_lines"][0]["product_id"] == "b" * 32


def test_a_buyer_who_also_supplies_is_one_partner(read):
    heading = (*ZH, "供应商")
    (partner,) = (
        read((*ROW, "NORDLYS A/S".replace("/", "")), heading=heading).orders[0].rows["partners"]
    )
    assert partner["kinds"] == "buyer,supplier"


def test_a_preview_counts_what_would_come(read):
    found = preview(read(ROW, changed(订单号="A-2"), changed(订单号="A-3", 数量="x")))
    assert found.rows == {"partners": 1, "products": 1, "orders": 2, "order_lines": 2}
    assert found.rejected == 1


def test_progress_ends_with_all_rows(read):
    seen = []
    read(*[changed(订单号=f"B-{n}") for n in range(1200)], on_progress=lambda *p: seen.append(p))
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


# Maps.


def test_a_map_decides_where_the_guess_would_be_wrong(read):
    heading = ("A", "B", "C", "D", "E")
    columns = {"buyer": "A", "order_no": "B", "description": "C", "quantity": "D"}
    column_map = ColumnMap(columns={**columns, "unit_price": "E"}, dates="dmy")
    sheet = read(("Nordlys AS", "A-1", "Lamp", "5", "2"), heading=heading, column_map=column_map)
    assert sheet.orders[0].rows["order_lines"][0]["quantity"] == "5"


def test_the_order_of_day_and_month_comes_from_the_map(read):
    guessed = guess_map(ZH)
    column_map = ColumnMap(columns=guessed.columns, dates="dmy")
    sheet = read(changed(交期="03/04/2026"), column_map=column_map)
    assert sheet.orders[0].rows["order_lines"][0]["need_on"] == "2026-04-03"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"buyer": "客户"}, "import_map_incomplete"),
        ({"colour": "客户"}, "import_map_field_unknown"),
        ({"buyer": "Nowhere"}, "import_map_column_absent"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(read, columns, code):
    with pytest.raises(Refused) as caught:
        read(ROW, column_map=ColumnMap(columns=columns))
    assert caught.value.refusal.code == code


def test_headings_that_say_nothing_ask_for_a_map(read):
    with pytest.raises(Refused) as caught:
        read(("1", "2"), heading=("x", "y"))
    assert caught.value.refusal.code == "import_map_incomplete"


def test_map_files_are_toml_or_json(tmp_path):
    expected = ColumnMap(columns={"buyer": "客户"}, dates="dmy")
    (tmp_path / "m.toml").write_text('dates = "dmy"\n[columns]\nbuyer = "客户"\n', "utf-8")
    content = {"dates": "dmy", "columns": {"buyer": "客户"}}
    (tmp_path / "m.json").write_text(json.dumps(content), "utf-8")
    assert read_map(tmp_path / "m.toml") == read_map(tmp_path / "m.json") == expected


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 20_000, '{"columns": 1}', '{"columns": {}, "more": 1}', "dates = 1"]
)
@pytest.mark.parametrize("name", ["m.toml", "m.json"])
def test_a_broken_map_file_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(Refused) as caught:
        read_map(tmp_path / name)
    assert caught.value.refusal.code == "import_map_broken"


def test_a_missing_map_file_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        read_map(tmp_path / "none.toml")
    assert caught.value.refusal.code == "import_file_unreadable"


def test_a_map_is_remembered_for_sheets_with_the_same_headings(tmp_path):
    heading = read_heading(csv_file(tmp_path / "orders.csv", ROW))
    assert load_map(tmp_path, heading) is None
    save_map(tmp_path, heading, guess_map(heading))
    assert load_map(tmp_path, heading) == guess_map(ZH)
    assert load_map(tmp_path, heading[:-1]) is None


def test_a_remembered_map_that_is_damaged_is_as_none(tmp_path):
    save_map(tmp_path, ZH, guess_map(ZH))
    (file,) = (tmp_path / "maps").iterdir()
    file.write_bytes(b"\xff{")
    assert load_map(tmp_path, ZH) is None


# What goes back.

PAYLOADS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "\uff1d1+1"),
    *("\uff0b1", "\uff0d1+A1", "\uff20x", '=HYPERLINK("x")', "-A1", "+A1", "=\n1"),
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_rejected_rows_go_back_and_come_in_once_corrected(tmp_path, read, suffix):
    sheet = read(ROW, changed(数量="0"))
    path = tmp_path / f"rejected{suffix}"
    assert write_rejected_rows(path, sheet.heading, sheet.rejected) == 2
    again = read_orders(path, owner_id=OWNER)
    assert [entry.code for entry in again.rejected] == [entry.code for entry in sheet.rejected]
    assert [entry.cells[: len(ZH)] for entry in again.rejected] == [ROW, changed(数量="0")]
    write_rejected_rows(path, again.heading, again.rejected)
    assert read_heading(path) == again.heading == (*ZH, "原因", "Reason")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_would_run_is_text_in_both_formats(tmp_path, payload):
    entry = Rejected(line=2, code="import_cell_empty", facts={"column": "x"}, cells=(payload,))
    write_rejected_rows(tmp_path / "x.csv", ["Item"], [entry])
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0] == "'" + payload
    write_rejected_rows(tmp_path / "x.xlsx", ["Item"], [entry])
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert "<f" not in str(cell.value)
    assert unguarded(guarded(payload)) == payload


def test_numbers_are_not_guarded():
    assert [guarded(text) for text in ("-1", "+2.5", "-1+1")] == ["-1", "+2.5", "'-1+1"]


def test_the_report_names_line_column_text_and_both_reasons(tmp_path, read):
    sheet = read(changed(数量="=1+1"))
    assert write_report(tmp_path / "report.csv", sheet.rejected) == 1
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        (_, row) = list(csv.reader(file))
    assert row[:4] == ["2", "数量", "'=1+1", "import_number_not_valid"]
    assert "不是有效的数字" in row[4]
    assert "not a number" in row[5]


def test_a_full_disk_leaves_the_former_report(tmp_path, read, monkeypatch):
    path = tmp_path / "report.csv"
    path.write_text("former")
    sheet = read(changed(数量="x"))
    monkeypatch.setattr("pathlib.Path.replace", _no_space)
    with pytest.raises(OSError, match="No space"):
        write_report(path, sheet.rejected)
    assert [file.name for file in tmp_path.iterdir() if "report" in file.name] == ["report.csv"]
    assert path.read_text() == "former"


def _no_space(_self, _target):
    raise OSError(28, "No space left on device")
