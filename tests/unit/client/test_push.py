"""Pushing and pulling against real judging: nothing twice, nothing lost, own edits stay visible."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import msgspec
import pytest
from sqlalchemy import update

from sync import clock
from sync.client import epochs, pull, push, statuses
from sync.client.loop import SyncLoop
from sync.client.office import Office
from sync.client.transport import Answer, Call
from sync.client.troubles import EpochChanged, Trouble
from sync.domain.ids import Id
from sync.store import incarnations, outbox
from sync.store.outbox import OutboxState
from sync.store.tables import server_meta
from sync.wire import codec
from sync.wire.messages import Page, Problem, PullAnswer
from tests.builders import EPOCH, NOW, SERVER_ID, STAFF, an_id, office_database, seed_office
from tests.offices import Desk, OfficeHere, Wire

LIN, _, BO, *_ = STAFF


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeHere]:
    database = office_database(tmp_path)
    seed_office(database, *STAFF)
    yield OfficeHere(database)
    database.close()


@pytest.fixture
def desk(tmp_path: Path, office: OfficeHere) -> Iterator[Desk]:
    made = Desk(tmp_path / "lin", office, LIN)
    made.pull()
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path, office: OfficeHere) -> Iterator[Desk]:
    made = Desk(tmp_path / "bo", office, BO)
    made.pull()
    yield made
    made.close()


def add_buyer(desk: Desk, name: str = "Nordlicht") -> Id:
    identifier = clock.new_id()
    desk.do("partner.add", id=identifier, set={"name": name, "kinds": "buyer"})
    return identifier


def add_order(desk: Desk, buyer: Id) -> Id:
    identifier = clock.new_id()
    desk.do("order.create", id=identifier, set={"buyer_id": buyer, "goods": "bowls"})
    return identifier


def states(desk: Desk) -> list[OutboxState]:
    return [item.state for item in desk.queue()]


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
    assert (refused.state, refused.status) == (OutboxState.REFUSED, "denied")
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


def test_answer_of_another_office_changes_nothing(desk: Desk, office: OfficeHere):
    add_buyer(desk)
    desk.replica.note(server_id="ff" * 16)
    with pytest.raises(Trouble) as caught:
        desk.push()
    assert caught.value.code == "office_of_another_company"


def page(**fields: object) -> PullAnswer:
    plain = PullAnswer(
        server_id=SERVER_ID,
        epoch=EPOCH,
        start=0,
        end=0,
        head=0,
        more=False,
        scopes=["company"],
        at="2026-03-02T02:00:00Z",
    )
    return msgspec.structs.replace(plain, **fields)


def next_page(desk: Desk, **fields: object) -> PullAnswer:
    cursor = desk.replica.standing().cursor
    return page(start=cursor, end=cursor + 1, head=cursor + 1, **fields)


def take(desk: Desk, answer: PullAnswer, **how: bool) -> None:
    with desk.replica.write() as connection:
        pull.take_in(connection, answer, now=NOW, **how)


@pytest.mark.parametrize("wrong", [{"start": 0}, {"epoch": "other"}, {"scopes": []}, {"end": 0}])
def test_late_or_foreign_page_changes_nothing(desk: Desk, wrong: dict[str, object]):
    answer = msgspec.structs.replace(next_page(desk), gone=[("users", an_id("bo"))], **wrong)
    with pytest.raises(Trouble) as caught:
        take(desk, answer)
    assert caught.value.code == "answer_out_of_date"
    assert desk.row("users", an_id("bo")) is not None


def test_page_with_ragged_rows_changes_nothing(desk: Desk):
    rows = {"partners": Page(columns=["id", "name"], rows=[["x" * 32]])}
    cursor = desk.replica.standing().cursor
    with pytest.raises(Trouble):
        take(desk, next_page(desk, rows=rows))
    assert desk.replica.standing().cursor == cursor


def test_unknown_nouns_and_columns_are_passed_over_and_remembered(desk: Desk):
    rows = {
        "moons": Page(columns=["id"], rows=[["m" * 32]]),
        "partners": Page(
            columns=["id", "name", "kinds", "aura", "ver"],
            rows=[["a" * 32, "Nordlicht", "buyer", "green", 9]],
        ),
    }
    take(desk, next_page(desk, rows=rows))
    assert desk.row("partners", "a" * 32)["name"] == "Nordlicht"
    assert desk.row("partners", "a" * 32)["country"] == ""
    assert desk.replica.standing().unknown == "moons,partners.aura"


def many_partners(desk: Desk, count: int) -> list[tuple[str, Id]]:
    rows = [[an_id(f"p{n}"), "Buyer", "buyer", 1] for n in range(count)]
    columns = ["id", "name", "kinds", "ver"]
    take(desk, next_page(desk, rows={"partners": Page(columns=columns, rows=rows)}))
    return [("partners", str(row[0])) for row in rows]


def test_mass_removal_is_stopped_until_it_is_meant(desk: Desk):
    gone = many_partners(desk, 900)[:600]
    with pytest.raises(Trouble) as caught:
        take(desk, next_page(desk, gone=gone))
    assert caught.value.code == "mass_removal_stopped"
    assert len(desk.rows("partners")) == 900
    take(desk, next_page(desk, gone=gone), removal_is_meant=True)
    assert len(desk.rows("partners")) == 300


def test_small_or_relatively_small_removals_pass(desk: Desk):
    gone = many_partners(desk, 2_500)
    take(desk, next_page(desk, gone=gone[:500]))
    take(desk, next_page(desk, gone=gone[500:501]))
    assert len(desk.rows("partners")) == 1_999


def test_lost_scope_takes_its_rows_and_leaves_pending_work(desk: Desk):
    many_partners(desk, 900)
    buyer = add_buyer(desk, "Mine")
    take(desk, next_page(desk, drop=["company"], scopes=[]))
    assert [row["id"] for row in desk.rows("partners")] == [buyer]
    assert states(desk) == [OutboxState.WAITING]


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
            f"DELETE FROM operations WHERE ver > {head}",  # noqa: S608
            "UPDATE incarnations SET last_seq = 1",
        ):
            connection.exec_driver_sql(statement)
        connection.execute(update(server_meta).values(epoch="e1" * 16, head=head))


def test_only_answers_after_the_restored_version_are_taken_back(desk: Desk):
    add_buyer(desk, "Kept")
    desk.sync()
    head = desk.replica.standing().cursor
    assert epochs.adopt(desk.replica, EpochChanged("e1" * 16, head), now=NOW) == 0
    assert epochs.adopt(desk.replica, EpochChanged("e2" * 16, head - 1), now=NOW) == 1
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


def test_first_copy_tells_how_far_it_has_come(tmp_path: Path, office: OfficeHere):
    desk = Desk(tmp_path / "new", office, LIN, "new")
    rows = {"partners": Page(columns=["id", "name", "kinds"], rows=[["a" * 32, "A", "buyer"]])}
    first = page(end=5, head=9, more=True, add=["company"], rows=rows, total=4)
    take(desk, first)
    with desk.replica.read() as connection:
        status = statuses.read_status(connection)
    assert (status.copied, status.total) == (1, 4)
    take(desk, page(start=5, end=9, head=9))
    with desk.replica.read() as connection:
        assert statuses.read_status(connection).total == 0
    desk.close()
