"""The frame: where one goes and comes back to, what it says of sync, search, keys, sizes."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from desktop.models.device import DeviceFacts
from desktop.models.sync_status import SyncReport, SyncState
from desktop.screens.page import Page, Where
from desktop.screens.status_line import span_words, status_parts
from desktop.screens.visits import Visits
from desktop.screens.window import SMALLEST, Opening, Window
from desktop.screens.work_frame import WorkFrame
from desktop.screens.work_places import Facilities, page_key, place_named, place_text
from desktop.settings import window_settings
from sync import clock
from sync.domain.escalations import Escalation
from sync.domain.exceptions import ExceptionState, OrderException, Severity
from sync.domain.import_plans import ImportPlan
from sync.domain.refusals import Refusal
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN
from tests.gui.test_approvals import a_request, ready, sit_as


class Control:
    """Notes what is asked of the loop."""

    def __init__(self):
        self.asked = []

    def try_now(self):
        self.asked.append("try_now")

    def pause(self):
        self.asked.append("pause")

    def resume(self):
        self.asked.append("resume")

    def tell(self):
        self.asked.append("tell")


class NoImporter:
    """Reads nothing."""

    def look_at(self, path):
        return ImportPlan(kind="orders", heading=())


@pytest.fixture
def sync(qapp):
    return SyncState(Control())


@pytest.fixture
def frame(qtbot, company, around, sync):
    device = DeviceFacts(folder="data", device_name="laptop", office="https://office.example")
    made = WorkFrame(around, Facilities(sync, device, NoImporter()))
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.go(Where("today"))
    return made


def words(sync, around, **fields):
    sync.take(SyncReport(**fields))
    left, right = status_parts(sync, around.wording)
    return [part.text for part in (*left, *right)]


def test_back_and_forward_lead_the_way_that_was_come(frame):
    for area in ("orders", "deadlines", "sync"):
        frame.go(Where(area))
    frame.actions_["back"].trigger()
    frame.actions_["back"].trigger()
    assert frame.where == Where("orders")
    frame.actions_["forward"].trigger()
    assert frame.where == Where("deadlines")
    frame.go(Where("settings"))
    assert not frame.visits.can_go_forward


def test_the_same_place_again_is_no_step():
    visits = Visits()
    visits.go(Where("orders"))
    visits.go(Where("orders"))
    assert not visits.can_go_back


def test_recent_places_come_newest_first_and_once():
    visits = Visits()
    for area in ("today", "orders", "today", "sync"):
        visits.go(Where(area))
    assert visits.recent() == [Where("today"), Where("orders")]


@pytest.mark.parametrize(
    ("where", "key"),
    [
        (Where("orders"), "orders"),
        (Where("orders", id="x"), "order"),
        (Where("orders", tab="new"), "new"),
        (Where("orders", tab="import"), "import"),
        (Where("orders", tab="find", filter="lamp"), "orders"),
        (Where("sync", tab="sent"), "sync"),
    ],
)
def test_each_place_has_its_page(where, key):
    assert page_key(where) == key


def test_a_kept_place_is_found_again_and_an_unknown_one_is_today():
    assert place_named(place_text(Where("orders", id="x"))) == Where("orders", id="x")
    assert place_named("gone/x") == Where("today")
    assert place_named("") == Where("today")


def test_every_area_opens_by_its_keys(qtbot, frame):
    frame.activateWindow()
    for letter, area in (("O", "orders"), ("S", "sync"), ("T", "today")):
        frame.page.setFocus()
        QTest.keySequence(frame, f"G, {letter}")
        qtbot.waitUntil(lambda area=area: frame.where.area == area)


def test_pages_are_made_when_they_are_first_shown(frame):
    assert {page.objectName() for page in frame.findChildren(Page)} == {"today"}
    frame.go(Where("orders"))
    orders = frame.page
    frame.go(Where("today"))
    frame.go(Where("orders"))
    assert frame.page is orders


def test_what_waits_in_an_area_is_counted_before_its_page_was_opened(qtbot, frame, company):
    trouble = OrderException(
        id=an_id("late"),
        order_id=company.order_id(1),
        exception_code="L12",
        title="rolled",
        severity=Severity.S2,
        owner_id=LIN.id,
    )
    closed = msgspec.structs.replace(trouble, id=an_id("old"), state=ExceptionState.CLOSED)
    step = Escalation(
        id=an_id("step"),
        entity="exceptions",
        subject_id=an_id("theirs"),
        step=1,
        roles="MGR",
        to_ids=LIN.id,
    )
    theirs = msgspec.structs.replace(trouble, id=an_id("theirs"), owner_id=an_id("mei"))
    request = a_request(company, requested_by=an_id("mei"))
    frame._counts.count()
    qtbot.waitUntil(lambda: frame._counts.counts.orders > 0)
    assert (frame._counts.counts.exceptions, frame._counts.counts.approvals) == (0, 0)
    with company.database.write() as connection:
        put_records(connection, (trouble, closed, theirs, step, request), ver=2)
    ready(company)
    sit_as(qtbot, company, roles="MGR", level=3)
    frame._counts.count()
    qtbot.waitUntil(lambda: frame._counts.counts.exceptions == 2)
    assert frame._counts.counts.approvals == 1
    assert frame._sidebar._entries["approvals"]._badge.count == 1
    assert not {"approvals", "exceptions"} & frame._pages.keys()


def test_the_line_at_the_foot_says_online_only_after_an_answer(sync, around):
    assert "Online" not in words(sync, around)
    now = clock.now()
    said = words(sync, around, online_since=now, agreed_at=now, waiting=2, sent=1)
    assert said[:3] == ["Online", "2 on this device", "Sent 1"]
    assert said[3].startswith("Head office has confirmed up to ")


def test_offline_says_since_when_and_what_waits(sync, around):
    agreed = clock.now() - timedelta(days=3)
    trouble = Refusal(code="office_not_found", facts={"host": "office.example"})
    said = words(sync, around, agreed_at=agreed, trouble=trouble, waiting=12, conflicts=2)
    assert said[0].startswith("Offline · since ")
    assert "12 to send" in said
    assert "Conflict 2" in said


def test_offline_begins_when_the_line_was_lost(sync):
    now = clock.now()
    sync.take(SyncReport(online_since=now, agreed_at=now - timedelta(days=3)))
    assert sync.offline_since is None
    sync.take(SyncReport(agreed_at=now - timedelta(days=3), trouble=Refusal(code="x", facts={})))
    assert clock.now() - sync.offline_since < timedelta(minutes=1)


def test_a_clock_that_is_off_is_told_and_one_that_is_right_is_not(sync, around):
    assert not any("Clock" in text for text in words(sync, around, clock_seconds=3.0))
    assert any("2 d" in text for text in words(sync, around, clock_seconds=-172_800.0))


def test_spans_are_told_in_their_unit():
    told = [span_words(seconds) for seconds in (0.4, 180.0, 7_200.0, -172_800.0)]
    assert told == ["0.4 s", "3 min", "2 h", "2 d"]


def test_the_parts_of_the_line_open_their_places(frame):
    frame._open_part("sent")
    assert frame.where == Where("sync", tab="sent")
    frame._open_part("conflicts")
    assert frame.where == Where("conflicts")
    frame._open_part("keys")
    assert frame._help.isVisible()


def test_working_offline_is_switched_from_the_menu(frame, sync):
    frame.actions_["offline"].trigger()
    sync.take(SyncReport(is_paused=True))
    frame.actions_["offline"].trigger()
    frame.actions_["try_now"].trigger()
    assert sync.control.asked == ["pause", "resume", "try_now"]


def test_orders_are_found_by_number_goods_container_and_po(qtbot, frame, company):
    box = frame._search
    frame.actions_["search"].trigger()
    for text, number in (("SO26-0004", 4), ("HLCUNGB260412", 2), ("MSKU1234563", 3), ("PO-775", 5)):
        box._words.setText(text)
        wanted = f"order/{company.order_id(number)}"
        qtbot.waitUntil(lambda wanted=wanted: wanted in box.keys)


def test_every_word_must_be_found_and_partners_come_too(qtbot, frame):
    box = frame._search
    frame.actions_["search"].trigger()
    box._words.setText("nord gmbh")
    qtbot.waitUntil(lambda: any(key.startswith("partner/") for key in box.keys))
    box._words.setText("nord nothing-of-that")
    qtbot.waitUntil(lambda: not any(key.startswith(("order/", "partner/")) for key in box.keys))


def test_an_order_found_opens_by_enter(qtbot, frame, company):
    frame.actions_["search"].trigger()
    box = frame._search
    box._words.setText("SO26-0004")
    wanted = f"order/{company.order_id(4)}"
    qtbot.waitUntil(lambda: box.keys[:1] == [wanted])
    QTest.keyClick(box._words, Qt.Key.Key_Return)
    assert frame.where == Where("orders", id=company.order_id(4))
    assert not box.isVisible()


@pytest.mark.parametrize("text", ["> import", "> 导入", ">导入"])
def test_actions_are_found_in_both_languages(frame, text):
    frame.actions_["search"].trigger()
    frame._search._words.setText(text)
    assert "action/import" in frame._search.keys


def test_escape_closes_the_search_and_gives_the_keys_back(frame):
    frame.actions_["search"].trigger()
    QTest.keyClick(frame._search._words, Qt.Key.Key_Escape)
    assert not frame._search.isVisible()


def test_every_action_has_a_name_and_no_two_share_a_key(frame):
    actions = frame.actions_.everything()
    assert all(action.text() and action.objectName() for action in actions)
    keys = [action.shortcut().toString() for action in actions if action.shortcut().toString()]
    assert len(keys) == len(set(keys))
    assert frame.findChild(QAction, "try_now") is frame.actions_["try_now"]


def test_what_one_page_changes_does_not_undo_another(qtbot, frame):
    told = []
    frame.preferences_changed.connect(told.append)
    frame.go(Where("settings"))
    settings = frame.page
    frame.go(Where("orders"))
    orders = frame.page
    orders.preferences_changed.emit(
        msgspec.structs.replace(orders.preferences, densities={"orders": "comfortable"})
    )
    settings.preferences_changed.emit(msgspec.structs.replace(settings.preferences, scale=125))
    assert told == [{"densities": {"orders": "comfortable"}}, {"scale": 125}]


@pytest.mark.parametrize(
    "area",
    ["today", "orders", "deadlines", "approvals", "changes", "conflicts", "sync", "settings"],
)
def test_every_page_fits_a_small_window(qtbot, frame, tmp_path, area):
    window = Window(tmp_path)
    qtbot.addWidget(window)
    window.show_content(frame)
    window.resize(SMALLEST)
    window.show()
    frame.go(Where(area))
    QTest.qWait(1)
    least = frame.minimumSizeHint()
    frame.setParent(None)
    assert least.width() <= SMALLEST.width()
    assert least.height() <= SMALLEST.height()
    assert frame._sidebar.is_rail


def test_a_wide_window_shows_the_names_of_the_areas(frame):
    assert not frame._sidebar.is_rail


def test_a_window_stands_where_it_stood(qtbot, tmp_path, themed):
    first = Window(tmp_path)
    qtbot.addWidget(first)
    first.show_content(Opening())
    first.show()
    first.resize(819, 555)
    first.close()
    second = Window(tmp_path)
    qtbot.addWidget(second)
    assert second.size() == QSize(819, 555)


def test_a_place_off_every_screen_is_not_taken(qtbot, tmp_path, themed):
    lost = Window(tmp_path)
    qtbot.addWidget(lost)
    lost.move(50_000, 50_000)
    settings = window_settings(tmp_path)
    settings.setValue("main/geometry", lost.saveGeometry())
    settings.sync()
    again = Window(tmp_path)
    qtbot.addWidget(again)
    assert again.x() < 10_000


def test_a_damaged_place_is_not_taken(qtbot, tmp_path, themed):
    settings = window_settings(tmp_path)
    settings.setValue("main/geometry", QByteArray(b"damaged"))
    settings.sync()
    window = Window(tmp_path)
    qtbot.addWidget(window)
    assert window.width() >= SMALLEST.width()
