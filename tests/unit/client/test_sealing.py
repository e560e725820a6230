"""Calls signed by the device, judged as head office does; what another process answers again."""

import msgspec

from sync.client.sealing import OfficeTime
from sync.client.transport import Answer, Call
from sync.server.seals import Seals
from sync.store.tables import server_meta
from sync.wire import codec
from sync.wire.messages import Problem, PushAnswer
from sync.wire.seals import HEADER_SEAL, WINDOW_SECONDS
from tests.builders import NOW, an_id
from tests.offices import Desk, OfficeHere, Wire


class Recording(Wire):
    """A line on which somebody listens."""

    def __init__(self, office: OfficeHere) -> None:
        super().__init__(office)
        self.calls: list[Call] = []

    def call(self, call: Call) -> Answer:
        self.calls.append(call)
        return super().call(call)


def _listened(desk: Desk, office: OfficeHere) -> Recording:
    line = Recording(office)
    desk.office._line._transport = line
    return line


def _code(answer: Answer) -> str:
    return codec.decode(answer.body, Problem).code


def _everything(office: OfficeHere) -> list[object]:
    return [office.rows("partners"), office.rows("history"), office.head(), office.ledger()]


def test_a_push_recorded_and_played_to_another_process_has_no_effect(desk, office):
    line = _listened(desk, office)
    desk.do("partner.add", id=an_id(), set={"name": "N", "kinds": "buyer"})
    desk.push()
    desk.pull()
    rows = office.rows("partners")
    for _ in range(9):
        office.seals = Seals()
        answer = office.answer(line.calls[0])
        assert codec.decode(answer.body, PushAnswer).results[0].status == "applied"
    assert office.rows("partners") == rows
    assert len(office.ledger()) == 1


def test_a_recorded_call_is_nothing_under_a_new_epoch(desk, office):
    line = _listened(desk, office)
    desk.do("partner.add", id=an_id(), set={"name": "N", "kinds": "buyer"})
    desk.push()
    desk.pull()
    with office.database.write() as connection:
        connection.execute(server_meta.update().values(epoch="e1" * 16))
    before = _everything(office)
    for call in line.calls:
        office.seals = Seals()
        assert _code(office.answer(call)) == "epoch_changed"
        renamed = msgspec.structs.replace(call, headers={**call.headers, "X-Epoch": "e1" * 16})
        assert _code(office.answer(renamed)) == "seal_not_valid"
    assert _everything(office) == before


def test_a_call_is_remembered_for_as_long_as_it_could_be_in_time(desk, office):
    line = _listened(desk, office)
    desk.pull()
    call, start = line.calls[0], int(NOW.timestamp())
    for later in range(0, WINDOW_SECONDS, 7):
        office.seconds = lambda later=later: start + later
        assert _code(office.answer(call)) == "seal_used_before"
        desk.pull()
    office.seconds = lambda: start + WINDOW_SECONDS + 1
    assert _code(office.answer(call)) == "seal_out_of_time"


def test_what_was_made_is_forgotten_once_nothing_of_it_is_in_time(desk, office):
    for turn in range(5):
        office.seconds = lambda turn=turn: int(NOW.timestamp()) + turn * 3 * WINDOW_SECONDS
        for _ in range(20):
            desk.pull()
    assert len(office.seals._made) + len(office.seals._made_before) <= 42


def test_the_time_once_told_is_not_changed_by_this_computers_clock():
    moment = {"now": NOW, "passed": 100.0}
    there = OfficeTime(lambda: moment["now"], lambda: moment["passed"])
    assert there.seconds() == int(NOW.timestamp())
    there.learn(5_000)
    moment["now"] = NOW.replace(year=2031)
    moment["passed"] = 130.0
    assert there.seconds() == 5_030


def test_a_call_out_of_time_is_signed_again_once(desk, office):
    line = _listened(desk, office)
    office.seconds = lambda: int(NOW.timestamp()) + 86_400 * 365
    desk.pull()
    assert [HEADER_SEAL in call.headers for call in line.calls[:2]] == [True, True]
    assert line.calls[0].headers[HEADER_SEAL] != line.calls[1].headers[HEADER_SEAL]
    calls = len(line.calls)
    desk.pull()
    assert len(line.calls) == calls + 1
