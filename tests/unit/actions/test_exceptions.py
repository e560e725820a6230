"""Exceptions, their rooms, the 5-Why, escalation: on desks and at head office."""

import asyncio
from datetime import timedelta

import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.server import app, escalating
from sync.server.administration import OFFICE
from sync.server.office import Office
from sync.server.sign_in import Bounds
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, an_id

ORDER, TROUBLE, TASK = an_id("order"), an_id("trouble"), an_id("action")
REPORT = {
    "order_id": ORDER,
    "node": "N16",
    "title": "Gross weight on the B/L is wrong",
    "exception_code": "D31",
    "severity": "S2",
}
WHYS = (
    "the SI used the planned weight",
    "the measured weight was not in the system",
    "the item was not blocking for the SI",
)


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    refusal = caught.value.refusal
    assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    return refusal


def report(desk, **fields):
    desk.do("exception.open", id=TROUBLE, set={**REPORT, **fields})


def analyse(desk):
    for level, said in enumerate(WHYS, 1):
        desk.do("why.answer", exception_id=TROUBLE, level=level, answer=said)
    desk.do("exception.conclude", id=TROUBLE, root_cause="PR32")


def later(monkeypatch, office, **span):
    """Let time pass on every desk and at head office."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**span))
    monkeypatch.setattr(office, "now", clock.now)


@pytest.mark.system("S26")
def test_an_exception_with_an_open_action_is_not_closed(office, desk_of):
    lin = desk_of("lin")
    report(lin)
    lin.do(
        "exception.act",
        id=TASK,
        exception_id=TROUBLE,
        title="amend the B/L",
        assignee_id=an_id("mei"),
        due_on=TODAY,
    )
    lin.do("exception.note", exception_id=TROUBLE, kind="decision", text="amend at our cost")
    analyse(lin)
    refusal = refused(lin, "exception.close", id=TROUBLE, note="amended")
    assert (refusal.code, refusal.facts["task"]) == ("exception_action_open", "amend the B/L")
    assert "amend the B/L" in sentence(refusal, "en")
    lin.do("task.finish", id=TASK)
    lin.do("exception.close", id=TROUBLE, note="amended before the vessel left")
    lin.sync()
    assert {item.status for item in lin.queue()} == {"applied"}
    assert office.row("exceptions", TROUBLE)["state"] == "closed"


@pytest.mark.system("S26")
def test_head_office_too_refuses_to_close_what_has_an_action_a_desk_had_not_seen(office, desk_of):
    lin, mei = desk_of("lin"), desk_of("mei")
    report(lin, severity="S3")
    lin.sync()
    mei.sync()
    mei.do(
        "exception.act",
        id=TASK,
        exception_id=TROUBLE,
        title="call the line",
        assignee_id=an_id("mei"),
    )
    mei.sync()
    lin.do("exception.close", id=TROUBLE, note="done")
    lin.sync()
    assert lin.last().status == "invalid"
    assert office.row("exceptions", TROUBLE)["state"] == "actions"


@pytest.mark.system("S27")
def test_a_chain_that_ends_at_blame_asks_for_a_process_cause_or_a_reason(desk_of):
    lin = desk_of("lin")
    report(lin, severity="S3")
    for said in ("people are careless", "mei looked at the wrong sheet"):
        lin.do("why.answer", exception_id=TROUBLE, level=1, answer=said)
        refusal = refused(lin, "exception.conclude", id=TROUBLE, root_cause="PE11")
        assert refusal.code == "cause_blames"
        assert refused(lin, "exception.conclude", id=TROUBLE, root_cause="EX11").code == (
            "cause_blames"
        )
    lin.do("exception.conclude", id=TROUBLE, root_cause="PE11", companion="SY22")
    lin.do("exception.conclude", id=TROUBLE, root_cause="PE11", reason="new on the line")
    assert lin.row("exceptions", TROUBLE)["root_cause"] == "PE11"


def test_a_grave_exception_needs_three_whys_and_a_decision(desk_of):
    lin = desk_of("lin")
    report(lin)
    assert refused(lin, "exception.conclude", id=TROUBLE, root_cause="PR32").code == "why_too_short"
    assert refused(lin, "exception.close", id=TROUBLE, note="x").code == "exception_undecided"
    lin.do("exception.note", exception_id=TROUBLE, kind="decision", text="amend")
    assert refused(lin, "exception.close", id=TROUBLE, note="x").code == "exception_not_analysed"
    analyse(lin)
    lin.do("exception.close", id=TROUBLE, note="amended")


@pytest.mark.system("S25")
def test_a_step_up_is_taken_once_however_many_desks_find_it_due(office, desk_of, monkeypatch):
    lin, mei = desk_of("lin"), desk_of("mei")
    report(lin, severity="S1")
    lin.sync()
    mei.sync()
    early = refused(lin, "escalation.raise", exception_id=TROUBLE, step=3)
    assert early.code == "escalation_not_due"
    later(monkeypatch, office, hours=4)
    for desk in (lin, mei):
        desk.do("escalation.raise", exception_id=TROUBLE, step=3)
    for desk in (lin, mei):
        desk.sync()
    assert [desk.last().status for desk in (lin, mei)] == ["applied", "noop"]
    (raised,) = office.rows("escalations")
    assert (raised["roles"], raised["to_ids"]) == ("DIRECTOR", an_id("bo"))


@pytest.mark.system("S25")
def test_head_office_takes_a_step_up_itself_while_no_window_is_open(office, desk_of, monkeypatch):
    lin = desk_of("lin")
    report(lin, severity="S1")
    lin.sync()
    assert escalating.raise_due(office.database, now=NOW) == 0
    head = office.head()
    assert escalating.raise_due(office.database, now=NOW + timedelta(hours=5)) == 3
    assert escalating.raise_due(office.database, now=NOW + timedelta(hours=5)) == 0
    assert office.head() == head + 1
    later(monkeypatch, office, hours=5)
    lin.do("escalation.raise", exception_id=TROUBLE, step=3)
    lin.sync()
    assert lin.last().status == "noop"
    raised = {row["step"]: row for row in office.rows("escalations")}
    assert sorted(raised) == [1, 2, 3]
    assert {row["raised_by"] for row in raised.values()} == {OFFICE}
    assert raised[3]["to_ids"] == an_id("bo")
    assert lin.rows("escalations") == office.rows("escalations")


@pytest.mark.system("S25")
def test_a_serving_head_office_looks_by_itself(office, desk_of, monkeypatch):
    lin = desk_of("lin")
    report(lin, severity="S1")
    lin.sync()
    later(monkeypatch, office, hours=5)
    serving = Office(office.database, Bounds())

    async def serve() -> None:
        async with app._life(serving):
            while not await asyncio.to_thread(office.rows, "escalations"):
                pass

    asyncio.run(asyncio.wait_for(serve(), 20))
    assert len(office.rows("escalations")) == 3


@pytest.mark.system("S25")
def test_a_desk_whose_clock_is_ahead_raises_nothing_before_its_time(office, desk_of, monkeypatch):
    lin = desk_of("lin")
    report(lin, severity="S1")
    lin.sync()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    lin.do("escalation.raise", exception_id=TROUBLE, step=3)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    lin.sync()
    assert lin.last().status == "invalid"
    assert office.rows("escalations") == []


def test_what_was_contained_meanwhile_goes_up_no_further(office, desk_of, monkeypatch):
    lin, mei = desk_of("lin"), desk_of("mei")
    report(lin, severity="S1")
    lin.sync()
    mei.sync()
    mei.do("exception.contain", id=TROUBLE, note="the line holds the B/L")
    mei.sync()
    later(monkeypatch, office, hours=30)
    lin.do("escalation.raise", exception_id=TROUBLE, step=4)
    lin.sync()
    assert lin.last().status == "noop"
    assert office.rows("escalations") == lin.rows("escalations") == []


@pytest.mark.system("S71")
def test_a_complaint_goes_up_after_two_days_and_is_closed_only_once_answered(
    office, desk_of, monkeypatch
):
    lin = desk_of("lin")
    report(lin, severity="S4", exception_code="C23", is_complaint=1)
    assert refused(lin, "escalation.raise", exception_id=TROUBLE, step=20).code == (
        "escalation_not_due"
    )
    later(monkeypatch, office, days=3)
    lin.do("escalation.raise", exception_id=TROUBLE, step=20)
    lin.sync()
    managers = ",".join(
        sorted(row["id"] for row in office.rows("users") if "MGR" in row["roles"].split(","))
    )
    assert office.rows("escalations")[0]["to_ids"] == managers
    refusal = refused(lin, "exception.close", id=TROUBLE, note="x")
    assert refusal.code == "exception_buyer_unanswered"
    lin.do("exception.answer_buyer", id=TROUBLE, note="We send new cups on Monday.")
    lin.do("exception.close", id=TROUBLE, note="replaced")


def test_compensation_is_set_by_service_or_a_manager_and_hidden_from_others(office, desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    assert (
        refused(lin, "exception.open", id=TROUBLE, set={**REPORT, "compensation": "500"}).code
        == "duty_separated"
    )
    report(lin)
    lin.sync()
    bo.sync()
    bo.do("exception.edit", id=TROUBLE, set={"compensation": "500.00"})
    bo.sync()
    bo.do("task.add", set={"order_id": ORDER, "title": "buy", "assignee_id": an_id("pu")})
    bo.sync()
    buyer = desk_of("pu")
    buyer.sync()
    assert buyer.row("exceptions", TROUBLE)["compensation"] is None
    assert office.row("exceptions", TROUBLE)["compensation"] == "500.00"


def test_who_does_not_see_the_order_does_not_see_its_exceptions_nor_acts_on_them(office, desk_of):
    lin = desk_of("lin")
    report(lin)
    lin.sync()
    ada = desk_of("ada")
    assert ada.rows("exceptions") == []
    assert refused(ada, "exception.note", exception_id=TROUBLE, text="x").code == "row_gone"


def test_what_cannot_be_says_why(desk_of):
    lin = desk_of("lin")
    for changed, code in (
        ({"title": " "}, "field_empty"),
        ({"exception_code": "Z99"}, "exception_code_unknown"),
        ({"severity": "S9"}, "value_not_valid"),
        ({"order_id": ""}, "exception_without_order"),
        ({"state": "closed"}, "field_fixed"),
    ):
        assert refused(lin, "exception.open", id=TROUBLE, set={**REPORT, **changed}).code == code
    report(lin, severity="S3")
    cases = [
        (
            "exception.note",
            {"exception_id": TROUBLE, "kind": "gossip", "text": "x"},
            "value_not_valid",
        ),
        (
            "exception.note",
            {"exception_id": TROUBLE, "kind": "step", "text": "PB3-1"},
            "playbook_step_unknown",
        ),
        ("exception.note", {"exception_id": TROUBLE, "text": " "}, "field_empty"),
        ("why.answer", {"exception_id": TROUBLE, "level": 6, "answer": "x"}, "why_level_wrong"),
        ("why.answer", {"exception_id": TROUBLE, "level": 2, "answer": "x"}, "why_level_missing"),
        ("exception.conclude", {"id": TROUBLE, "root_cause": "ZZ"}, "cause_unknown"),
        (
            "exception.conclude",
            {"id": TROUBLE, "root_cause": "PE11", "companion": "EX11"},
            "cause_companion_wrong",
        ),
        ("exception.answer_buyer", {"id": TROUBLE, "note": "x"}, "exception_no_complaint"),
        ("exception.reopen", {"id": TROUBLE, "note": "x"}, "exception_not_closed"),
    ]
    for action, arguments, code in cases:
        assert refused(lin, action, **arguments).code == code, action
    lin.do("exception.acknowledge", id=TROUBLE)
    assert refused(lin, "exception.acknowledge", id=TROUBLE).code == "exception_already_so"
    lin.do("exception.close", id=TROUBLE, note="done")
    assert refused(lin, "exception.acknowledge", id=TROUBLE).code == "exception_closed"
