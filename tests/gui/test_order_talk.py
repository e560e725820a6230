"""Messages, tasks, files and history of an order."""

import hashlib
import json

import pytest

from desktop.models.comments import completed, mentioned, offered
from desktop.models.history import activity_of, entry_words
from desktop.models.order_files import size_words
from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.commands import TaskStep
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.records import to_row
from sync.store import rows
from tests.builders import a_line, an_id, put_records
from tests.gui.conftest import LIN, PEOPLE


@pytest.fixture
def page(qtbot, around):
    made = OrderPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    return made


def opened(qtbot, page, company, tab, number=2):
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(number), tab=tab))
    return page.tabs[tab]


def an_entry(company, **fields):
    plain = {
        "id": an_id(),
        "order_id": company.order_id(2),
        "entity": "orders",
        "row_id": company.order_id(2),
        "field": "goods",
        "old": "Lamps",
        "new": "Chairs",
        "operation_id": an_id(),
        "actor_id": LIN.id,
        "device_id": an_id("another device"),
        "acted_at": clock.now(),
        "accepted_at": clock.now(),
    }
    return HistoryEntry(**{**plain, **fields})


def keep(company, *entries):
    with company.database.write() as connection:
        put_records(connection, entries, ver=2)


def test_a_message_shows_its_state_and_tells_whom_it_names(qtbot, page, company):
    tab = opened(qtbot, page, company, "comments")
    tab.box.setPlainText("@mei please look")
    with qtbot.waitSignal(company.desk.changed):
        tab.write()
    qtbot.waitUntil(lambda: len(tab._shown) == 1)
    comment = page.model.picture.comments[0]
    assert comment.mentions == an_id("mei")
    message = tab._shown[comment.id]
    assert message.state.accessibleName() == "On this device"
    assert tab.box.toPlainText() == ""


def test_an_empty_message_is_not_sent(qtbot, page, company):
    tab = opened(qtbot, page, company, "comments")
    tab.box.setPlainText("  \n ")
    tab.write()
    assert page.model.picture.comments == ()


def test_a_half_written_message_belongs_to_its_order(qtbot, page, company):
    tab = opened(qtbot, page, company, "comments")
    tab.box.setPlainText("Not yet")
    opened(qtbot, page, company, "comments", number=3)
    qtbot.waitUntil(lambda: tab.box.toPlainText() == "")
    opened(qtbot, page, company, "comments", number=2)
    qtbot.waitUntil(lambda: tab.box.toPlainText() == "Not yet")


def test_the_longer_of_two_names_is_meant():
    people = {user.id: user for user in PEOPLE}
    assert mentioned("@林一 see @bo", people) == (an_id("lin"), an_id("bo"))
    assert mentioned("mail@nobody", people) == ()


def test_names_are_offered_after_the_sign():
    assert [user.login for user in offered("ask @me", PEOPLE)] == ["mei"]
    assert offered("ask me", PEOPLE) == []
    assert completed("ask @me", "mei") == "ask @mei "


def test_a_task_is_given_and_finished(qtbot, page, company):
    tab = opened(qtbot, page, company, "tasks")
    assert tab._none.isVisible()
    assert not tab.table.isVisible()
    tab.title.setText("Call the forwarder")
    tab.due.setText("2026-05-14")
    with qtbot.waitSignal(company.desk.changed):
        tab._add()
    qtbot.waitUntil(lambda: len(tab.list.ids()) == 1)
    assert tab.table.isVisible()
    assert not tab._none.isVisible()
    task_id = tab.list.ids()[0]
    with qtbot.waitSignal(company.desk.changed):
        tab._do("task.finish", TaskStep(id=task_id))
    qtbot.waitUntil(lambda: page.model.picture.tasks[0].state.value == "done")
    qtbot.waitUntil(lambda: "done" in str(tab.list.index(0, 3).data()).lower())


def test_a_task_without_words_says_so_at_the_field(qtbot, page, company):
    tab = opened(qtbot, page, company, "tasks")
    tab._add()
    qtbot.waitUntil(lambda: tab._title.error != "")


def test_a_days_text_that_is_none_is_refused_at_the_field(qtbot, page, company):
    tab = opened(qtbot, page, company, "tasks")
    tab.title.setText("Call")
    tab.due.setText("soon")
    tab._add()
    assert tab._due.error != ""
    assert page.model.picture.tasks == ()


def test_a_file_is_attached_with_its_sum(qtbot, page, company, tmp_path):
    file = tmp_path / "photo.png"
    file.write_bytes(b"x" * 2048)
    tab = opened(qtbot, page, company, "files")
    with qtbot.waitSignal(company.desk.changed):
        tab.attach(str(file))
    qtbot.waitUntil(lambda: len(tab.list.ids()) == 1)
    found = page.model.picture.facts.attachments[0]
    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (found.media_type, size_words(found.size_bytes)) == ("image/png", "2 KB")


def test_history_shows_old_and_new(qtbot, page, company, around):
    keep(company, an_entry(company))
    tab = opened(qtbot, page, company, "history")
    qtbot.waitUntil(lambda: len(tab.list.table.ids()) == 1)
    picture = page.model.picture
    words = entry_words(picture, picture.recent[0], around.wording)
    assert words == "Goods Lamps → Chairs"


def test_a_value_that_lost_is_shown(qtbot, page, company):
    keep(company, an_entry(company, kind=ChangeKind.OVERWROTE, base="Boxes"))
    tab = opened(qtbot, page, company, "history")
    qtbot.waitUntil(lambda: len(tab.list.table.ids()) == 1)
    entry = page.model.picture.recent[0]
    assert "Boxes" in tab.list._change(entry).spoken
    assert "Lamps" in tab.list._change(entry).spoken


def test_a_removed_row_can_be_put_back(qtbot, page, company):
    line = a_line(id=an_id("gone"), order_id=company.order_id(2), position="9")
    removal = an_entry(
        company,
        entity="order_lines",
        row_id=line.id,
        field="",
        kind=ChangeKind.REMOVED,
        old=json.dumps(to_row(line)),
        new=None,
    )
    keep(company, removal)
    tab = opened(qtbot, page, company, "history")
    qtbot.waitUntil(lambda: tab.list.table.record(removal.id) is not None)
    tab.table.choose(0)
    qtbot.waitUntil(tab.restore.isVisible)
    with qtbot.waitSignal(company.desk.changed):
        tab.restore.click()
    with company.database.read() as connection:
        assert rows.get(connection, "order_lines", line.id) is not None


def test_history_can_be_narrowed_to_a_noun(qtbot, page, company):
    entry = an_entry(company, entity="shipments", row_id=an_id("shipment 2"), field="vessel")
    keep(company, an_entry(company), entry)
    tab = opened(qtbot, page, company, "history")
    qtbot.waitUntil(lambda: len(tab.list.table.ids()) == 2)
    tab.list.narrow("shipments")
    qtbot.waitUntil(lambda: tab.list.table.ids() == [entry.id])


def test_activity_begins_with_what_is_still_under_way(qtbot, page, company, around):
    keep(company, an_entry(company))
    tab = opened(qtbot, page, company, "comments")
    tab.box.setPlainText("hello")
    with qtbot.waitSignal(company.desk.changed):
        tab.write()
    qtbot.waitUntil(lambda: bool(page.model.picture.pending))
    shapes = [line.mark.shape for line in activity_of(page.model.picture, around.wording)]
    assert shapes == ["device", "disc_tick"]
