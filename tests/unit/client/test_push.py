"""Pushing and pulling against real judging: nothing twice, nothing lost, own edits stay visible."""

import contextlib
from threading import Event

import pytest
from sqlalchemy import update

from sync.client import epochs, push, statuses
from sync.client.loop import SyncLoop
from sync.client.office import Office
from sync.client.transport import Answer, Call
from sync.client.troubles import EpochChanged, Trouble
from sync.domain.ids import Id
from sync.store import incarnations, outbox
from sync.store.outbox import OutboxState
from sync.store.tables import server_meta
from sync.wire import codec
from sync.wire.messages import Problem
from tests.builders import EPOCH, NOW
from tests.offices import Desk, OfficeHere, Wire
from tests.unit.client.deeds import add_buyer, add_order, states


class Failing(Wire):
    """Head office is asked, and then the answer is lost as often as told."""

    def __init__(self, office: OfficeHere, times: int) -> None:
        super().__init__(office)
        self.times = times

    def call(self, call: Call) -> Answer:
        answer = super().call(call)
        if self.times > 0:
            self.times -= 1
            raise Trouble("connection_lost", host="office")
        return answer


class Scripted(Wire):
    """Answers from a list first, then for real."""

    def __init__(self, office: OfficeHere, *answers: Answer) -> None:
        super().__init__(office)
        self.answers = list(answers)

    def call(self, call: Call) -> Answer:
        return self.answers.pop(0) if self.answers else super().call(call)


def problem(status: int, code: str, **more: object) -> Answer:
    body = codec.encode(Problem(code=code, **more))
    return Answer(status=status, media_type=codec.MEDIA_TYPE, body=body)


def loop_over(desk: Desk, transport: Wire) -> SyncLoop:
    caller = Office(transport)
    return SyncLoop(desk.replica, caller, caller, now=lambda: NOW)


def test_operation_goes_through_sent_and_settling_to_done(desk: Desk, office: OfficeHere):
    buyer = add_buyer(desk)
    assert states(desk) == [OutboxState.WAITING]
    desk.push()
    assert states(desk) == [OutboxState.SETTLING]
    assert desk.row("partners", buyer) is not None
    desk.pull()
    assert states(desk) == [OutboxState.DONE]
    assert desk.row("partners", buyer) == office.row("partners", buyer)


def test_lost_answer_does_nothing_twice(desk: Desk, office: OfficeHere):
    order = add_order(desk, add_buyer(desk))
    loop = loop_over(desk, Failing(office, 1))
    with pytest.raises(Trouble):
        loop.push_once()
    assert set(states(desk)) == {OutboxState.SENT}
    while loop.push_once() or loop.pull_once():
        pass
    assert states(desk) == [OutboxState.DONE] * 2
    assert office.row("orders", order)["order_no"]
    assert len(office.rows("orders")) == 1


def test_refused_operation_keeps_its_value_and_leaves_the_screen(desk: Desk, office: OfficeHere):
    buyer = add_buyer(desk)
    desk.sync()
    with office.database.write() as connection:
        connection.exec_driver_sql("UPDATE users SET roles = 'QC' WHERE login = 'lin'")
    desk.do("partner.edit", id=buyer, set={"name": "Renamed"})
    assert desk.row("partners", buyer)["name"] == "Renamed"
    desk.push()
    refused = desk.last()
    assert (refused.state, refused.status) == (OutboxState.REFUSED, "gone")
    assert b"Renamed" in refused.body
    assert desk.row("partners", buyer)["name"] == "Nordlicht"


def test_own_edit_stays_visible_while_others_changes_come(desk: Desk, other: Desk):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    other.sync()
    other.do("order.edit", id=order, set={"destination": "Hamburg"})
    other.sync()
    desk.do("order.edit", id=order, set={"goods": "plates"})
    desk.pull()
    row = desk.row("orders", order)
    assert (row["goods"], row["destination"]) == ("plates", "Hamburg")
    desk.push()
    assert desk.row("orders", order)["goods"] == "plates"


def test_operation_that_was_needless_settles_with_what_made_it_so(desk: Desk, other: Desk):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    other.sync()
    for each in (other, desk):
        each.do("order.edit", id=order, set={"goods": "plates"})
        each.push()
    assert desk.last().status == "noop"
    assert desk.row("orders", order)["goods"] == "plates"
    desk.pull()
    assert desk.last().state is OutboxState.DONE
    assert desk.row("orders", order)["goods"] == "plates"


def test_batches_stay_within_the_request(desk: Desk):
    for number in range(30):
        buyer = add_buyer(desk, f"Buyer {number}")
        desk.do("partner.edit", id=buyer, set={"note": "x" * 15_000})
    counts = []
    while True:
        with desk.replica.read() as connection:
            before = outbox.counts(connection).get(OutboxState.WAITING, 0)
        if push.push_once(desk.replica, desk.office, now=NOW) is None:
            break
        with desk.replica.read() as connection:
            counts.append(before - outbox.counts(connection).get(OutboxState.WAITING, 0))
    assert sum(counts) == 60


def test_forked_queue_begins_again_and_its_next_operation_follows(desk: Desk, office: OfficeHere):
    for number in range(3):
        add_buyer(desk, f"Buyer {number}")
        desk.sync()
    add_buyer(desk, "Fourth")
    loop = loop_over(desk, Scripted(office, problem(409, "fork", next_seq=9)))
    while loop.push_once():
        pass
    add_buyer(desk, "Fifth")
    while loop.push_once() or loop.pull_once():
        pass
    assert states(desk) == [OutboxState.DONE] * 5
    assert len(office.rows("partners")) == 5


def test_queue_that_is_never_accepted_is_told_and_kept(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    loop = loop_over(desk, Scripted(office, *[problem(409, "gap", next_seq=1)] * 9))
    with pytest.raises(Trouble) as caught:
        push_all(loop)
    assert caught.value.code == "queue_not_accepted"
    assert states(desk) == [OutboxState.SENT]
    push_all(loop_over(desk, Wire(office)))
    assert states(desk) == [OutboxState.SETTLING]


def push_all(loop: SyncLoop) -> None:
    while loop.push_once():
        pass


def test_unreadable_operation_is_left_out_after_three_tries(desk: Desk, office: OfficeHere):
    first, second = add_buyer(desk, "First"), add_buyer(desk, "Second")
    loop = loop_over(desk, Scripted(office, *[problem(400, "request_garbled")] * 4))
    tries = 0
    while tries < 9:
        tries += 1
        try:
            if not loop.push_once():
                break
        except Trouble:
            continue
    loop.pull_once()
    assert states(desk) == [OutboxState.REFUSED, OutboxState.DONE]
    assert b"First" in desk.queue()[0].body
    assert (office.row("partners", first), desk.row("partners", first)) == (None, None)
    assert office.row("partners", second) is not None


def test_unreadable_operation_whose_answer_was_lost_is_tried_again_for_ever(
    desk: Desk, office: OfficeHere
):
    first = add_buyer(desk, "First")
    with pytest.raises(Trouble):
        loop_over(desk, Failing(office, 1)).push_once()
    loop = loop_over(desk, Scripted(office, *[problem(400, "request_garbled")] * 9))
    for _ in range(9):
        with contextlib.suppress(Trouble):
            loop.push_once()
    assert states(desk) == [OutboxState.SENT]
    while loop.push_once() or loop.pull_once():
        pass
    assert states(desk) == [OutboxState.DONE]
    assert office.row("partners", first) is not None


def test_a_desk_waits_as_long_as_it_is_told_at_least(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    held_back = problem(429, "pushes_too_many", facts={"wait_seconds": 40})
    loop = loop_over(desk, Scripted(office, held_back))
    assert not loop.sync_once()
    assert 40 <= loop._pause_seconds() < 44


def test_operations_told_unreadable_wait_as_before(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    loop_over(desk, Scripted(office, problem(400, "request_garbled"))).push_once()
    assert states(desk) == [OutboxState.WAITING]


def test_answer_of_another_office_changes_nothing(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    desk.replica.note(server_id="ff" * 16)
    with pytest.raises(Trouble) as caught:
        desk.push()
    assert caught.value.code == "office_of_another_company"


def test_restored_office_gets_back_what_it_lost(desk: Desk, office: OfficeHere):
    kept, lost = add_buyer(desk, "Kept"), ""
    desk.sync()
    head = office.head()
    lost = add_buyer(desk, "Lost")
    desk.sync()
    restore(office, lost, head)
    unsent = add_buyer(desk, "Unsent")
    loop = loop_over(desk, Wire(office))
    while loop.push_once() or loop.pull_once():
        pass
    while loop.push_once() or loop.pull_once():
        pass
    assert {row["id"] for row in office.rows("partners")} == {kept, lost, unsent}
    assert {row["id"] for row in desk.rows("partners")} == {kept, lost, unsent}
    assert states(desk) == [OutboxState.DONE] * 3
    assert desk.replica.standing().epoch == "e1" * 16


def restore(office: OfficeHere, lost: Id, head: int) -> None:
    """Take head office back to a version, as its backup would, under a new epoch."""
    with office.database.write() as connection:
        for statement in (
            f"DELETE FROM partners WHERE id = '{lost}'",  # noqa: S608
            f"DELETE FROM feed WHERE ver > {head}",  # noqa: S608
            f"DELETE FROM history WHERE ver > {head}",  # noqa: S608
            f"DELETE FROM history_links WHERE ver > {head}",  # noqa: S608
            f"DELETE FROM operations WHERE ver > {head}",  # noqa: S608
            "UPDATE incarnations SET last_seq = 1",
        ):
            connection.exec_driver_sql(statement)
        connection.execute(update(server_meta).values(epoch="e1" * 16, head=head))


def test_all_that_was_answered_is_given_back_whatever_the_restored_version(desk: Desk):
    add_buyer(desk, "Kept")
    desk.sync()
    head = desk.replica.standing().cursor
    assert epochs.adopt(desk.replica, EpochChanged(EPOCH, head), now=NOW) == 0
    assert states(desk) == [OutboxState.DONE]
    assert epochs.adopt(desk.replica, EpochChanged("e1" * 16, head), now=NOW) == 1
    assert states(desk) == [OutboxState.WAITING]


def test_begun_again_queue_keeps_its_order_and_ids(desk: Desk):
    for number in range(4):
        add_buyer(desk, f"Buyer {number}")
    before = [item.op_id for item in desk.queue()]
    with desk.replica.write() as connection:
        incarnations.begin_incarnation(connection, "a" * 32)
        assert [item.seq for item in outbox.to_send(connection, 9)] == [1, 2, 3, 4]
        assert outbox.next_seq(connection) == 5
    assert [item.op_id for item in desk.queue()] == before


def test_loop_reports_and_ends_at_once(desk: Desk, office: OfficeHere):
    told: list[statuses.SyncStatus] = []
    caller = Office(Wire(office))
    loop = SyncLoop(desk.replica, caller, caller, told=lambda status, _: told.append(status))
    add_buyer(desk)
    stop = Event()
    stop.set()
    assert loop.sync_once()
    loop.run(stop)
    assert told[-1].is_online
    assert told[-1].is_idle
    assert loop.status().waiting == 0


def test_trouble_is_reported_and_passes(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    loop = loop_over(desk, Failing(office, 2))
    assert not loop.sync_once()
    assert loop.status().trouble.code == "connection_lost"
    assert not loop.status().is_online
    assert not loop.sync_once()
    assert loop.sync_once()
    assert loop.status().trouble is None


def test_paused_loop_sends_nothing_also_after_a_restart(desk: Desk, office: OfficeHere):
    loop = loop_over(desk, Wire(office))
    loop.pause()
    add_buyer(desk)
    again = loop_over(desk, Wire(office))
    assert again.status().is_paused
    stop = Event()
    stop.set()
    again.run(stop)
    assert states(desk) == [OutboxState.WAITING]
    again.resume()
    assert again.sync_once()
    assert states(desk) != [OutboxState.WAITING]
