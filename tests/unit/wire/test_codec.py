"""Bytes that are not a message of ours are Garbled, and nothing else ever."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.domain.commands import ACTIONS, Edit
from sync.wire import codec
from sync.wire.codec import Garbled, decode, encode, pack_args, unpack, unpack_args, zstd
from sync.wire.messages import Operation, Page, Pull, PullAnswer, Push, PushAnswer, Verdict
from tests.builders import an_id

OPERATION = Operation(
    seq=1,
    op_id=an_id("op"),
    at="2026-03-02T02:00:00Z",
    action="order.edit",
    args=pack_args(Edit(id=an_id("order"), set={"goods": "碗"})),
    base={f"orders/{an_id('order')}": {"goods": ""}},
)
PUSH = Push(incarnation=an_id("incarnation"), operations=[OPERATION])
MESSAGES = [
    PUSH,
    PushAnswer(
        server_id="s", epoch="e", head=3, results=[Verdict(op_id="o", status="noop", ver=3)]
    ),
    Pull(cursor=4, scopes=["company"]),
    PullAnswer(
        server_id="s",
        epoch="e",
        start=0,
        end=2,
        head=2,
        more=False,
        scopes=["company"],
        at="",
        rows={"orders": Page(columns=["id", "ver"], rows=[["a", 1], [None, 2**40]])},
        gone=[("orders", "b")],
    ),
]
GOOD = encode(PUSH)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_survives_the_wire(message):
    assert encode(decode(encode(message), type(message))) == encode(message)


def test_an_operations_arguments_survive_the_wire():
    found = decode(GOOD, Push).operations[0]
    command = unpack_args(found.args, ACTIONS[found.action].kind)
    assert command == Edit(id=an_id("order"), set={"goods": "碗"})


@given(st.binary(max_size=300))
@example(b"")
@example(GOOD + b"\x00")
@example(GOOD + GOOD)
@example(zstd.compress(b""))
def test_random_bytes_are_garbled(data):
    with pytest.raises(Garbled):
        decode(data, Push)


@given(st.integers(0, len(GOOD) - 1))
def test_a_message_cut_short_is_garbled(length):
    with pytest.raises(Garbled):
        decode(GOOD[:length], Push)


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_damaged_message_is_never_taken_for_another(place, flip):
    data = bytearray(GOOD)
    data[place] ^= flip
    try:
        assert encode(decode(bytes(data), Push)) == GOOD
    except Garbled:
        return


@given(st.binary(max_size=200))
def test_any_bytes_in_a_sound_frame_are_a_message_or_garbled(content):
    try:
        decode(zstd.compress(content), Push)
    except Garbled:
        return


@given(st.binary(max_size=200), st.sampled_from(sorted(ACTIONS)))
def test_any_arguments_are_a_command_or_garbled(content, name):
    try:
        assert isinstance(unpack_args(content, ACTIONS[name].kind), ACTIONS[name].kind)
    except Garbled:
        return


def test_a_bomb_is_not_opened():
    bomb = zstd.compress(b"\0" * (codec.OPENED_BYTES_MAX + 1))
    assert len(bomb) < 4_000
    with pytest.raises(Garbled):
        unpack(bomb)


def test_a_frame_that_does_not_state_its_size_is_not_opened():
    stream = zstd.ZstdCompressor()
    unstated = stream.compress(b"x" * 100) + stream.flush()
    assert zstd.get_frame_info(unstated).decompressed_size is None
    with pytest.raises(Garbled):
        unpack(unstated)


def test_a_frame_that_lies_about_its_size_is_not_believed():
    honest = zstd.compress(b"a" * 200)
    at = honest.index(bytes([200 & 0xFF])) if bytes([200]) in honest[:8] else 5
    lying = honest[:at] + bytes([honest[at] ^ 0x20]) + honest[at + 1 :]
    with pytest.raises(Garbled):
        unpack(lying)


def test_deep_nesting_is_garbled():
    with pytest.raises(Garbled):
        decode(zstd.compress(b"\x91" * 50_000), Push)


@pytest.mark.parametrize(
    ("name", "value"),
    [("op_id", "x"), ("op_id", "a" * 31 + "\n"), ("seq", 0), ("seq", 2**63), ("op_id", "A" * 32)],
)
def test_an_operation_whose_place_or_id_cannot_be_is_garbled(name, value):
    fields = {"seq": 1, "op_id": "a" * 32, name: value}
    content = [fields["seq"], fields["op_id"], "", "order.edit", {}, {}, False]
    message = {"incarnation": "b" * 32, "operations": [content]}
    with pytest.raises(Garbled):
        decode(encode(message), Push)
    content[:2] = [1, "a" * 32]
    assert decode(encode(message), Push).operations[0].seq == 1
