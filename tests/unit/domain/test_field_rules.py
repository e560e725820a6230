"""For each field, who wins."""

import pytest

from sync.domain.entities import ENTITIES
from sync.domain.field_rules import (
    CLOSED,
    ELEMENTS,
    REVIEW,
    TEXTS,
    group_named,
    groups_touched,
    is_fixed,
    known_fields,
    merge_elements,
    review_fields,
    standing,
)

MONEY = group_named("receipts", "money")
SEEN = {"amount": "10", "currency": "USD"}


def test_rules_speak_only_of_fields_that_exist():
    for entity, groups in REVIEW.items():
        for group in groups:
            assert set(group.fields) <= known_fields(entity), entity
            for guard in group.guards:
                assert {*guard.fields, guard.column} <= known_fields(guard.entity)
                assert guard.key in known_fields(entity)
    for entity, name in ELEMENTS | TEXTS:
        assert name in known_fields(entity)
    assert set(ENTITIES) >= CLOSED


def test_a_price_and_its_currency_guard_each_other():
    (of_line,) = group_named("order_lines", "money").guards
    (of_order,) = group_named("orders", "money").guards
    assert "currency" in of_line.fields
    assert "unit_price" in of_order.fields


@pytest.mark.parametrize(
    ("current", "wanted", "found"),
    [
        (SEEN, {"amount": "12"}, "free"),
        ({"amount": "11", "currency": "USD"}, {"amount": "12"}, "taken"),
        ({"amount": "12", "currency": "USD"}, {"amount": "12"}, "same"),
        ({"amount": "12", "currency": "EUR"}, {"amount": "12"}, "taken"),
        ({"amount": "10", "currency": "EUR"}, {"amount": "12"}, "taken"),
        (SEEN, {"amount": "10"}, "same"),
    ],
)
def test_a_group_is_free_the_same_or_taken_as_a_whole(current, wanted, found):
    assert standing(MONEY, base=SEEN, current=current, wanted=wanted) == found


def test_a_field_in_two_groups_touches_both():
    touched = groups_touched("order_lines", frozenset({"unit"}))
    assert {group.name for group in touched} == {"money", "quantity"}
    assert groups_touched("order_lines", frozenset({"note"})) == ()
    assert review_fields("tasks") == frozenset()


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("orders", "order_no"),
        ("orders", "state"),
        ("orders", "id"),
        ("order_lines", "order_id"),
        ("receipts", "confirmed_on"),
        ("tasks", "state"),
        ("nodes", "state"),
        ("conflicts", "chosen"),
    ],
)
def test_what_only_an_action_of_its_own_may_change_is_fixed(entity, name):
    assert is_fixed(entity, name)


def test_other_fields_are_open_to_plain_edits():
    assert not is_fixed("orders", "note")
    assert group_named("orders", "nothing") is None


def test_elements_are_added_and_removed_one_by_one():
    assert merge_elements("buyer", "buyer,bank", "buyer,carrier") == "bank,buyer,carrier"
    assert merge_elements("buyer,bank", "bank", "buyer,bank,carrier") == "bank,carrier"
    assert merge_elements(None, "bank", "") == "bank"
