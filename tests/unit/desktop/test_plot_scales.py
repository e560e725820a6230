"""The axis of a plot is round and holds every value."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.plot_scales import axis, placed, round_step

numbers = st.lists(st.floats(-1e6, 1e6).map(lambda n: round(n, 3)), min_size=1, max_size=20)


@given(numbers)
def test_axis_holds_all_values_with_few_lines(values):
    places = axis(values)
    assert places[0] <= min(values) + 1e-6
    assert places[-1] >= max(values) - 1e-6
    assert 2 <= len(places) <= 6
    assert places == sorted(set(places))


def test_steps_are_round():
    assert round_step(4, count=3) == 2
    assert round_step(70, count=3) == 25
    assert round_step(0, count=3) == 1


def test_axis_of_nothing_is_still_an_axis():
    assert axis([]) == [0.0, 1.0]


def test_lowest_place_is_at_the_bottom():
    assert placed(90, places=[90, 100], top=0, bottom=50) == 50
    assert placed(100, places=[90, 100], top=0, bottom=50) == 0
