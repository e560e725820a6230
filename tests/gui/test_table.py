"""The table answers keys and presses, never searches, and paints every kind of cell."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from desktop.background import Background
from desktop.models.id_table import Column, IdTable
from desktop.theme import look
from desktop.theme.cells import (
    Bar,
    Group,
    Link,
    Mark,
    Money,
    Pair,
    Person,
    Phases,
    Progress,
    Slack,
    Text,
    Tick,
)
from desktop.widgets.cell_widths import cell_width
from desktop.widgets.painting import text_width
from desktop.widgets.table import CellPress, DataTable
from desktop.widgets.table_header import MARGIN

# Qt's screenless platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

MARK = Mark("Late", "octagon", "urgent")
COLUMNS = [
    Column("no", "Order", lambda row: Link(f"Order {row} HELIT"), 90),
    Column("text", "Text", lambda row: Text(row, mono=True)),
    Column("pair", "Pair", lambda row: Pair(row, "below"), 90),
    Column("money", "Money", lambda row: Money("26,800.00"), 90, right=True),
    Column("mark", "State", lambda row: MARK, 80),
    Column("person", "With", lambda row: Person("Ada Test", "4 d", late=True), 120),
    Column("slack", "Slack", lambda row: Slack(-3, MARK), 160),
    Column("phases", "Progress", lambda row: Phases(2, "third", late=True), 90),
    Column("share", "Share", lambda row: Progress(40, "40 %"), 120),
    Column("bar", "Count", lambda row: Bar(12, 0.6, late=3), 120),
    Column("tick", "Done", lambda row: Tick(ticked=True, text="done"), 40, sortable=False),
]


@pytest.fixture
def background(qtbot):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def make(qtbot, qapp, background):
    def make(entries=("a", "b", "c", "d"), columns=COLUMNS, width=1250, **options):
        table = DataTable(name="Orders", **options)
        qtbot.addWidget(table)
        model = IdTable(
            background,
            find_ids=lambda query: list(entries),
            load_rows=lambda ids: {row: row for row in ids},
            columns=columns,
            parent=table,
        )
        table.setModel(model)
        with qtbot.waitSignal(model.ids_changed):
            model.reload()
        table.resize(width, 300)
        table.show()
        first = next(n for n in range(len(entries)) if isinstance(entries[n], str))
        model.index(first, 0).data()
        qtbot.waitUntil(lambda: model.index(first, 0).data() != "")
        return table, model

    return make


def place_of(table, row, column):
    return table.visualRect(table.model().index(row, column)).center()


def colours_of(table):
    image = table.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(0, image.height(), 2)
    }


def test_every_kind_of_cell_is_painted(make):
    table, _ = make()
    found = colours_of(table)
    for role in ("urgent", "accent_ink", "accent", "ink"):
        assert look().colour(role).name() in found, role


@pytest.mark.parametrize(
    ("density", "height"), [("compact", 22), ("regular", 31), ("comfortable", 40)]
)
def test_rows_have_exactly_the_height_chosen(make, density, height):
    table, _ = make(density=density)
    assert table.rowHeight(0) == height
    assert table.horizontalHeader().height() == 30


def test_letters_j_and_k_move(qtbot, make):
    table, _ = make()
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_J)
    qtbot.keyClick(table, Qt.Key.Key_J)
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.current_id() == "b"


def test_other_letters_never_search(qtbot, make):
    table, _ = make()
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_D)
    assert table.current_id() == "a"


def test_single_letter_command_reaches_its_action(qtbot, make):
    table, _ = make()
    heard = []
    action = QAction("Nudge", table)
    action.setShortcut(QKeySequence("N"))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda: heard.append(table.current_id()))
    table.addAction(action)
    with qtbot.waitActive(table):
        table.activateWindow()
    table.setFocus()
    table.choose(2)
    qtbot.keyClick(table, Qt.Key.Key_N)
    assert heard == ["c"]


def test_input_method_stays_off(make):
    table, _ = make()
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_enter_opens_and_control_enter_opens_apart(qtbot, make):
    table, _ = make()
    table.choose(1)
    heard = []
    table.opened.connect(lambda row: heard.append(("here", row)))
    table.opened_apart.connect(lambda row: heard.append(("apart", row)))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard == [("here", "b"), ("apart", "b")]


def test_space_selects_and_control_a_selects_all(qtbot, make):
    table, _ = make()
    table.choose(0)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.chosen_ids() == []
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.chosen_ids() == ["a", "b", "c", "d"]


def test_tick_boxes_add_to_the_selection(qtbot, make):
    table, _ = make(ticks=True)
    for row in (1, 3):
        point = QPoint(10, place_of(table, row, 0).y())
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert table.chosen_ids() == ["b", "d"]


def test_link_opens_its_row(qtbot, make):
    table, _ = make()
    with qtbot.waitSignal(table.opened) as heard:
        pos = place_of(table, 2, 0)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert heard.args == ["c"]


def test_tick_cell_tells_row_key_and_column(qtbot, make):
    table, _ = make()
    with qtbot.waitSignal(table.cell_pressed) as heard:
        pos = place_of(table, 1, 10)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert heard.args == [CellPress("b", "tick", 10)]


def test_group_headings_are_low_span_the_row_and_are_stepped_over(qtbot, make):
    table, _ = make((Group("Now", "1"), "a", Group("Later", "2"), "b", "c"))
    assert table.rowHeight(0) == 28
    assert table.columnSpan(2, 0) == len(COLUMNS)
    table.choose(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id() == "b"


def test_copied_rows_have_headings_tabs_and_html(qtbot, make):
    table, _ = make()
    table.choose(1)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_C, both)
    data = QGuiApplication.clipboard().mimeData()
    heads, row = data.text().split("\n")
    assert heads.split("\t")[:2] == ["Order", "Text"]
    assert row.split("\t")[3] == "26,800.00"
    assert "<th>Order</th>" in data.html()


def test_heading_sorts_one_way_then_the_other(qtbot, make):
    table, model = make()
    for _ in range(2):
        with qtbot.waitSignal(table.sorted_by):
            table.header.sectionClicked.emit(3)
    assert (model.query.sort, model.query.descending) == ("money", True)


def test_heading_of_a_column_that_does_not_sort_does_nothing(make):
    table, model = make()
    table.header.sectionClicked.emit(10)
    assert model.query.sort == ""


def test_place_comes_back_after_other_rows(make):
    table, model = make()
    table.choose(2)
    place = table.place()
    table.choose(0)
    table.restore(place, {row: model.row_of(row) for row in model.ids()})
    assert table.current_id() == "c"
    assert table.chosen_ids() == ["c"]


def test_moving_by_cell_goes_along_the_row(qtbot, make):
    table, _ = make(by_cell=True)
    table.choose(0, column=1)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == 2


def test_width_a_person_set_survives_a_reset(make):
    table, model = make()
    table.setColumnWidth(0, 133)
    model.set_columns(COLUMNS)
    assert table.columnWidth(0) == 133


def test_growing_columns_share_what_the_others_leave(make):
    table, _ = make()
    table.resize(1700, 300)
    total = sum(table.columnWidth(column) for column in range(len(COLUMNS)))
    assert total == table.viewport().width()


def test_growing_column_stays_readable_and_the_table_scrolls(make):
    table, _ = make()
    table.resize(500, 300)
    assert table.columnWidth(1) >= 120
    assert table.horizontalScrollBar().maximum() > 0


def test_a_heading_is_whole_where_there_is_room(make):
    wide = [Column("text", "Text", Text), Column("port", "Port of discharge", Text, 40)]
    table, _ = make(columns=wide)
    needed = text_width("Port of discharge", "label")
    assert table.columnWidth(1) >= needed + 2 * MARGIN
    assert sum(table.widths()) == table.viewport().width()


def test_what_rows_say_is_whole_where_there_is_room(make):
    person = Person("Wenfeng Peng", "documents")
    table, _ = make(columns=[Column("text", "", Text), Column("who", "", lambda _: person, 60)])
    assert table.columnWidth(1) >= cell_width(person) + 2 * MARGIN


def test_who_needs_little_gets_it_before_a_long_text(make):
    short, long = "Confirmed by head office", "A long text that no column has room for " * 4
    columns = [
        Column("state", "", lambda _: Text(short), 60),
        Column("what", "", lambda _: Text(long), 60),
        Column("text", "", Text),
    ]
    table, _ = make(columns=columns, width=520)
    assert table.columnWidth(0) >= text_width(short, "body") + 2 * MARGIN
    assert sum(table.widths()) == table.viewport().width()


def test_what_a_column_does_not_need_goes_to_one_that_lacks_it(make):
    short, long = "At head office", "Advance filing receipt of the second shipment.pdf"
    columns = [
        Column("name", "", lambda _: Text(long)),
        Column("content", "Content", lambda _: Text(short), 300),
    ]
    table, _ = make(columns=columns, width=500)
    assert table.columnWidth(0) >= text_width(long, "body") + 2 * MARGIN
    table, _ = make(columns=columns, width=1000)
    assert table.columnWidth(1) == 300


def test_a_hidden_column_leaves_no_gap(qtbot, make):
    table, _ = make()
    table.hideColumn(6)
    shown = [column for column in range(len(COLUMNS)) if column != 6]

    def fills():
        return sum(table.columnWidth(column) for column in shown) == table.viewport().width()

    qtbot.waitUntil(fills)
    assert table.header.length() == table.viewport().width()
    table.showColumn(6)
    qtbot.waitUntil(lambda: sum(table.widths()) == table.viewport().width())
    assert table.columnWidth(6) >= 160


def test_growing_column_keeps_the_width_a_person_gave_it(make):
    table, _ = make()
    table.header.resizeSection(1, 222)
    table.resize(1500, 300)
    assert table.columnWidth(1) == 222


def test_placeholder_is_painted_only_after_a_while(qtbot, qapp, background):
    table = DataTable(name="Orders")
    qtbot.addWidget(table)
    gate = threading.Event()
    model = IdTable(
        background,
        find_ids=lambda query: ["a"],
        load_rows=lambda ids: gate.wait(5) and {"a": "a"},
        columns=COLUMNS,
        parent=table,
    )
    table.setModel(model)
    with qtbot.waitSignal(model.ids_changed):
        model.reload()
    table.resize(900, 200)
    table.show()
    index = model.index(0, 0)
    assert not table.awaits(index)
    qtbot.waitUntil(lambda: table.awaits(index))
    gate.set()
    qtbot.waitUntil(lambda: index.data() != "")
    assert not table.awaits(index)
