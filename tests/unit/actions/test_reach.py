"""What a person may not hold is nowhere on their desk, and is not there for what they ask."""

import pytest

from sync.domain.entities import ENTITIES
from sync.domain.records import to_row
from sync.server import administration
from sync.store import rows
from tests.builders import (
    NOW,
    a_line,
    a_partner,
    a_user,
    an_id,
    an_order,
    seed_office,
)
from tests.offices import Desk, OfficeHere

ORDER, LINE, BUYER = an_id("order"), an_id("line"), an_id("buyer")
OTHER = a_user("wu", "SR", team="south")
PACKER = a_user("tang", "LOG", team="south")
CANARY = "931.27"


@pytest.fixture
def desks(tmp_path, office: OfficeHere):
    """Return a function that gives a desk of somebody who is not of the small firm."""
    seed_office(office.database, OTHER, PACKER)
    made = []

    def of(user, name=""):
        desk = Desk(tmp_path / f"{user.login}{name}", office, user, name)
        made.append(desk)
        desk.pull()
        return desk

    yield of
    for desk in made:
        desk.close()


def _copied(desk: Desk) -> dict[str, list[dict[str, object]]]:
    desk.sync()
    return {entity: desk.rows(entity) for entity in ENTITIES}


def _agrees(desk: Desk, office: OfficeHere) -> bool:
    return _copied(desk) == office.seen_by(desk.user)


def _give(desk: Desk, user, order: str = ORDER) -> None:
    desk.do("task.add", set={"order_id": order, "title": "Book", "assignee_id": user.id})
    desk.sync()


def test_a_salesperson_has_only_the_own_orders_and_customers(office, desks):
    other = desks(OTHER)
    assert other.rows("orders") == other.rows("order_lines") == other.rows("partners") == []
    assert {row["login"] for row in other.rows("users")} >= {"lin", "wu"}
    assert _agrees(other, office)


def test_an_order_handed_over_comes_whole_and_leaves_the_other_desk(office, desk_of, desks):
    lin, other = desk_of("lin"), desks(OTHER)
    other.sync()
    assert lin.row("orders", ORDER) is not None
    bo = desk_of("bo")
    bo.do("order.edit", id=ORDER, set={"owner_id": OTHER.id, "team": "south"})
    bo.sync()
    assert _agrees(other, office)
    assert {row["id"] for row in other.rows("order_lines")} == {LINE}
    assert [row["id"] for row in other.rows("partners")] == [BUYER]
    office_rows = office.seen_by(lin.user)
    assert _copied(lin) == office_rows


def test_who_gets_a_task_gets_the_order_and_without_prices(office, desk_of, desks):
    lin, tang = desk_of("lin"), desks(PACKER)
    _give(lin, PACKER)
    tang.sync()
    assert tang.row("order_lines", LINE)["unit_price"] == "0"
    assert tang.row("order_lines", LINE)["quantity"] == lin.row("order_lines", LINE)["quantity"]
    assert lin.row("order_lines", LINE)["unit_price"] != "0"
    assert _agrees(tang, office)


def test_an_order_leaves_the_pool_when_somebody_of_the_department_has_it(office, desk_of, desks):
    second = a_user("rong", "LOG", team="south")
    seed_office(office.database, second)
    tang, rong = desks(PACKER), desks(second)
    assert tang.row("orders", ORDER) is not None
    assert rong.row("orders", ORDER) is not None
    _give(desk_of("lin"), PACKER)
    assert _agrees(rong, office)
    assert rong.row("orders", ORDER) is None
    assert _agrees(tang, office)
    assert tang.row("orders", ORDER) is not None


def test_a_hidden_row_and_an_absent_one_get_the_same_answer(office, desk_of, desks):
    lin = desk_of("lin")
    lin.do("line.edit", id=LINE, set={"note": "x"})
    stranger = desks(OTHER)
    seen = []
    for name, identifier in (("hidden", LINE), ("absent", an_id("nothing"))):
        altered = desks(OTHER, name)
        with altered.replica.write() as connection:
            for item in (an_order(id=ORDER), a_line(id=identifier, order_id=ORDER)):
                noun = "orders" if item.id == ORDER else "order_lines"
                rows.put_row(connection, noun, to_row(item))
        badge = stranger.replica.standing()
        altered.replica.note(token=badge.token, device_key=badge.device_key)
        with altered.replica.write() as connection:
            connection.exec_driver_sql("UPDATE orders SET owner_id = ?", (OTHER.id,))
        altered.do("line.edit", id=identifier, set={"note": "mine"})
        altered.push()
        seen.append((altered.last().status, altered.last().detail.replace(identifier, "?")))
    assert seen[0] == seen[1]
    assert seen[0][0] == "gone"
    assert office.row("order_lines", LINE)["note"] != "mine"


def test_what_is_hidden_cannot_be_set_and_does_not_stand_in_the_way(office, desk_of):
    bo = desk_of("bo")
    bo.do("order.edit", id=ORDER, set={"costing_margin_percent": "12.5"})
    bo.sync()
    lin = desk_of("lin")
    lin.sync()
    assert lin.row("orders", ORDER)["costing_margin_percent"] is None
    lin.do("order.edit", id=ORDER, set={"currency": "EUR"})
    lin.sync()
    assert lin.last().status == "applied", lin.last().detail
    assert office.row("orders", ORDER)["costing_margin_percent"] == "12.5"


def test_another_role_takes_the_columns_away_and_gives_others(office, desk_of, tmp_path):
    fei = desk_of("fei")
    bo = desk_of("bo")
    bo.do("order.edit", id=ORDER, set={"costing_margin_percent": CANARY})
    bo.sync()
    fei.sync()
    assert fei.row("orders", ORDER)["costing_margin_percent"] == CANARY
    with office.database.write() as connection:
        fields = {"id": fei.user.id, "roles": "QC"}
        administration.write_as_office(connection, [("users", fields)], now=NOW)
    fei.sync()
    assert fei.row("orders", ORDER)["costing_margin_percent"] is None
    assert fei.rows("receipts") == []
    for entity in ENTITIES:
        assert CANARY not in str(fei.rows(entity)), entity
    assert _agrees(fei, office)


def test_a_task_on_no_order_is_seen_by_who_has_and_who_gave_it(office, desk_of):
    lin, mei, bo = desk_of("lin"), desk_of("mei"), desk_of("bo")
    lin.do("task.add", set={"title": "Call", "assignee_id": mei.user.id})
    lin.sync()
    for desk, sees in ((lin, True), (mei, True), (bo, False)):
        desk.sync()
        assert bool(desk.rows("tasks")) is sees


def test_many_orders_gained_come_in_portions_and_all_come(office, desk_of, desks):
    made = [an_order(owner_id=an_id("mei"), team="north") for _ in range(120)]
    seed_office(office.database, *made, *(a_line(order_id=each.id) for each in made))
    other = desks(OTHER)
    other.sync()
    bo = desk_of("bo")
    for each in made:
        bo.do("order.edit", id=each.id, set={"owner_id": OTHER.id})
    bo.sync()
    assert _agrees(other, office)
    assert len(other.rows("orders")) == len(other.rows("order_lines")) == 120


def test_a_firm_is_taken_from_who_has_no_order_with_it_any_more(office, desk_of, desks):
    bo, other = desk_of("bo"), desks(OTHER)
    second = a_partner(name="Südlicht GmbH")
    seed_office(office.database, second, an_order(id=an_id("o2"), buyer_id=second.id))
    bo.sync()
    bo.do("order.edit", id=an_id("o2"), set={"owner_id": OTHER.id})
    bo.sync()
    other.sync()
    assert [row["id"] for row in other.rows("partners")] == [second.id]
    bo.do("order.edit", id=an_id("o2"), set={"owner_id": an_id("mei")})
    bo.sync()
    assert _agrees(other, office)
    assert other.rows("partners") == []
