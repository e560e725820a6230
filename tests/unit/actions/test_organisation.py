"""Charters of big orders, meetings that give tasks, departments that keep their history."""

from datetime import date, timedelta

import pytest

from sync import clock
from sync.domain.charter_drafts import drafted
from sync.domain.charters import charter_id
from sync.domain.dates import calendars_of
from sync.domain.departments import Department, Membership, Organisation
from sync.domain.ids import row_id
from sync.domain.organisation_commands import Part
from sync.domain.progress import gates_closed
from sync.domain.records import record
from sync.domain.refusals import Refused
from sync.domain.scheduling import plan
from sync.domain.settings import ConfigItem
from sync.store import department_files, process_files
from sync.store.facts import load_facts
from tests.builders import NOW, STAFF, an_id, put_records

PEOPLE = {user.login: user for user in STAFF}
ORDER = an_id("order")
BIG = {"order_id": ORDER, "quantity": "60000", "unit_price": "1.00", "description": "Cup"}
LOGISTICS = next(each for each in department_files.shipped() if each.name_en == "Logistics")


def _refusal(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def _facts(desk):
    with desk.replica.read() as connection:
        return next(load_facts(connection, [ORDER]))


@pytest.mark.system("S07")
def test_a_big_order_has_a_charter_with_a_member_of_each_department(desk_of, office):
    lin = desk_of("lin")
    lin.do("line.add", set={"order_id": ORDER, "description": "Cup", "quantity": "1"})
    assert not _facts(lin).is_big
    assert _refusal(lin, "charter.sign", order_id=ORDER).code == "charter_missing"
    lin.do("line.add", set=BIG)
    facts, process = _facts(lin), process_files.process_of(1)
    assert facts.is_big
    draft = drafted(facts, STAFF, process, plan(facts, process, calendars_of(()), NOW))
    assert draft.members.split(",") == [an_id("lin"), an_id("pu"), an_id("fei")]
    assert draft.ends_on > NOW.date()
    assert _closed(lin).facts == {"node": "N04"}
    assert lin.rows("charters") == []
    lin.do("charter.edit", order_id=ORDER, set={"goals": "ship by May"})
    (charter,) = lin.rows("charters")
    assert (charter["state"], charter["members"]) == ("draft", draft.members)
    lin.sync()
    assert office.rows("charters") == lin.rows("charters")


def test_a_company_says_from_which_amount_an_order_is_big(desk_of, office):
    lin = desk_of("lin")
    lin.do("line.add", set={**BIG, "quantity": "900"})
    for value, is_big in (("800", True), ("1000000", False), ("off", False)):
        with lin.replica.write() as connection:
            key = "charter.threshold"
            item = ConfigItem(id=row_id("config", key), key=key, value=value)
            put_records(connection, [item])
        assert _facts(lin).is_big is is_big


@pytest.mark.system("S07")
def test_the_contract_review_waits_for_every_signature(desk_of, office):
    lin, fei = desk_of("lin"), desk_of("fei")
    lin.do("line.add", set=BIG)
    lin.do("charter.edit", order_id=ORDER, set={"members": f"{an_id('lin')},{an_id('fei')}"})
    assert _refusal(lin, "charter.sign", order_id=ORDER).code == "field_empty"
    lin.do("charter.edit", order_id=ORDER, set={"goals": "ship by May", "rhythm": "weekly"})
    lin.do("charter.sign", order_id=ORDER)
    lin.sync()
    waiting = _closed(lin)
    assert waiting.facts["people"] == an_id("fei")
    fei.pull()
    fei.do("charter.sign", order_id=ORDER)
    fei.sync()
    lin.pull()
    assert lin.row("charters", charter_id(ORDER))["state"] == "signed"
    assert _closed(lin) is None
    assert _refusal(fei, "charter.sign", order_id=ORDER).code == "charter_signed_already"
    lin.do("charter.edit", order_id=ORDER, set={"goals": "ship by June"})
    assert _closed(lin).facts["count"] == 2
    assert office.row("charters", charter_id(ORDER))["goals"] == "ship by May"


def _closed(desk):
    found = gates_closed(_facts(desk), process_files.process_of(1), ORDER, "N04")
    return next((each for each in found if each.code == "gate_charter"), None)


def test_only_members_sign_and_an_order_has_one_charter(desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    lin.do("charter.draft", order_id=ORDER)
    assert _refusal(lin, "charter.draft", order_id=ORDER).code == "charter_stands"
    lin.sync()
    bo.pull()
    assert _refusal(bo, "charter.sign", order_id=ORDER).code == "charter_not_member"
    edit = {"order_id": ORDER, "set": {"state": "signed"}}
    assert _refusal(lin, "charter.edit", **edit).code == "field_fixed"
    strange = {"order_id": ORDER, "set": {"rhythm": "sometimes"}}
    assert _refusal(lin, "charter.edit", **strange).code == "value_not_valid"


def test_notes_of_a_meeting_become_tasks(desk_of, office):
    lin = desk_of("lin")
    notes = "We met.\n@mei send the samples by 03-09\n@bo 03-04 decide the price"
    held = {"title": "Weekly", "held_on": date(2026, 3, 2), "attendees": (an_id("mei"),)}
    lin.do("meeting.note", order_id=ORDER, text=notes, **held)
    found = {row["assignee_id"]: row for row in lin.rows("tasks")}
    assert found[an_id("mei")]["title"] == "send the samples"
    assert found[an_id("bo")]["due_on"] == "2026-03-04"
    (meeting,) = lin.rows("meetings")
    assert len(meeting["tasks"].split(",")) == 2
    lin.sync()
    assert office.rows("tasks") == lin.rows("tasks")
    assert _refusal(lin, "meeting.note", text="@zoe x", **held).code == "meeting_person_unknown"
    assert _refusal(lin, "meeting.note", text=" ", **held).code == "field_empty"
    many = "\n".join(f"@max call {n}" for n in range(51))
    assert _refusal(lin, "meeting.note", text=many, **held).code == "meeting_too_long"


@pytest.fixture
def bo(office, desk_of):
    with office.database.write() as connection:
        put_records(connection, department_files.shipped())
    desk = desk_of("bo")
    with desk.replica.write() as connection:
        put_records(connection, department_files.shipped())
    return desk


def _organisation(desk):
    return Organisation(
        [record(Department, row) for row in desk.rows("departments")],
        [record(Membership, row) for row in desk.rows("memberships")],
    )


@pytest.mark.system("S67")
def test_a_split_keeps_the_old_name_for_what_was_before(bo, monkeypatch):
    lin = PEOPLE["lin"]
    bo.do("department.move", user_id=lin.id, department_id=LOGISTICS.id)
    later = NOW + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    parts = (
        Part(name_zh="海运部", name_en="Sea", members=(lin.id,)),
        Part(name_zh="空运部", name_en="Air"),
    )
    left = (Part(name_zh="海运部", name_en="Sea"), parts[1])
    assert _refusal(bo, "department.split", id=LOGISTICS.id, parts=left).facts["name"] == "lin"
    twice = (parts[0], Part(name_zh="空运部", name_en="Air", members=(lin.id,)))
    assert _refusal(bo, "department.split", id=LOGISTICS.id, parts=twice).code == (
        "department_member_twice"
    )
    bo.do("department.split", id=LOGISTICS.id, parts=parts)
    bo.sync()
    told = _organisation(bo)
    assert told.of(lin, NOW).name_en == "Logistics"
    assert told.of(lin, later).name_en == "Sea"
    assert _refusal(bo, "department.split", id=LOGISTICS.id, parts=parts).code == (
        "department_ended"
    )


@pytest.mark.system("S67")
def test_merging_takes_everybody_along_and_one_alone_is_renamed(bo, desk_of, monkeypatch):
    by_name = {each.name_en: each for each in department_files.shipped()}
    fei = PEOPLE["fei"]
    both = (by_name["Finance"].id, LOGISTICS.id)
    one = {"departments": both, "name_zh": "财务物流部", "name_en": "Money and goods"}
    assert _refusal(desk_of("lin"), "department.merge", **one).code == "department_not_yours"
    later = NOW + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    bo.do("department.merge", id=an_id("both"), **one)
    told = _organisation(bo)
    assert told.of(fei, NOW).name_en == "Finance"
    assert told.of(fei, later).name_en == "Money and goods"
    renamed = {"departments": (an_id("both"),), "name_zh": "资物部", "name_en": "Assets"}
    bo.do("department.merge", **renamed)
    assert _refusal(bo, "department.merge", **renamed).code == "department_ended"
