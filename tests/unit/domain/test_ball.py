"""Who has the ball: since when, what is promised, what comes next."""

from datetime import UTC, date, datetime

import pytest

from sync.domain.ball import ball_of
from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.facts import OrderFacts
from sync.domain.handoffs import Handoff, HandoffState
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, PaymentTerm
from sync.domain.phases import summarise
from sync.domain.progress import node_states
from sync.store.process_files import process_of

PROCESS = process_of(1)
TODAY = date(2026, 10, 14)
MONDAY = datetime(2026, 10, 12, 2, tzinfo=UTC)
ORDER = Order(id="o", buyer_id="b", owner_id="lin", payment_term=PaymentTerm.TT_DB)


def node(name, **fields):
    plain = {"state": NodeState.DONE, "finished_at": MONDAY, **fields}
    return NodeInstance(id=node_id("o", name), order_id="o", subject_id="o", node=name, **plain)


def handoff(**fields):
    plain = {"node": "N04", "from_id": "lin", "to_id": "mei", "delivers": "x", "handed_at": MONDAY}
    return Handoff(id="h", order_id="o", subject_id="o", **{**plain, **fields})


def ball(*nodes, handoffs=()):
    facts = OrderFacts(order=ORDER, nodes=(node("N01"), node("N02"), *nodes), handoffs=handoffs)
    calendars = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
    current = summarise(facts, PROCESS, calendars=calendars, today=TODAY).current
    return ball_of(facts, current, node_states(facts, PROCESS, today=TODAY))


@pytest.mark.system("D10")
def test_what_comes_next_leaves_out_what_does_not_apply():
    found = ball()
    assert (found.node, found.holder_id) == ("N04", "lin")
    assert found.next == ("N05", "N08")


@pytest.mark.system("D10")
def test_days_count_from_when_the_work_came_into_these_hands():
    started = node("N04", state=NodeState.IN_PROGRESS, finished_at=None, started_at=MONDAY)
    assert ball(started).day == 3
    given = datetime(2026, 10, 14, 2, tzinfo=UTC)
    found = ball(started, handoffs=(handoff(handed_at=given),))
    assert (found.holder_id, found.since, found.day, found.is_offered) == ("mei", given, 1, True)


def test_a_promise_counts_while_whoever_gave_it_has_the_ball():
    promise = date(2026, 10, 20)
    kept = handoff(state=HandoffState.ACCEPTED, promised_on=promise)
    mine = node("N04", state=NodeState.READY, finished_at=None, owner_id="mei")
    assert ball(mine, handoffs=(kept,)).promised_on == promise
    others = node("N04", state=NodeState.READY, finished_at=None, owner_id="bo")
    assert ball(others, handoffs=(kept,)).promised_on is None
