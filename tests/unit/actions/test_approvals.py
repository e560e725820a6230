"""Approvals decided offline: accepted only where nothing has changed that they stand on."""

import json
from datetime import timedelta

import msgspec
import pytest

from sync import clock
from sync.actions import authority
from sync.client import deciding
from sync.domain.ids import row_id
from sync.domain.refusals import Refused
from sync.server import administration
from sync.server.deciding import decisions_amiss
from sync.server.seals import Seals
from sync.wire import decisions, signatures
from tests.builders import NOW, an_id

ORDER, LINE, ASKED, DECIDED = an_id("order"), an_id("line"), an_id("asked"), an_id("decided")


@pytest.fixture
def lin(desk_of):
    """A salesperson who has asked for leave, and head office knows."""
    return asked(desk_of("lin"))


def asked(desk):
    desk.do("approval.request", id=ASKED, order_id=ORDER, topic="price", title="4 % off")
    desk.sync()
    return desk


def decide(desk, choice="approve", **more):
    made = {"id": DECIDED, "approval_id": ASKED, "decision": choice, "note": "as told", **more}
    desk.do("approval.decide", **made)


def level(office, level, topic="price"):
    with office.database.write() as connection:
        administration.set_approval_level(connection, level, topic=topic, now=NOW)


def outcome(office, decision=DECIDED):
    row = office.row("decisions", decision)
    return (row["outcome"], row["why"])


def state(office):
    return office.row("approvals", ASKED)["state"]


@pytest.mark.system("D7")
def test_a_decision_is_provisional_until_head_office_has_it_and_then_accepted(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo)
    assert bo.row("decisions", DECIDED)["outcome"] == "provisional"
    assert bo.row("approvals", ASKED)["state"] == "open"
    bo.sync()
    assert bo.last().status == "applied"
    assert outcome(office) == ("accepted", "")
    lin.sync()
    assert lin.row("approvals", ASKED)["state"] == "approved"
    assert lin.row("approvals", ASKED)["decided_by"] == an_id("bo")
    assert bo.row("decisions", DECIDED)["outcome"] == "accepted"


def test_a_refusal_is_a_decision_too(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo, "refuse")
    bo.sync()
    assert (state(office), outcome(office)) == ("refused", ("accepted", ""))


@pytest.mark.system("D7")
def test_a_price_changed_meanwhile_asks_for_a_new_decision_and_says_what_differs(
    office, lin, desk_of
):
    bo = desk_of("bo")
    decide(bo)
    lin.do("line.edit", id=LINE, set={"unit_price": "2.40"})
    lin.sync()
    bo.sync()
    assert bo.last().status == "stale_approval"
    assert outcome(office) == ("needs_decision", "facts_changed")
    assert state(office) == "open"
    row = bo.row("decisions", DECIDED)
    assert json.loads(row["differs"]) == [["order_lines", LINE, "unit_price", "2.50", "2.40"]]
    assert row["note"] == "as told"
    decide(bo, id=an_id("again"))
    bo.sync()
    assert outcome(office, an_id("again")) == ("accepted", "")


@pytest.mark.parametrize("what", ["line added", "line removed", "file added"])
def test_what_came_or_went_differs_too(office, lin, desk_of, what):
    bo = desk_of("bo")
    decide(bo)
    if what == "line added":
        lin.do("line.add", id=an_id("new"), set={"order_id": ORDER, "quantity": "1"})
    elif what == "line removed":
        lin.do("line.remove", id=LINE)
    else:
        file = {"name": "pi.pdf", "size_bytes": 9, "sha256": "a" * 64}
        lin.do("attachment.add", id=an_id("new"), order_id=ORDER, **file)
    lin.sync()
    bo.sync()
    assert outcome(office) == ("needs_decision", "facts_changed")
    ((entity, _, field, seen, now),) = json.loads(office.row("decisions", DECIDED)["differs"])
    assert (entity, field) == ("attachments" if what == "file added" else "order_lines", "id")
    assert (seen is None) == (what != "line removed")
    assert (now is None) == (what == "line removed")


def test_what_does_not_count_asks_for_nothing(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo)
    lin.do("order.edit", id=ORDER, set={"note": "call on Monday"})
    lin.sync()
    bo.sync()
    assert outcome(office) == ("accepted", "")


@pytest.mark.system("D7")
def test_a_request_taken_back_meanwhile_supersedes(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo)
    lin.do("approval.withdraw", id=ASKED, reason="buyer gave in")
    lin.sync()
    bo.sync()
    assert outcome(office) == ("superseded", "withdrawn")
    assert state(office) == "withdrawn"


@pytest.mark.system("D7")
def test_the_first_valid_decision_counts_and_the_later_one_is_kept(office, desk_of):
    level(office, 1)
    asked(desk_of("lin"))
    bo, mei = desk_of("bo"), desk_of("mei")
    decide(bo)
    decide(mei, "refuse", id=an_id("first"))
    mei.sync()
    bo.sync()
    assert state(office) == "refused"
    assert outcome(office, an_id("first")) == ("accepted", "")
    assert outcome(office) == ("superseded", "decided_before")
    assert json.loads(bo.last().detail)["facts"]["by"] == "mei"


@pytest.mark.parametrize(("roles", "of_level"), [("FIN", 3), ("MGR", 1)])
def test_a_right_that_ended_meanwhile_asks_for_a_new_decision(
    office, lin, desk_of, roles, of_level
):
    bo = desk_of("bo")
    decide(bo)
    with office.database.write() as connection:
        row = {"id": an_id("bo"), "roles": roles, "level": of_level}
        administration.write_as_office(connection, [("users", row)], now=NOW)
    bo.push()
    assert outcome(office) == ("needs_decision", "right_ended")
    assert state(office) == "open"


@pytest.mark.parametrize(("now", "said"), [(3, "needs_decision"), (2, "accepted"), (1, "accepted")])
def test_a_policy_that_became_stricter_asks_for_a_new_decision(office, lin, desk_of, now, said):
    bo = desk_of("bo")
    decide(bo)
    level(office, now)
    bo.sync()
    assert outcome(office)[0] == said
    assert office.row("decisions", DECIDED)["policy_ver"] == 0


@pytest.mark.system("D7")
def test_a_decision_played_again_is_one_decision(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo)
    bo.sync()
    before = [office.rows("decisions"), office.rows("approvals"), office.ledger()]
    for _ in range(9):
        office.seals = Seals()
        with bo.replica.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET state = 'waiting'")
        bo.sync()
    assert [office.rows("decisions"), office.rows("approvals"), office.ledger()] == before


@pytest.mark.system("D7")
def test_a_clock_two_days_wrong_changes_nothing_but_the_claim(office, lin, desk_of, monkeypatch):
    bo = desk_of("bo")
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(days=2))
    decide(bo)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    bo.sync()
    row = office.row("decisions", DECIDED)
    assert (row["outcome"], row["claimed_at"][:10]) == ("accepted", "2026-02-28")
    assert row["arrived_at"][:10] == "2026-03-02"


@pytest.mark.system("D7")
def test_nobody_decides_what_they_asked_for_whatever_roles_they_hold(office, desk_of):
    with office.database.write() as connection:
        row = {"id": an_id("lin"), "roles": "GM,MGR,SR", "level": 4}
        administration.write_as_office(connection, [("users", row)], now=NOW)
    lin = desk_of("lin")
    lin.do("approval.request", id=ASKED, order_id=ORDER, topic="price", title="4 % off")
    lin.sync()
    with pytest.raises(Refused) as caught:
        decide(lin)
    assert caught.value.refusal.code == "approval_own"
    bo = desk_of("bo")
    decide(bo)
    badge = lin.replica.standing()
    bo.replica.note(token=badge.token, device_key=badge.device_key)
    bo.push()
    assert bo.last().status == "denied"
    assert "approval_own" in bo.last().detail
    assert (state(office), office.rows("decisions")) == ("open", [])


def test_who_stands_too_low_or_has_no_right_is_told_on_the_desk(lin, desk_of):
    for login, code in (("mei", "approval_level_short"), ("fei", "not_permitted")):
        with pytest.raises(Refused) as caught:
            decide(desk_of(login))
        assert caught.value.refusal.code == code


def test_what_moved_on_since_it_was_shown_is_not_decided(lin, desk_of):
    bo = desk_of("bo")
    with pytest.raises(Refused) as caught:
        decide(bo, subject_hash="0" * 64)
    assert caught.value.refusal.code == "approval_moved_on"


def test_nothing_is_decided_on_a_copy_too_old(lin, desk_of, monkeypatch):
    bo = desk_of("bo")
    for hours in (deciding.OFFICE_HOURS_MAX + 1, -deciding.OFFICE_HOURS_MAX - 1):
        moment = NOW + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        monkeypatch.setattr("sync.client.doing.clock.now", lambda moment=moment: moment)
        with pytest.raises(Refused) as caught:
            decide(bo)
        assert caught.value.refusal.code == "approvals_need_office"


def _altered(desk, monkeypatch, **fields):
    """Let the desk's program say something else than it signed."""
    real = deciding.signed

    def lying(*arguments):
        return msgspec.structs.replace(real(*arguments), **fields)

    monkeypatch.setattr(deciding, "signed", lying)
    decide(desk)
    desk.push()


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "refuse"},
        {"subject_ver": 99},
        {"policy_ver": 7},
        {"policy_level": 4},
        {"note": "another"},
        {"id": an_id("other id")},
        {"signature": "00" * 64},
        {"signature": ""},
        {"public_key": "nonsense"},
        {"public_key": ""},
    ],
)
def test_a_decision_that_says_something_else_than_was_signed_is_not_taken(
    office, lin, desk_of, monkeypatch, fields
):
    bo = desk_of("bo")
    _altered(bo, monkeypatch, **fields)
    assert bo.last().status == "denied"
    assert "decision_not_signed" in bo.last().detail
    assert (state(office), office.rows("decisions")) == ("open", [])


def test_a_key_of_nobodys_or_of_anothers_device_signs_nothing(office, lin, desk_of):
    bo, mei = desk_of("bo"), desk_of("mei")
    for key in (signatures.new_key(), mei.replica.standing().device_key):
        own = bo.replica.standing().device_key
        bo.replica.note(device_key=key)
        decide(bo, id=an_id())
        bo.replica.note(device_key=own)
        bo.push()
        assert bo.last().status == "denied"
    assert office.rows("decisions") == []


def test_who_does_not_see_everything_does_not_see_the_proof(office, lin, desk_of):
    bo = desk_of("bo")
    decide(bo)
    bo.sync()
    lin.sync()
    seen = lin.row("decisions", DECIDED)
    hidden = (seen["subject_hash"], seen["signature"], seen["public_key"], seen["differs"])
    assert hidden == (None, None, None, "")
    assert seen["outcome"] == "accepted"
    assert decisions.is_sound(bo.row("decisions", DECIDED))


def _amiss(office):
    with office.database.read() as connection:
        return decisions_amiss(connection)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("UPDATE decisions SET choice = 'refuse'", "signature"),
        ("UPDATE decisions SET claimed_at = '2026-01-01T00:00:00Z'", "signature"),
        ("UPDATE decisions SET note = 'x'", "signature"),
        ("UPDATE decisions SET author_id = 'x'", "signature"),
        ("UPDATE device_keys SET user_id = 'x'", "key_of_another"),
        ("DELETE FROM device_keys", "key_unknown"),
        ("UPDATE approvals SET state = 'refused'", "state"),
        ("UPDATE approvals SET decided_by = 'x'", "state"),
        ("DELETE FROM decisions", "state"),
    ],
)
def test_whoever_alters_decisions_in_the_database_is_found(office, lin, desk_of, said, found):
    bo = desk_of("bo")
    decide(bo)
    bo.sync()
    assert _amiss(office) == []
    with office.database.write() as connection:
        connection.exec_driver_sql(said)
    assert [each.what for each in _amiss(office)][:1] == [found]


def test_the_policy_is_the_topics_own_or_that_for_all(office):
    from sync.actions.workspace import Workspace  # noqa: PLC0415

    level(office, 3, topic="")
    level(office, 4, topic="release")
    with office.database.read() as connection:
        work = Workspace(connection)
        found = {topic: authority.policy_of(work, topic).level for topic in ("price", "release")}
        row = work.get("config_items", row_id("config", "approval.level"))
        assert authority.policy_of(work, "price").ver == row["ver"] > 0
    assert found == {"price": 3, "release": 4}
