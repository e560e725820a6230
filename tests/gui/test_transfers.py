"""Files in the window: attached by drop, seen on their way, paused, opened, saved, replaced."""

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop.models.device import DeviceFacts
from desktop.models.outbox_words import OutboxRow, OutboxWords
from desktop.models.sync_status import SyncState
from desktop.screens import order_files
from desktop.screens.order_page import OrderPage, files_in
from desktop.screens.page import Where
from desktop.screens.sync_page import SyncPage
from sync.actions.asked import asked
from sync.store import outbox, transfers
from sync.store.transfers import TransferState
from tests.gui.test_window import Control


@pytest.fixture
def page(qtbot, company, around):
    made = OrderPage(around)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.show_at(Where("orders", id=company.order_id(1), tab="files"))
    qtbot.waitUntil(lambda: made.model.picture is not None)
    return made


@pytest.fixture
def attached(qtbot, page, tmp_path):
    """Attach a file by dropping it; return its id."""

    def attach(name="contract.pdf", content=b"%PDF the price is 4711"):
        path = tmp_path / name
        path.write_bytes(content)
        before = set(page.tabs["files"].list.ids())
        drop(page, path)
        qtbot.waitUntil(lambda: len(page.tabs["files"].list.ids()) == len(before) + 1)
        return (set(page.tabs["files"].list.ids()) - before).pop()

    return attach


def dragged(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(page, *paths):
    data = dragged(*paths)  # the event does not own it
    place, copied = QPointF(5, 5), Qt.DropAction.CopyAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(place, copied, data, button, key))


def choose(qtbot, page, file_id):
    tab = page.tabs["files"]
    tab.table.selectRow(tab.list.row_of(file_id))
    qtbot.waitUntil(tab.open.isEnabled)
    return tab


def cell(tab, file_id, key):
    place = [column.key for column in tab.list.columns].index(key)
    return str(tab.list.index(tab.list.row_of(file_id), place).data() or "")


def state(company, file_id):
    with company.database.read() as connection:
        return transfers.get(connection, file_id)


def test_a_dropped_file_is_kept_sealed_and_waits_to_be_sent(qtbot, company, page, attached):
    file_id = attached()
    tab = page.tabs["files"]
    qtbot.waitUntil(lambda: "Uploading 0 %" in cell(tab, file_id, "content"))
    assert state(company, file_id).state is TransferState.WAITING
    kept = [path for path in (company.replica.folder / "files").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"4711" in path.read_bytes() for path in kept)


def test_only_files_of_this_computer_are_taken(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/a"), QUrl.fromLocalFile(str(tmp_path))])
    assert files_in(data) == []
    assert files_in(dragged(tmp_path / "a.txt")) == [str(tmp_path / "a.txt")]


def test_progress_and_trouble_are_shown_in_words(qtbot, company, page, attached):
    file_id = attached()
    tab = page.tabs["files"]
    told = {
        "Uploading 50 %": {"done_bytes": 11, "code": ""},
        "Waits": {"code": "office_busy"},
        "Stopped": {"state": "failed", "code": "content_damaged"},
        "Paused": {"state": "paused"},
        "On this computer": {"state": "done"},
    }
    for words, values in told.items():
        with company.database.write() as connection:
            transfers.note(connection, file_id, **values)
        company.files.note_moved()
        qtbot.waitUntil(lambda words=words: words in cell(tab, file_id, "content"))


def test_a_file_opens_from_a_private_copy(qtbot, company, page, attached, monkeypatch):
    opened = []
    monkeypatch.setattr(order_files, "_open_in_program", opened.append)
    file_id = attached()
    tab = choose(qtbot, page, file_id)
    tab.open.click()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0].read_bytes() == b"%PDF the price is 4711"
    assert company.replica.folder / "opened" in opened[0].parents
    assert opened[0].stat().st_mode & 0o777 == 0o400


def test_what_could_run_is_saved_but_never_opened(qtbot, page, attached, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(order_files, "_open_in_program", opened.append)
    file_id = attached("invoice.pdf", b"MZ\x90\x00")
    tab = choose(qtbot, page, file_id)
    tab.open.click()
    qtbot.waitUntil(tab._band.isVisible)
    assert opened == []
    tab.save(file_id, tmp_path / "kept.bin")
    qtbot.waitUntil((tmp_path / "kept.bin").exists)
    assert (tmp_path / "kept.bin").read_bytes() == b"MZ\x90\x00"


def test_a_file_that_is_not_here_is_fetched_and_then_opened(
    qtbot, company, page, attached, monkeypatch
):
    opened = []
    monkeypatch.setattr(order_files, "_open_in_program", opened.append)
    file_id = attached()
    sha256 = state(company, file_id).sha256
    with company.database.write() as connection:
        transfers.forget_kept(connection, sha256)
        transfers.forget(connection, file_id)
    tab = choose(qtbot, page, file_id)
    tab.open.click()
    qtbot.waitUntil(tab._notice.isVisible)
    assert state(company, file_id).direction == "down"
    with company.database.write() as connection:
        transfers.note_kept(connection, sha256, 22, at="")
        transfers.note(connection, file_id, state="done")
    company.files.note_moved()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert not tab._notice.isVisible()


def test_a_replaced_file_stays_and_says_so(qtbot, page, attached, tmp_path):
    old = attached()
    newer = tmp_path / "contract v2.pdf"
    newer.write_bytes(b"%PDF the price is 4712")
    tab = page.tabs["files"]
    tab.attach(str(newer), replaces=old)
    qtbot.waitUntil(lambda: len(tab.list.ids()) == 2)
    qtbot.waitUntil(lambda: "Replaced" in cell(tab, old, "name"))


def test_attaching_never_runs_on_the_windows_thread(qtbot, company, attached, monkeypatch):
    threads = []
    before = company.files.keeper.attach

    def attach(*given, **more):
        threads.append(threading.current_thread())
        return before(*given, **more)

    monkeypatch.setattr(company.files.keeper, "attach", attach)
    attached()
    assert threads[0] is not threading.main_thread()


def test_the_sync_page_shows_the_queue_and_steers_it(qtbot, company, around, attached):
    file_id = attached()
    device = DeviceFacts(folder="data", device_name="laptop", office="https://office.example")
    made = SyncPage(around, SyncState(Control()), device)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.show_at(Where("sync"))
    card = made.transfers
    qtbot.waitUntil(lambda: card.queue.table.record(file_id) is not None)
    assert card.isVisible()
    assert not card.pause.isEnabled()
    card.table.selectRow(0)
    qtbot.waitUntil(card.pause.isEnabled)
    card.pause.click()
    qtbot.waitUntil(lambda: state(company, file_id).state is TransferState.PAUSED)
    qtbot.waitUntil(card.go_on.isEnabled)
    assert not card.pause.isEnabled()
    card.go_on.click()
    qtbot.waitUntil(lambda: state(company, file_id).state is TransferState.WAITING)


def test_the_outbox_names_the_file(company, around, attached):
    attached()
    with company.database.read() as connection:
        item = outbox.listing(connection, list(outbox.OutboxState), 1)[0]
    words = OutboxWords(around.wording, company.desk.process(1))
    row = OutboxRow(item=item, asked=asked(item), about="", names={})
    assert words.what(row) == "Add attachment · contract.pdf"
