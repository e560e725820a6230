"""Change requests: computed consequences, the level, locks, the fast lane with its ration."""

import json
from datetime import timedelta

import pytest

from sync import clock
from sync.actions.change_locks import SETTING
from sync.domain.authority_commands import Wish
from sync.domain.change_impact import containers
from sync.domain.change_requests import KINDS, ChangeType
from sync.domain.ids import row_id
from sync.domain.nodes import node_id
from sync.domain.refusals import Refused
from sync.server import administration, escalating
from tests.builders import NOW, an_id

ORDER, LINE, SHIPMENT, CHANGE = an_id("order"), an_id("line"), an_id("shipment"), an_id("change")
LETTER, PRODUCT = an_id("letter"), an_id("bowl")


def put(office, *changes):
    with office.database.write() as connection:
        administration.write_as_office(connection, list(changes), now=NOW)


def node(name, subject=ORDER, state="DONE"):
    fields = {"order_id": ORDER, "subject_id": subject, "node": name, "state": state}
    return ("nodes", {"id": node_id(subject, name), **fields})


@pytest.fixture
def signed(office):
    """An order that is signed, with an L/C of 5/5, packed bowls, and papers that went out."""
    size = {"length_cm": "60", "width_cm": "40", "height_cm": "50", "pcs_per_carton": 10}
    letter = {"amount": "25000", "currency": "USD", "tolerance_plus": "5", "tolerance_minus": "5"}
    put(
        office,
        ("products", {"id": PRODUCT, "code": "B1", "name_en": "Bowl", **size}),
        (
            "order_lines",
            {"id": LINE, "quantity": "2300", "unit_price": "10", "product_id": PRODUCT},
        ),
        ("orders", {"id": ORDER, "forecast_margin_percent": "14", "payment_term": "LC_S"}),
        ("letters_of_credit", {"id": LETTER, "order_id": ORDER, **letter}),
        ("shipments", {"id": SHIPMENT, "booking_no": "B7", "invoice_no": "CI-1"}),
        *(node(name) for name in ("N04", "N06", "N08")),
    )
    return office


def draft(desk, quantity="2760", name="change", **more):
    wish = {"entity": "order_lines", "id": LINE, "field": "quantity", "value": quantity}
    said = {"change_type": "CHG_QTY", "reason": "they take more", "wanted": [Wish(**wish)]}
    desk.do("change.draft", id=an_id(name), order_id=ORDER, **{**said, **more})


def submitted(desk, **more):
    draft(desk, **more)
    desk.do("change.submit", id=CHANGE)
    desk.sync()
    assert desk.last().status == "applied", desk.last().detail


def approved(desk, desk_of):
    submitted(desk)
    bo = desk_of("gao")
    row = bo.row("change_requests", CHANGE)
    bo.do("approval.decide", id=an_id("yes"), approval_id=row["approval_id"], decision="approve")
    bo.sync()
    desk.sync()
    return bo


def code_of(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal.code


def effects_of(office):
    found = json.loads(office.row("change_requests", CHANGE)["impact"])
    return [(each["code"], each.get("before", ""), each.get("after", "")) for each in found]


@pytest.mark.system("D8")
@pytest.mark.system("S22")
def test_a_fifth_more_says_what_it_would_do(signed, desk_of):
    submitted(desk_of("lin"))
    assert effects_of(signed) == [
        ("amount", "USD 23,000.00", "USD 27,600.00"),
        ("cartons", "230", "276"),
        ("volume", "27.600", "33.120"),
        ("containers", "1 x 20GP", "1 x 40GP"),
        ("lc_over", "USD 26,250.00", "USD 1,350.00"),
        ("paper", "", "PI"),
        ("paper", "", "IPO"),
        ("paper", "", "BN"),
        ("paper", "", "CI"),
        ("reopen", "", "N06"),
        ("reopen", "", "N08"),
    ]
    row = signed.row("change_requests", CHANGE)
    approval = signed.row("approvals", row["approval_id"])
    assert (row["state"], row["level"], approval["level"]) == ("approving", 2, 2)
    assert approval["requested_by"] == an_id("lin")
    assert json.loads(approval["matched"]) == [["A2", "margin_percent", 0], ["A7", "stage", 2]]


@pytest.mark.system("D8")
def test_an_approved_change_is_carried_out_and_only_then(signed, desk_of):
    lin = desk_of("lin")
    approved(lin, desk_of)
    assert signed.row("order_lines", LINE)["quantity"] == "2300"
    assert code_of(lin, "change.apply", id=CHANGE) == "change_not_in_step"
    lin.do("change.confirm", id=CHANGE, note="mail of 2 March")
    lin.do("change.apply", id=CHANGE)
    lin.sync()
    assert signed.row("order_lines", LINE)["quantity"] == "2760"
    states = {row["node"]: row["state"] for row in signed.rows("nodes")}
    assert states == {"N04": "DONE", "N06": "REOPENED", "N08": "REOPENED"}
    for role in ("LOG", "DOC"):
        lin.do("change.acknowledge", id=CHANGE, role=role)
    assert code_of(lin, "change.acknowledge", id=CHANGE, role="FIN") == "change_role_of_others"
    assert code_of(lin, "change.verify", id=CHANGE) == "change_not_in_step"
    lin.sync()
    put(signed, ("users", {"id": an_id("pu"), "roles": "PUR,PRD,FIN"}))
    pu = desk_of("pu")
    for role in ("PUR", "PRD", "FIN"):
        pu.do("change.acknowledge", id=CHANGE, role=role)
    pu.sync()
    lin.sync()
    lin.do("change.verify", id=CHANGE)
    lin.sync()
    assert signed.row("change_requests", CHANGE)["state"] == "closed"


def test_a_controlled_field_of_a_signed_order_takes_a_change(signed, desk_of):
    lin = desk_of("lin")
    with pytest.raises(Refused) as caught:
        lin.do("line.edit", id=LINE, set={"quantity": "2760"})
    refusal = caught.value.refusal
    assert (refusal.code, refusal.facts["change"]) == ("field_locked", "CHG_QTY")
    assert code_of(lin, "order.edit", id=ORDER, set={"incoterm": "CIF"}) == "field_locked"
    lin.do("line.edit", id=LINE, set={"note": "soon", "quantity": "2300"})
    lin.do("order.edit", id=ORDER, set={"destination": "DEHAM"})


def test_a_company_without_change_control_edits_as_before(signed, desk_of):
    key = {"id": row_id("config", SETTING), "key": SETTING, "value": "off"}
    put(signed, ("config_items", key))
    desk_of("lin").do("line.edit", id=LINE, set={"quantity": "2760"})


def test_another_change_that_came_first_sends_it_back_with_what_differs(signed, desk_of):
    lin = desk_of("lin")
    approved(lin, desk_of)
    lin.do("change.confirm", id=CHANGE, note="mail")
    put(signed, ("order_lines", {"id": LINE, "quantity": "2400"}))
    lin.do("change.apply", id=CHANGE)
    lin.sync()
    row = signed.row("change_requests", CHANGE)
    assert row["state"] == "assessing"
    assert json.loads(row["clash"]) == [["order_lines", LINE, "quantity", "2300", "2400"]]
    assert signed.row("order_lines", LINE)["quantity"] == "2400"
    lin.do("change.submit", id=CHANGE)
    lin.sync()
    assert signed.row("change_requests", CHANGE)["state"] == "approving"


def test_a_refused_change_and_one_taken_back_go_no_further(signed, desk_of):
    lin = desk_of("lin")
    submitted(lin)
    row = lin.row("change_requests", CHANGE)
    assert code_of(lin, "approval.withdraw", id=row["approval_id"]) == "approval_of_change"
    lin.do("change.withdraw", id=CHANGE)
    lin.sync()
    assert signed.row("approvals", row["approval_id"])["state"] == "withdrawn"
    assert code_of(lin, "change.submit", id=CHANGE) == "change_not_in_step"


@pytest.mark.parametrize("kind", list(ChangeType))
def test_every_type_is_drafted_with_its_own_fields_and_no_other(signed, desk_of, kind):
    lin = desk_of("lin")
    wish = {"entity": "users", "id": an_id("lin"), "field": "level", "value": 4}
    code = code_of(
        lin,
        "change.draft",
        order_id=ORDER,
        change_type=kind.value,
        reason="so",
        wanted=[Wish(**wish)],
    )
    assert code == "change_field_of_other_type"
    names = sorted(KINDS[kind].fields)
    rows = {"orders": ORDER, "order_lines": LINE, "shipments": SHIPMENT}
    rows["letters_of_credit"] = LETTER
    places = (name.partition(".") for name in names)
    wanted = [
        Wish(entity=noun, id=rows[noun], field=field, value=lin.row(noun, rows[noun])[field])
        for noun, _, field in places
    ]
    lin.do(
        "change.draft",
        id=CHANGE,
        order_id=ORDER,
        change_type=kind.value,
        reason="so",
        wanted=wanted,
    )
    lin.do("change.submit", id=CHANGE)
    lin.sync()
    assert lin.last().status == "applied", lin.last().detail


def urge(desk, name="change", *, hours=5, **more):
    said = {"words": "yes, go", "damage": "vessel missed", "person_id": an_id("bo")}
    cutoff = clock.now() + timedelta(hours=hours)
    desk.do("change.urge", **{"id": an_id(name), "cutoff_at": cutoff, **said, **more})


@pytest.mark.system("S23")
@pytest.mark.system("D8")
def test_the_fast_lane_is_ratified_afterwards_or_escalated_once(signed, desk_of, monkeypatch):
    lin = desk_of("lin")
    draft(lin)
    urge(lin)
    assert code_of(lin, "change.apply", id=CHANGE) == "change_not_in_step"
    lin.sync()
    bo = desk_of("bo")
    bo.do("change.authorise", id=CHANGE)
    bo.sync()
    lin.sync()
    lin.do("change.apply", id=CHANGE)
    lin.sync()
    assert signed.row("order_lines", LINE)["quantity"] == "2760"
    assert code_of(lin, "change.escalate", id=CHANGE) == "change_not_overdue"
    later = NOW + timedelta(hours=48)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("tests.offices.NOW", later)
    for desk in (lin, bo):
        desk.do("change.escalate", id=CHANGE)
    lin.sync()
    bo.sync()
    (task,) = signed.rows("tasks")
    assert task["assignee_id"] == an_id("bo")
    assert (
        signed.row("approvals", signed.row("change_requests", CHANGE)["approval_id"])["level"] == 3
    )


@pytest.mark.system("S23")
def test_head_office_hands_up_what_nobody_ratified(signed, desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    draft(lin)
    urge(lin)
    lin.sync()
    bo.sync()
    bo.do("change.authorise", id=CHANGE)
    bo.sync()
    early, late = NOW + timedelta(hours=20), NOW + timedelta(hours=48)
    assert escalating.raise_due(signed.database, now=early) == 0
    assert escalating.raise_due(signed.database, now=late) == 1
    assert escalating.raise_due(signed.database, now=late) == 0
    (task,) = signed.rows("tasks")
    assert task["assignee_id"] == an_id("bo")
    lin.sync()
    assert len(lin.rows("tasks")) == 1


def test_a_ratified_urgent_change_says_so_and_a_refused_one_is_rolled_back(signed, desk_of):
    lin = desk_of("lin")
    draft(lin)
    urge(lin)
    lin.sync()
    bo = desk_of("bo")
    bo.do("change.authorise", id=CHANGE)
    bo.sync()
    approval = bo.row("change_requests", CHANGE)["approval_id"]
    gao = desk_of("gao")
    gao.do("approval.decide", id=an_id("no"), approval_id=approval, decision="refuse", note="no")
    gao.sync()
    assert signed.row("change_requests", CHANGE)["state"] == "roll_back"


@pytest.mark.parametrize(
    ("more", "wish", "code"),
    [
        ({"person_id": an_id("mei")}, {}, "urgent_not_by_them"),
        ({"person_id": an_id("lin")}, {}, "urgent_not_by_them"),
        ({"words": " "}, {}, "field_empty"),
        ({"hours": 200}, {}, "urgent_not_pressing"),
        ({}, {"case": {"bank_account": "changed"}}, "urgent_excluded"),
        ({}, {"case": {"unpaid_release_amount": "9"}}, "urgent_excluded"),
        ({}, {"case": {"over_limit_percent": "3"}}, "urgent_excluded"),
        ({}, {"case": {"cost_borne": "5001"}}, "urgent_too_large"),
    ],
)
def test_the_fast_lane_carries_no_more_than_it_may(signed, desk_of, more, wish, code):
    lin = desk_of("lin")
    draft(lin, **wish)
    with pytest.raises(Refused) as caught:
        urge(lin, **more)
    assert caught.value.refusal.code == code


def test_the_fast_lane_is_rationed(signed, desk_of):
    lin = desk_of("lin")
    for name in ("one", "two", "three"):
        draft(lin, name=name)
        urge(lin, name)
    draft(lin)
    with pytest.raises(Refused) as caught:
        urge(lin)
    assert caught.value.refusal.code == "urgent_ration_used"


@pytest.mark.parametrize(
    ("volume", "boxes"),
    [(0, ""), (28, "1 x 20GP"), (29, "1 x 40GP"), (60, "1 x 40HC"), (90, "1 x 40HC + 1 x 20GP")],
)
def test_the_fewest_containers_that_hold_it(volume, boxes):
    assert containers(volume) == boxes


def test_a_price_stays_where_prices_are_seen(signed, desk_of):
    wish = {"entity": "order_lines", "id": LINE, "field": "unit_price", "value": "9"}
    lin, pu = desk_of("lin"), desk_of("pu")
    lin.do(
        "change.draft",
        id=CHANGE,
        order_id=ORDER,
        change_type="CHG_PRICE",
        reason="they insist",
        wanted=[Wish(**wish)],
    )
    lin.do("change.submit", id=CHANGE)
    lin.sync()
    pu.sync()
    assert "unit_price" in lin.row("change_requests", CHANGE)["wanted_money"]
    seen = pu.row("change_requests", CHANGE)
    assert (seen["wanted"], seen["wanted_money"], seen["impact"]) == ("[]", "[]", "")
    told = json.dumps([row for row in pu.rows("history") if row["entity"] == "change_requests"])
    assert "unit_price" not in told
    assert "amount" not in told
    said = {"order_id": ORDER, "change_type": "CHG_PRICE", "reason": "so"}
    assert code_of(pu, "change.draft", wanted=[Wish(**wish)], **said) == "field_not_permitted"
