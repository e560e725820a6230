"""Ids that two desks find independently, and what an id is."""

import pytest

from sync import clock
from sync.domain.ids import is_id, row_id, short


def test_the_same_parts_name_the_same_row_and_others_another():
    assert row_id("node", "a", "N01") == row_id("node", "a", "N01")
    assert row_id("ab", "c") != row_id("a", "bc")
    assert is_id(row_id("node", "a", "N01"))


def test_new_ids_are_ids_and_grow():
    made = [clock.new_id() for _ in range(50)]
    assert len(set(made)) == 50
    assert all(is_id(one) for one in made)
    assert [one[:12] for one in made] == sorted(one[:12] for one in made)
    assert {one[12] for one in made} == {"7"}


@pytest.mark.parametrize(
    "text",
    ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 31 + "\x00", "a" * 32 + "\n", "\uff11" * 32],
)
def test_nothing_else_is_an_id(text):
    assert not is_id(text)


def test_a_short_form_has_four_characters():
    assert len(short("a" * 32)) == 4
    assert short("a" * 32) != short("b" * 32)
