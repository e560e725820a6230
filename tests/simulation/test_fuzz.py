"""Bytes that nobody of ours wrote: every decoder says so, and nothing else happens."""

import contextlib

import msgspec
import pytest

from sync.client.badges import headers_of
from sync.client.office import decoded, meaning_of
from sync.client.sealing import sealed
from sync.client.transport import Answer, Call
from sync.client.troubles import EpochChanged, OutOfStep, Trouble
from sync.domain.commands import ACTIONS
from sync.wire import codec
from sync.wire.codec import Garbled
from sync.wire.messages import Operation, Problem, PullAnswer, Push, PushAnswer
from tests.amounts import amount, chance_of
from tests.builders import an_id
from tests.simulation.world import world

RAW = amount(20_000)
STRUCTURED = amount(1_500)
KINDS = (Push, PushAnswer, PullAnswer, Problem)
VALUES = (None, True, -1, 2**63, 1.5, float("nan"), "", "a\0b", "NaN", "x" * 3_000, [], {}, b"\xff")


@pytest.mark.slow
def test_raw_bytes_are_garbled_or_a_message():
    chance = chance_of(1)
    plain = codec.encode(Push(incarnation=an_id("one"), operations=[]))
    for _ in range(RAW):
        body = _hurt(chance, plain) if chance.randrange(2) else chance.randbytes(40)
        _decode(body, chance.choice(KINDS))


@pytest.mark.slow
def test_bytes_in_a_sound_frame_are_garbled_or_a_message():
    chance = chance_of(2)
    for _ in range(RAW):
        kind = chance.choice(KINDS)
        _decode(_framed(chance.randbytes(chance.randrange(60))), kind)


@pytest.mark.slow
def test_answers_of_odd_shape_are_troubles_of_ours():
    chance = chance_of(3)
    for _ in range(STRUCTURED):
        body = codec.encode(_odd(chance, 3))
        answer = Answer(
            status=chance.choice((200, 409, 500)), media_type=codec.MEDIA_TYPE, body=body
        )
        if answer.status == 200:
            try:
                decoded(answer, PullAnswer)
            except Trouble:
                continue
        else:
            assert isinstance(meaning_of(answer), (Trouble, EpochChanged, OutOfStep))


@pytest.mark.slow
def test_operations_of_odd_shape_end_in_a_verdict_and_hold_up_none():
    chance = chance_of(4)
    with world(2) as made:
        station = made.stations[0]
        for number in range(STRUCTURED // 5):
            push = Push(incarnation=an_id(f"odd {number}"), operations=_operations(chance, number))
            answer = made.office.answer(_call(station, codec.encode(push)))
            assert answer.status == 200
            results = codec.decode(answer.body, PushAnswer).results
            assert len(results) == len(push.operations)
            assert all(verdict.status for verdict in results)


def _operations(chance, number):
    return [
        Operation(
            op_id=an_id(f"odd {number} {place}"),
            seq=place + 1,
            action=chance.choice([*ACTIONS, "none", ""]),
            args=msgspec.Raw(msgspec.msgpack.encode(_odd_arguments(chance))),
            base={f"orders/{an_id()}": {"currency": "USD"}} if chance.randrange(2) else {},
            at=chance.choice(("2026-03-02T02:00:00Z", "", "yesterday", "\0")),
        )
        for place in range(5)
    ]


def _odd_arguments(chance):
    if chance.randrange(4) == 0:
        return _odd(chance, 2)
    wanted = {name: _odd(chance, 1) for name in ("unit_price", "note", "currency", "order_id")}
    return {"id": chance.choice((an_id("line 0"), an_id("order 0"), "", 7)), "set": wanted}


def _odd(chance, depth):
    if depth and chance.randrange(3):
        if chance.randrange(2):
            return [_odd(chance, depth - 1) for _ in range(chance.randrange(4))]
        names = ("epoch", "start", "end", "rows", "gone", "code", "head", "server_id", "facts")
        return {chance.choice(names): _odd(chance, depth - 1) for _ in range(chance.randrange(5))}
    return chance.choice(VALUES)


def _call(station, body):
    badge = station.standing().badge
    call = Call(path="/v1/push", body=body, headers=headers_of(badge), timeout_seconds=1)
    return sealed(call, badge, at=station.seconds())


def _framed(content):
    return codec.zstd.compress(content, options=codec._OPTIONS)


def _hurt(chance, body):
    place = chance.randrange(len(body))
    return body[:place] + chance.randbytes(chance.randrange(4)) + body[place + 1 :]


def _decode(body, kind):
    with contextlib.suppress(Garbled):
        assert isinstance(codec.decode(body, kind), kind)
