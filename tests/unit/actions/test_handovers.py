"""Handing one's desk over: item by item, for some days, and back by itself."""

from datetime import timedelta

import pytest

from sync import clock
from sync.domain.records import to_row
from sync.domain.refusals import Refused
from sync.server.administration import write_as_office
from sync.server.handovers import take_back
from sync.store import audiences, handover_lists
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, a_user, an_id
from tests.offices import Desk

ORDER, PACKET, TASK = an_id("order"), an_id("packet"), an_id("task")
DAYS = {"from_on": TODAY, "to_on": TODAY + timedelta(days=5)}
PACKET_TO_MEI = {"id": PACKET, "to_id": an_id("mei"), **DAYS}


@pytest.fixture
def lin(desk_of):
    desk = desk_of("lin")
    fields = {"title": "Send the draft B/L", "assignee_id": an_id("lin"), "order_id": ORDER}
    desk.do("task.add", id=TASK, set=fields)
    desk.sync()
    return desk


@pytest.fixture
def mei(lin, desk_of):
    return desk_of("mei")


def item_of(desk, entity):
    (row,) = [each for each in desk.rows("handover_items") if each["entity"] == entity]
    return row["id"]


def tasks_of(desk, login, day=TODAY):
    with desk.replica.read() as connection:
        found = handover_lists.tasks_in_hand(connection, an_id(login), day)
    return [(each.task.id, each.for_id) for each in found]


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


@pytest.mark.system("S04")
@pytest.mark.system("D11")
def test_a_task_that_falls_due_meanwhile_is_the_deputys_for_its_own_person(office, lin, mei):
    lin.do("handover.offer", **PACKET_TO_MEI)
    lin.sync()
    assert tasks_of(lin, "lin") == [(TASK, "")]
    mei.sync()
    mei.do("handover.accept", id=item_of(mei, "tasks"))
    mei.sync()
    lin.sync()
    for desk in (lin, mei):
        assert tasks_of(desk, "mei") == [(TASK, an_id("lin"))]
        assert tasks_of(desk, "lin") == []
    mei.do("task.finish", id=TASK)
    mei.sync()
    assert mei.last().status == "applied"
    entries = [row for row in office.rows("history") if row["row_id"] == TASK]
    done = [row for row in entries if row["field"] == "state"]
    assert [(row["actor_id"], row["for_id"]) for row in done] == [(an_id("mei"), an_id("lin"))]


@pytest.mark.system("D11")
def test_everything_is_back_after_the_last_day_on_desks_that_heard_nothing(lin, mei):
    lin.do("handover.offer", **PACKET_TO_MEI)
    lin.sync()
    mei.sync()
    mei.do("handover.accept", id=item_of(mei, "tasks"))
    after = TODAY + timedelta(days=6)
    assert tasks_of(mei, "mei", TODAY + timedelta(days=5)) == [(TASK, an_id("lin"))]
    assert tasks_of(mei, "mei", after) == []
    assert tasks_of(lin, "lin", after) == [(TASK, "")]


@pytest.mark.system("D11")
def test_access_follows_and_returns(office, lin, mei, monkeypatch):
    own = f"own:{an_id('mei')}"
    assert own not in _audience(office)
    lin.do("handover.offer", **PACKET_TO_MEI)
    lin.sync()
    assert own in _audience(office)
    mei.sync()
    mei.do("handover.accept", id=item_of(mei, "orders"))
    mei.do("order.edit", id=ORDER, set={"goods": "bowls, blue"})
    mei.sync()
    later = NOW + timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    with office.database.write() as connection:
        assert take_back(connection, now=later) == 2
        assert take_back(connection, now=later) == 0
    assert own not in _audience(office)


def _audience(office):
    with office.database.read() as connection:
        return audiences.of_containers(connection, [ORDER])[ORDER]


def test_a_salesperson_of_another_team_sees_and_edits_the_order_only_while_standing_in(
    office, lin, tmp_path
):
    other = a_user("kai", "SR", team="south")
    with office.database.write() as connection:
        write_as_office(connection, [("users", to_row(other))], now=NOW)
    lin.sync()
    kai = Desk(tmp_path / "kai", office, other)
    kai.pull()
    assert kai.rows("orders") == []
    lin.do("handover.offer", **{**PACKET_TO_MEI, "to_id": an_id("kai")})
    lin.sync()
    kai.sync()
    assert [row["id"] for row in kai.rows("orders")] == [ORDER]
    assert refused(kai, "order.edit", id=ORDER, set={"goods": "cups"}).code
    kai.do("handover.accept", id=item_of(kai, "orders"))
    kai.do("order.edit", id=ORDER, set={"goods": "cups"})
    kai.sync()
    assert kai.last().status == "applied"
    lin.do("handover.end", id=PACKET)
    lin.sync()
    kai.sync()
    assert kai.rows("orders") == []
    kai.close()


def test_what_nobody_accepted_falls_back_and_is_counted(lin, mei):
    lin.do("handover.offer", **PACKET_TO_MEI)
    lin.sync()
    mei.sync()
    mei.do("handover.refuse", id=item_of(mei, "orders"), reason="on a trip myself")
    with mei.replica.read() as connection:
        (packet,) = handover_lists.packets(connection, TODAY)
        waiting = handover_lists.waiting_for(connection, an_id("mei"), TODAY)
    assert packet.fallen_back(TODAY) == 1
    assert [each.entity for each in waiting] == ["tasks"]
    assert tasks_of(mei, "lin") == [(TASK, "")]


def test_what_cannot_be_handed_over_says_why(lin, mei):
    month = {"from_on": TODAY, "to_on": TODAY + timedelta(days=30)}
    cases = [
        ({"to_id": an_id("lin")}, "handover_to_oneself"),
        ({"to_id": an_id("fei")}, "handover_role_missing"),
        ({"to_on": None}, "handover_days_wrong"),
        ({"to_on": TODAY - timedelta(days=1)}, "handover_days_wrong"),
        (month, "handover_days_wrong"),
        ({"kind": "for_good"}, "handover_days_wrong"),
        ({"kind": "holiday"}, "value_not_valid"),
        ({"from_id": an_id("bo")}, "handover_of_others"),
    ]
    for changed, code in cases:
        refusal = refused(lin, "handover.offer", **{**PACKET_TO_MEI, **changed})
        assert refusal.code == code, changed
        assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    lin.do("handover.offer", **PACKET_TO_MEI)
    again = refused(lin, "handover.offer", **{**PACKET_TO_MEI, "id": an_id("again")})
    assert again.code == "handover_item_taken"
    lin.sync()
    mei.sync()
    assert refused(lin, "handover.accept", id=item_of(lin, "tasks")).code == "handover_of_others"
    mei.do("handover.accept", id=item_of(mei, "tasks"))
    assert refused(mei, "handover.accept", id=item_of(mei, "tasks")).code == "handover_answered"
    back = refused(mei, "handover.refuse", id=item_of(mei, "tasks"))
    assert back.code == "reason_missing"


def test_a_manager_hands_over_the_desk_of_somebody_who_fell_ill(lin, desk_of):
    bo = desk_of("bo")
    bo.do("handover.offer", **{**PACKET_TO_MEI, "from_id": an_id("lin")})
    bo.sync()
    assert bo.last().status == "applied"
