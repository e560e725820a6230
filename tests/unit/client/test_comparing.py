"""A desk finds out by its own rows that it holds something else than head office, and mends it."""

import msgspec
import pytest

from sync.client import comparing, pull
from sync.client.transport import Answer, Call
from sync.client.troubles import Trouble
from sync.domain.entities import ENTITIES
from sync.store import audiences, feed, rows
from sync.store.audiences import Change
from sync.store.feed import Note
from tests.builders import (
    NOW,
    STAFF,
    a_line,
    a_partner,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere, Wire

ORDERS = 30
PEOPLE = {user.login: user for user in STAFF}


class Told(Wire):
    """A transport that remembers which containers were asked for whole."""

    def __init__(self, office: OfficeHere) -> None:
        super().__init__(office)
        self.paths: list[str] = []

    def call(self, call: Call) -> Answer:
        self.paths.append(call.path)
        return super().call(call)


@pytest.fixture
def office(tmp_path):
    database = office_database(tmp_path)
    orders = [an_order(id=an_id(f"order {n}")) for n in range(ORDERS)]
    lines = [a_line(id=an_id(f"line {n}"), order_id=orders[n].id) for n in range(ORDERS)]
    seed_office(database, *STAFF, a_partner(id=an_id("buyer")), *orders, *lines)
    yield OfficeHere(database)
    database.close()


@pytest.fixture
def desk(tmp_path, office):
    wire = Told(office)
    made = Desk(tmp_path / "bo", office, PEOPLE["bo"], wire=wire)
    made.wire = wire
    made.pull()
    yield made
    made.close()


def _is_whole(desk: Desk, office: OfficeHere) -> bool:
    return {entity: desk.rows(entity) for entity in ENTITIES} == office.seen_by(desk.user)


def _compare_all(desk: Desk, at_once: int = 7) -> tuple[int, int]:
    """Return how many containers were compared, and how many differed."""
    compared = differing = 0
    while True:
        found = comparing.compare_some(desk.replica, desk.office, at_once=at_once)
        compared += found.compared
        differing += found.differing
        desk.pull()
        if found.is_last:
            return compared, differing


def test_nothing_differs_where_nothing_is_wrong(office, desk):
    assert _compare_all(desk) == (ORDERS + 2, 0)
    assert _is_whole(desk, office)


def test_a_value_that_is_another_here_is_mended_alone(office, desk):
    with desk.replica.write() as connection:
        rows.update_many(connection, "order_lines", ("unit_price",), [("9.99", an_id("line 3"))])
    desk.wire.paths.clear()
    assert _compare_all(desk) == (ORDERS + 2, 1)
    assert _is_whole(desk, office)
    assert "/v1/first-copy" not in desk.wire.paths
    assert desk.replica.standing().mended == 1


def test_a_row_and_an_order_that_are_missing_here_come_back(office, desk):
    with desk.replica.write() as connection:
        rows.remove_many(connection, "order_lines", [an_id("line 5")])
        rows.remove_many(connection, "orders", [an_id("order 8")])
        rows.remove_many(connection, "order_lines", [an_id("line 8")])
    assert _compare_all(desk)[1] == 2
    assert _is_whole(desk, office)


def test_a_row_and_an_order_that_head_office_has_not_are_let_go(office, desk):
    extra = {**desk.row("order_lines", an_id("line 2")), "id": an_id("nobody's line")}
    order = {**desk.row("orders", an_id("order 2")), "id": an_id("nobody's order")}
    with desk.replica.write() as connection:
        rows.put_row(connection, "order_lines", extra)
        rows.put_row(connection, "orders", order)
    assert _compare_all(desk)[1] == 2
    assert _is_whole(desk, office)


def test_pending_work_is_neither_a_difference_nor_lost(office, desk):
    order, line = an_id("order 4"), an_id("line 4")
    desk.do("line.edit", id=line, set={"unit_price": "7.77"})
    desk.do("comment.add", order_id=order, text="typed here")
    desk.do("line.remove", id=an_id("line 6"))
    assert _compare_all(desk)[1] == 0
    with desk.replica.write() as connection:
        rows.update_many(connection, "orders", ("note",), [("damaged", order)])
    assert _compare_all(desk)[1] == 1
    assert desk.row("order_lines", line)["unit_price"] == "7.77"
    assert [row["text"] for row in desk.rows("comments")] == ["typed here"]
    desk.sync()
    assert _is_whole(desk, office)
    assert office.row("order_lines", line)["unit_price"] == "7.77"


def test_what_changed_meanwhile_is_on_its_way_and_no_difference(tmp_path, office, desk):
    other = Desk(tmp_path / "fei", office, PEOPLE["mei"])
    other.pull()
    other.do("order.edit", id=an_id("order 1"), set={"note": "newer"})
    other.push()
    found = comparing.compare_some(desk.replica, desk.office, at_once=100)
    assert (found.compared, found.differing) == (ORDERS + 2, 0)
    other.close()


def test_comparing_goes_round(desk):
    places = []
    for _ in range(6):
        comparing.compare_some(desk.replica, desk.office, at_once=10)
        places.append(desk.replica.standing().compared)
    assert places[3] == ""
    assert places[0] == places[4] != places[1]


def test_a_mass_removal_that_head_offices_tables_deny_is_stopped(office, desk, monkeypatch):
    monkeypatch.setattr(pull, "REMOVED_MAX", 10)
    gone = [an_id(f"line {n}") for n in range(ORDERS)]
    with office.database.write() as connection:
        ver = feed.raise_head(connection)
        notes = [
            Note("order_lines", each, an_id(f"order {n}"), is_gone=True)
            for n, each in enumerate(gone)
        ]
        feed.note(connection, ver, notes)
    with pytest.raises(Trouble) as caught:
        desk.pull()
    assert caught.value.code == "mass_removal_stopped"
    assert len(desk.rows("order_lines")) == ORDERS


def test_a_mass_removal_that_head_offices_tables_confirm_passes(office, desk, monkeypatch):
    monkeypatch.setattr(pull, "REMOVED_MAX", 10)
    gone = [an_id(f"line {n}") for n in range(ORDERS - 5)]
    with office.database.write() as connection:
        ver = feed.raise_head(connection)
        rows.remove_many(connection, "order_lines", gone)
        notes = [
            Note("order_lines", each, an_id(f"order {n}"), is_gone=True)
            for n, each in enumerate(gone)
        ]
        feed.note(connection, ver, notes)
    desk.pull()
    assert len(desk.rows("order_lines")) == 5
    assert _is_whole(desk, office)


@pytest.mark.parametrize("way", ["lost", "given"])
def test_rows_that_are_said_to_be_elsewhere_are_asked_for_as_well(office, desk, monkeypatch, way):
    monkeypatch.setattr(pull, "REMOVED_MAX", 10)
    orders = [str(row["id"]) for row in desk.rows("orders")]
    untrue = {"lost": [("orders", each) for each in orders], "given": orders}[way]
    real = desk.office.pull
    monkeypatch.setattr(
        desk.office, "pull", lambda *said: msgspec.structs.replace(real(*said), **{way: untrue})
    )
    with pytest.raises(Trouble) as caught:
        pull.pull_once(desk.replica, desk.office, now=NOW)
    assert caught.value.code == "mass_removal_stopped"
    monkeypatch.undo()
    desk.pull()
    assert _is_whole(desk, office)


def test_what_a_person_may_not_see_is_no_row_for_them(tmp_path, office):
    hidden = an_id("order 9")
    with office.database.write() as connection:
        ver = feed.raise_head(connection)
        audiences.note(connection, ver, [Change(hidden, "orders", is_gone=True)])
    desk = Desk(tmp_path / "fei", office, PEOPLE["fei"])
    desk.pull()
    badge = desk.replica.standing().badge
    assert desk.office.count_present([("orders", hidden)], badge) == 0
    assert desk.office.count_present([("orders", an_id("absent"))], badge) == 0
    assert desk.office.count_present([("orders", an_id("order 1"))], badge) == 1
    desk.close()
