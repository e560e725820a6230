"""What is refused of a call before it is judged: counted before it is built."""

import tracemalloc

import msgspec
import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.server.refusing import Declined
from sync.server.scrutiny import ReceivedPush, check_push, read_command
from sync.wire.codec import pack_args
from sync.wire.messages import Operation, Push


def _operation(action="comment.add", **changed):
    args = {"id": "", "order_id": "o", "text": "t"} | changed
    return Operation(
        seq=1, op_id=clock.new_id(), at="", action=action, args=pack_args(args), base={}
    )


def _code(operation):
    with pytest.raises(Refused) as refused:
        read_command(operation)
    return refused.value.refusal.code


def test_a_command_is_read_as_its_record():
    command = read_command(_operation(id=clock.new_id(), text="早安\n☕"))
    assert command.text == "早安\n☕"


def test_an_id_must_be_an_id():
    for identifier in ("x", "A" * 32, "g" * 32, "0" * 31, "0" * 33, ""):
        assert _code(_operation(id=identifier)) == "command_not_valid"


def test_an_import_needs_no_id_of_its_own():
    operation = _operation("order.import")
    args = pack_args({"source": "s", "rows": {"orders": [{"id": "1"}]}})
    assert read_command(msgspec.structs.replace(operation, args=args)).source == "s"


def test_a_nul_is_refused_wherever_it_stands_and_its_spelling_is_not():
    assert _code(_operation(id=clock.new_id(), text="a\0")) == "command_not_valid"
    typed = read_command(_operation(id=clock.new_id(), text="\\u0000 and \\\\u0000"))
    assert typed.text == "\\u0000 and \\\\u0000"
    seen = msgspec.structs.replace(_operation(id=clock.new_id()), base={"orders/x": {"note": "\0"}})
    assert _code(seen) == "command_not_valid"


def test_an_import_without_end_is_refused_before_it_takes_memory():
    args = {"source": "s", "rows": {"orders": [{}] * 3_000_000}}
    operation = msgspec.structs.replace(_operation("order.import"), args=pack_args(args))
    args = None
    tracemalloc.start()
    assert _code(operation) == "command_not_valid"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20


def test_more_operations_than_a_push_may_have_are_not_even_read():
    body = msgspec.msgpack.encode(Push(incarnation="a" * 32, operations=[_operation()] * 2_001))
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(body, type=ReceivedPush)


@pytest.mark.parametrize(
    "changed", [{"op_id": "x"}, {"seq": 0}, {"seq": 2**60}, {"at": "9" * 99}, {"action": "a" * 200}]
)
def test_a_push_no_desk_makes_is_declined(changed):
    operation = msgspec.structs.replace(_operation(), **changed)
    with pytest.raises(Declined) as declined:
        check_push(Push(incarnation="a" * 32, operations=[operation]))
    assert declined.value.status == 400
