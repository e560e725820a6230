"""Any table that passes its checks gives each value one band, and a graver one no lower level."""

from decimal import Decimal

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sync.domain import authority
from sync.domain.authority import Limit, Table, bands_of, evaluate
from sync.domain.authority_changes import (
    ADDED,
    AuthorityChange,
    applied,
    change_id,
    digest_of,
    value_in,
)
from sync.domain.authority_checks import findings, may_be_published
from sync.store import authority_files
from tests.builders import an_id

TABLE = authority_files.shipped()[1]
DRAFT = an_id("draft")
numbers = st.integers(-40, 40).map(Decimal)
halves = st.integers(-90, 90).map(lambda number: Decimal(number) / 2)
levels = st.integers(0, 4)
loose = st.lists(
    st.builds(Limit, level=levels, limit=numbers, start=st.none() | numbers), max_size=4
)
"""Any steps: most of them make no table."""


@st.composite
def orderly(draw: st.DrawFn, *, rising: bool) -> list[Limit]:
    """Return steps in order; some say where they begin, now and then not where they should."""
    chosen = sorted(draw(st.sets(levels, max_size=4)))
    edges = sorted(draw(st.lists(numbers, min_size=4, max_size=4, unique=True)), reverse=not rising)
    found: list[Limit] = []
    for level, limit in zip(chosen, edges, strict=False):
        before = found[-1].limit if found else None
        start = draw(st.sampled_from([None, before, draw(numbers)]) if found else st.none())
        found.append(Limit(level=level, limit=limit, start=start))
    return found


@st.composite
def measures(draw: st.DrawFn) -> authority.Test:
    kind = draw(st.sampled_from(["at_most", "at_least"]))
    steps = draw(loose | orderly(rising=kind == "at_most"))
    return authority.Test(fact="sample_cost", kind=kind, steps=tuple(steps), beyond=draw(levels))


def _with(test: authority.Test) -> Table:
    row = msgspec.structs.replace(TABLE.rows[3], id="X1", tests=(test,))
    return msgspec.structs.replace(TABLE, rows=(*TABLE.rows, row))


@settings(max_examples=400)
@given(measures(), halves)
def test_each_value_has_exactly_one_band_in_a_table_that_passes(test, value):
    table = _with(test)
    assume(may_be_published(table) is None)
    holding = [band for band in bands_of(test) if band.holds(value)]
    assert len(holding) == 1
    assert evaluate(table, {"sample_cost": str(value)}).level == holding[0].level


@settings(max_examples=400)
@given(measures(), halves, halves)
def test_a_graver_value_never_has_a_lower_level_in_a_table_that_passes(test, one, other):
    table = _with(test)
    assume(may_be_published(table) is None)
    mild, grave = sorted((one, other), reverse=test.kind == "at_least")
    mildly, gravely = (evaluate(table, {"sample_cost": str(n)}).level for n in (mild, grave))
    assert mildly <= gravely


@settings(max_examples=400)
@given(measures(), halves)
def test_a_value_without_exactly_one_band_is_found_by_the_checks(test, value):
    table = _with(test)
    if sum(band.holds(value) for band in bands_of(test)) != 1:
        assert any(each.row == "X1" for each in findings(table))


fields = st.one_of(
    st.tuples(st.just("A4"), st.just("delay_days"), st.sampled_from(["limit.1", "limit.2"])),
    st.tuples(st.just("A4"), st.just("delay_days"), st.sampled_from(["limit.0", "start.2"])),
    st.tuples(st.just("A2"), st.just("margin_percent"), st.sampled_from(["limit.3", "limit.0"])),
    st.tuples(st.just(""), st.just(""), st.sampled_from(["rate.EUR", "rate.THB"])),
)
changes = st.lists(st.tuples(fields, st.sampled_from(['"3"', '"7"', '"12"', '""'])), max_size=6)


@given(changes, st.randoms(use_true_random=False))
def test_the_order_in_which_changes_came_makes_no_difference(drawn, chance):
    made = {
        change_id(DRAFT, *place): AuthorityChange(
            id=change_id(DRAFT, *place),
            draft_id=DRAFT,
            table_row=place[0],
            fact=place[1],
            field=place[2],
            value=value,
        )
        for place, value in drawn
    }
    mixed = list(made.values())
    chance.shuffle(mixed)
    one, other = applied(TABLE, made.values()), applied(TABLE, mixed)
    assert digest_of(one.table) == digest_of(other.table)
    assert one.misplaced == other.misplaced
    for change in made.values():
        if change not in one.misplaced and change.field != ADDED:
            said = value_in(one.table, change.table_row, change.fact, change.field)
            assert (said or "") == change.value.strip('"')
