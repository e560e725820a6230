"""In whichever order desks sync, two records of one customer end as the same one."""

from itertools import permutations

import pytest

from sync import clock
from sync.domain.partners import Contact
from tests.builders import NOW, STAFF, a_partner, a_user, an_id, office_database, seed_office
from tests.offices import Desk, OfficeHere

WU, XI, BO = a_user("wu", "SR", team="south"), a_user("xi", "SR", team="east"), STAFF[2]
KEPT, LOST = an_id("kept"), an_id("lost")
NOUNS = ("partners", "contacts", "orders", "duplicates")
_WHEN = frozenset({"ver", "order_no", "found_at", "decided_at"})


def _stood(office):
    """Return what stands at head office, without what tells when it came."""
    return {
        noun: [
            {name: value for name, value in row.items() if name not in _WHEN}
            for row in office.rows(noun)
        ]
        for noun in NOUNS
    }


def _played(folder, order, monkeypatch):
    """Return head office after three desks, each with work of its own, synced in an order."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    folder.mkdir()
    database = office_database(folder)
    seed_office(
        database,
        *STAFF,
        WU,
        XI,
        a_partner(id=KEPT, owner_id=WU.id, name="Nordlicht GmbH", city="Kiel"),
        a_partner(id=LOST, owner_id=XI.id, name="NORDLICHT", tax_no="DE811"),
        Contact(id=an_id("al"), partner_id=LOST, name="Al"),
    )
    office = OfficeHere(database)
    desks = {user.login: Desk(folder / user.login, office, user) for user in (WU, XI, BO)}
    for desk in desks.values():
        desk.pull()
    desks["wu"].do("partner.edit", id=KEPT, set={"address": "Hafen 1"})
    desks["xi"].do("partner.edit", id=LOST, set={"address": "Kai 2", "city": "Bremen"})
    desks["xi"].do("order.create", id=an_id("order"), set={"buyer_id": LOST})
    desks["xi"].do("contact.add", id=an_id("jo"), set={"partner_id": LOST, "name": "Jo"})
    desks["xi"].do("contact.edit", id=an_id("al"), set={"phone": "77"})
    desks["bo"].do("partner.edit", id=LOST, set={"note": "met at the fair"})
    desks["bo"].do("partner.merge", keep_id=KEPT, lose_id=LOST)
    for login in order:
        desks[login].sync()
    statuses = {item.status for desk in desks.values() for item in desk.queue()}
    assert statuses == {"applied"}, "no operation is lost"
    for desk in desks.values():
        desk.sync()
        for noun in NOUNS:
            assert desk.rows(noun) == office.seen_by(desk.user)[noun]
        desk.close()
    stood = _stood(office)
    database.close()
    return stood


@pytest.mark.system("S61")
def test_the_order_in_which_desks_sync_makes_no_difference(tmp_path, monkeypatch):
    orders = list(permutations(("wu", "xi", "bo")))
    ends = [
        _played(tmp_path / str(place), order, monkeypatch) for place, order in enumerate(orders)
    ]
    assert [row["id"] for row in ends[0]["partners"]] == [KEPT]
    assert {row["partner_id"] for row in ends[0]["contacts"]} == {KEPT}
    assert all(end == ends[0] for end in ends[1:])
