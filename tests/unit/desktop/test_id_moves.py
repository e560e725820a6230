"""Removing and inserting the runs turns one list into the other."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.id_moves import runs_inserted, runs_removed

lists = st.lists(st.integers(0, 12), unique=True, max_size=10)


@given(lists, lists)
def test_runs_turn_the_old_list_into_the_new(old, new):
    left = list(old)
    for first, last in reversed(runs_removed(old, new)):
        del left[first : last + 1]
    left.sort(key=new.index)
    for first, last in runs_inserted(left, new):
        left[first:first] = new[first : last + 1]
    assert left == new


def test_neighbours_make_one_run():
    assert runs_removed([1, 2, 3, 4, 5], [1, 5]) == [(1, 3)]
    assert runs_inserted([1, 5], [0, 1, 2, 3, 5]) == [(0, 0), (2, 3)]
