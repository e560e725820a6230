"""Duties kept apart, each tried by an operation of an altered desk: head office refuses it."""

import pytest

from sync.actions import perform
from sync.domain import separation
from sync.domain.commands import ACTIONS
from sync.domain.refusals import Refused
from sync.server import administration
from tests.builders import NOW, a_user, an_id

ORDER, SHIPMENT, ASKED = an_id("order"), an_id("shipment"), an_id("asked")
PUSHED: list[str] = []
DECLARED, RECEIVED = an_id("declaration"), an_id("receipt")


def put(office, *changes):
    with office.database.write() as connection:
        administration.write_as_office(connection, list(changes), now=NOW)


def answer(item, who, subject, **more):
    fields = {"item": item, "node": item[:3], "order_id": ORDER, "subject_id": subject}
    said = {"ticked": 1, "answered_by": an_id(who), **more}
    return ("answers", {"id": an_id(f"answer {item}"), **fields, **said})


def asked(topic, *, by="mei", matched="", case=""):
    fields = {"topic": topic, "title": "as told", "level": 2, "matched": matched, "case": case}
    flow = '[[{"level":2,"role":"","needed":1}]]'
    said = {"order_id": ORDER, "requested_by": an_id(by), "state": "open", "flow": flow}
    return ("approvals", {"id": ASKED, **fields, **said})


def crafted(desk_of, monkeypatch, login, action, **arguments):
    """Let a desk whose program keeps no rule send an operation; return head office's verdict."""
    desk = desk_of(login, f"altered {len(PUSHED)}")
    PUSHED.append(action)
    real = perform.perform

    def unruled(deed, name, command):
        if deed.context.at_head_office:
            real(deed, name, command)

    for place in ("sync.actions.desk.perform", "sync.actions.office.perform"):
        monkeypatch.setattr(place, unruled)
    desk.do(action, **arguments)
    desk.push()
    return desk.last()


def refused_by(desk_of, monkeypatch, login, action, **arguments):
    last = crafted(desk_of, monkeypatch, login, action, **arguments)
    assert last.status in ("denied", "invalid"), last.detail
    return last.detail


def decide(desk_of, monkeypatch, login, **more):
    made = {"id": an_id("decided"), "approval_id": ASKED, "decision": "approve", "note": "so"}
    return refused_by(desk_of, monkeypatch, login, "approval.decide", **{**made, **more})


def tick(desk_of, monkeypatch, login, item, subject):
    said = {"order_id": ORDER, "item": item, "subject_id": subject}
    return refused_by(desk_of, monkeypatch, login, "item.answer", **said)


def test_1_who_asks_does_not_decide(office, desk_of, monkeypatch):
    put(office, asked("price", by="bo"))
    assert "approval_own" in decide(desk_of, monkeypatch, "bo")


def test_2_who_quoted_does_not_approve_the_price(office, desk_of, monkeypatch):
    fields = {"entity": "orders", "row_id": ORDER, "order_id": ORDER, "field": "quoted_on"}
    when = {"acted_at": "2026-02-01T00:00:00Z", "accepted_at": "2026-02-01T00:00:00Z"}
    said = {"operation_id": an_id("op"), "actor_id": an_id("bo"), "kind": "edited"}
    put(office, ("history", {"id": an_id("entry"), **fields, **when, **said}))
    put(office, asked("price", matched='[["A1", "price_change_percent", 2]]'))
    assert '"rule":"2"' in decide(desk_of, monkeypatch, "bo")


def test_3_who_made_the_papers_does_not_check_them(office, desk_of, monkeypatch):
    put(office, answer("N18-01", "lin", SHIPMENT))
    assert '"rule":"3"' in tick(desk_of, monkeypatch, "lin", "N18-08", SHIPMENT)


def test_4_who_buys_neither_approves_nor_makes_the_payment(office, desk_of, monkeypatch):
    put(office, answer("N09-04", "bo", ORDER), asked("supplier_payment"))
    assert '"rule":"4"' in decide(desk_of, monkeypatch, "bo")
    put(office, ("users", {"id": an_id("bo"), "roles": "FIN,PUR"}))
    assert '"rule":"4"' in tick(desk_of, monkeypatch, "bo", "N09-06", ORDER)


def test_5_only_finance_confirms_and_does_not_book_the_rest(office, desk_of, monkeypatch):
    receipt = ("receipts", {"id": RECEIVED, "order_id": ORDER, "amount": "8"})
    put(office, receipt, answer("N20-05", "fei", SHIPMENT))
    assert '"rule":"5"' in refused_by(desk_of, monkeypatch, "fei", "receipt.confirm", id=RECEIVED)


def test_5_nobody_else_confirms(office, desk_of, monkeypatch):
    put(office, ("receipts", {"id": RECEIVED, "order_id": ORDER, "amount": "8"}))
    detail = refused_by(desk_of, monkeypatch, "lin", "receipt.confirm", id=RECEIVED)
    assert "not_permitted" in detail
    fixed = {"id": RECEIVED, "set": {"confirmed_by": an_id("fei")}}
    assert "field_fixed" in refused_by(desk_of, monkeypatch, "fei", "receipt.edit", **fixed)


def test_6_who_confirmed_or_released_does_not_do_the_others_part(office, desk_of, monkeypatch):
    paid = {"id": RECEIVED, "order_id": ORDER, "amount": "250", "confirmed_by": an_id("lin")}
    put(office, ("receipts", {**paid, "confirmed_on": "2026-03-01"}))
    assert '"rule":"6"' in tick(desk_of, monkeypatch, "lin", "N19-05", SHIPMENT)


def test_6_who_released_does_not_approve_it(office, desk_of, monkeypatch):
    put(office, answer("N19-05", "bo", SHIPMENT), asked("release"))
    assert '"rule":"6"' in decide(desk_of, monkeypatch, "bo")


def test_7_bank_data_takes_two_people_and_a_call_back(office, desk_of, monkeypatch):
    lin = desk_of("lin", "asking")
    lin.do("approval.request", id=ASKED, order_id=ORDER, topic="bank_account", title="account")
    lin.sync()
    row = office.row("approvals", ASKED)
    assert (row["level"], '"role":"FIN"' in row["flow"]) == (3, True)
    assert "call_back_missing" in decide(desk_of, monkeypatch, "bo", note=" ")


def test_8_inspection_is_not_entered_by_who_sells_makes_or_buys(office, desk_of, monkeypatch):
    said = {"id": SHIPMENT, "set": {"inspection": "PASS"}}
    for login in ("lin", "pu"):
        detail = refused_by(desk_of, monkeypatch, login, "shipment.edit", **said)
        assert "duty_separated" in detail


def test_9_who_made_or_checked_does_not_waive(office, desk_of, monkeypatch):
    put(office, answer("N01-01", "bo", ORDER))
    said = {"order_id": ORDER, "item": "N01-04", "reason": "known"}
    assert '"rule":"9"' in refused_by(desk_of, monkeypatch, "bo", "item.waive", **said)


def test_10_who_matched_the_refund_does_not_file_it(office, desk_of, monkeypatch):
    put(office, ("declarations", {"id": DECLARED, "order_id": ORDER, "shipment_id": SHIPMENT}))
    put(office, answer("N22-03", "fei", DECLARED))
    assert '"rule":"10"' in tick(desk_of, monkeypatch, "fei", "N22-06", DECLARED)


def test_11_who_deals_in_currency_does_not_confirm_it(office, desk_of, monkeypatch):
    settled = {"settled_on": "2026-03-01", "confirmed_on": "2026-03-01"}
    put(office, ("receipts", {"id": RECEIVED, "order_id": ORDER, "amount": "8", **settled}))
    put(office, answer("N21-04", "fei", RECEIVED))
    assert '"rule":"11"' in tick(desk_of, monkeypatch, "fei", "N21-05", RECEIVED)


def test_12_an_administrator_decides_nothing_and_makes_no_roles_on_a_desk(office, desk_of):
    put(office, asked("price"), ("users", {"id": an_id("ada"), "level": 4, "roles": "ADM"}))
    bo = desk_of("bo", "borrowed")
    bo.do("approval.decide", id=an_id("decided"), approval_id=ASKED, decision="approve")
    badge = desk_of("ada").replica.standing()
    bo.replica.note(token=badge.token, device_key=badge.device_key)
    bo.push()
    assert bo.last().status in ("denied", "gone")
    assert office.rows("decisions") == []
    assert not [name for name, action in ACTIONS.items() if action.entity == "users"]


def test_13_a_deputy_is_kept_apart_as_whom_they_stand_in_for(office, desk_of, monkeypatch):
    put(office, answer("N09-04", "bo", ORDER), asked("supplier_payment"))
    days = {"starts_on": "2026-03-01", "ends_on": "2026-03-20"}
    given = {"delegator_id": an_id("bo"), "delegate_id": an_id("max"), **days}
    put(office, ("delegations", {"id": an_id("deputy"), **given}))
    assert '"rule":"13"' in decide(desk_of, monkeypatch, "max", for_id=an_id("bo"))
    put(office, asked("price", by="bo"))
    more = {"for_id": an_id("bo"), "id": an_id("another")}
    assert "approval_own" in decide(desk_of, monkeypatch, "max", **more)


def test_14_nothing_that_a_desk_can_say_changes_history():
    by_entity = {name for name, action in ACTIONS.items() if action.entity == "history"}
    assert by_entity == {"row.restore"}


@pytest.mark.parametrize("people", [4, 5])
def test_a_small_company_relaxes_two_rules_and_no_other(people):
    staff = [a_user(f"p{n}", "SR") for n in range(people)]
    expected = {"3", "10"} if people < separation.SMALL else set()
    assert separation.relaxed_rules("1,3,5,6,7,10,14", [*staff, a_user("a", "ADM")]) == expected


def test_the_window_is_told_the_same(desk_of, office):
    put(office, answer("N18-01", "lin", SHIPMENT))
    with pytest.raises(Refused) as caught:
        desk_of("lin").do("item.answer", order_id=ORDER, item="N18-08", subject_id=SHIPMENT)
    assert caught.value.refusal.code == "duties_apart"
