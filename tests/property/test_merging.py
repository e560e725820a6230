"""Merging never loses a typed value and never mixes two authors in one review group."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.field_rules import ELEMENTS, REVIEW, groups_touched, known_fields, review_fields
from sync.domain.merging import merge

NOUNS = sorted({*REVIEW, "tasks", "products", "contacts"})
values = st.sampled_from(["1", "2", "3", "a\nb\nc", "a\nX\nc", "Y\nb\nc"])


@st.composite
def cases(draw):
    entity = draw(st.sampled_from(NOUNS))
    names = sorted(known_fields(entity) - {"id", "order_id"})
    base = {name: draw(values) for name in names}
    touched = draw(st.sets(st.sampled_from(names), max_size=5))
    current = {**base, **{name: draw(values) for name in touched}}
    wanted = {name: draw(values) for name in draw(st.sets(st.sampled_from(names), min_size=1))}
    groups = [group.name for group in REVIEW.get(entity, ())]
    guarded = draw(st.sets(st.sampled_from(groups))) if groups else set()
    return entity, base, current, wanted, frozenset(guarded)


@settings(max_examples=400)
@given(cases())
def test_every_typed_value_is_written_or_kept_for_a_person(case):
    entity, base, current, wanted, guarded = case
    found = merge(entity, base=base, current=current, wanted=wanted, guarded=guarded)
    in_conflict = {name for group in found.taken for name in group.fields}
    after = {**current, **found.write}
    for name, value in wanted.items():
        is_written = name in found.write and (
            found.write[name] == value or name == "note" or (entity, name) in ELEMENTS
        )
        assert is_written or name in in_conflict or found.unmerged.get(name) == value
        if name in in_conflict:
            assert after[name] == current[name]


@settings(max_examples=400)
@given(cases())
def test_each_group_that_is_written_is_one_authors(case):
    entity, base, current, wanted, guarded = case
    found = merge(entity, base=base, current=current, wanted=wanted, guarded=guarded)
    after = {**current, **found.write}
    for group in REVIEW.get(entity, ()):
        stored = {name: after[name] for name in group.fields}
        theirs = {name: current[name] for name in group.fields}
        mine = {name: wanted.get(name, base[name]) for name in group.fields}
        assert stored in (theirs, mine)
        if group.name in guarded:
            assert stored == theirs


@given(cases())
def test_a_replaced_automatic_value_is_always_told(case):
    entity, base, current, wanted, guarded = case
    found = merge(entity, base=base, current=current, wanted=wanted, guarded=guarded)
    plain = wanted.keys() - review_fields(entity)
    for name in plain:
        if found.write.get(name) == wanted[name] and current[name] not in (
            base[name],
            wanted[name],
        ):
            assert name in found.overwrote or name == "note" or (entity, name) in ELEMENTS


@given(cases())
def test_merging_into_what_was_seen_writes_all_of_it(case):
    entity, base, _, wanted, _ = case
    found = merge(entity, base=base, current=base, wanted=wanted)
    plain = {name: value for name, value in wanted.items() if (entity, name) not in ELEMENTS}
    assert {name: found.write[name] for name in plain} == plain
    assert not found.taken
    assert not found.unmerged


@given(cases())
def test_a_merge_done_again_changes_nothing(case):
    entity, base, current, wanted, guarded = case
    first = merge(entity, base=base, current=current, wanted=wanted, guarded=guarded)
    after = {**current, **first.write}
    again = (
        merge(entity, base=after, current=after, wanted={**first.write}) if first.write else first
    )
    assert {**after, **again.write} == after
    assert all(group in groups_touched(entity, frozenset(wanted)) for group in first.taken)
