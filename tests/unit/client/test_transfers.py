"""Files on their way: what head office has not is sent again, whatever clocks and grants did."""

from datetime import timedelta

import pytest

from sync import clock
from sync.client.attaching import attach
from sync.client.sealing import OfficeTime
from sync.client.transfer_calls import FileOffice
from sync.client.transfers import Transfers
from sync.domain.attachments import FilePlace
from sync.store import transfers as queue
from sync.store.blobs import blobs_in
from tests.builders import NOW, an_id
from tests.offices import Wire

CONTENT = b"the price is 4711 USD "
YEAR = timedelta(days=365)


@pytest.fixture
def attached(desk, office, tmp_path):
    """An attachment that head office knows, its content not yet sent."""
    office.files = blobs_in(tmp_path / "office files", b"k" * 32)
    buyer, order = an_id("a buyer"), an_id("an order")
    desk.do("partner.add", id=buyer, set={"name": "Buyer", "kinds": "buyer"})
    desk.do("order.create", id=order, set={"buyer_id": buyer, "goods": "lamps"})
    path = tmp_path / "contract.pdf"
    path.write_bytes(CONTENT)
    (made,) = attach(desk.replica, path, FilePlace(order_id=order)).rows["attachments"]
    desk.sync()
    return made


@pytest.fixture
def at(monkeypatch):
    """Sets the desk's clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def carry(desk, office):
    """Carry what waits, by a program that has just begun."""
    return Transfers(desk.replica, FileOffice(Wire(office), OfficeTime(office.now))).run_once()


def state(desk, made):
    with desk.replica.read() as connection:
        found = queue.get(connection, made)
    return found.state, found.code


def put_back(office):
    """Head office is as before the content came."""
    with office.database.write() as connection:
        (sha256,) = connection.exec_driver_sql("SELECT sha256 FROM blobs").scalars()
        connection.exec_driver_sql("DELETE FROM blobs")
        connection.exec_driver_sql("UPDATE attachments SET stored_at = NULL")
    office.files.remove(sha256)


def name(office, before, after):
    with office.database.write() as connection:
        changed = "UPDATE attachments SET id = ? WHERE id = ?"
        connection.exec_driver_sql(changed, (after, before))


@pytest.mark.parametrize("wrong", [YEAR, -YEAR])
def test_what_head_office_lost_is_sent_again_though_the_clock_was_wrong(
    desk, office, attached, at, wrong
):
    at(NOW + wrong)
    carry(desk, office)
    assert office.row("attachments", attached)["stored_at"] is not None
    put_back(office)
    at(NOW)
    carry(desk, office)
    assert office.row("attachments", attached)["stored_at"] is not None


def test_what_was_sent_just_now_is_not_sent_again(desk, office, attached, at):
    at(NOW)
    carry(desk, office)
    put_back(office)
    at(NOW + timedelta(minutes=1))
    carry(desk, office)
    assert office.row("attachments", attached)["stored_at"] is None


def test_what_was_unknown_for_a_while_is_sent_once_it_is_known(desk, office, attached):
    name(office, attached, "elsewhere")
    carry(desk, office)
    assert state(desk, attached) == ("failed", "attachment_unknown")
    name(office, "elsewhere", attached)
    carry(desk, office)
    assert state(desk, attached) == ("done", "")
    assert office.row("attachments", attached)["stored_at"] is not None
