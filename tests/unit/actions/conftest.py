"""A head office with people, a buyer, an order with a line, and desks that have a first copy."""

import pytest

from sync import clock
from tests.builders import (
    NOW,
    STAFF,
    a_line,
    a_partner,
    a_shipment,
    a_user,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere

MORE = (a_user("max", "MGR", level=1), a_user("gao", "GM", level=4))
"""A second manager of a low level, who can stand in for the first; and who is over both."""
PEOPLE = {user.login: user for user in (*STAFF, *MORE)}


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(tmp_path):
    database = office_database(tmp_path)
    seed_office(
        database,
        *STAFF,
        *MORE,
        a_partner(id=an_id("buyer"), owner_id=an_id("lin")),
        an_order(id=an_id("order"), order_no="SO26-0001"),
        a_line(id=an_id("line"), order_id=an_id("order")),
        a_shipment(id=an_id("shipment"), order_id=an_id("order")),
    )
    here = OfficeHere(database)
    yield here
    database.close()


@pytest.fixture
def desk_of(tmp_path, office):
    """Return a function that gives a person's desk, with everything head office has."""
    desks = []

    def made(login, name=""):
        desk = Desk(tmp_path / f"{login}{name}", office, PEOPLE[login], name)
        desks.append(desk)
        desk.pull()
        return desk

    yield made
    for desk in desks:
        desk.close()
