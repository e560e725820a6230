"""The approvals page: what waits, why me, and a decision enabled by the rule that would refuse."""

import json

import pytest
from PySide6.QtWidgets import QWidget

from desktop.screens.approvals import ApprovalsPage
from desktop.screens.page import Where
from sync import clock
from sync.actions.authority import policy_of
from sync.actions.workspace import Workspace
from sync.client import deciding
from sync.domain.approval_flow import to_text
from sync.domain.approvals import Approval
from sync.domain.people import User
from sync.store import rows
from sync.wire import signatures
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

ASKED = an_id("asked")


def a_request(company, **fields):
    with company.database.read() as connection:
        case = {"price_change_percent": "-4"}
        policy = policy_of(Workspace(connection), "price", json.dumps(case))
    plain = {
        "id": ASKED,
        "order_id": company.order_id(2),
        "topic": "price",
        "title": "4 % off",
        "note": "they have a lower quotation",
        "level": policy.level,
        "case": json.dumps(case),
        "matched": json.dumps([["A1", "price_change_percent", 2]]),
        "table_version": 1,
        "flow": to_text(policy.flow),
        "packet": json.dumps({"as_of": "2026-03-01T02:00:00", "amount": "6200", "currency": "USD"}),
        "requested_by": an_id("mei"),
        "requested_at": clock.now(),
    }
    return Approval(**{**plain, **fields})


def sit_as(qtbot, company, **fields):
    person = User(**{**{n: getattr(LIN, n) for n in LIN.__struct_fields__}, **fields})
    with company.database.write() as connection:
        put_records(connection, [person], ver=2)
    with qtbot.waitSignal(company.desk.seated):
        company.desk.sit_down()


@pytest.fixture
def page(qtbot, around):
    made = ApprovalsPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    return made


def ready(company):
    """Let the device have a key, and head office be heard of: what signing asks for."""
    company.replica.note(device_key=signatures.new_key(), agreed_at=clock.now().isoformat())
    company.desk.prepared = deciding.prepared


def opened(qtbot, page, company, *requests):
    with company.database.write() as connection:
        put_records(connection, requests, ver=2)
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("approvals"))
    qtbot.waitUntil(lambda: len(page.model.views) == len(requests))
    return page.sheet


def test_with_nothing_to_decide_the_page_says_so(qtbot, page, company):
    opened(qtbot, page, company)
    assert page._right.currentIndex() == 1


@pytest.mark.system("S38")
def test_the_packet_and_why_these_approvers_are_on_screen_offline(qtbot, page, company):
    sit_as(qtbot, company, roles="MGR", level=3)
    company.desk.is_offline = True
    ready(company)
    sheet = opened(qtbot, page, company, a_request(company))
    parts = sheet.findChildren(QWidget)
    words = " ".join(f"{each.accessibleName()} {getattr(each, 'text', str)()}" for each in parts)
    for said in ("A1 Price or discount change -4", "level 2", "USD", "lower quotation", "as of"):
        assert said in words
    assert sheet.yes.text() == "Approve (provisional)"
    assert sheet.yes.isEnabled()


def test_a_button_says_why_it_is_locked(qtbot, page, company):
    ready(company)
    sheet = opened(qtbot, page, company, a_request(company))
    assert not sheet.yes.isEnabled()
    assert "Your roles" in sheet.yes.toolTip()
    sit_as(qtbot, company, roles="SSR", level=1)
    with qtbot.waitSignal(page.model.loaded):
        page.model.reload()
    assert "level 2" in sheet.yes.toolTip()


def test_ones_own_is_reminded_of_or_taken_back(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_request(company, requested_by=LIN.id))
    assert sheet.yes.isHidden()
    assert not sheet.remind.isHidden()
    with qtbot.waitSignal(page.said):
        sheet.reminded.emit()
    with qtbot.waitSignal(page.said):
        sheet.withdrawn.emit()
    with company.database.read() as connection:
        row = rows.get(connection, "approvals", ASKED)
    assert (row["state"], row["reminders"]) == ("withdrawn", 1)


def test_a_refusal_needs_a_sentence_and_is_then_provisional(qtbot, page, company):
    sit_as(qtbot, company, roles="MGR", level=3)
    ready(company)
    sheet = opened(qtbot, page, company, a_request(company))
    sheet.refuse()
    assert not sheet._error.isHidden()
    sheet.note.setText("too low")
    with qtbot.waitSignal(page.said):
        sheet.refuse()
    qtbot.waitUntil(lambda: not sheet.yes.isEnabled())
    with company.database.read() as connection:
        (row,) = rows.find(connection, "decisions", "order_id", company.order_id(2))
    assert (row["choice"], row["note"], row["outcome"]) == ("refuse", "too low", "provisional")
    assert "head office" in sheet.yes.toolTip()
