"""Rows and records turn into each other, for every noun and at the edges."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.entities import ENTITIES, INDEXES, PARENTS
from sync.domain.orders import Incoterm, Order
from sync.domain.records import columns, defaults, plain, record, split, to_row, to_value
from tests.builders import NOW, STAFF, a_line, a_partner, a_shipment, an_order
from tests.samples import a_record

moments = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001  the zone is drawn beside it
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
)
amounts = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15
)


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_record_of_every_noun_survives_its_row(entity):
    item = a_record(entity)
    assert record(ENTITIES[entity], to_row(item)) == item


@pytest.mark.parametrize("entity", ENTITIES)
def test_rows_hold_text_and_whole_numbers_only(entity):
    assert all(
        value is None or type(value) in (str, int) for value in to_row(a_record(entity)).values()
    )


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_row_of_defaults_and_required_fields_is_whole(entity):
    assert set(to_row(a_record(entity))) == set(columns(ENTITIES[entity]))
    assert defaults(ENTITIES[entity]).keys() < set(columns(ENTITIES[entity]))


def test_indexes_and_parents_name_columns_that_exist():
    for entity, names in INDEXES.items():
        assert set(names) <= set(columns(ENTITIES[entity])), entity
    assert "orders" not in PARENTS
    assert {"order_lines", "shipments", "nodes", "conflicts", "history"} <= PARENTS.keys()


@given(amounts)
def test_an_amount_survives_its_column_exactly(amount):
    assert Decimal(plain(amount)) == amount
    assert "E" not in plain(amount)


@given(
    moments,
    st.integers(-14, 14),
)
def test_a_moment_is_kept_in_utc_whatever_zone_said_it(moment, hours):
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    row = to_row(an_order(created_at=there))
    assert record(Order, row).created_at == there
    assert len(str(row["created_at"])) == 20


def test_a_moment_without_a_zone_is_taken_as_utc():
    assert to_value(datetime(2026, 3, 2, 9, 30)) == "2026-03-02T09:30:00Z"  # noqa: DTZ001


def test_booleans_enumerations_and_days_have_their_plain_form():
    row = to_row(an_order(needs_sample=True, incoterm=Incoterm.CIF, signed_on=date(2026, 3, 2)))
    assert (row["needs_sample"], row["incoterm"], row["signed_on"]) == (1, "CIF", "2026-03-02")
    assert type(row["needs_sample"]) is int
    assert type(row["incoterm"]) is str


def test_a_thing_no_column_holds_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        to_value(1.5)


def test_lists_are_joined_and_split_without_empty_parts():
    assert to_value(("a", "b")) == "a,b"
    assert split("a,,b,") == ("a", "b")
    assert split("") == ()


def test_builders_make_whole_records():
    for item in (*STAFF, an_order(), a_line(), a_shipment(), a_partner()):
        assert record(type(item), to_row(item)) == item
    assert datetime(2026, 3, 2, 2, tzinfo=UTC) == NOW
