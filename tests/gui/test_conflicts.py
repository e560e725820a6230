"""The conflict desk: both sides, choosing field by field, deciding and taking it back."""

import json

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.models.conflict_effects import effects
from desktop.models.conflicts import fields_of, preselected
from desktop.screens.conflicts import ConflictsPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.conflicts import Conflict, ConflictState
from sync.store import rows
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN


def a_conflict(company, **fields):
    plain = {
        "id": an_id("conflict"),
        "order_id": company.order_id(2),
        "entity": "order_lines",
        "row_id": an_id("line 2"),
        "group": "money",
        "base": json.dumps({"unit_price": "2.90", "unit": "PCS"}),
        "mine": json.dumps({"unit_price": "3.02", "unit": "PCS"}),
        "theirs": json.dumps({"unit_price": "3.10", "unit": "PCS"}),
        "author_id": LIN.id,
        "acted_at": clock.now(),
        "other_id": an_id("mei"),
        "other_at": clock.now(),
        "owner_id": LIN.id,
        "operation_id": an_id("operation"),
        "raised_at": clock.now(),
    }
    return Conflict(**{**plain, **fields})


@pytest.fixture
def page(qtbot, around):
    made = ConflictsPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    return made


def opened(qtbot, page, company, *conflicts):
    with company.database.write() as connection:
        put_records(connection, conflicts, ver=2)
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("conflicts", id=conflicts[0].id if conflicts else ""))
    return page.sheet


def price_now(company):
    with company.database.read() as connection:
        return rows.get(connection, "order_lines", an_id("line 2"))["unit_price"]


def choose(sheet, way):
    for row in sheet.rows:
        row.choose(way)
    sheet._show_choice()


def test_with_no_conflict_the_desk_says_so(qtbot, page, company):
    opened(qtbot, page, company)
    assert page._right.currentIndex() == 1


def test_a_field_that_both_changed_waits_for_a_choice(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    assert [row.field.name for row in sheet.rows] == ["unit_price"]
    assert sheet.chosen() is None
    assert not sheet.button.isEnabled()
    assert "1" in sheet.button.toolTip()


def test_a_field_only_one_side_changed_is_preselected(qtbot, page, company):
    conflict = a_conflict(company, base=json.dumps({"unit_price": "3.10", "unit": "PCS"}))
    sheet = opened(qtbot, page, company, conflict)
    assert preselected(sheet.view) == {"unit_price": "mine"}
    assert sheet.rows[0].way == "mine"
    assert "only" in sheet.rows[0]._note()


def test_head_offices_side_is_what_stands_now(company):
    conflict = a_conflict(company)
    found = fields_of(conflict, {"unit_price": "3.30", "unit": "PCS"})
    assert [field.theirs for field in found] == ["3.30"]


def test_deciding_writes_the_chosen_value(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    choose(sheet, "mine")
    qtbot.waitUntil(sheet.button.isEnabled)
    with qtbot.waitSignal(company.desk.changed):
        sheet.decide()
    assert price_now(company) == "3.02"
    qtbot.waitUntil(lambda: page._right.currentIndex() == 1)
    assert page.model.views[0].conflict.state is ConflictState.DECIDED


def test_a_decision_can_be_taken_back(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    choose(sheet, "mine")
    qtbot.waitUntil(sheet.button.isEnabled)
    with qtbot.waitSignal(company.desk.changed):
        sheet.decide()
    with qtbot.waitSignal(company.desk.changed):
        page.list.undone.emit(an_id("conflict"))
    assert price_now(company) == "3.10"
    qtbot.waitUntil(lambda: page._right.currentIndex() == 0)


def test_a_new_value_can_be_written(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    choose(sheet, "new")
    sheet.rows[0].box.control.setText("3.055")
    qtbot.waitUntil(sheet.button.isEnabled)
    with qtbot.waitSignal(company.desk.changed):
        sheet.decide()
    assert price_now(company) == "3.055"


def test_a_new_value_that_cannot_be_read_locks_the_button(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    choose(sheet, "new")
    sheet.rows[0].box.control.setText("about three")
    assert sheet.chosen() is None
    assert not sheet.button.isEnabled()
    assert sheet.rows[0].box.field.error != ""


def test_what_follows_is_computed_from_the_choice(qtbot, page, company, around):
    sheet = opened(qtbot, page, company, a_conflict(company))
    found = effects(sheet.view, {"unit_price": "3.02"}, around.wording)
    assert [effect.text for effect in found] == [
        "Line 1: 2,000 × 3.02 = USD 6,040.00; the order comes to USD 6,040.00"
    ]
    assert found[0].is_grave
    assert not effects(sheet.view, {"unit_price": "3.10"}, around.wording)[0].is_grave


def test_a_whole_column_can_be_taken(qtbot, page, company):
    conflict = a_conflict(company, mine=json.dumps({"unit_price": "3.02", "unit": "SET"}))
    sheet = opened(qtbot, page, company, conflict)
    choose(sheet, "theirs")
    assert sheet.chosen() == {"unit_price": "3.10", "unit": "PCS"}


def test_columns_are_named_by_people_for_others(qtbot, page, company):
    conflict = a_conflict(company, author_id=an_id("mei"), other_id=LIN.id)
    sheet = opened(qtbot, page, company, conflict)
    labels = [label.text() for label in sheet.findChildren(type(page.list._open))]
    assert "mei's" in labels
    assert "Mine" not in labels


def test_both_values_are_copied(qtbot, page, company):
    sheet = opened(qtbot, page, company, a_conflict(company))
    with qtbot.waitSignal(page.said):
        sheet._tell_copied()
    text = QGuiApplication.clipboard().text()
    assert "3.02" in text
    assert "3.10" in text


def test_a_removal_can_be_upheld(qtbot, page, company):
    conflict = a_conflict(company, note="removed", mine=json.dumps({"unit_price": "2.90"}))
    sheet = opened(qtbot, page, company, conflict)
    assert sheet.remove.isVisible()
    with qtbot.waitSignal(company.desk.changed):
        sheet._tell_removed()
    with company.database.read() as connection:
        assert rows.get(connection, "order_lines", an_id("line 2")) is None


def test_leaving_one_open_shows_the_next(qtbot, page, company):
    other = a_conflict(company, id=an_id("second"), operation_id=an_id("other"))
    sheet = opened(qtbot, page, company, a_conflict(company), other)
    first = sheet.view.conflict.id
    page._leave()
    assert sheet.view.conflict.id != first
    assert price_now(company) == "3.10"


def test_the_badge_counts_what_is_open(qtbot, page, company):
    heard = []
    page.badge_changed.connect(heard.append)
    opened(qtbot, page, company, a_conflict(company))
    assert [badge.count for badge in heard] == [1]
    assert heard[0].shape == "fork"


def test_the_desk_fits_a_small_window(qtbot, page, company):
    opened(qtbot, page, company, a_conflict(company))
    page.resize(763, 404)
    hint = page.minimumSizeHint()
    assert hint.width() <= 763
    assert hint.height() <= 404
    assert page.sheet.rows[0]._base.isHidden()
