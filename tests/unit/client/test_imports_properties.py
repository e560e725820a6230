"""Whatever a file holds, reading it ends in rows, rejected rows or a refusal; nothing else."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.client.imports.delimited import decoded, read_rows
from sync.client.imports.order_columns import guess_map
from sync.client.imports.order_sheets import read_orders
from sync.client.imports.report import ImportedOrder, Rejected, guarded, reason, unguarded
from sync.client.imports.scms import read_scms
from sync.client.imports.scms_lines import COLUMNS
from sync.client.imports.workbooks import cell_text
from sync.domain.refusals import Refused
from sync.domain.values import check_fields

OWNER = "0" * 32
HEADING = ("buyer", "order no", "country", "incoterm", "payment", "currency", "sku", "qty", "price")
HEADING += ("date", "amount", "hs code", "deposit", "line no")
TELLING = st.sampled_from(
    [
        *("", "1", "0", "-1", "1e9", "NaN", "=1+1", "'", '"', "N/A", "FOB Ningbo", "T/T 30%"),
        *("03/04/2026", "2026-13-01", "02-Jun-06", "Air", "EXW", "From RDC", "Direct Drop"),
        *("Vietnam", "USD", "See ASN-1 (ID#:1)", "Weight Captured Separately", "L/C 999 days"),
        *(
            "9" * 40,
            "\u0661",
            "\ufffe",
            "\ud800".encode("utf-16", "surrogatepass").decode("latin1"),
        ),
    ]
)
CELLS = st.one_of(TELLING, st.text(max_size=20))


def file_of(content):
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "x.csv"
    path.write_bytes(content)
    return folder, path


def as_csv(heading, rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode("utf-8", "replace")


def check(results):
    for item in results:
        if isinstance(item, Rejected):
            assert "{" not in reason(item, "zh").replace(item.raw, "")
            continue
        assert isinstance(item, ImportedOrder)
        for noun, rows in item.rows.items():
            for row in rows:
                check_fields(noun, row)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(content):
    try:
        rows = list(read_rows(decoded(content, "x")))
    except Refused:
        return
    assert all(isinstance(row, Rejected) or row[0] >= 1 for row in rows)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[CELLS] * len(HEADING)), min_size=1, max_size=6))
def test_any_order_sheet_gives_orders_that_columns_hold_and_rejected_rows(rows):
    folder, path = file_of(as_csv(HEADING, rows))
    with folder:
        try:
            sheet = read_orders(path, owner_id=OWNER, column_map=guess_map((*HEADING,)))
        except Refused:
            return
        check((*sheet.orders, *sheet.rejected))
        taken = [n for order in sheet.orders for n in order.lines]
        back = [entry.line for entry in sheet.rejected]
        assert len(set(taken) & set(back)) == 0


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[CELLS] * len(COLUMNS)), min_size=1, max_size=4))
def test_any_export_gives_orders_that_columns_hold_and_rejected_lines(rows):
    folder, path = file_of(as_csv(COLUMNS, rows))
    with folder:
        try:
            found = list(read_scms(path, owner_id=OWNER))
        except Refused:
            return
        check(found)


@given(st.text(max_size=30))
def test_a_guard_is_taken_off_again(text):
    assert unguarded(guarded(text)) == text or text.startswith("'")


@given(st.floats(-1e300, 1e300))
def test_a_number_cell_is_text_of_the_same_number_to_fifteen_digits(number):
    text = cell_text(number)
    assert "e" not in text.lower()
    assert abs(float(text) - number) <= abs(number) * 1e-14


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_table_that_csv_wrote_is_read_back(rows):
    text = io.StringIO(newline="")
    written = [[cell.replace("\r", " ") for cell in row] for row in rows]
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["a", "b"], *written])
    found = [row[1] for row in read_rows(text.getvalue()) if not isinstance(row, Rejected)][1:]
    kept = [tuple(map(unguarded, row)) for row in written if "".join(row).strip()]
    assert found == kept
