"""Two names of one firm are found alike, and two firms are not."""

import pytest

from sync.domain.likeness import alike, is_misspelt, likeness_of, mail_domain, name_core, pair_id
from tests.builders import a_partner, an_id

ONE, OTHER = an_id("one"), an_id("other")


def _reasons(one, other, **said):
    first = likeness_of(a_partner(id=ONE, **{"country": "DE", **one}))
    second = likeness_of(a_partner(id=OTHER, **{"country": "DE", **other}))
    assert alike(first, second, **said) == alike(second, first, **said)
    is_near = not first.keys.isdisjoint(second.keys) or said.get("shares_mail")
    found = alike(first, second, **said)
    assert is_near or not found, "what is alike is also found by its keys"
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlicht GmbH", "NORDLICHT"),
        ("Nordlicht GmbH", "Nordlicht Gmbh."),
        ("Nordlicht Handels GmbH & Co. KG", "Nordlicht Handel"),
        ("Müller & Söhne GmbH", "Mueller und Soehne"),
        ("\uff21\uff23\uff2d\uff25 Trading Co., Ltd", "Acme Trading"),
        ("Café Olé S.A.", "CAFE OLE SA"),
        ("The Globe Imports Inc", "Globe Import"),
        ("宁波华通进出口有限公司", "宁波华通进出口公司"),
        ("宁波 华通（进出口）股份有限公司", "宁波华通进出口有限公司"),
    ],
)
def test_writing_a_name_in_another_way_makes_no_other_firm(one, other):
    assert _reasons({"name": one}, {"name": other}) == ("name",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlicht Handels GmbH", "Nordlicht Logistik GmbH"),
        ("Acme Trading Ltd", "Acne Trading Ltd"),
        ("Pacific Imports Ltd", "Pacific Trading Ltd"),
        ("宁波华通进出口有限公司", "宁波华联进出口有限公司"),
        ("Ltd", "GmbH"),
    ],
)
def test_another_word_is_another_firm(one, other):
    assert _reasons({"name": one}, {"name": other}) == ()


def test_countries_and_kinds_keep_firms_apart():
    same = {"name": "Nordlicht GmbH"}
    assert _reasons(same, {**same, "country": "AT"}) == ()
    assert _reasons(same, {**same, "country": ""}) == ("name",)
    assert _reasons(same, {**same, "kinds": "bank"}) == ()
    assert _reasons(same, {**same, "kinds": "bank,buyer"}) == ("name",)


def test_one_tax_number_is_one_firm_whatever_it_is_called():
    one, other = {"name": "Nordlicht", "tax_no": "DE 811-907 980"}, {"tax_no": "de811907980"}
    assert _reasons(one, {**other, "name": "Polar Import"}) == ("tax_no",)
    assert _reasons({**one, "tax_no": "12"}, {"name": "Polar Import", "tax_no": "12"}) == ()


def test_a_slip_counts_where_the_town_or_the_mail_is_the_same():
    one, other = {"name": "Nordlicht Handel"}, {"name": "Nordlciht Handel"}
    assert _reasons(one, other) == ()
    assert _reasons({**one, "city": "Hamburg"}, {**other, "city": "HAMBURG"}) == ("spelling",)
    assert _reasons(one, other, shares_mail=True) == ("spelling", "mail")


def test_one_address_and_one_word_in_common_are_enough():
    one = {"name": "Nordlicht"}
    assert _reasons(one, {"name": "Nordlicht Import"}, shares_mail=True) == ("mail",)
    assert _reasons(one, {"name": "Polar Import"}, shares_mail=True) == ()
    assert mail_domain(" Jo@Nordlicht.example ") == "nordlicht.example"
    assert mail_domain("jo@gmail.com") == mail_domain("nobody") == ""


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("nordlichthandel", True),
        ("nordlichhandel", True),
        ("nordlichtthandel", True),
        ("nordlixhthandel", True),
        ("nordlcihthandel", True),
        ("nordlixhthandex", False),
        ("nordlichthandelgg", False),
    ],
)
def test_one_letter_is_a_slip_and_two_are_not(other, expected):
    assert is_misspelt("nordlichthandel", other) is expected


def test_the_pair_has_one_name_on_every_desk():
    assert pair_id(ONE, OTHER) == pair_id(OTHER, ONE) != pair_id(ONE, ONE)
    assert name_core("GmbH") == ("gmbh",)
