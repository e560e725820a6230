"""Long texts: both sides' changes, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.texts import merge_text

texts = st.lists(st.sampled_from("abcd"), max_size=6).map("\n".join)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc\nd", "z\nb\nc", "z\nb\nc\nd"),
        ("a\nb\nc", "a\nb\nC", "a\nb\nC"),
        ("A\nb\nc", "a\nb\nc", "A\nb\nc"),
        ("A\nb\nc", "A\nb\nc", "A\nb\nc"),
        ("A\nb\nc", "X\nb\nc", None),
        ("a\nc", "a\nB\nc", None),
    ],
)
def test_lines_merge_unless_both_changed_one_place(mine, theirs, merged):
    assert merge_text("a\nb\nc", mine, theirs) == merged


@given(texts, texts, texts)
def test_merging_does_not_depend_on_who_came_first(base, mine, theirs):
    assert merge_text(base, mine, theirs) == merge_text(base, theirs, mine)


@given(texts, texts, texts)
def test_every_new_line_of_both_sides_is_in_the_merged_text(base, mine, theirs):
    merged = merge_text(base, mine, theirs)
    if merged is not None:
        new = {line for text in (mine, theirs) for line in text.split("\n")} - set(base.split("\n"))
        assert new <= set(merged.split("\n"))


@given(texts, texts)
def test_one_sided_changes_win_whole(base, mine):
    assert merge_text(base, mine, base) == mine
    assert merge_text(base, base, mine) == mine
