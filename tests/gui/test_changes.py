"""The changes page: a draft, what it would do before it is asked for, and the steps it may take."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from desktop.screens.changes import ChangesPage
from desktop.screens.page import Where
from sync.domain.change_requests import ChangeState
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.store import rows
from tests.builders import an_id, put_records


@pytest.fixture
def page(qtbot, around, company):
    order = company.order_id(2)
    letter = {"amount": Decimal(6200), "currency": "USD", "tolerance_plus": Decimal(5)}
    signed = NodeInstance(
        id=node_id(order, "N04"), order_id=order, subject_id=order, node="N04", state=NodeState.DONE
    )
    with company.database.write() as connection:
        put_records(
            connection, [LetterOfCredit(id=an_id("lc"), order_id=order, **letter), signed], ver=2
        )
    made = ChangesPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    made.show_at(Where("changes"))
    return made


def the_change(company):
    with company.database.read() as connection:
        (row,) = rows.all_rows(connection, "change_requests")
    return row


def draft(qtbot, page, value="2400"):
    page.form.order.setText("SO26-0002")
    page.form.order.editingFinished.emit()
    qtbot.waitUntil(lambda: page.form.field.count() > 0)
    page.form.field.setCurrentIndex(0)
    page.form.value.setText(value)
    page.form.reason.setText("they take more")
    with qtbot.waitSignal(page.said):
        page.form.draft()
    qtbot.waitUntil(lambda: page.sheet.view is not None)


def words_of(widget):
    return " ".join(each.accessibleName() for each in widget.findChildren(QWidget))


@pytest.mark.system("D8")
def test_a_draft_shows_its_consequences_at_once_and_is_then_submitted(qtbot, page, company):
    draft(qtbot, page)
    assert page.sheet.view.wanted[0][2:] == ("quantity", "2000", "2400")
    said = words_of(page.sheet)
    assert "USD 6,200.00 → USD 7,440.00" in said
    assert "Over the L/C maximum by USD 6,510.00 → USD 930.00" in said
    assert set(page.sheet.buttons) == {
        "change.withdraw",
        "change.submit",
        "change.hear",
    }
    with qtbot.waitSignal(page.said):
        page.sheet.buttons["change.submit"].click()
    assert the_change(company)["state"] in (ChangeState.APPROVING, ChangeState.APPROVED)


def test_a_step_that_is_refused_says_why(qtbot, page):
    draft(qtbot, page)
    page.sheet.buttons["change.hear"].click()
    qtbot.waitUntil(lambda: not page.sheet._error.isHidden())


def test_a_draft_of_no_order_or_without_a_reason_keeps_what_was_typed(qtbot, page):
    page.form.order.setText("SO99")
    page.form.draft()
    assert not page.form._error.isHidden()
    page.form.order.setText("SO26-0002")
    page.form.order.editingFinished.emit()
    qtbot.waitUntil(lambda: page.form.field.count() > 0)
    page.form.value.setText("2400")
    page.form.draft()
    qtbot.waitUntil(lambda: "reason" in words_of(page.form).lower())
    assert page.form.value.text() == "2400"


def test_the_urgent_channel_is_asked_for_with_a_person_and_words(qtbot, page, company):
    draft(qtbot, page)
    sheet = page.sheet
    sheet.person.choose(an_id("bo"))
    sheet.words.setText("yes, go")
    sheet.damage.setText("vessel missed")
    with qtbot.waitSignal(page.said):
        sheet._tell_urgent()
    row = the_change(company)
    assert (row["urgent_by"], row["urgent_words"]) == (an_id("bo"), "yes, go")
