"""What a foreign cell means, and what is refused rather than guessed."""

from datetime import date
from decimal import Decimal

import pytest

from sync.client.imports.cells import (
    clean_text,
    needed_text,
    parse_amount,
    parse_day,
    parse_number,
    parse_quantity,
)
from sync.client.imports.order_terms import (
    parse_currency,
    parse_hs_code,
    parse_incoterm,
    parse_payment,
    parse_percent,
)
from sync.client.imports.workbooks import cell_text
from sync.domain.refusals import Refused


def code_of(call, *arguments):
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.refusal.code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3.10", "3.10"),
        ("1,234.5", "1234.5"),
        ("\uff11\uff12\uff0e\uff15", "12.5"),
        (" 7 ", "7"),
        ("-2", "-2"),
    ],
)
def test_number_is_exact(text, number):
    assert str(parse_number(text, "Qty")) == number


@pytest.mark.parametrize(
    "text",
    ["NaN", "Infinity", "1_000", "1e3", "1.234,5", "12,34", "", "=1+1", "1 000", "٣", "9" * 13],
)
def test_what_is_no_plain_number_is_refused(text):
    assert code_of(parse_number, text, "Qty") == "import_number_not_valid"


def test_quantity_is_above_zero_and_an_amount_is_not_below_it():
    assert code_of(parse_quantity, "0", "Qty") == "import_quantity_not_positive"
    assert code_of(parse_amount, "-0.01", "Price") == "import_number_negative"
    assert parse_amount("0", "Price") == Decimal(0)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-10-09", "2026/10/9", "2026.10.09", "2026年10月9日", "09-Oct-26", "9 October 2026"),
        *("Oct 9, 2026", "2026-10-09 00:00:00", "\uff12\uff10\uff12\uff16-10-09"),
    ],
)
def test_a_day_is_read_in_every_spelling(text):
    assert parse_day(text, "Date") == date(2026, 10, 9)


def test_a_day_that_leaves_no_doubt_needs_no_order():
    assert parse_day("10/13/2026", "Date") == parse_day("13/10/2026", "Date") == date(2026, 10, 13)
    assert parse_day("5/5/2026", "Date") == date(2026, 5, 5)


def test_a_day_in_doubt_is_refused_until_the_order_is_known():
    assert code_of(parse_day, "03/04/2026", "Date") == "import_date_ambiguous"
    assert parse_day("03/04/2026", "Date", "mdy") == date(2026, 3, 4)
    assert parse_day("03/04/2026", "Date", "dmy") == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31-Foo-26", "Pre-PQ Process", "45992", "1026-01-01", "13/13/2026", "-"]
)
def test_what_is_no_day_is_refused(text):
    assert code_of(parse_day, text, "Date") == "import_date_not_valid"


def test_text_loses_space_around_it_and_holds_no_control_characters():
    assert clean_text("  Lamp\n", "Item") == "Lamp"
    assert code_of(clean_text, "a\0b", "Item") == "import_cell_characters"
    assert code_of(clean_text, "a\x1b[2J", "Item") == "import_cell_characters"
    assert code_of(clean_text, "x" * 2001, "Item") == "import_cell_too_long"
    assert code_of(needed_text, "   ", "Item") == "import_cell_empty"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("T/T 30% deposit, balance before shipment", ("TT_DB", "30", None)),
        ("100% T/T in advance", ("TT_100", None, None)),
        ("电汇 前T/T", ("TT_100", None, None)),
        ("L/C at sight", ("LC_S", None, None)),
        ("即期信用证", ("LC_S", None, None)),
        ("L/C 90 days", ("LC_U", None, 90)),
        ("D/P", ("DP", None, None)),
        ("D/A 60 days", ("DA", None, 60)),
        ("O/A 30 days", ("OA", None, 30)),
        ("tt_db", ("TT_DB", None, None)),
    ],
)
def test_payment_terms_are_read_as_people_write_them(text, fields):
    found = parse_payment(text, "Payment")
    assert tuple(found.get(n) for n in ("payment_term", "deposit_percent", "credit_days")) == fields


@pytest.mark.parametrize("text", ["T/T", "L/C", "cash", "L/C at sight or D/P", "T/T 130%"])
def test_a_payment_term_left_open_is_refused(text):
    assert code_of(parse_payment, text, "Payment") == "import_payment_unknown"


def test_an_incoterm_brings_its_place():
    assert parse_incoterm("fob Ningbo", "Term") == {"incoterm": "FOB", "named_place": "Ningbo"}
    place = {"incoterm": "CIF", "named_place": "Hamburg"}
    assert parse_incoterm("CIF (Hamburg) Incoterms® 2020", "Term") == place
    assert parse_incoterm("DDU", "Term") == {"incoterm": "DDU"}
    assert code_of(parse_incoterm, "C&F Hamburg", "Term") == "import_incoterm_unknown"


def test_currencies_are_named_by_code_or_name_but_a_bare_sign_is_refused():
    named = [parse_currency(text, "Ccy") for text in ("usd", "美元", "RMB", "US$", "€", "人民币")]
    assert named == ["USD", "USD", "CNY", "USD", "EUR", "CNY"]
    assert code_of(parse_currency, "¥", "Ccy") == "import_currency_unknown"
    assert code_of(parse_currency, "$", "Ccy") == "import_currency_unknown"


def test_a_share_is_the_same_as_text_number_and_percent_cell():
    assert [parse_percent(text, "Deposit") for text in ("30%", "30", "0.3")] == ["30", "30", "30"]
    assert code_of(parse_percent, "130", "Deposit") == "import_number_not_valid"


def test_customs_codes_keep_their_digits():
    assert parse_hs_code("0405.20.00", "HS") == "04052000"
    assert code_of(parse_hs_code, "lamp", "HS") == "import_hs_code_not_valid"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (4.0, "4"),
        (3.1, "3.1"),
        (0.1 + 0.2, "0.3"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        ("0042", "0042"),
        (True, "TRUE"),
        (date(2026, 10, 9), "2026-10-09"),
    ],
)
def test_a_workbook_cell_becomes_the_text_it_shows(cell, text):
    assert cell_text(cell) == text
