"""Rows of choices, groups, the sidebar and the bars tell what was chosen, by pointer and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.theme import apply, load_theme
from desktop.widgets.choices import Choice, FilterPills, PillTabs, Segments, UnderlinedTabs
from desktop.widgets.sidebar import RAIL_WIDTH, WIDTH, Area, Badge, Sidebar
from desktop.widgets.status_bar import StatusBar, StatusPart
from desktop.widgets.ticks import ChoiceGroup, RadioCard, RadioRow, TickRow
from desktop.widgets.top_bar import Place, TopBar

# Qt's screenless platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

CHOICES = [Choice("a", "One", "3"), Choice("b", "Two"), Choice("c", "Three")]


def button(widget, name):
    found = [b for b in widget.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert found, name
    return found[-1]


@pytest.mark.parametrize("kind", [PillTabs, UnderlinedTabs, Segments, FilterPills])
def test_arrow_keys_move_the_choice_and_go_round(qtbot, qapp, kind):
    row = kind(CHOICES, name="Views", current="b")
    qtbot.addWidget(row)
    row.show()
    heard = []
    row.chosen.connect(heard.append)
    qtbot.keyClick(button(row, "Two"), Qt.Key.Key_Right)
    qtbot.keyClick(button(row, "Three"), Qt.Key.Key_Right)
    qtbot.keyClick(button(row, "One 3"), Qt.Key.Key_Left)
    assert heard == ["c", "a", "c"]


def test_choosing_by_program_tells_nobody(qtbot, qapp):
    row = PillTabs(CHOICES, name="Views")
    qtbot.addWidget(row)
    heard = []
    row.chosen.connect(heard.append)
    row.choose("c")
    assert (row.current, heard) == ("c", [])


def test_new_choices_keep_the_chosen_one(qtbot, qapp):
    row = PillTabs(CHOICES, name="Views", current="b")
    qtbot.addWidget(row)
    row.set_choices([Choice("x", "New"), Choice("b", "Two", "9")])
    assert row.current == "b"


def test_only_the_chosen_tab_takes_the_tab_key(qtbot, qapp):
    row = PillTabs(CHOICES, name="Views", current="b")
    qtbot.addWidget(row)
    stops = [
        b for b in row.findChildren(QAbstractButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [b.accessibleName() for b in stops] == ["Two"]


def test_group_has_one_choice_across_cards_and_rows(qtbot, qapp):
    group = ChoiceGroup(name="Price")
    qtbot.addWidget(group)
    mine, other = RadioCard("3.02", below="mine", key="m"), RadioRow("Another", key="n")
    group.add(mine)
    group.add(other)
    heard = []
    group.chosen.connect(heard.append)
    mine.click()
    qtbot.keyClick(mine, Qt.Key.Key_Down)
    assert heard == ["m", "n"]
    assert not mine.isChecked()
    assert group.current == "n"


def test_card_without_key_cannot_be_chosen(qtbot, qapp):
    card = RadioCard("3.10", below="before")
    qtbot.addWidget(card)
    card.click()
    assert not card.isChecked()


def test_tick_row_toggles_by_key(qtbot, qapp):
    row = TickRow("Received")
    qtbot.addWidget(row)
    row.show()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert row.isChecked()


@pytest.fixture
def sidebar(qtbot, qapp):
    groups = [
        [Area("a", "sun", "Today"), Area("b", "list", "Orders")],
        [Area("c", "stamp", "Approvals")],
    ]
    bar = Sidebar(groups, foot=[Area("s", "settings", "Settings")], name="Areas")
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_sidebar_tells_the_area_pressed(sidebar):
    heard = []
    sidebar.chosen.connect(heard.append)
    button(sidebar, "Orders").click()
    assert heard == ["b"]
    assert sidebar.current == "b"


def test_arrow_keys_walk_the_sidebar_and_enter_opens(qtbot, sidebar):
    heard = []
    sidebar.chosen.connect(heard.append)
    qtbot.keyClick(button(sidebar, "Orders"), Qt.Key.Key_Down)
    qtbot.keyClick(button(sidebar, "Approvals"), Qt.Key.Key_Return)
    assert heard == ["c"]


def test_badge_is_read_with_the_area(sidebar):
    sidebar.set_badge("a", Badge(5, "octagon", "urgent", "5 urgent"))
    assert button(sidebar, "Today 5 urgent")
    sidebar.set_badge("a", None)
    assert button(sidebar, "Today")


def test_rail_is_narrow_and_names_go_to_tooltips(sidebar):
    assert sidebar.width() == WIDTH
    sidebar.set_rail(rail=True)
    assert sidebar.minimumWidth() == RAIL_WIDTH
    assert button(sidebar, "Today").toolTip() == "Today"


def test_area_left_out_is_absent(sidebar):
    sidebar.set_areas([[Area("a", "sun", "Today")]])
    sidebar.set_current("b")
    assert sidebar.current == ""


def test_status_part_opens_its_place(qtbot, qapp):
    bar = StatusBar(name="Sync")
    qtbot.addWidget(bar)
    bar.set_parts([StatusPart("c", "Online"), StatusPart("d", "2 on this device")])
    heard = []
    bar.chosen.connect(heard.append)
    button(bar, "2 on this device").click()
    bar.set_parts([StatusPart("c", "Offline")])
    button(bar, "Offline").click()
    assert heard == ["d", "c"]


def test_place_line_leads_back_but_not_to_where_one_is(qtbot, qapp):
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.set_places([Place("orders", "Orders"), Place("o1", "SO-1")])
    heard = []
    bar.place_chosen.connect(heard.append)
    button(bar, "Orders").click()
    button(bar, "SO-1").click()
    assert heard == ["orders"]


def test_top_bar_tells_each_wish(qtbot, qapp):
    bar = TopBar()
    qtbot.addWidget(bar)
    bar.set_ways(back=True, forward=False)
    for name, signal in (
        ("Back", bar.went_back),
        ("New", bar.new_wanted),
        ("Notices", bar.notices_wanted),
        ("Search and commands", bar.search_wanted),
    ):
        with qtbot.waitSignal(signal):
            button(bar, name).click()
    assert not button(bar, "Forward").isEnabled()


def test_sidebar_fits_a_low_window_and_its_entries_get_lower(qtbot, qapp):
    groups = [[Area(f"{g}{n}", "sun", f"Area {g}{n}") for n in range(4)] for g in range(4)]
    bar = Sidebar(groups, foot=[Area("s", "settings", "Settings")], name="Areas")
    qtbot.addWidget(bar)
    bar.resize(bar.width(), 900)
    bar.show()
    high = button(bar, "Area 00").height()
    bar.resize(bar.width(), 452)
    qapp.processEvents()
    assert bar.minimumSizeHint().height() <= 452
    assert button(bar, "Area 00").height() < high
    assert button(bar, "Settings").geometry().bottom() <= 452


def test_bars_grow_with_the_scale_while_the_window_is_open(qtbot, qapp):
    top, foot = TopBar(), StatusBar(name="Sync")
    for bar in (top, foot):
        qtbot.addWidget(bar)
        bar.show()
    apply(qapp, load_theme("light"), scale=150)
    assert (top.minimumHeight(), foot.minimumHeight()) == (72, 42)
    apply(qapp, load_theme("light"))
    assert (top.minimumHeight(), foot.minimumHeight()) == (48, 28)
