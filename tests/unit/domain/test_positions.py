"""Places in a list: there is always room between two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.positions import between, is_position

places = st.from_regex(r"[0-9a-z]{0,6}[1-9a-z]", fullmatch=True)


@given(places, places)
def test_a_place_between_two_sorts_between_them(one, other):
    left, right = sorted((one, other))
    if left == right:
        return
    found = between(left, right)
    assert left < found < right
    assert is_position(found)
    assert found


@given(places)
def test_open_sides_always_have_room(place):
    assert between("", place) < place < between(place, "")
    assert is_position(between("", place))


@given(st.lists(st.booleans(), max_size=60))
def test_repeated_insertion_keeps_the_order(turns):
    left, right = between("", ""), ""
    for goes_left in turns:
        found = between(left, right)
        assert left < found
        assert not right or found < right
        left, right = (left, found) if goes_left else (found, right)


def test_many_lines_added_at_the_end_stay_short():
    place = ""
    for _ in range(200):
        place = between(place, "")
    assert len(place) <= 12


def test_places_that_are_not_in_order_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="not in order"):
        between("b", "a")


@pytest.mark.parametrize("text", ["0", "a0", "A", "a!", "é", "a\n", "z" * 201])
def test_what_is_not_a_place_is_known(text):
    assert not is_position(text)
