"""Networks of sub-projects keep their laws, whatever is linked to what and in which order."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.dates import (
    WEEKDAYS,
    Calendar,
    Calendars,
    add_working_days,
    working_days_between,
)
from sync.domain.facts import OrderFacts
from sync.domain.orders import Order
from sync.domain.project_slips import effect_of_slip
from sync.domain.projects import Project, ProjectLink, link_id, working_days
from sync.domain.scheduling import planned
from sync.domain.shipments import Shipment
from sync.domain.states import board_of
from sync.store.process_files import process_of

WHOLE = process_of(1)
ALONE = msgspec.structs.replace(WHOLE, nodes=(), edges=(), gates=())
"""A process without steps: only the sub-projects are planned."""
NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)
NAMES = "abcdef"
STEPS = ("o/N04", "o/N09", "o/N10", "s/N12", "s/N15")

calendars = st.builds(
    Calendar,
    closed=st.frozensets(
        st.dates(min_value=date(2026, 10, 1), max_value=date(2027, 2, 1)), max_size=15
    ),
)
projects = st.lists(
    st.builds(
        lambda name, begin, days: Project(
            id=name,
            order_id="o",
            name=name,
            owner_id="u",
            planned_start=date(2026, 10, 20) + timedelta(days=begin),
            planned_finish=date(2026, 10, 20) + timedelta(days=begin + days),
        ),
        st.sampled_from(NAMES),
        st.integers(0, 20),
        st.integers(0, 15),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda project: project.id,
)


def links_among(pieces):
    pairs = st.tuples(st.sampled_from(pieces), st.sampled_from(pieces), st.integers(0, 4))
    return st.lists(pairs, max_size=12, unique_by=lambda each: each[:2]).map(
        lambda found: tuple(
            ProjectLink(id=link_id(a, b), order_id="o", before=a, after=b, lag_days=lag)
            for a, b, lag in found
        )
    )


loose = links_among(NAMES)
"""Links among sub-projects, loops included."""
mixed = links_among((*NAMES, *STEPS))


def a_plan(items, links, process=ALONE, calendar=WEEKDAYS):
    facts = facts_of(items, links)
    both = Calendars(company=calendar, bank=calendar)
    return planned(facts, board_of(facts, process), both, NOW)


def facts_of(items, links):
    order = Order(id="o", buyer_id="b", owner_id="u", signed_on=date(2026, 10, 19))
    shipment = Shipment(id="s", order_id="o", etd=date(2026, 12, 8))
    return OrderFacts(
        order=order, shipments=(shipment,), projects=tuple(items), project_links=tuple(links)
    )


def ends(plan):
    return {each.id: each.finish for each in plan.network.projects}


@pytest.mark.system("S63")
@settings(max_examples=80)
@given(projects, loose, calendars, st.data())
def test_moving_a_predecessor_later_lets_nothing_end_earlier(items, links, calendar, data):
    moved = data.draw(st.sampled_from(items))
    days = timedelta(days=data.draw(st.integers(1, 30)))
    later = msgspec.structs.replace(moved, planned_finish=moved.planned_finish + days)
    before = ends(a_plan(items, links, calendar=calendar))
    others = [later if each.id == moved.id else each for each in items]
    after = ends(a_plan(others, links, calendar=calendar))
    assert all(after[name] >= before[name] for name in before)


@pytest.mark.system("S63")
@settings(max_examples=80)
@given(projects, mixed)
def test_nothing_begins_before_what_it_waits_for_and_its_lag_are_over(items, links):
    plan = a_plan(items, links, process=WHOLE)
    known = {each.id: each for each in plan.network.projects}
    ends_of = {f"{node.subject_id}/{node.node}": node.finish for node in plan.nodes}
    ends_of |= ends(plan)
    left = {each.link_id for each in plan.network.left_out}
    for link in links:
        if link.after in known and link.id not in left and ends_of.get(link.before):
            through = add_working_days(ends_of[link.before], link.lag_days, WEEKDAYS)
            assert known[link.after].start > through


@pytest.mark.system("S63")
@settings(max_examples=80)
@given(projects, loose, st.data())
def test_the_end_moves_by_exactly_the_slip_less_the_room(items, links, data):
    plan = a_plan(items, links)
    assert all(each.room >= 0 for each in plan.network.projects)
    chosen = data.draw(st.sampled_from(plan.network.projects))
    slip = data.draw(st.integers(0, 40))
    facts = facts_of(items, links)
    both = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
    found = effect_of_slip(
        facts, board_of(facts, ALONE), both, now=NOW, project_id=chosen.id, days=slip
    )
    planned_days = next(each for each in items if each.id == chosen.id)
    grown = working_days(planned_days, WEEKDAYS)
    later = add_working_days(planned_days.planned_finish, slip, WEEKDAYS)
    longer = msgspec.structs.replace(planned_days, planned_finish=later)
    really = working_days(longer, WEEKDAYS) - grown
    assert found.days == max(0, really - chosen.room)


@pytest.mark.system("S63")
@settings(max_examples=80)
@given(projects, loose, calendars)
def test_the_critical_path_is_as_long_as_the_whole(items, links, calendar):
    network = a_plan(items, links, calendar=calendar).network
    path = [network.of(name) for name in network.critical]
    assert path[-1].finish == network.end
    assert all(each.is_critical and each.room == 0 for each in path)
    lags = {(link.before, link.after): link.lag_days for link in links}
    eve = path[0].start - timedelta(days=1)
    length = sum(
        working_days_between(each.start - timedelta(days=1), each.finish, calendar) for each in path
    )
    length += sum(lags[before.id, after.id] for before, after in pairwise(path))
    assert length == working_days_between(eve, network.end, calendar)
    of_first = next(each for each in items if each.id == path[0].id)
    first_open = add_working_days(max(of_first.planned_start, NOW.date()), 0, calendar)
    assert path[0].start >= first_open


@pytest.mark.system("S63")
@settings(max_examples=60)
@given(projects, mixed, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_came_changes_nothing(items, links, random):
    others, tied = list(items), list(links)
    random.shuffle(others)
    random.shuffle(tied)
    assert a_plan(items, links, process=WHOLE) == a_plan(others, tied, process=WHOLE)


@pytest.mark.system("S63")
@settings(max_examples=60)
@given(projects, mixed)
def test_a_loop_leaves_out_links_and_every_piece_has_its_days(items, links):
    network = a_plan(items, links, process=WHOLE).network
    assert {each.id for each in network.projects} == {each.id for each in items}
    known = {link.id: link for link in links}
    for each in network.left_out:
        link = known[each.link_id]
        assert each.loop[0] == link.after
        assert each.loop[-1] == link.before
        assert len(set(each.loop)) == len(each.loop)
    kept = [link for link in links if link.id not in {each.link_id for each in network.left_out}]
    assert a_plan(items, kept, process=WHOLE).network.left_out == ()
    assert ends(a_plan(items, kept, process=WHOLE)) == ends(a_plan(items, links, process=WHOLE))
