"""The process map can be walked by keys and read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.flow_map import FlowEdge, FlowMap, FlowNode

# Qt's screenless platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

DONE = Mark("Done", "disc_tick", "confirmed")
NODES = [
    FlowNode("a", 0, 0, "Inquiry", "4-02", DONE),
    FlowNode("b", 0, 1, "Quotation", "4-06", DONE),
    FlowNode("c", 1, 0, "Deposit", "", Mark("Not applicable", "dash", "ink3")),
    FlowNode("d", 1, 2, "L/C review", "day 3", Mark("Blocked", "barred_ring", "urgent")),
]


@pytest.fixture
def flow(qtbot, qapp):
    made = FlowMap(name="Process")
    qtbot.addWidget(made)
    edges = [FlowEdge("a", "b"), FlowEdge("b", "d", critical=True), FlowEdge("x", "d")]
    made.show_flow(["First", "Second"], nodes=NODES, edges=edges)
    made.resize(600, 240)
    made.show()
    return made


def box(flow, title):
    return next(b for b in flow.findChildren(QAbstractButton) if b.text() == title)


def test_each_box_is_read_with_title_state_and_line(flow):
    assert box(flow, "L/C review").accessibleName() == "L/C review, Blocked, day 3"
    assert box(flow, "Deposit").accessibleName() == "Deposit, Not applicable"


def test_arrow_keys_walk_and_enter_chooses(qtbot, flow):
    heard = []
    flow.chosen.connect(heard.append)
    flow.choose("a")
    qtbot.keyClick(box(flow, "Inquiry"), Qt.Key.Key_Down)
    qtbot.keyClick(box(flow, "Quotation"), Qt.Key.Key_Right)
    qtbot.keyClick(box(flow, "Deposit"), Qt.Key.Key_Return)
    assert heard == ["c"]
    assert flow.current == "c"


def test_press_chooses_a_box_and_only_that(qtbot, flow):
    with qtbot.waitSignal(flow.chosen):
        qtbot.mouseClick(box(flow, "L/C review"), Qt.MouseButton.LeftButton)
    checked = [b.text() for b in flow.findChildren(QAbstractButton) if b.isChecked()]
    assert checked == ["L/C review"]


def test_tab_stops_once_at_the_chosen_box(flow):
    flow.choose("d")
    stops = [
        b.text()
        for b in flow.findChildren(QAbstractButton)
        if b.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["L/C review"]


def test_box_that_stays_keeps_the_choice(flow):
    flow.choose("a")
    changed = [FlowNode("a", 0, 0, "Inquiry", "5-01", DONE), NODES[3]]
    flow.show_flow(["First", "Second"], nodes=changed, edges=[])
    assert flow.current == "a"
    assert box(flow, "Inquiry").accessibleName() == "Inquiry, Done, 5-01"


def test_lit_box_shows_its_ways_in_accent(flow):
    accent = look().colour("accent").name()

    def accent_pixels():
        image = flow.grab().toImage()
        return sum(
            image.pixelColor(x, y).name() == accent
            for x in range(image.width())
            for y in range(image.height())
        )

    before = accent_pixels()
    flow.light("a")
    assert accent_pixels() > before


def test_size_holds_all_rows(flow):
    assert flow.sizeHint().height() >= box(flow, "L/C review").geometry().bottom()
