"""Exact amounts."""

from decimal import Decimal

import pytest

from sync.domain.money import (
    format_amount,
    line_amount,
    minor_digits,
    order_amount,
    parse_amount,
    percent_of,
    round_amount,
    sum_difference,
    total,
)
from sync.domain.orders import OrderLine
from sync.domain.refusals import Refused


def line(quantity: str, price: str) -> OrderLine:
    return OrderLine(
        id="l",
        order_id="o",
        position="a",
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
    )


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        ("USD", 2),
        ("CNY", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("KWD", 3),
        ("CLF", 4),
        ("HUF", 2),
    ],
)
def test_minor_units_are_those_of_iso_4217(currency, digits):
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.125", "USD", "0.13"),
        ("-0.125", "USD", "-0.13"),
        ("0.124999", "USD", "0.12"),
        ("100.5", "JPY", "101"),
        ("1.0005", "KWD", "1.001"),
    ],
)
def test_half_is_rounded_away_from_zero(amount, currency, rounded):
    assert str(round_amount(Decimal(amount), currency)) == rounded


def test_totals_are_made_of_rounded_lines():
    lines = [line("3", "0.335"), line("3", "0.335")]
    assert line_amount(lines[0], "USD") == Decimal("1.01")
    assert order_amount(lines, "USD") == Decimal("2.02")


def test_the_golden_order_adds_up():
    assert order_amount([line("6000", "3.20"), line("4000", "1.90")], "USD") == Decimal("26800.00")


def test_a_wrong_total_shows_its_difference():
    parts = [Decimal("10.00"), Decimal("20.05")]
    assert sum_difference(Decimal("30.05"), parts, "USD") == 0
    assert sum_difference(Decimal("30.00"), parts, "USD") == Decimal("-0.05")


def test_large_sums_lose_nothing():
    parts = [Decimal("999999999999999999.99"), Decimal("0.01")]
    assert total(parts, "USD") == Decimal("1000000000000000000.00")


def test_a_share_is_rounded():
    assert percent_of(Decimal("26800.05"), Decimal(30), "USD") == Decimal("8040.02")


@pytest.mark.parametrize("wrong", [1.5, "1.5", None])
def test_floats_and_text_are_not_money(wrong):
    with pytest.raises(TypeError):
        round_amount(wrong, "USD")


@pytest.mark.parametrize("wrong", ["NaN", "Infinity"])
def test_what_is_not_finite_is_not_money(wrong):
    with pytest.raises(ValueError, match="not an amount"):
        round_amount(Decimal(wrong), "USD")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (" 26,800.00 ", "26800.00"),
        ("1e3", "1E+3"),
        ("-.5", "-0.5"),
        ("1E18", "1E+18"),
        ("0.000000000001", "1E-12"),
        ("5.", "5"),
    ],
)
def test_amounts_are_read(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NaN",
        "inf",
        "-Infinity",
        "1,2",
        "1.2.3",
        "12 USD",
        "\N{ARABIC-INDIC DIGIT ONE}",
        "1_000",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Refused) as caught:
        parse_amount(text)
    assert caught.value.refusal.code == "amount_unreadable"


@pytest.mark.parametrize("text", ["1e19", "1e-13", "1e999", "0.0000000000001"])
def test_exponents_out_of_range_are_refused(text):
    with pytest.raises(Refused) as caught:
        parse_amount(text)
    assert caught.value.refusal.code == "amount_out_of_range"


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("26800", "USD", "26,800.00"),
        ("1234567.5", "JPY", "1,234,568"),
        ("-0.5", "USD", "-0.50"),
        ("-0.001", "USD", "0.00"),
    ],
)
def test_amounts_are_printed_with_groups(amount, currency, printed):
    assert format_amount(Decimal(amount), currency) == printed
