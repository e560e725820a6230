"""Sub-projects in an order's plan: days, room, the critical path, loops, what was agreed (S63)."""

from datetime import date

import msgspec
import pytest

from sync.domain.dates import WEEKDAYS
from sync.domain.networks import Tie, each_after_what_it_waits_for, loop_closed, without_loops
from sync.domain.project_baselines import compared, days_agreed, days_noted, newest
from sync.domain.project_forecasts import goods_ready
from sync.domain.project_names import piece_called
from sync.domain.project_slips import effect_of_slip
from sync.domain.project_ties import loop_with
from sync.domain.projects import (
    Project,
    ProjectBaseline,
    ProjectLink,
    ProjectState,
    days_of,
    link_id,
    place_of,
    working_days,
)
from sync.domain.scheduling import plan, planned
from sync.domain.states import board_of
from sync.domain.warning_rules import find_warnings
from sync.store.warning_files import load_warning_settings
from tests.builders import rewritten
from tests.unit.domain.test_scheduling import CALENDARS, PROCESS, an_order_with_deposit, moment

TODAY = date(2026, 10, 16)
"""A Friday; the order sails on 8 December and makes its goods until 20 November."""
NODE = "o/N10"


def a_project(name, start, finish, **fields):
    plain = Project(
        id=name, order_id="o", name=name, owner_id="u", planned_start=start, planned_finish=finish
    )
    return rewritten(plain, fields)


def a_link(before, after, lag=0):
    return ProjectLink(
        id=link_id(before, after), order_id="o", before=before, after=after, lag_days=lag
    )


TOOLING = a_project("tooling", date(2026, 10, 19), date(2026, 10, 23))
SAMPLES = a_project("samples", date(2026, 10, 19), date(2026, 10, 21))


def facts_with(*things):
    return msgspec.structs.replace(
        an_order_with_deposit(TODAY),
        projects=tuple(each for each in things if isinstance(each, Project)),
        project_links=tuple(each for each in things if isinstance(each, ProjectLink)),
    )


def network(*things, today=TODAY):
    return plan(facts_with(*things), PROCESS, CALENDARS, moment(today)).network


def nodes(*things):
    found = plan(facts_with(*things), PROCESS, CALENDARS, moment(TODAY)).nodes
    return {node.node: node for node in found}


@pytest.mark.system("S63")
def test_what_waits_begins_on_the_working_day_after_and_the_lag():
    found = network(TOOLING, SAMPLES, a_link("tooling", "samples", lag=2))
    assert (found.of("tooling").start, found.of("tooling").finish) == (
        date(2026, 10, 19),
        date(2026, 10, 23),
    )
    assert (found.of("samples").start, found.of("samples").finish) == (
        date(2026, 10, 28),
        date(2026, 10, 30),
    )


@pytest.mark.system("S63")
def test_a_step_of_the_order_waits_for_a_sub_project_and_its_end_moves():
    alone = nodes(TOOLING)["N10"]
    late = a_project("tooling", date(2026, 10, 19), date(2026, 12, 4))
    held = nodes(late, a_link("tooling", NODE))["N10"]
    assert alone.finish == date(2026, 11, 20)
    assert held.start == date(2026, 12, 7)
    assert held.finish > alone.finish
    assert held.slack < 0 <= alone.slack


@pytest.mark.system("S63")
def test_a_sub_project_waits_for_a_step_and_has_its_limit_from_what_waits_for_it():
    found = network(SAMPLES, a_link("o/N09", "samples"), a_link("samples", NODE))
    own = found.of("samples")
    assert own.start == date(2026, 10, 26)  # N09 ends on the 23rd
    assert own.latest_finish is not None
    assert own.slack > 0


@pytest.mark.system("S63")
@pytest.mark.parametrize(("days", "end"), [(0, 0), (3, 0), (8, 0), (9, 3), (10, 4), (11, 5)])
def test_the_end_moves_by_what_the_room_does_not_take(days, end):
    """Room for 8 days; what waits 30 calendar days after the sailing skips a weekend then."""
    things = (TOOLING, SAMPLES, a_link("tooling", "samples"), a_link("samples", NODE))
    facts = facts_with(*things)
    board = board_of(facts, PROCESS)
    room = network(*things).of("tooling").room
    found = effect_of_slip(
        facts, board, CALENDARS, now=moment(TODAY), project_id="tooling", days=days
    )
    assert room == 8
    assert found.days == end
    ends = {each.piece: each.days for each in found.moved}
    assert ends.get("tooling", 0) == ends.get("samples", 0) == days


def test_a_critical_sub_project_leads_the_path_and_its_slip_moves_the_end():
    late = a_project("tooling", date(2026, 10, 19), date(2026, 12, 4))
    things = (late, a_link("tooling", NODE))
    found = network(*things)
    assert found.of("tooling").is_critical
    assert found.critical[:3] == ("tooling", NODE, "s/N11")
    assert found.critical[-1] == "o/N24"
    facts = facts_with(*things)
    effect = effect_of_slip(
        facts,
        board_of(facts, PROCESS),
        CALENDARS,
        now=moment(TODAY),
        project_id="tooling",
        days=3,
    )
    assert effect.days == 4  # 30 calendar days after the later sailing end on a weekend


def test_what_is_over_slips_no_more():
    done = rewritten(
        TOOLING,
        {
            "state": ProjectState.DONE,
            "started_on": date(2026, 10, 5),
            "finished_on": date(2026, 10, 9),
        },
    )
    facts = facts_with(done)
    found = effect_of_slip(
        facts,
        board_of(facts, PROCESS),
        CALENDARS,
        now=moment(TODAY),
        project_id="tooling",
        days=3,
    )
    assert found is None
    own = network(done).of("tooling")
    assert (own.finish, own.latest_finish, own.is_critical) == (date(2026, 10, 9), None, False)


def test_an_order_without_sub_projects_has_no_network_and_its_plan_of_before():
    assert network() is None
    loose = network(TOOLING)
    assert loose.of("tooling").slack is None
    assert {key: node.finish for key, node in nodes(TOOLING).items()} == {
        key: node.finish for key, node in nodes().items()
    }


def test_a_dropped_sub_project_is_in_nobodys_way():
    late = a_project("tooling", date(2026, 10, 19), date(2026, 12, 4))
    dropped = rewritten(late, {"state": ProjectState.DROPPED})
    link = a_link("tooling", NODE)
    assert nodes(dropped, link)["N10"].finish == nodes()["N10"].finish
    assert network(dropped, link) is None
    assert network(dropped, SAMPLES, link).of("tooling") is None


def test_what_has_begun_is_not_moved_by_what_it_waits_for():
    begun = rewritten(SAMPLES, {"state": ProjectState.ACTIVE, "started_on": date(2026, 10, 14)})
    found = network(TOOLING, begun, a_link("tooling", "samples"))
    assert found.of("samples").start == date(2026, 10, 14)
    assert found.of("tooling").room > 5


@pytest.mark.parametrize(
    ("start", "finish", "days"),
    [
        (date(2026, 10, 19), date(2026, 10, 23), 5),
        (date(2026, 10, 17), date(2026, 10, 18), 1),
        (date(2026, 10, 23), date(2026, 10, 26), 2),
        (date(2026, 10, 26), date(2026, 10, 19), 1),
    ],
)
def test_a_plan_says_how_many_working_days(start, finish, days):
    assert working_days(a_project("x", start, finish), WEEKDAYS) == days


def test_nothing_that_is_open_ends_in_the_past_or_begins_there():
    found = days_of(TOOLING, None, WEEKDAYS, date(2026, 11, 2))
    assert (found.start, found.finish) == (date(2026, 11, 2), date(2026, 11, 6))
    begun = rewritten(TOOLING, {"started_on": date(2026, 10, 19)})
    assert days_of(begun, None, WEEKDAYS, date(2026, 11, 2)).finish == date(2026, 11, 2)


@pytest.mark.system("S63")
def test_a_loop_is_named_and_the_plan_stays_computable_with_it():
    there, back = a_link("tooling", "samples"), a_link("samples", "tooling")
    facts = facts_with(TOOLING, SAMPLES, there)
    loop = loop_with(facts, board_of(facts, PROCESS), "samples", "tooling")
    assert loop == ("tooling", "samples")
    found = network(TOOLING, SAMPLES, there, back)
    (left,) = found.left_out
    assert left.link_id == max(there.id, back.id)
    assert set(left.loop) == {"tooling", "samples"}
    assert len(found.projects) == 2


def test_a_loop_through_the_steps_of_the_order_is_one_too():
    facts = facts_with(TOOLING, a_link("tooling", "o/N04"))
    board = board_of(facts, PROCESS)
    loop = loop_with(facts, board, NODE, "tooling")
    assert loop[0] == "tooling"
    assert (loop[1], loop[-1]) == ("o/N04", NODE)
    both = network(TOOLING, a_link("tooling", "o/N04"), a_link(NODE, "tooling"))
    assert len(both.left_out) == 1


def test_a_link_to_what_is_not_there_ties_nothing():
    link = a_link("gone", "samples")
    assert network(SAMPLES, link).of("samples") == network(SAMPLES).of("samples")
    facts = facts_with(SAMPLES)
    assert loop_with(facts, board_of(facts, PROCESS), "gone", "samples") == ()


def test_the_first_of_a_longer_loop_is_what_would_wait():
    waits = {"b": ["a"], "c": ["b"], "d": ["c"]}
    assert loop_closed(waits, "d", "a") == ("a", "b", "c", "d")
    assert loop_closed(waits, "a", "d") == ()
    assert loop_closed({}, "a", "a") == ("a",)


def test_of_ties_in_a_loop_the_one_of_the_highest_id_gives_way():
    ties = [
        Tie(id="3", before="c", after="a"),
        Tie(id="1", before="a", after="b"),
        Tie(id="2", before="b", after="c"),
    ]
    kept, left = without_loops({}, ties)
    assert [tie.id for tie in kept] == ["1", "2"]
    assert left[0].tie.id == "3"
    assert left[0].loop == ("a", "b", "c")


def test_pieces_stand_after_what_they_wait_for_and_otherwise_as_they_came():
    order = each_after_what_it_waits_for("abcd", {"a": ["c"], "c": ["d"]})
    assert order == ("d", "c", "a", "b")
    long = [str(number) for number in range(5_000)]
    waits = {str(number): [str(number + 1)] for number in range(4_999)}
    assert each_after_what_it_waits_for(long, waits) == tuple(reversed(long))


@pytest.mark.system("S63")
def test_the_baseline_against_now():
    before = network(TOOLING, SAMPLES, a_link("tooling", "samples"))
    agreed = ProjectBaseline(
        id="1", order_id="o", number=1, days=days_noted(before), end_on=before.end
    )
    later = rewritten(TOOLING, {"planned_finish": date(2026, 10, 28)})
    extra = a_project("papers", date(2026, 11, 2), date(2026, 11, 3))
    found = compared(agreed, network(later, SAMPLES, extra, a_link("tooling", "samples")), WEEKDAYS)
    assert {each.project_id: each.days for each in found.shifts} == {"tooling": 3, "samples": 3}
    assert found.of("samples").was.finish == date(2026, 10, 28)
    assert (found.days, found.added, found.of("papers")) == (0, ("papers",), None)


def test_the_newest_baseline_counts_and_one_that_cannot_be_read_says_nothing():
    first = ProjectBaseline(id="2", order_id="o", number=1, days="{}")
    second = ProjectBaseline(id="1", order_id="o", number=2, days="garbled")
    assert newest([second, first]) is second
    assert newest([]) is None
    assert days_agreed(second) == {}


def test_a_piece_is_called_by_its_name_or_its_step():
    facts = facts_with(TOOLING)
    assert piece_called(facts, PROCESS, "tooling") == ("tooling", "tooling")
    assert piece_called(facts, PROCESS, place_of("s", "N12"))[1].startswith("N12 ")
    assert piece_called(facts, PROCESS, "o/N99") == ("N99", "N99")
    two = msgspec.structs.replace(
        facts, shipments=(*facts.shipments, rewritten(facts.shipments[0], {"id": "t", "number": 2}))
    )
    assert piece_called(two, PROCESS, place_of("t", "N12"))[1].endswith("(shipment 2)")


def test_making_the_goods_takes_as_long_as_was_planned_once_it_may_begin():
    facts = facts_with(TOOLING, a_link("tooling", NODE))
    order = rewritten(
        facts.order,
        {
            "production_start_on": date(2026, 10, 20),
            "production_finish_on": date(2026, 10, 29),
        },
    )
    known = msgspec.structs.replace(facts, order=order)
    found = planned(known, board_of(known, PROCESS), CALENDARS, moment(TODAY))
    goods = next(node for node in found.nodes if node.node == "N10")
    assert goods.start == date(2026, 10, 26)
    assert goods.finish == date(2026, 11, 4)


@pytest.mark.system("S63")
@pytest.mark.parametrize(
    ("finish", "ready"),
    [(date(2026, 10, 23), date(2026, 10, 28)), (date(2026, 11, 20), date(2026, 11, 25))],
)
def test_the_goods_are_ready_no_earlier_than_what_they_wait_for(finish, ready):
    late = rewritten(TOOLING, {"planned_finish": finish})
    links = (a_link("tooling", "samples"), a_link("samples", "s/N11"))
    facts = facts_with(late, SAMPLES, *links)
    assert goods_ready(facts, "s", WEEKDAYS, TODAY) == ready
    assert goods_ready(facts, "another", WEEKDAYS, TODAY) is None
    assert goods_ready(facts_with(late), "s", WEEKDAYS, TODAY) is None


@pytest.mark.system("S63")
def test_a_sub_project_that_ends_after_the_sailings_buffer_warns(warnings_of):
    """W12 counts from the later of the forecast and what the goods wait for."""
    links = (a_link("tooling", NODE), a_link(NODE, "samples"), a_link("samples", "tooling"))
    soon = facts_with(TOOLING, links[0])
    late = facts_with(rewritten(TOOLING, {"planned_finish": date(2026, 12, 3)}), *links)
    assert "W12" not in warnings_of(soon)
    assert "W12" in warnings_of(late)


@pytest.fixture
def warnings_of():
    def found(facts):
        settings = load_warning_settings()
        now = moment(TODAY)
        told = find_warnings(facts, calendars=CALENDARS, now=now, settings=settings)
        return {each.id for each in told}

    return found
