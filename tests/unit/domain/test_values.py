"""What may stand in a field, and what is refused before any database sees it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.entities import ENTITIES
from sync.domain.records import columns, field_types, record, to_row
from sync.domain.refusals import Refused
from sync.domain.values import TEXT_CHARACTERS_MAX, check_fields, check_value, is_flag
from tests.samples import a_record

NOUNS_AND_FIELDS = [(noun, name) for noun, kind in ENTITIES.items() for name in columns(kind)]
POISON = [
    "NaN", "sNaN", "Infinity", "-inf", "1e999", "1E+2", "1_000", "1,000", " 1", "0x10", "1" * 19,
    "1." + "1" * 13, ".", "-", "--1", "9" * 400, 2**63, -(2**63) - 1, 10**5000,
]  # fmt: skip


@pytest.mark.parametrize(
    "value", POISON, ids=lambda value: repr(value)[:12] if isinstance(value, str) else "int"
)
def test_what_is_not_an_amount_is_refused(value):
    with pytest.raises(Refused) as refused:
        check_value("order_lines", "unit_price", value)
    assert refused.value.refusal.code == "value_not_valid"


@pytest.mark.parametrize("value", ["1_000", "9" * 30, "1e30", 2**63, "0x1", "x"])
def test_what_is_not_a_whole_number_of_64_bits_is_refused(value):
    with pytest.raises(Refused):
        check_value("orders", "credit_days", value)


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "2026-13-01", "26-01-01", "tomorrow", 5, "2026-03-02T00:00:00Z", "0000-01-01"],
)
def test_what_is_not_a_day_is_refused(value):
    with pytest.raises(Refused):
        check_value("orders", "signed_on", value)


@pytest.mark.parametrize("text", ["a\x00b", "\x07", "\x7f", "\x1b[2J", "\ud800", "￿", "\x0b"])
def test_characters_that_not_every_database_keeps_are_refused(text):
    with pytest.raises(Refused) as refused:
        check_value("orders", "note", text)
    assert refused.value.refusal.code == "text_has_control_characters"


def test_a_text_may_be_long_but_not_endless():
    assert check_value("orders", "note", "字" * TEXT_CHARACTERS_MAX)
    with pytest.raises(Refused) as refused:
        check_value("orders", "note", "字" * (TEXT_CHARACTERS_MAX + 1))
    assert refused.value.refusal.code == "text_too_long"


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("unit_price", "007.50", "7.50"),
        ("unit_price", 5, "5"),
        ("tolerance_percent", "", None),
        ("need_on", "", None),
        ("need_on", "2026-03-02", "2026-03-02"),
        ("note", "tab\tand\nline", "tab\tand\nline"),
        ("description", "", ""),
        ("position", "a5", "a5"),
    ],
)
def test_values_get_the_one_form_their_column_has(name, said, kept):
    assert check_value("order_lines", name, said) == kept


@pytest.mark.parametrize(("said", "kept"), [(True, 1), ("true", 1), (0, 0), ("0", 0)])
def test_a_yes_or_no_is_kept_as_one_or_zero(said, kept):
    value = check_value("orders", "needs_sample", said)
    assert (value, type(value)) == (kept, int)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-03-02T08:00:00+08:00", "2026-03-02T00:00:00Z"),
        ("2026-03-02T00:00:00.75Z", "2026-03-02T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ],
)
def test_moments_are_kept_in_utc(said, kept):
    assert check_value("orders", "replied_at", said) == kept


def test_a_moment_before_all_moments_is_refused():
    with pytest.raises(Refused):
        check_value("orders", "replied_at", "0001-01-01T00:00:00+08:00")


def test_an_unknown_field_is_refused_by_name():
    with pytest.raises(Refused) as refused:
        check_fields("orders", {"colour": "red"})
    assert refused.value.refusal.facts == {"entity": "orders", "field": "colour"}


@pytest.mark.parametrize("kinds", ["", "friend", "buyer,", "buyer;bank", "buyer,friend"])
def test_a_firm_is_only_what_a_firm_can_be(kinds):
    with pytest.raises(Refused):
        check_value("partners", "kinds", kinds)


@pytest.mark.parametrize("position", ["!!", "a0", "A", "é"])
def test_a_position_that_nothing_could_be_put_after_is_refused(position):
    with pytest.raises(Refused):
        check_value("order_lines", "position", position)


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_value_a_record_holds_is_allowed_and_stays_as_it_is(entity):
    row = to_row(a_record(entity))
    assert check_fields(entity, row) == row


@settings(max_examples=300)
@given(
    st.sampled_from(NOUNS_AND_FIELDS),
    st.one_of(
        st.none(), st.integers(), st.booleans(), st.text(), st.sampled_from(POISON),
        st.text(alphabet="0123456789.-eE+_:TZ ", max_size=24),
        st.characters(categories=("Cs", "Cc")),
    ),
)  # fmt: skip
def test_anything_is_kept_in_one_form_or_refused_and_nothing_else(place, value):
    entity, name = place
    try:
        kept = check_value(entity, name, value)
    except Refused:
        return
    assert kept is None or type(kept) in (str, int)
    assert check_value(entity, name, kept) == kept
    whole = {**to_row(a_record(entity)), name: kept}
    if kept is not None or type(None) in getattr(
        field_types(ENTITIES[entity])[name], "__args__", ()
    ):
        assert to_row(record(ENTITIES[entity], whole))[name] == kept


def test_flags_are_told_from_other_fields():
    assert is_flag("orders", "needs_sample")
    assert not is_flag("orders", "note")
    assert not is_flag("planets", "note")
