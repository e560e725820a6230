"""Silence: a stage of which nothing was heard for longer than it may take, and who owes a word."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from sync.domain.checklists import Answer, answer_id
from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.detours import Detour
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, PaymentTerm
from sync.domain.phases import summarise
from sync.domain.status_posts import StatusPost, posts_at
from sync.store.process_files import process_of

PROCESS = process_of(1)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
TODAY = date(2026, 10, 14)
"""A Wednesday."""


def at(day: int) -> datetime:
    return datetime(2026, 10, day, 2, tzinfo=UTC)


def row(node: str, state: NodeState = NodeState.DONE, **fields) -> NodeInstance:
    given = {"started_at": at(1), "finished_at": at(2) if state is NodeState.DONE else None}
    given |= fields
    key = node_id("o", node)
    return NodeInstance(id=key, order_id="o", subject_id="o", node=node, state=state, **given)


DEPOSIT = [row("N01"), row("N02"), row("N04", finished_at=at(5))]
"""What comes before the deposit, which may take five working days; signed on Monday 5 October."""


def post(day: int, node: str = "N05", text: str = "bank confirms on Monday") -> StatusPost:
    return StatusPost(
        id=f"{node}{day}",
        order_id="o",
        subject_id="o",
        node=node,
        text=text,
        author_id="u",
        device_id="d",
        posted_at=at(day),
    )


def current(*nodes: NodeInstance, today: date = TODAY, hidden=frozenset(), **more):
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=PaymentTerm.TT_DB)
    facts = OrderFacts(order=order, nodes=nodes or tuple(DEPOSIT), hidden=hidden, **more)
    found = summarise(facts, PROCESS, calendars=CALENDARS, today=today).current
    assert found is not None
    return found


@pytest.mark.system("S15")
def test_a_stage_is_silent_from_the_day_after_its_limit():
    assert current(today=date(2026, 10, 12)).silence is None  # five working days
    silent = current(today=date(2026, 10, 13))
    assert silent.silence is not None
    assert (silent.silence.days, silent.silence.limit) == (6, 5)
    assert (silent.node, silent.owner_id) == ("N05", "u")
    later = current().silence
    assert later is not None
    assert (later.days, later.heard_at) == (7, at(5))


@pytest.mark.system("S15")
def test_a_status_post_ends_the_silence_and_a_comment_elsewhere_does_not():
    assert current(status_posts=(post(12),)).silence is None
    other = current(status_posts=(post(12, node="N02"),)).silence
    assert other is not None
    assert other.days == 7


def test_a_tick_or_a_step_is_heard_too():
    tick = Answer(
        id=answer_id("o", "N05-01"),
        order_id="o",
        subject_id="o",
        node="N05",
        item="N05-01",
        ticked=True,
        answered_at=at(13),
    )
    assert current(answers=(tick,)).silence is None
    waits = row("N05", NodeState.WAIT_BUYER, started_at=at(6), waiting_since=at(13))
    assert current(*DEPOSIT, waits).silence is None
    given = row("N05", NodeState.IN_PROGRESS, started_at=at(5), owner_since=at(13))
    assert current(*DEPOSIT, given).silence is None


def test_off_the_main_path_nobody_owes_a_word_and_back_on_it_the_days_begin_anew():
    off = Detour(
        id="x",
        order_id="o",
        subject_id="o",
        node="N05",
        path="E05-1",
        note="the buyer's bank is closed",
        taken_by="u",
        taken_at=at(6),
    )
    assert current(detours=(off,)).silence is None
    back = msgspec.structs.replace(off, left_by="u", left_at=at(13))
    assert current(detours=(back,)).silence is None


def test_what_is_hidden_is_no_silence():
    assert current(hidden=frozenset({"status_posts"})).silence is None


def test_a_stage_without_a_standard_has_no_limit():
    collection = {node.id: node for node in PROCESS.nodes}["N20"]
    assert collection.standards == ()


def test_the_newest_post_comes_first():
    posts = (post(5), post(12), post(7), post(9, node="N02"))
    assert [each.posted_at for each in posts_at(posts, "o", "N05")] == [at(12), at(7), at(5)]


def test_an_order_came_to_its_stage_when_it_could_begin():
    started = row("N05", NodeState.IN_PROGRESS, started_at=at(8), owner_since=at(12))
    assert current(*DEPOSIT, started).came_at == at(5)
    again = row("N05", NodeState.REOPENED, reopened_at=at(9))
    assert current(*DEPOSIT, again).came_at == at(9)
