"""The order page: what it shows of an order, and what one does there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.models.order_parts import LINES, SHIPMENTS
from desktop.models.order_views import flow_of
from desktop.screens.order_head import TABS
from desktop.screens.order_page import OrderPage
from desktop.screens.order_rows import RowsCard
from desktop.screens.page import Where
from sync.domain.commands import Edit, NodeStep
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.store import drafts, outbox, rows
from tests.builders import an_id
from tests.gui.conftest import LIN


@pytest.fixture
def page(qtbot, around):
    made = OrderPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    return made


def opened(qtbot, page, company, number=2, tab="", node=""):
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(number), tab=tab, filter=node))
    return page.tabs[tab or "overview"]


def node_shown(qtbot, overview, node):
    card = overview.node
    qtbot.waitUntil(lambda: card.sheet is not None and card.sheet.node.id == node)
    qtbot.waitUntil(lambda: bool(card.list.list.ids()))
    return card


def do(qtbot, company, action, command):
    with qtbot.waitSignal(company.desk.changed):
        company.desk.do(
            action, command, owner=company.desk, done=lambda _: None, refused=pytest.fail
        )


def read_row(company, entity, row_id):
    with company.database.read() as connection:
        return rows.get(connection, entity, row_id)


def actions_waiting(company):
    with company.database.read() as connection:
        waiting = outbox.listing(connection, (outbox.OutboxState.WAITING,), 50)
    return [item.action for item in waiting]


def test_the_map_has_every_node_of_the_process_once(qtbot, page, company, around):
    opened(qtbot, page, company)
    picture = page.model.picture
    flow = flow_of(picture, "", around.wording)
    assert len(flow.headings) == 7
    assert sorted(box.key for box in flow.boxes) == [node.id for node in picture.process.nodes]


def test_a_tick_is_on_this_device_until_head_office_has_it(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    row = next(row for row in card.sheet.items if not row.is_question)
    assert row.refusal is None
    with qtbot.waitSignal(card.done):
        card.list.ticked.emit(row)
    qtbot.waitUntil(lambda: any(each.is_ticked for each in card.sheet.items))
    ticked = next(each for each in card.sheet.items if each.is_ticked)
    assert ticked.state is outbox.OutboxState.WAITING
    assert card.list._state(ticked).shape == "device"
    assert actions_waiting(company) == ["item.answer"]


def test_passing_is_locked_by_the_rule_that_would_refuse(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    refusal = card.sheet.refusals["node.finish"]
    button = card.buttons["node.finish"]
    assert refusal.code == "node_items_open"
    assert not button.isEnabled()
    assert button.toolTip() == page.wording.refusal(refusal)


def test_starting_a_node_is_recorded(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    with qtbot.waitSignal(card.done):
        qtbot.mouseClick(card.buttons["node.start"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.sheet.view.state is NodeState.IN_PROGRESS)


def test_a_wait_asks_for_its_reason_first(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    card.ask_wait(NodeState.WAIT_BUYER)
    assert not card._ask.button.isEnabled()
    card._ask.text.setText("drawings")
    with qtbot.waitSignal(card.done):
        card._ask.button.click()
    qtbot.waitUntil(lambda: card.sheet.view.state is NodeState.WAIT_BUYER)


def test_a_person_of_another_level_cannot_waive(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    open_rows = [row for row in card.sheet.items if row.is_open]
    codes = {row.waiver_refusal.code for row in open_rows}
    assert codes <= {"waiver_level", "item_unwaivable"}
    assert codes


def test_a_file_becomes_the_evidence_of_an_item(qtbot, page, company, tmp_path):
    file = tmp_path / "contract.pdf"
    file.write_bytes(b"%PDF-1.7 signed")
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    place = next(at for at, row in enumerate(card.sheet.items) if not row.is_question)
    card.list.table.choose(place)
    with qtbot.waitSignal(card.done):
        card.attach(str(file))
    qtbot.waitUntil(lambda: any(row.files for row in card.sheet.items))
    found = next(row.files[0] for row in card.sheet.items if row.files)
    assert (found.name, found.size_bytes, found.media_type) == (
        "contract.pdf",
        15,
        "application/pdf",
    )


def test_a_file_that_is_gone_is_refused_in_words(qtbot, page, company, tmp_path):
    overview = opened(qtbot, page, company, node="N01")
    card = node_shown(qtbot, overview, "N01")
    card.list.table.choose(1)
    card.attach(str(tmp_path / "nothing.pdf"))
    qtbot.waitUntil(card._band.isVisible)
    assert "nothing.pdf" in card._band.accessibleName()


def test_the_buyers_status_has_no_names_and_no_prices(qtbot, page, company):
    opened(qtbot, page, company)
    with qtbot.waitSignal(page.said):
        page.copy_status()
    text = QGuiApplication.clipboard().text()
    assert "SO26-0002" in text
    assert "PO-772" in text
    assert "3.10" not in text
    assert LIN.name_en not in text
    assert LIN.name_zh not in text


def test_only_changed_fields_of_a_line_are_sent(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    line_id = an_id("line 2")
    tab.edit(LINES, line_id)
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["unit_price"].control.setText("3.02")
    heard = []
    tab.form.saved.connect(heard.append)
    with qtbot.waitSignal(company.desk.changed):
        tab.form.save()
    assert heard == [{"unit_price": "3.02"}]
    assert read_row(company, "order_lines", line_id)["unit_price"] == "3.02"
    qtbot.waitUntil(lambda: tab.form is None)


def test_an_amount_typed_otherwise_is_no_change(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["unit_price"].control.setText("3.1")
    tab.form.boxes["quantity"].control.setText("2,000")
    assert tab.form.read() == {}


def test_a_field_that_cannot_be_read_says_so(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["unit_price"].control.setText("three")
    assert tab.form.read() is None
    tab.form.save()
    assert tab.form is not None
    assert actions_waiting(company) == []


def test_what_is_half_typed_is_there_again(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["description"].control.setText("Half a na")
    tab.close_form()
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    qtbot.waitUntil(lambda: tab.form.boxes["description"].text == "Half a na")


def test_a_saved_form_leaves_no_draft(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["description"].control.setText("A whole name")
    tab._drafts.flush()
    with qtbot.waitSignal(company.desk.changed):
        tab.form.save()

    def no_draft():
        with company.database.read() as connection:
            assert drafts.listing(connection) == []

    qtbot.waitUntil(no_draft)


def test_a_field_changed_under_the_draft_shows_both_and_asks(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    line_id = an_id("line 2")
    tab.edit(LINES, line_id)
    qtbot.waitUntil(lambda: tab.form is not None)
    box = tab.form.boxes["description"]
    box.control.setText("Mine")
    do(qtbot, company, "line.edit", Edit(id=line_id, set={"description": "Theirs", "unit": "SET"}))
    qtbot.waitUntil(lambda: box._asked is not None)
    assert box.text == "Mine"
    assert tab.form.boxes["unit"].text == "SET"
    box._take_theirs()
    assert box.text == "Theirs"


def test_a_row_that_changed_since_the_draft_is_asked_about(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    line_id = an_id("line 2")
    tab.edit(LINES, line_id)
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["description"].control.setText("Mine")
    tab.close_form()
    do(qtbot, company, "line.edit", Edit(id=line_id, set={"description": "Theirs"}))
    qtbot.waitUntil(lambda: page.model.picture.facts.lines[0].description == "Theirs")
    tab.edit(LINES, line_id)
    qtbot.waitUntil(lambda: tab.form is not None)
    box = tab.form.boxes["description"]
    qtbot.waitUntil(lambda: box._asked is not None)
    assert box.text == "Mine"


def test_a_discarded_form_is_as_the_row_again(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, an_id("line 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["description"].control.setText("Half a na")
    tab.form.dropped.emit()
    assert tab.form is None

    def no_draft():
        with company.database.read() as connection:
            assert drafts.listing(connection) == []

    qtbot.waitUntil(no_draft)


def test_an_order_is_lost_with_a_reason_and_taken_up_again(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    order_id = company.order_id(2)
    for state, value in ((OrderState.LOST, "lost"), (OrderState.OPEN, "open")):
        qtbot.waitUntil(tab.ending.buttons[state].isVisible)
        tab.ending.buttons[state].click()
        tab.ending._ask.text.setText("price")
        with qtbot.waitSignal(company.desk.changed):
            tab.ending._ask.button.click()
        assert read_row(company, "orders", order_id)["state"] == value


def test_an_order_that_is_not_archived_cannot_be_closed(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    button = tab.ending.buttons[OrderState.CLOSED]
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert button.toolTip() != ""


def test_moments_are_typed_in_the_ports_time(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="shipments")
    shipment_id = an_id("shipment 2")
    tab.edit(SHIPMENTS, shipment_id)
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["si_cutoff_at"].control.setText("2026-05-14 17:00")
    with qtbot.waitSignal(company.desk.changed):
        tab.form.save()
    assert read_row(company, "shipments", shipment_id)["si_cutoff_at"] == "2026-05-14T09:00:00Z"


def test_a_row_that_is_stood_on_is_not_removed(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="shipments")
    card = tab.cards["shipments"]
    qtbot.waitUntil(lambda: card.rights is not None and card.rights.row_id != "")
    assert card.rights.remove.code == "row_in_use"
    assert not card._buttons["remove"].isEnabled()


def test_a_line_can_be_added(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    tab.edit(LINES, "")
    qtbot.waitUntil(lambda: tab.form is not None)
    tab.form.boxes["description"].control.setText("Shade")
    tab.form.boxes["quantity"].control.setText("10")
    tab.form.boxes["unit_price"].control.setText("1.25")
    with qtbot.waitSignal(company.desk.changed):
        tab.form.save()
    qtbot.waitUntil(lambda: len(page.model.picture.facts.lines) == 2)


def test_an_order_that_is_not_here_says_so(qtbot, page):
    page.show()
    with qtbot.waitSignal(page.model.missing):
        page.show_at(Where("orders", id=an_id("nobody's")))
    assert page._whole.currentIndex() == 2


def test_a_change_elsewhere_is_shown(qtbot, page, company):
    opened(qtbot, page, company)
    with qtbot.waitSignal(page.model.loaded):
        do(qtbot, company, "order.edit", Edit(id=company.order_id(2), set={"goods": "Chairs"}))
    assert page.model.picture.facts.order.goods == "Chairs"


def test_a_row_changed_elsewhere_is_shown_as_it_is_now(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="lines")
    (card, *_) = tab.findChildren(RowsCard)

    def said():
        return [card.list.index(0, column).data() for column in range(len(card.list.columns))]

    qtbot.waitUntil(lambda: card.list.rowCount() == 1 and "3.10" in said())
    with qtbot.waitSignal(page.model.loaded):
        edit = Edit(id=an_id("line 2"), set={"unit_price": "3.35"})
        do(qtbot, company, "line.edit", edit)
    qtbot.waitUntil(lambda: "3.35" in said())


def test_a_change_of_another_order_is_left_alone(qtbot, page, company):
    opened(qtbot, page, company)
    heard = []
    page.model.loaded.connect(heard.append)
    do(qtbot, company, "order.edit", Edit(id=company.order_id(3), set={"goods": "Chairs"}))
    assert heard == []


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_fits_a_small_window(qtbot, page, company, tab):
    opened(qtbot, page, company, tab=tab)
    hint = page.minimumSizeHint()
    assert hint.width() <= 763
    assert hint.height() <= 404


def test_the_rail_is_a_drawer_in_a_narrow_window(qtbot, page, company):
    page.resize(900, 600)
    overview = opened(qtbot, page, company)
    assert overview.rail.isHidden()
    page.toggle_rail()
    assert not overview.rail.isHidden()


def test_fields_a_role_may_not_hold_are_not_asked_for(qtbot, page, company):
    tab = opened(qtbot, page, company, tab="shipments")
    hidden = page.model.picture.hidden["shipments"]
    tab.edit(SHIPMENTS, an_id("shipment 2"))
    qtbot.waitUntil(lambda: tab.form is not None)
    assert not set(tab.form.boxes) & hidden


def test_a_started_node_stays_chosen_after_the_change(qtbot, page, company):
    overview = opened(qtbot, page, company, node="N04")
    order_id = company.order_id(2)
    node_shown(qtbot, overview, "N04")
    do(qtbot, company, "node.start", NodeStep(order_id=order_id, node="N01"))
    assert overview.map.current == "N04"
