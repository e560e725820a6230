"""The window's own carrying of files, at a real head office."""

import pytest

from desktop.app.carrying import Carrying
from desktop.background import Background
from sync.client import transfers
from sync.domain.attachments import FilePlace
from sync.store import transfers as queue
from sync.store.transfers import TransferState
from tests.end_to_end.file_desks import FileDesk


@pytest.fixture
def lin(sqlite_office, tmp_path):
    desk = FileDesk(tmp_path / "lin", sqlite_office.url, "mgr").sync()
    yield desk
    desk.close()


@pytest.fixture
def carrying(qtbot, lin):
    background = Background()
    made = Carrying(lin.replica, lin.replica.standing(), background)
    made.start()
    yield made
    made.stop()
    background.close()
    made.close()


def state(desk, file):
    with desk.replica.read() as connection:
        return queue.get(connection, file).state


def test_a_file_attached_in_the_window_is_carried_at_once(qtbot, lin, carrying, tmp_path):
    order = lin.order()
    lin.sync()
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF " * 2_000_000)
    with qtbot.waitSignal(carrying.told, timeout=10_000):
        made = carrying.keeper.attach(path, FilePlace(order_id=order))
    (file,) = made.rows["attachments"]
    lin.sync()
    carrying.wake()
    qtbot.waitUntil(lambda: state(lin, file) is TransferState.DONE, timeout=20_000)
    transfers.pause(lin.replica)


def test_what_was_opened_is_gone_at_the_end(qtbot, lin, carrying, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    (file,) = carrying.keeper.attach(path, FilePlace(order_id=lin.order())).rows["attachments"]
    copy = carrying.keeper.open_copy(file)
    assert copy.read_bytes() == b"%PDF"
    carrying.stop()
    carrying.close()
    assert not copy.exists()
