"""A flood of one device is told to wait and for how long; others are not concerned."""

import pytest

from sync.server import exchange, rates
from sync.server.rates import Rates
from sync.server.refusing import Declined
from sync.wire import codec
from sync.wire.messages import Problem


@pytest.fixture
def moment(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr("sync.clock.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("counted", "most", "a_second"),
    [
        ("count_push", rates.PUSHES_AT_ONCE, rates.PUSHES_A_SECOND),
        ("count_part", rates.PARTS_AT_ONCE, rates.PARTS_A_SECOND),
    ],
)
def test_a_burst_passes_and_a_flood_waits(moment, counted, most, a_second):
    count = getattr(Rates(), counted)
    for _ in range(most):
        count("one")
    with pytest.raises(Declined) as caught:
        count("one")
    assert caught.value.status == 429
    assert caught.value.wait_seconds == 1
    count("another")
    moment[0] += 1
    for _ in range(a_second):
        count("one")
    with pytest.raises(Declined):
        count("one")


def test_who_is_held_back_is_told_in_the_answer_and_its_head(moment):
    counting = Rates()
    for _ in range(rates.PUSHES_AT_ONCE):
        counting.count_push("one")
    with pytest.raises(Declined) as caught:
        counting.count_push("one")
    answer = exchange.problem_response(caught.value, codec.MEDIA_TYPE)
    assert answer.headers["Retry-After"] == "1"
    problem = codec.decode(answer.body, Problem)
    assert (problem.code, problem.facts) == ("pushes_too_many", {"wait_seconds": 1})
