"""Words of a letter of credit."""

from datetime import date
from decimal import Decimal

import pytest

from sync.domain.credit_words import (
    Range,
    amount_range,
    between,
    common_range,
    maturity,
    quantity_range,
    shipment_window,
)

DAY = date(2026, 2, 15)


def bounds(found: Range) -> tuple[Decimal, Decimal]:
    return found.least, found.most


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("to", None, DAY),
        ("until", None, DAY),
        ("till", None, DAY),
        ("from", DAY, None),
        ("before", None, date(2026, 2, 14)),
        ("after", date(2026, 2, 16), None),
        ("on or about", date(2026, 2, 10), date(2026, 2, 20)),
        ("first half", date(2026, 2, 1), DAY),
        ("second half", date(2026, 2, 16), date(2026, 2, 28)),
        ("beginning", date(2026, 2, 1), date(2026, 2, 10)),
        ("middle", date(2026, 2, 11), date(2026, 2, 20)),
        ("end", date(2026, 2, 21), date(2026, 2, 28)),
    ],
)
def test_each_word_opens_its_days(word, first, last):
    found = shipment_window(word, DAY)
    assert (found.first, found.last) == (first, last)


def test_between_includes_both_ends():
    found = between(DAY, date(2026, 2, 20))
    assert (found.first, found.last) == (DAY, date(2026, 2, 20))


def test_an_unknown_word_is_not_guessed():
    with pytest.raises(KeyError):
        shipment_window("promptly", DAY)


def test_maturity_does_not_count_its_base():
    assert maturity(date(2002, 5, 12), 60) == date(2002, 7, 11)


@pytest.mark.parametrize(
    ("is_about", "is_counted", "least", "most"),
    [
        (True, True, "900", "1100"),
        (False, False, "950", "1050"),
        (False, True, "1000", "1000"),
    ],
)
def test_about_gives_ten_percent_and_bulk_five(is_about, is_counted, least, most):
    found = quantity_range(Decimal(1000), is_about=is_about, is_counted=is_counted)
    assert bounds(found) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(
    ("plus", "minus", "is_about", "least", "most"),
    [
        (None, None, False, "950", "1000"),
        (Decimal(10), Decimal(10), False, "900", "1100"),
        (Decimal(3), Decimal(0), False, "950", "1030"),
        (None, None, True, "900", "1100"),
    ],
)
def test_an_amount_may_fall_short_by_five_percent(plus, minus, is_about, least, most):
    found = amount_range(Decimal(1000), plus_percent=plus, minus_percent=minus, is_about=is_about)
    assert bounds(found) == (Decimal(least), Decimal(most))


def test_contract_and_credit_both_bind():
    wide, narrow = (
        Range(least=Decimal(900), most=Decimal(1100)),
        Range(least=Decimal(950), most=Decimal(1200)),
    )
    found = common_range(wide, narrow)
    assert found is not None
    assert bounds(found) == (Decimal(950), Decimal(1100))
    assert common_range(wide, Range(least=Decimal(1101), most=Decimal(1200))) is None
