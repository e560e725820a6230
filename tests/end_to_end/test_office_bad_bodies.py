"""Whatever comes in as a body: an answer in the 400s, never in the 500s, and no memory lost."""

import struct

import msgspec
import pytest
from backports import zstd

from sync import clock
from sync.wire import codec
from sync.wire.messages import Problem, Pull, PullAnswer, Push

_pack = msgspec.msgpack.encode
MEMORY_KB_MAX = 32 * 1024


def _frame(data):
    return zstd.compress(data, level=3)


def _array(count, item):
    return b"\xdd" + struct.pack(">I", count) + item * count


def _pull(**changed):
    return codec.encode({"cursor": 0, "scopes": [], "wait": 0, "limit": 5} | changed)


def _push(*operations, **changed):
    told = {"incarnation": "a" * 32, "operations": list(operations)} | changed
    return codec.encode(told)


def _operation(**changed):
    good = {
        "seq": 1,
        "op_id": "b" * 32,
        "at": "2026-11-20T08:00:00Z",
        "action": "partner.add",
        "args": {},
        "base": {},
        "offline": False,
    }
    return list((good | changed).values())


MUCH = {f"{number:05x}": {"a": None} for number in range(110_000)}
MANY = {f"{number:06x}": "" for number in range(300_000)}
GOOD = _pull()
PUSH_HEAD = b"\x82\xabincarnation\xd9\x20" + b"a" * 32 + b"\xaaoperations"

BODIES = {
    "pull": {
        "nothing": b"",
        "a byte": b"\0",
        "text": b"hello",
        "html": b"<html><body>502 Bad Gateway</body></html>",
        "json under our name": b'{"cursor":0,"scopes":[]}',
        "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
        "a frame cut short": GOOD[:-3],
        "a frame with something behind": GOOD + b"x",
        "two frames": GOOD + GOOD,
        "a damaged byte": GOOD[:9] + bytes([GOOD[9] ^ 255]) + GOOD[10:],
        "a damaged head": b"\x29" + GOOD[1:],
        "an empty frame": _frame(b""),
        "msgpack cut short": _frame(_pack({"cursor": 0, "scopes": []})[:-1]),
        "a frame without its size": zstd.ZstdCompressor().compress(b"x" * 100)
        + zstd.ZstdCompressor().flush(),
        "two gigabytes of zeros": _frame(b"\0" * (64 << 20)),
        "nine megabytes": _frame(_pack("x" * (9 << 20))),
        "a list": _frame(_pack([1])),
        "nil": _frame(b"\xc0"),
        "no cursor": codec.encode({"scopes": []}),
        "a text for a cursor": _pull(cursor="0"),
        "a fraction": _pull(cursor=0.5),
        "a cursor beyond int64": _pull(cursor=2**64 - 1),
        "a cursor below zero": _pull(cursor=-1),
        "scopes as a text": _pull(scopes="company"),
        "numbers as scopes": _pull(scopes=[1, 2]),
        "too many scopes": _pull(scopes=["x"] * 300),
        "a long scope": _pull(scopes=["x" * 300]),
        "half a million scopes": _frame(b"\x82\xa6cursor\0\xa6scopes" + _array(500_000, b"\xa1x")),
        "broken utf-8": _frame(b"\x82\xa6cursor\0\xa6scopes\x91\xa2\xff\xfe"),
        "deep lists": _frame(b"\x91" * 100_000),
        "deep maps": _frame(b"\x81\xa1a" * 100_000),
        "an extension": _frame(b"\xc7\x03\x01abc"),
    },
    "push": {
        "no operations": _push(),
        "a map for the list": _push(operations={}),
        "an operation that is a text": _push("x"),
        "an operation cut short": _push([1, "b" * 32]),
        "an id that is none": _push(_operation(op_id="x")),
        "an id with a NUL": _push(_operation(op_id="\0" * 32)),
        "an incarnation that is none": _push(_operation(), incarnation="\0"),
        "the number zero": _push(_operation(seq=0)),
        "a number below zero": _push(_operation(seq=-5)),
        "an endless number": _push(_operation(seq=2**63)),
        "a gap": _push(_operation(seq=7)),
        "a long action": _push(_operation(action="x" * 5_000)),
        "a long moment": _push(_operation(at="9" * 5_000)),
        "base as a list": _push(_operation(base=[1])),
        "a fraction in base": _push(_operation(base={"orders/x": {"a": 0.5}})),
        "a list in base": _push(_operation(base={"orders/x": {"a": [1]}})),
        "a million operations": _frame(
            PUSH_HEAD + _array(1_000_000, b"\x97\x01\xa0\xa0\xa0\xc0\x80\xc2")
        ),
        "three thousand operations": _push(*[_operation()] * 3_000),
        "much that was seen": _push(*[_operation(base=MUCH)] * 3),
        "many numbers": _push([*_operation(), MANY]),
    },
}
CASES = [(call, name) for call, named in BODIES.items() for name in named]


@pytest.mark.parametrize(("call", "name"), CASES)
def test_a_bad_body_gets_a_problem_and_the_next_call_is_served(office, call, name):
    hand = office.hand("mgr")
    answer = hand.post(f"/v1/{call}", BODIES[call][name])
    if name == "no operations":
        assert answer.status_code == 200
    else:
        assert 400 <= answer.status_code < 500, answer.status_code
        assert codec.decode(answer.content, Problem).code in (
            "request_garbled",
            "request_too_large",
            "cursor_ahead",
            "cursor_too_old",
            "gap",
        )
    assert isinstance(hand.pull(limit=1), PullAnswer)


@pytest.mark.parametrize("media_type", ["text/html", "application/x-www-form-urlencoded", "x"])
def test_a_foreign_media_type_is_refused(office, media_type):
    answer = office.hand("sr").post("/v1/pull", GOOD, Content_Type=media_type)
    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(office):
    hand = office.hand("sr")
    large = b"x" * (codec.REQUEST_BYTES_MAX + 1)
    pieces = (large[start : start + 65_536] for start in range(0, len(large), 65_536))
    assert hand.post("/v1/push", large).status_code == 413
    said = hand.sealed("POST", "/v1/push", large, {})
    unsaid = msgspec.structs.replace(said, body=pieces)
    assert hand.send_as_is(unsaid).status_code == 413
    assert isinstance(hand.pull(limit=1), PullAnswer)


def test_unknown_calls_and_methods_get_problems(office):
    hand = office.hand("sr")
    assert hand.post("/v1/nothing", GOOD).status_code == 404
    assert hand.post("/health/ready", GOOD).status_code == 405


def test_bodies_that_open_wide_take_no_memory(sqlite_office):
    hand = sqlite_office.hand("mgr")
    order, _ = hand.new_order()
    hand.everything()
    before = sqlite_office.memory_kb()
    for call, name in CASES * 3:
        hand.post(f"/v1/{call}", BODIES[call][name])
    assert sqlite_office.memory_kb() - before < MEMORY_KB_MAX
    assert order in hand.everything()["orders"]


def test_json_is_taken_and_given_for_debugging(office):
    hand = office.hand("mgr")
    operation = {"partner": {"id": clock.new_id(), "set": {"name": "JSON Co", "kinds": "buyer"}}}
    told = _operation(op_id=clock.new_id(), args=operation["partner"])
    body = msgspec.json.encode(Push(incarnation=clock.new_id(), operations=[]))
    body = body.replace(b'"operations":[]', b'"operations":[' + msgspec.json.encode(told) + b"]")
    answer = hand.post("/v1/push", body, Content_Type="application/json")
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"][0][1] == "applied"
    pulled = hand.post(
        "/v1/pull",
        msgspec.json.encode(Pull(cursor=0, scopes=[])),
        Content_Type="application/json",
    )
    names = [row[1] for row in pulled.json()["rows"]["partners"]["rows"]]
    assert "JSON Co" in names
