"""The code tables that ship, and how countries are found in them."""

import msgspec
import pytest

from sync.client.imports.code_tables import load_countries, load_currencies
from sync.domain.countries import decode_countries
from sync.domain.money import minor_digits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Côte d'Ivoire", "CI"),
        ("COTE D\u2019IVOIRE", "CI"),
        ("Ivory Coast", "CI"),
        ("Congo, DRC", "CD"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("Tanzania", "TZ"),
        ("Swaziland", "SZ"),
        ("Kyrgyzstan", "KG"),
        ("South Sudan", "SS"),
        ("u.s.a.", "US"),
        ("The Netherlands", "NL"),
        ("AND", "AD"),
        ("NA", "NA"),
        ("阿联酋", "AE"),
        ("越南", "VN"),
        ("KAZ", "KZ"),
        ("Bosnia & Herzegovina", "BA"),
    ],
)
def test_a_country_is_found_however_it_is_spelt(text, code):
    country = load_countries().find(text)
    assert country is not None
    assert country.code == code


@pytest.mark.parametrize(
    "text", ["", " ", "Atlantis", "刚果", "US of", "N/A", "n.a.", "na", "and", "x" * 5000]
)
def test_a_name_that_no_country_has_finds_none(text):
    assert load_countries().find(text) is None


def test_every_country_has_both_names_and_is_found_by_each_of_them():
    table = load_countries()
    assert len(table.by_code) == 250
    for country in table.by_code.values():
        assert country.name("zh") != country.name("en")
        for text in (country.code, country.alpha3, country.en, country.zh, *country.aliases):
            assert table.find(text) is country


def test_a_table_in_which_two_countries_share_a_spelling_is_refused():
    entry = {"alpha3": "AAA", "en": "Same", "zh": "甲"}
    other = {"alpha3": "BBB", "en": "same", "zh": "乙"}
    with pytest.raises(ValueError, match="two countries"):
        decode_countries(msgspec.json.encode({"AA": entry, "BB": other}))


def test_currencies_have_the_digits_that_money_rounds_to():
    for code, currency in load_currencies().items():
        assert currency.digits == minor_digits(code), code
        assert currency.zh
        assert currency.en
