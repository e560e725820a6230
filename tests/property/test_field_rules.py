"""Sets of elements merge in any order, and lose nobody's addition."""

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.field_rules import REVIEW, merge_elements, standing

sets = st.sets(st.sampled_from(["bank", "broker", "buyer", "carrier", "supplier"])).map(
    lambda parts: ",".join(sorted(parts))
)
values = st.sampled_from(["1", "2", "3", None])
GROUPS = [group for groups in REVIEW.values() for group in groups]


def parts(text):
    return {part for part in text.split(",") if part}


@given(sets, sets, sets)
def test_two_changes_of_a_set_commute(base, mine, theirs):
    assert merge_elements(base, mine, theirs) == merge_elements(base, theirs, mine)


@given(sets, sets, sets)
def test_what_either_added_is_there_and_what_either_removed_is_not(base, mine, theirs):
    merged = parts(merge_elements(base, mine, theirs))
    assert merged >= (parts(mine) | parts(theirs)) - parts(base)
    assert merged.isdisjoint(parts(base) - (parts(mine) & parts(theirs)))


@given(sets, sets)
def test_a_repeated_change_of_a_set_changes_nothing_more(base, mine):
    once = merge_elements(base, mine, base)
    assert once == ",".join(sorted(parts(mine)))
    assert merge_elements(base, mine, once) == once


@given(st.sampled_from(GROUPS), st.data())
def test_a_group_that_others_changed_is_never_free(group, data):
    rows = [{name: data.draw(values) for name in group.fields} for _ in range(2)]
    wanted = {name: data.draw(values) for name in group.fields if data.draw(st.booleans())}
    found = standing(group, base=rows[0], current=rows[1], wanted=wanted)
    intended = {**rows[0], **wanted}
    assert (found == "same") == (rows[1] == intended)
    if rows[0] != rows[1] and rows[1] != intended:
        assert found == "taken"
