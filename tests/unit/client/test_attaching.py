"""Attaching on a desk: all of it or nothing, also on a full disk or after a kill."""

import errno
import os

import pytest

from sync.client import transfers
from sync.client.attaching import attach
from sync.client.contents import blobs_of
from sync.client.folders import RESERVE, keep_reserve
from sync.client.opened_files import empty_folder, open_copy, save_as
from sync.client.transfer_calls import FileOffice
from sync.client.troubles import Trouble
from sync.domain.attachments import FilePlace
from sync.domain.refusals import Refused
from sync.store import outbox
from sync.store import transfers as queue
from tests.builders import an_id
from tests.offices import Wire

CONTENT = b"the price is 4711 USD " * 100_000


@pytest.fixture
def order(desk):
    buyer, order = an_id("a buyer"), an_id("an order")
    desk.do("partner.add", id=buyer, set={"name": "Buyer", "kinds": "buyer"})
    desk.do("order.create", id=order, set={"buyer_id": buyer, "goods": "lamps"})
    return order


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "contract.pdf"
    path.write_bytes(CONTENT)
    return path


def files_of(desk):
    return [path for path in (desk.replica.folder / "files").rglob("*") if path.is_file()]


def full(*_given):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_nothing_and_says_so(desk, order, paper, monkeypatch):
    blobs_of(desk.replica)
    keep_reserve(desk.replica.folder)
    count = len(desk.queue())
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Trouble) as trouble:
            attach(desk.replica, paper, FilePlace(order_id=order))
    assert trouble.value.code == "disk_full"
    assert not (desk.replica.folder / RESERVE).exists()
    assert files_of(desk) == []
    assert (len(desk.queue()), desk.rows("attachments")) == (count, [])
    attach(desk.replica, paper, FilePlace(order_id=order))
    assert len(desk.rows("attachments")) == 1


def test_a_refused_attachment_leaves_no_content(desk, order, paper):
    with pytest.raises(Refused):
        attach(desk.replica, paper, FilePlace(order_id=an_id("no order")))
    assert files_of(desk) == []


def test_a_content_that_another_file_has_outlives_a_refusal(desk, order, paper):
    attach(desk.replica, paper, FilePlace(order_id=order))
    with pytest.raises(Refused):
        attach(desk.replica, paper, FilePlace(order_id=an_id("no order")))
    assert len(files_of(desk)) == 1


def test_what_a_killed_attaching_left_is_swept_at_the_beginning(desk, order, paper):
    blobs = blobs_of(desk.replica)
    blobs.part("0" * 32).put(0, CONTENT[:100])
    (file,) = attach(desk.replica, paper, FilePlace(order_id=order)).rows["attachments"]
    with desk.replica.write() as connection:
        queue.note(connection, file, direction="down")
    blobs.part(file).put(0, CONTENT[:100])
    transfers.Transfers(desk.replica, FileOffice(Wire(None)))
    assert blobs.part_names() == [file]


def test_everything_is_written_together(desk, order, paper):
    (file,) = attach(desk.replica, paper, FilePlace(order_id=order)).rows["attachments"]
    with desk.replica.read() as connection:
        waiting = queue.waiting(connection)
        sent = outbox.to_send(connection, 10)[-1]
    assert [each.attachment_id for each in waiting] == [file]
    assert sent.action == "attachment.add"


def test_a_hostile_name_from_elsewhere_stays_in_its_folder(desk, order, paper, tmp_path):
    (file,) = attach(desk.replica, paper, FilePlace(order_id=order)).rows["attachments"]
    with desk.replica.write() as connection:
        connection.exec_driver_sql(
            "UPDATE attachments SET name = ?", ("../../invoice\u202efdp.txt",)
        )
    folder = tmp_path / "saved"
    folder.mkdir()
    saved = save_as(desk.replica, file, folder)
    assert saved == folder / "_.._invoicefdp.txt"
    opened = open_copy(desk.replica, file)
    assert desk.replica.folder / "opened" in opened.parents
    assert opened.read_bytes() == CONTENT
    empty_folder(desk.replica)
    assert not (desk.replica.folder / "opened").exists()


def test_a_paused_desk_carries_nothing(desk, order, paper):
    attach(desk.replica, paper, FilePlace(order_id=order))
    desk.replica.note(is_paused=1)
    assert transfers.Transfers(desk.replica, FileOffice(Wire(None))).run_once() == 0
