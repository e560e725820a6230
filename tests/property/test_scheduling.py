"""Calendars, plans and states keep their laws for any input."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.dates import (
    WEEKDAYS,
    Calendar,
    Calendars,
    add_working_days,
    business_hours_between,
    next_open,
    working_days_between,
)
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Incoterm, Order, PaymentTerm
from sync.domain.phases import summarise
from sync.domain.progress import node_states
from sync.domain.scheduling import plan
from sync.domain.shipments import Shipment
from sync.store.process_files import process_of

PROCESS = process_of(1)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)

days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
calendars = st.builds(
    Calendar,
    closed=st.frozensets(days, max_size=20),
    opened=st.frozensets(days.filter(lambda day: day.weekday() >= 5), max_size=10),
)
terms = st.sampled_from(list(PaymentTerm))
rules = st.sampled_from(list(Incoterm))


@given(days, st.integers(-60, 60), calendars)
def test_counting_back_what_was_added_gives_the_count(day, count, calendar):
    start = next_open(day, calendar)
    end = add_working_days(start, count, calendar)
    assert working_days_between(start, end, calendar) == count
    assert calendar.is_open(end)


@given(days, days, calendars)
def test_between_is_what_one_counts_by_hand(start, end, calendar):
    first, last = min(start, end), max(start, end)
    span = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
    counted = sum(calendar.is_open(day) for day in span)
    assert working_days_between(first, last, calendar) == counted
    assert working_days_between(last, first, calendar) == -counted


@given(days, st.integers(0, 60), st.integers(0, 60), calendars)
def test_adding_in_two_steps_is_adding_at_once(day, first, second, calendar):
    stepwise = add_working_days(add_working_days(day, first, calendar), second, calendar)
    assert stepwise == add_working_days(day, first + second, calendar)


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    max_value=datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))


@given(moments, moments, moments, calendars)
def test_office_hours_add_up(first, second, third, calendar):
    early, middle, late = sorted((first, second, third))
    whole = business_hours_between(early, late, calendar)
    parts = business_hours_between(early, middle, calendar) + business_hours_between(
        middle, late, calendar
    )
    assert abs(whole - parts) < 1e-9
    assert whole >= 0


def slacks(etd: date, term: PaymentTerm) -> dict[tuple[str, str], int]:
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=term)
    facts = OrderFacts(order=order, shipments=(Shipment(id="s", order_id="o", etd=etd),))
    found = plan(facts, PROCESS, CALENDARS, NOW).nodes
    before = ("N08", "N09", "N10", "N11", "N12", "N14")
    return {
        (node.subject_id, node.node): node.slack
        for node in found
        if node.node in before and node.slack is not None
    }


@settings(max_examples=40)
@given(days, st.integers(0, 40), terms)
def test_a_later_sailing_never_takes_slack_away(etd, later, term):
    early, late = slacks(etd, term), slacks(etd + timedelta(days=later), term)
    assert early.keys() == late.keys()
    assert all(early[key] <= late[key] for key in early)


places = st.sampled_from(
    [
        (node.id, subject)
        for node in PROCESS.nodes
        for subject in {"ORDER": ("o",), "SHIPMENT": ("s", "t")}.get(node.scope, ())
    ]
)
rows = st.dictionaries(
    places, st.sampled_from([NodeState.DONE, NodeState.IN_PROGRESS, NodeState.REOPENED])
).map(
    lambda states: [
        NodeInstance(
            id=node_id(subject, node),
            order_id="o",
            subject_id=subject,
            node=node,
            state=state,
            finished_at=NOW if state is NodeState.DONE else None,
        )
        for (node, subject), state in states.items()
    ]
)


def an_order(term: PaymentTerm, rule: Incoterm, nodes: list[NodeInstance]) -> OrderFacts:
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=term, incoterm=rule)
    both = (Shipment(id="s", order_id="o"), Shipment(id="t", order_id="o", number=2))
    return OrderFacts(order=order, shipments=both, nodes=tuple(nodes))


@settings(max_examples=60)
@given(terms, rules, rows, st.randoms(use_true_random=False))
def test_states_do_not_depend_on_the_order_of_rows(term, rule, nodes, random):
    mixed = list(nodes)
    random.shuffle(mixed)
    straight, shuffled = an_order(term, rule, nodes), an_order(term, rule, mixed)
    assert node_states(straight, PROCESS) == node_states(shuffled, PROCESS)
    assert plan(straight, PROCESS, CALENDARS, NOW) == plan(shuffled, PROCESS, CALENDARS, NOW)


@settings(max_examples=60)
@given(terms, rules, rows)
def test_something_can_always_be_done_until_all_is_settled(term, rule, nodes):
    facts = an_order(term, rule, nodes)
    views = node_states(facts, PROCESS)
    current = summarise(facts, PROCESS, calendars=CALENDARS, today=NOW.date()).current
    settled = {NodeState.DONE, NodeState.CANCELLED, NodeState.NOT_APPLICABLE}
    waits_on_events = {"N21", "N22", "N24"}
    is_over = all(v.state in settled or v.node in waits_on_events for v in views)
    assert (current is not None) or is_over


@settings(max_examples=60)
@given(terms, rules, rows)
def test_a_ready_node_waits_for_nothing_and_a_waiting_one_for_something(term, rule, nodes):
    for view in node_states(an_order(term, rule, nodes), PROCESS):
        if view.state is NodeState.READY:
            assert not view.waits_for
        if view.state is NodeState.WAITING and view.node != "N21":
            assert view.waits_for
