"""What is typed into a form becomes a column's value, or is refused by name."""

from datetime import date

import pytest

from desktop.models.order_fields import changed, field_spec, parsed, same, shown
from sync.domain.refusals import Refused

TODAY = date(2026, 5, 14)


@pytest.mark.parametrize(
    ("entity", "name", "kind"),
    [
        ("order_lines", "unit_price", "number"),
        ("order_lines", "note", "area"),
        ("order_lines", "supplier_id", "link"),
        ("orders", "payment_term", "choice"),
        ("orders", "credit_days", "whole"),
        ("orders", "needs_sample", "flag"),
        ("shipments", "etd", "day"),
        ("shipments", "si_cutoff_at", "moment"),
        ("shipments", "vessel", "text"),
    ],
)
def test_a_fields_kind_follows_from_its_record(entity, name, kind):
    assert field_spec(entity, name).kind == kind


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("etd", "2026-05-28", "2026-05-28"),
        ("etd", "5-28", "2026-05-28"),
        ("etd", "5月28日", "2026-05-28"),
        ("etd", "", None),
        ("freight", "1,250.50", "1250.50"),
        ("packages", "12", 12),
        ("si_cutoff_at", "5-19 17:00", "2026-05-19T09:00:00Z"),
        ("vessel", "  MV EXAMPLE ", "MV EXAMPLE"),
    ],
)
def test_what_is_typed_is_read(name, text, value):
    spec = field_spec("shipments", name)
    assert parsed(spec, text, today=TODAY, zone="Asia/Shanghai") == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("etd", "2026-02-30"),
        ("etd", "soon"),
        ("freight", "1.2.3"),
        ("packages", "1.5"),
        ("si_cutoff_at", "2026-05-19"),
        ("si_cutoff_at", "2026-05-19 25:00"),
    ],
)
def test_what_cannot_be_read_is_refused(name, text):
    with pytest.raises(Refused):
        parsed(field_spec("shipments", name), text, today=TODAY)


def test_a_required_amount_may_not_be_empty():
    with pytest.raises(Refused) as refused:
        parsed(field_spec("order_lines", "quantity"), " ", today=TODAY)
    assert refused.value.refusal.code == "field_empty"


def test_a_moment_comes_back_as_it_was_typed():
    spec = field_spec("shipments", "si_cutoff_at")
    value = parsed(spec, "2026-11-05 08:30", today=TODAY, zone="Europe/Berlin")
    assert value == "2026-11-05T07:30:00Z"
    assert shown(spec, value, "Europe/Berlin") == "2026-11-05 08:30"


def test_an_unknown_zone_is_the_offices():
    spec = field_spec("shipments", "si_cutoff_at")
    assert shown(spec, "2026-05-19T09:00:00Z", "No/Where") == "2026-05-19 17:00"


def test_only_what_differs_counts_as_changed():
    base = {"unit_price": "3.10", "note": "", "unit": "PCS"}
    typed = {"unit_price": "3.1", "note": None, "unit": "SET"}
    assert changed(base, typed) == {"unit": "SET"}


def test_texts_that_look_alike_are_not_the_same():
    assert not same("A1", "a1")
    assert same("26800.00", "26800")
