"""One customer entered twice: found once, made one record, and nothing of the other is lost."""

import json

import pytest

from tests.builders import a_line, a_user, an_id, seed_office
from tests.offices import Desk

BUYER, TWIN, PAIR_OF = an_id("buyer"), an_id("twin"), "duplicates"
WU = a_user("wu", "SR", team="south")


@pytest.fixture
def wu(tmp_path, office):
    """Return the desk of a salesperson of another team."""
    seed_office(office.database, WU)
    desk = Desk(tmp_path / "wu", office, WU)
    desk.pull()
    yield desk
    desk.close()


def _enter_twin(desk, **fields):
    said = {"name": "NORDLICHT", "kinds": "buyer", **fields}
    desk.do("partner.add", id=TWIN, set=said)


def _merge(desk, **said):
    desk.do("partner.merge", **{"keep_id": BUYER, "lose_id": TWIN, **said})


def _agree(office, *desks):
    for desk in desks:
        desk.sync()
        seen = office.seen_by(desk.user)
        for entity in ("partners", "contacts", "duplicates", "orders", "history"):
            assert desk.rows(entity) == seen[entity], (desk.user.login, entity)


@pytest.mark.system("S61")
def test_a_customer_entered_on_two_laptops_is_one_possible_duplicate(office, desk_of, wu):
    lin, bo = desk_of("lin"), desk_of("bo")
    ids = [an_id("hers"), an_id("his")]
    lin.do("partner.add", id=ids[0], set={"name": "Aurora AB", "kinds": "buyer", "city": "Malmö"})
    wu.do("partner.add", id=ids[1], set={"name": "AURORA Ab.", "kinds": "buyer", "tax_no": "5560"})
    assert lin.rows(PAIR_OF) == wu.rows(PAIR_OF) == []
    wu.sync()
    lin.sync()
    bo.sync()
    (pair,) = office.rows(PAIR_OF)
    assert [row["id"] for row in bo.rows(PAIR_OF)] == [pair["id"]]
    assert {pair["first_id"], pair["second_id"]} == set(ids)
    assert (pair["state"], pair["reasons"]) == ("open", "name")
    _agree(office, lin, wu, bo)
    assert wu.rows(PAIR_OF) == [], "who may not see the other customer is told nothing"


def test_a_desk_that_sees_both_makes_the_row_that_head_office_makes(office, desk_of):
    bo = desk_of("bo")
    _enter_twin(bo)
    (before,) = bo.rows(PAIR_OF)
    bo.sync()
    (pair,) = office.rows(PAIR_OF)
    assert before["id"] == pair["id"]
    _agree(office, bo)


def test_a_merge_moves_everything_and_keeps_what_did_not_win(office, desk_of, wu):
    supplied = a_line(id=an_id("line2"), order_id=an_id("order"), supplier_id=TWIN)
    _enter_twin(wu, city="Kiel", tax_no="DE811", note="met at the fair")
    wu.do("contact.add", id=an_id("jo"), set={"partner_id": TWIN, "name": "Jo"})
    wu.do("order.create", id=an_id("new"), set={"buyer_id": TWIN})
    wu.sync()
    seed_office(office.database, supplied)
    bo, lin = desk_of("bo"), desk_of("lin")
    lin.do("partner.edit", id=BUYER, set={"city": "Lübeck"})
    lin.sync()
    bo.sync()
    _merge(bo, take="tax_no")
    bo.sync()
    assert bo.last().status == "applied", bo.last().detail
    assert [row["id"] for row in office.rows("partners")] == [BUYER]
    kept = office.row("partners", BUYER)
    assert (kept["city"], kept["tax_no"], kept["note"]) == ("Lübeck", "DE811", "met at the fair")
    assert kept["owner_id"] == an_id("lin")
    assert kept["readers"] == WU.id
    assert office.row("contacts", an_id("jo"))["partner_id"] == BUYER
    assert {row["buyer_id"] for row in office.rows("orders")} == {BUYER}
    assert office.row("order_lines", an_id("line2"))["supplier_id"] == BUYER
    told = [row for row in office.rows("history") if row["row_id"] == BUYER]
    assert ("city", "Kiel", "Lübeck") in {(r["field"], r["old"], r["new"]) for r in told}
    (gone,) = [row for row in office.rows("history") if row["kind"] == "removed"]
    assert json.loads(gone["old"])["city"] == "Kiel"
    (pair,) = office.rows(PAIR_OF)
    said = {name: pair[name] for name in ("state", "survivor_id", "lost_id", "decided_by")}
    assert said == {
        "state": "merged",
        "survivor_id": BUYER,
        "lost_id": TWIN,
        "decided_by": an_id("bo"),
    }
    _agree(office, bo, lin, wu)
    assert wu.row("partners", BUYER) is not None, "whose record is gone goes on reading"
    wu.do("comment.add", id=an_id("c"), order_id=an_id("new"), text="on we go")
    with pytest.raises(Exception, match="not_permitted"):
        wu.do("partner.edit", id=BUYER, set={"city": "Bremen"})


def test_what_an_offline_desk_did_with_the_lost_record_lands_on_the_other(office, desk_of, wu):
    _enter_twin(wu, city="Kiel")
    wu.sync()
    bo = desk_of("bo")
    late = (
        ("order.create", {"id": an_id("late"), "set": {"buyer_id": TWIN}}),
        ("contact.add", {"id": an_id("jo"), "set": {"partner_id": TWIN, "name": "Jo"}}),
        ("partner.edit", {"id": TWIN, "set": {"tax_no": "DE811", "city": "Rostock"}}),
    )
    for action, arguments in late:
        wu.do(action, **arguments)
    bo.do("partner.edit", id=BUYER, set={"city": "Lübeck"})
    _merge(bo)
    bo.sync()
    wu.sync()
    assert [item.status for item in wu.queue()][-3:] == ["applied"] * 3, wu.last().detail
    assert office.row("orders", an_id("late"))["buyer_id"] == BUYER
    assert office.row("contacts", an_id("jo"))["partner_id"] == BUYER
    kept = office.row("partners", BUYER)
    assert (kept["tax_no"], kept["city"]) == ("DE811", "Lübeck")
    told = {(row["field"], row["old"]) for row in office.rows("history") if row["row_id"] == BUYER}
    assert ("city", "Rostock") in told
    _agree(office, bo, wu)


def test_who_may_not_see_the_survivor_is_told_of_no_merge(office, desk_of, wu):
    desk_of("bo")
    _enter_twin(wu)
    wu.sync()
    bo = desk_of("bo", "2")
    _merge(bo)
    bo.sync()
    fei = desk_of("mei")
    stranger = desk_of("ada")
    for desk in (fei, stranger):
        desk.sync()
    assert stranger.rows(PAIR_OF) == stranger.rows("partners") == []
    assert not [row for row in stranger.rows("history") if row["entity"] == PAIR_OF]


def test_two_managers_merge_one_pair_the_other_way_round(office, desk_of, wu):
    _enter_twin(wu)
    wu.sync()
    bo, gao = desk_of("bo"), desk_of("gao")
    _merge(bo)
    gao.do("partner.merge", keep_id=TWIN, lose_id=BUYER)
    bo.sync()
    gao.sync()
    assert json.loads(gao.last().detail)["code"] == "partners_one_already"
    assert [row["id"] for row in office.rows("partners")] == [BUYER]
    _agree(office, bo, gao)


def test_not_the_same_stays_said(office, desk_of, wu):
    _enter_twin(wu)
    wu.sync()
    bo, gao = desk_of("bo"), desk_of("gao")
    bo.do("partner.differ", first_id=TWIN, second_id=BUYER, note="two shops of one name")
    _merge(gao)
    bo.sync()
    gao.sync()
    assert json.loads(gao.last().detail)["code"] == "partners_differ"
    bo.do("partner.edit", id=TWIN, set={"name": "Nordlicht GmbH."})
    bo.sync()
    (pair,) = office.rows(PAIR_OF)
    assert (pair["state"], pair["note"]) == ("different", "two shops of one name")
    bo.do("partner.resemble", first_id=BUYER, second_id=TWIN)
    _merge(bo)
    bo.sync()
    assert office.rows(PAIR_OF)[0]["state"] == "merged"
    _agree(office, bo, gao)


def test_a_chain_of_merges_ends_in_one_record(office, desk_of, wu):
    third = an_id("third")
    _enter_twin(wu)
    wu.do("partner.add", id=third, set={"name": "Nordlicht Import", "kinds": "buyer"})
    wu.sync()
    wu.do("order.create", id=an_id("late"), set={"buyer_id": TWIN})
    bo = desk_of("bo")
    bo.do("partner.differ", first_id=TWIN, second_id=third)
    bo.do("partner.resemble", first_id=TWIN, second_id=third)
    _merge(bo)
    bo.do("partner.merge", keep_id=third, lose_id=TWIN)
    bo.sync()
    assert [item.status for item in bo.queue()] == ["applied"] * 4, bo.last().detail
    wu.sync()
    assert office.row("orders", an_id("late"))["buyer_id"] == third
    assert [row["id"] for row in office.rows("partners")] == [third]
    assert {row["state"] for row in office.rows(PAIR_OF)} == {"merged"}
    assert {row["survivor_id"] for row in office.rows(PAIR_OF)} == {third}
    _agree(office, bo, wu)


def test_who_may_not_approve_partners_may_not_merge_them(office, desk_of):
    lin = desk_of("lin")
    lin.do("partner.add", id=TWIN, set={"name": "Nordlicht", "kinds": "buyer"})
    for action in ("partner.differ", "partner.resemble"):
        with pytest.raises(Exception, match="not_permitted"):
            lin.do(action, first_id=TWIN, second_id=BUYER)
    with pytest.raises(Exception, match="not_permitted"):
        _merge(lin)


def test_what_became_one_is_not_removed_or_put_back_by_itself(office, desk_of):
    bo = desk_of("bo")
    again = desk_of("bo", "2")
    _enter_twin(bo)
    bo.sync()
    again.sync()
    again.do("partner.remove", id=TWIN)
    with pytest.raises(Exception, match="field_unknown"):
        _merge(bo, take="id")
    _merge(bo)
    bo.sync()
    again.sync()
    assert json.loads(again.last().detail)["code"] == "partner_is_one_of_two"
    (gone,) = [row for row in office.rows("history") if row["kind"] == "removed"]
    with pytest.raises(Exception, match="partner_is_one_of_two"):
        bo.do("row.restore", id=gone["id"])
    with pytest.raises(Exception, match="partners_one_already"):
        bo.do("partner.merge", keep_id=TWIN, lose_id=BUYER)
    with pytest.raises(Exception, match="partner_twice"):
        bo.do("partner.merge", keep_id=BUYER, lose_id=BUYER)


def test_a_firm_that_is_taken_away_is_no_duplicate(office, desk_of):
    bo = desk_of("bo")
    _enter_twin(bo)
    bo.do("partner.remove", id=TWIN)
    bo.sync()
    assert office.rows(PAIR_OF) == []
    _agree(office, bo)


def test_a_contact_who_writes_from_the_same_address_tells_two_records(office, desk_of):
    mei = desk_of("mei")
    mei.do("partner.edit", id=BUYER, set={"country": "DE"})
    fields = {"name": "Nordlicht Import", "kinds": "buyer", "country": "DE"}
    mei.do("partner.add", id=TWIN, set=fields)
    for firm, name in ((BUYER, "jo"), (TWIN, "al")):
        mail = f"{name}@nordlicht.example"
        mei.do("contact.add", set={"partner_id": firm, "name": name, "email": mail})
    assert [row["reasons"] for row in mei.rows(PAIR_OF)] == ["mail"]
    mei.sync()
    _agree(office, mei)


def test_an_import_of_a_firm_that_is_here_is_noticed(office, desk_of):
    mei, bo = desk_of("mei"), desk_of("bo")
    firm = {"id": TWIN, "name": "nordlicht gmbh", "kinds": "buyer"}
    order = {"id": an_id("imported"), "buyer_id": TWIN, "order_no": "X-1"}
    mei.do("order.import", source="list.xlsx", rows={"partners": [firm], "orders": [order]})
    mei.sync()
    assert [row["state"] for row in office.rows(PAIR_OF)] == ["open"]
    bo.sync()
    _merge(bo)
    bo.sync()
    second = {**order, "id": an_id("2"), "order_no": "X-2"}
    mei.do("order.import", source="list.xlsx", rows={"partners": [firm], "orders": [second]})
    mei.sync()
    assert {row["buyer_id"] for row in office.rows("orders")} == {BUYER}
    assert len(office.rows("partners")) == 1
    _agree(office, bo, mei)
