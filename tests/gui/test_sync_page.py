"""The sync page says what each change was, how far it has come, and keeps what was refused."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from desktop.app.syncing import ClockedOffice
from desktop.models.device import DeviceFacts
from desktop.models.sync_status import SyncReport, SyncState
from desktop.screens.connection_words import connection_level, connection_text, connection_title
from desktop.screens.page import Where
from desktop.screens.sync_page import SyncPage
from sync import clock
from sync.client.office import Office
from sync.domain.commands import Add, Edit, WriteComment
from sync.domain.refusals import Refusal
from sync.store import outbox, rows
from sync.store.outbox import OutboxState
from sync.wire.messages import PullAnswer
from tests.builders import an_id
from tests.gui.conftest import LIN
from tests.gui.test_window import Control


@pytest.fixture
def page(qtbot, company, around):
    device = DeviceFacts(folder="data", device_name="laptop", office="https://office.example")
    made = SyncPage(around, SyncState(Control()), device)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.show_at(Where("sync"))
    return made


@pytest.fixture
def do(qtbot, company):
    def do(action, command):
        told = []
        company.desk.do(action, command, owner=company.desk, done=told.append, refused=told.append)
        qtbot.waitUntil(lambda: bool(told))
        return told[0].operation_id

    return do


def judge(company, op_id, **fields):
    with company.database.write() as connection:
        items = outbox.get_many(connection, [op_id])
        outbox.settle(connection, [msgspec.structs.replace(item, **fields) for item in items])


def listed(qtbot, page, op_id):
    """Return what the row says, column by column."""
    page.outbox.reload()
    table = page.outbox.table
    qtbot.waitUntil(lambda: op_id in table.ids())
    row = table.row_of(op_id)
    qtbot.waitUntil(lambda: bool(table.index(row, 0).data()))
    return [table.index(row, column).data() for column in range(5)]


def test_an_edit_says_what_was_and_what_is(qtbot, page, do):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    state, what, about, _, following = listed(qtbot, page, op_id)
    assert state == "On this device"
    assert what.lower().endswith("price 3.10 → 3.02")
    assert about == "SO26-0001"
    assert following == "Merged by itself"


def test_a_comment_says_its_text_and_a_new_order_its_draft(qtbot, page, do, company):
    told = do("comment.add", WriteComment(order_id=company.order_id(2), text="Call on Monday"))
    assert "Call on Monday" in listed(qtbot, page, told)[1]
    fields = {"buyer_id": an_id("nord"), "owner_id": an_id("lin"), "goods": "Lamp"}
    made = do("order.create", Add(set=fields))
    row = listed(qtbot, page, made)
    assert "Lamp" in row[1]
    assert row[2].startswith("draft-")
    assert row[4] == "Head office gives the number"


def test_ids_are_shown_as_names(qtbot, page, do, company):
    command = Edit(id=company.order_id(1), set={"buyer_id": an_id("oak")})
    said = listed(qtbot, page, do("order.edit", command))[1]
    assert "Nordlicht GmbH → Oak & Finch Ltd" in said


def test_a_refused_change_says_why_and_keeps_its_value(qtbot, page, do, company):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    detail = json.dumps({"code": "order_ended", "facts": {"order": "SO26-0001"}})
    judge(company, op_id, state=OutboxState.REFUSED, status="denied", detail=detail)
    row = listed(qtbot, page, op_id)
    assert row[0] == "Refused"
    assert "SO26-0001 has ended" in row[4]
    page._table.choose(page.outbox.table.row_of(op_id))
    qtbot.waitUntil(page._detail.isVisible)
    copied = []
    page._detail.copied.connect(copied.append)
    page._detail.copy()
    assert "3.02" in copied[0]


def test_dropping_needs_a_note_and_leaves_it_readable(qtbot, page, do, company):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    judge(company, op_id, state=OutboxState.REFUSED, status="denied", detail="{}")
    listed(qtbot, page, op_id)
    page._table.choose(page.outbox.table.row_of(op_id))
    qtbot.waitUntil(page._detail._drop.isVisible)
    assert not page._detail._drop.isEnabled()
    page._detail._note.setText("The buyer agreed to 3.10")
    with qtbot.waitSignal(page._detail.dropped):
        page._detail._drop.click()
    with company.database.read() as connection:
        [item] = outbox.get_many(connection, [op_id])
    assert item.state is OutboxState.HANDLED
    page.outbox.choose("all")
    table = page.outbox.table
    qtbot.waitUntil(lambda: op_id in table.ids())
    row = table.row_of(op_id)
    qtbot.waitUntil(lambda: table.index(row, 0).data() == "Handled")
    assert table.index(row, 4).data() == "The buyer agreed to 3.10"
    assert page.sync.control.asked == ["tell"]


def test_only_a_refused_change_can_be_dropped(qtbot, page, do, company):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    listed(qtbot, page, op_id)
    done = []
    page.outbox.drop(op_id, "no", lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    with company.database.read() as connection:
        assert outbox.get_many(connection, [op_id])[0].state is OutboxState.WAITING


def test_one_in_conflict_leads_to_the_conflict_desk(qtbot, page, do, company):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    judge(company, op_id, state=OutboxState.DONE, status="review", detail="{}")
    page.outbox.choose("done")
    row = listed(qtbot, page, op_id)
    assert row[0] == "Conflict"
    went = []
    page.go.connect(went.append)
    page._open(op_id)
    assert went == [Where("conflicts")]


def test_a_damaged_operation_is_still_listed(qtbot, page, do, company):
    op_id = do("line.edit", Edit(id=an_id("line 1"), set={"unit_price": "3.02"}))
    with company.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET body = x'00', detail = 'no JSON'")
    assert listed(qtbot, page, op_id)[1]


def test_the_cards_count_and_open_their_view(qtbot, page, do, company):
    ids = [
        do("line.edit", Edit(id=an_id(f"line {number}"), set={"unit_price": "3.02"}))
        for number in (1, 2, 3)
    ]
    decided = "2026-03-02T02:00:00Z"
    judge(company, ids[0], state=OutboxState.DONE, status="applied", decided_at=decided)
    judge(company, ids[1], state=OutboxState.REFUSED, status="denied", detail="{}")
    page.outbox.reload()
    qtbot.waitUntil(lambda: page.outbox.counts.done == 1)
    counts = page.outbox.counts
    assert (counts.waiting, counts.refused, counts.open) == (1, 1, 2)
    page._steps["confirmed"].click()
    assert page.outbox.view == "done"


@pytest.mark.parametrize(
    ("report", "level", "said"),
    [
        (SyncReport(online_since=clock.now(), company="Acme"), "info", "Online · Acme"),
        (SyncReport(is_paused=True), "warning", "Working offline"),
        (SyncReport(is_signed_in=False), "warning", "Sign in again"),
        (SyncReport(total=100, copied=68, online_since=clock.now()), "info", "68 %"),
    ],
)
def test_the_connection_is_told_in_words(company, around, report, level, said):
    state = SyncState(Control())
    state.take(report)
    assert connection_level(state) == level
    assert said in connection_title(state, around.wording)


def test_what_was_in_the_way_and_when_is_told(company, around):
    state = SyncState(Control())
    state.take(SyncReport(trouble=Refusal(code="office_not_found", facts={"host": "o.example"})))
    said = connection_text(state, around.wording)
    assert said.startswith("Last try")
    assert "o.example was not found" in said


def test_trying_and_working_offline_are_one_press_away(page):
    page._try_now()
    page._switch()
    page.sync.take(SyncReport(is_paused=True))
    page._switch()
    assert page.sync.control.asked == ["try_now", "pause", "resume"]


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ("SR", "Own orders"),
        ("SR,MGR", "All orders of the company"),
        ("SSR", "Own orders, the team's orders"),
        ("DOC", "Own orders, orders with a node or task of mine, orders nobody of my department"),
    ],
)
def test_what_a_person_may_see_is_told_by_their_roles(qtbot, page, company, roles, said):
    with company.database.write() as connection:
        user = rows.get(connection, "users", LIN.id)
        rows.put_row(connection, "users", {**user, "roles": roles})
    with qtbot.waitSignal(company.desk.seated):
        company.desk.sit_down()

    def shown():
        return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())

    qtbot.waitUntil(lambda: said in shown())


def test_a_clock_as_head_offices_is_said_so(page):
    page.sync.take(SyncReport(clock_seconds=0.6))
    assert "As head office's" in [label.text() for label in page.findChildren(QLabel)]
    page.sync.take(SyncReport(clock_seconds=25.0))
    assert "25.0 s off head office's" in [label.text() for label in page.findChildren(QLabel)]


def test_the_clock_is_measured_in_the_middle_of_quick_calls(monkeypatch):
    moments = [datetime(2026, 11, 27, 8, 0, second, tzinfo=UTC) for second in (10, 12, 20, 45)]
    monkeypatch.setattr(clock, "now", lambda: moments.pop(0))
    answer = PullAnswer(
        server_id="s",
        epoch="e",
        start=0,
        end=0,
        head=0,
        more=False,
        scopes=[],
        at="2026-11-27T08:00:11Z",
    )
    monkeypatch.setattr(Office, "pull", lambda *_: answer)
    office = ClockedOffice(None)
    office.pull(None, None)
    assert office.seconds_ahead == 0.0
    office.pull(None, None)
    assert office.seconds_ahead == 0.0
