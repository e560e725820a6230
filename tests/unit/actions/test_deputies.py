"""Tiers, seats and deputies: decided offline, judged again, nobody's own through anybody."""

from datetime import date, timedelta

import msgspec
import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.server import administration
from sync.store import authority_files
from tests.builders import NOW, an_id

ORDER, ASKED, DECIDED, DEPUTY = an_id("order"), an_id("asked"), an_id("decided"), an_id("deputy")
TABLE = authority_files.shipped()[1]


def ask(desk, topic="price", **case):
    desk.do("approval.request", id=ASKED, order_id=ORDER, topic=topic, title="as told", case=case)
    desk.sync()
    return desk


def decide(desk, name="decided", choice="approve"):
    desk.do("approval.decide", id=an_id(name), approval_id=ASKED, decision=choice)


def code_of(act, *arguments):
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value.refusal.code


def stand_in(desk, *, days=10, whom="max", **more):
    said = {"delegate_id": an_id(whom), "reason": "fair", **more}
    end = date(2026, 3, 1) + timedelta(days=days)
    desk.do("delegation.add", id=DEPUTY, starts_on=date(2026, 3, 1), ends_on=end, **said)
    desk.sync()


def put_table(office, **changes):
    table = msgspec.structs.replace(TABLE, **changes)
    text = msgspec.json.encode(table).decode()
    with office.database.write() as connection:
        administration.set_authority(connection, text, now=NOW)


def outcome(office, name="decided"):
    row = office.row("decisions", an_id(name))
    return row["outcome"], row["why"]


def state(office):
    return office.row("approvals", ASKED)["state"]


@pytest.mark.system("S21")
def test_a_request_says_which_rows_matched_and_who_decides(office, desk_of):
    lin = ask(desk_of("lin"), price_change_percent="-6", delay_days="10")
    row = lin.row("approvals", ASKED)
    assert row["level"] == 3
    assert row["matched"] == '[["A1", "price_change_percent", 3], ["A4", "delay_days", 2]]'
    assert office.row("approvals", ASKED)["packet"].count("as_of") == 1
    assert row["packet"] == ""
    assert code_of(decide, desk_of("mei")) == "approval_level_short"


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"colour": "3"}, "case_fact_unknown"),
        ({"delay_days": "soon"}, "case_value_not_valid"),
        ({"stage": "moon"}, "case_value_not_valid"),
        ({"delay_days": "1"}, "approval_not_needed"),
    ],
)
def test_a_case_that_the_table_cannot_judge_is_not_asked(desk_of, case, code):
    lin = desk_of("lin")
    with pytest.raises(Refused) as caught:
        ask(lin, **case)
    assert caught.value.refusal.code == code


def test_whoever_says_less_than_the_order_tells_is_not_believed(office, desk_of):
    fei = desk_of("fei")
    with office.database.write() as connection:
        row = {"id": ORDER, "forecast_margin_percent": "6", "signed_on": "2026-02-01"}
        administration.write_as_office(connection, [("orders", row)], now=NOW)
    ask(fei, price_change_percent="-2", margin_percent="40", stage="before_production")
    row = office.row("approvals", ASKED)
    assert '"margin_percent": "4.08"' in row["case"]
    assert row["level"] == 4


def test_finance_and_the_level_decide_side_by_side_and_one_person_is_one_seat(office, desk_of):
    ask(desk_of("lin"), "release")
    bo, fei = desk_of("bo"), desk_of("fei")
    decide(bo, "first")
    bo.sync()
    assert (state(office), outcome(office, "first")) == ("open", ("accepted", ""))
    assert code_of(decide, bo, "again") == "approval_said_already"
    fei.sync()
    decide(fei, "money")
    fei.sync()
    assert state(office) == "approved"
    assert office.row("approvals", ASKED)["decision_id"] == an_id("money")


def test_a_yes_to_what_changed_since_does_not_count_to_the_whole(office, desk_of):
    lin = ask(desk_of("lin"), "release")
    bo, fei = desk_of("bo"), desk_of("fei")
    decide(bo, "first")
    bo.sync()
    lin.do("line.edit", id=an_id("line"), set={"quantity": "500"})
    lin.sync()
    fei.sync()
    decide(fei, "money")
    fei.sync()
    assert state(office) == "open"
    bo.sync()


def test_two_of_a_level_and_one_level_after_the_other(office, desk_of):
    put_table(office, version=2, mode="step_by_step", needed={"1": 2})
    lin = ask(desk_of("lin"), delay_days="8")
    bo, mei, top = desk_of("bo"), desk_of("mei"), desk_of("max")
    decide(mei, "mei")
    mei.sync()
    for desk in (bo, top):
        desk.sync()
    assert code_of(decide, mei, "again") == "approval_said_already"
    decide(top, "max")
    top.sync()
    assert state(office) == "open"
    bo.sync()
    decide(bo, "bo")
    bo.sync()
    lin.sync()
    assert lin.row("approvals", ASKED)["state"] == "approved"
    assert [row["seat"] for row in sorted(office.rows("decisions"), key=lambda r: r["ver"])] == [
        "L1",
        "L1",
        "L2",
    ]


@pytest.mark.system("D7")
def test_a_table_that_became_stricter_asks_anew_and_the_old_one_stays(office, desk_of):
    ask(desk_of("lin"), delay_days="8")
    bo = desk_of("bo")
    decide(bo)
    rows = tuple(
        msgspec.structs.replace(row, tests=(msgspec.structs.replace(row.tests[0], steps=()),))
        if row.id == "A4"
        else row
        for row in TABLE.rows
    )
    put_table(office, version=2, rows=rows)
    bo.sync()
    assert outcome(office) == ("needs_decision", "policy_stricter")
    assert office.row("decisions", DECIDED)["policy_ver"] == 0
    assert {row["key"] for row in office.rows("config_items")} == {"authority", "authority.v2"}


@pytest.mark.system("D7")
def test_a_deputy_decides_in_somebodys_stead_and_the_decision_says_so(office, desk_of):
    bo = desk_of("bo")
    stand_in(bo)
    ask(desk_of("lin"), delay_days="15")
    deputy = desk_of("max")
    decide(deputy)
    assert deputy.row("decisions", DECIDED)["for_id"] == an_id("bo")
    deputy.sync()
    assert (outcome(office), state(office)) == (("accepted", ""), "approved")


@pytest.mark.system("D7")
def test_a_delegation_that_ended_meanwhile_asks_for_a_new_decision(office, desk_of):
    bo = desk_of("bo")
    stand_in(bo)
    ask(desk_of("lin"), delay_days="15")
    deputy = desk_of("max")
    decide(deputy)
    bo.do("delegation.end", id=DEPUTY)
    bo.sync()
    deputy.sync()
    assert deputy.last().status == "stale_approval"
    assert outcome(office) == ("needs_decision", "delegation_ended")


@pytest.mark.parametrize(
    ("more", "days"), [({"level_max": 2}, 10), ({"amount_max": "200"}, 10), ({"team": "s"}, 10)]
)
def test_a_deputy_has_no_more_than_was_handed_over(desk_of, more, days):
    stand_in(desk_of("bo"), days=days, **more)
    ask(desk_of("lin"), delay_days="15")
    assert code_of(decide, desk_of("max")) == "approval_level_short"


def test_a_deputy_of_a_past_day_is_none(desk_of, monkeypatch):
    stand_in(desk_of("bo"), days=0)
    ask(desk_of("lin"), delay_days="15")
    assert code_of(decide, desk_of("max")) == "approval_level_short"


@pytest.mark.system("D7")
def test_nobody_decides_their_own_through_a_deputy_nor_a_deputy_theirs(office, desk_of):
    with office.database.write() as connection:
        both = [{"id": an_id(login), "roles": "MGR,SSR"} for login in ("bo", "max")]
        administration.write_as_office(connection, [("users", row) for row in both], now=NOW)
    bo = desk_of("bo")
    stand_in(bo)
    ask(bo, delay_days="15")
    deputy = desk_of("max")
    assert code_of(decide, deputy) == "approval_level_short"
    crafted = {"id": DECIDED, "approval_id": ASKED, "decision": "approve", "for_id": an_id("bo")}
    with pytest.raises(Refused) as caught:
        deputy.do("approval.decide", **crafted)
    assert caught.value.refusal.code == "approval_own"
    deputy.do(
        "approval.request",
        id=an_id("other"),
        order_id=ORDER,
        topic="price",
        title="x",
        case={"delay_days": "15"},
    )
    deputy.sync()
    with pytest.raises(Refused) as caught:
        deputy.do("approval.decide", id=DECIDED, approval_id=an_id("other"), decision="approve")
    assert caught.value.refusal.code == "approval_own"


@pytest.mark.parametrize(
    ("whom", "days", "reason", "code"),
    [
        ("bo", 3, "fair", "delegation_to_self"),
        ("max", 31, "fair", "delegation_too_long"),
        ("max", 3, " ", "field_empty"),
        ("fei", 3, "fair", "delegate_not_of_role"),
        ("mei", 3, "fair", "delegate_not_of_role"),
    ],
)
def test_a_deputy_who_cannot_be_one_is_not_named(desk_of, whom, days, reason, code):
    bo = desk_of("bo")
    with pytest.raises(Refused) as caught:
        stand_in(bo, days=days, whom=whom, reason=reason)
    assert caught.value.refusal.code == code


def test_a_request_is_reminded_of_once_an_hour_and_handed_on(office, desk_of, monkeypatch):
    lin = ask(desk_of("lin"), delay_days="8")
    lin.do("approval.remind", id=ASKED)
    with pytest.raises(Refused) as caught:
        lin.do("approval.remind", id=ASKED)
    assert caught.value.refusal.code == "reminded_lately"
    later = NOW + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    lin.do("approval.remind", id=ASKED)
    lin.sync()
    assert office.row("approvals", ASKED)["reminders"] == 2
    bo = desk_of("bo")
    with pytest.raises(Refused) as caught:
        bo.do("approval.forward", id=ASKED, person_id=an_id("mei"))
    assert caught.value.refusal.code == "forward_cannot_decide"
    bo.do("approval.forward", id=ASKED, person_id=an_id("gao"), note="yours")
    bo.sync()
    assert office.row("approvals", ASKED)["forwarded_to"] == an_id("gao")
    assert [row["text"] for row in office.rows("comments")] == ["as told: yours"]
