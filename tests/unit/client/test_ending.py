"""What waits on a device that is to be wiped counts as kept only once head office names it."""

import pytest

from sync.client.badges import Badge
from sync.client.office import Office
from sync.client.transport import Answer
from sync.client.troubles import Trouble
from sync.domain.commands import WriteComment
from sync.wire import codec, signatures
from sync.wire.messages import Kept, Operation, Push
from tests.builders import an_id

BADGE = Badge(token="t" * 30, server_id="", epoch="", key=signatures.new_key())


class _Line:
    """Something in between that answers every call with what it kept of an earlier one."""

    def __init__(self, *kept: str) -> None:
        self._answer = Kept(at="2026-03-02T02:00:00Z", kept=list(kept))

    def call(self, call: object) -> Answer:
        body = codec.encode(self._answer)
        return Answer(status=200, media_type=codec.MEDIA_TYPE, body=body)


def _asked(*names: str) -> Push:
    said = codec.pack_args(WriteComment(id=an_id("c"), order_id=an_id("o"), text="x"))
    operations = [
        Operation(seq=n, op_id=an_id(name), at="", action="comment.add", args=said, base={})
        for n, name in enumerate(names, start=1)
    ]
    return Push(incarnation=an_id("i"), operations=operations)


def test_an_old_answer_does_not_say_that_what_waits_is_kept():
    office = Office(_Line(an_id("earlier")))
    with pytest.raises(Trouble) as told:
        office.give_up(_asked("earlier", "later"), BADGE)
    assert told.value.code == "answer_garbled"


def test_an_answer_that_names_all_of_them_does():
    Office(_Line(an_id("a"), an_id("b"))).give_up(_asked("a", "b"), BADGE)
