"""Every widget paints itself in both themes, keeps its size small, and can be read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit

from desktop.theme import apply, load_theme, look
from desktop.theme.cells import Mark
from desktop.theme.tokens import SHAPES
from desktop.widgets.avatar import Avatar, HolderLine
from desktop.widgets.bands import Band, NoticeLine, Reason
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button, IconButton, LinkButton
from desktop.widgets.cards import Card, Facts, HeadFact, RailSection, ScrollColumn
from desktop.widgets.chips import FactChip, FilterChip, StateChip
from desktop.widgets.choices import Choice, FilterPills, PillTabs, Segments, UnderlinedTabs
from desktop.widgets.fields import ChoiceField, TextArea, TextField
from desktop.widgets.figures import FigureCard, PhaseCard, ProgressLine, StepCard
from desktop.widgets.flow_map import FlowEdge, FlowMap, FlowNode
from desktop.widgets.forms import Conflicting, DraftLine, FormField
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from desktop.widgets.painting import lines_of
from desktop.widgets.plots import LinePlot, Series, Sparkline
from desktop.widgets.shapes import ShapeMark
from desktop.widgets.sidebar import Area, Badge, Sidebar
from desktop.widgets.status_bar import StatusBar, StatusPart
from desktop.widgets.ticks import ChoiceGroup, RadioCard, RadioRow, TickRow
from desktop.widgets.top_bar import Place, TopBar

# Qt's screenless platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

LATE = Mark("4 d short", "octagon", "urgent")
CHOICES = [Choice("a", "One", "3"), Choice("b", "Two")]


def flow_map():
    flow = FlowMap(name="Process")
    nodes = [FlowNode("a", 0, 0, "Start", "today", LATE), FlowNode("b", 1, 0, "End", "", LATE)]
    flow.show_flow(["First", "Second"], nodes=nodes, edges=[FlowEdge("a", "b", critical=True)])
    return flow


def sidebar():
    bar = Sidebar([[Area("a", "sun", "Today")], [Area("b", "list", "All")]], name="Areas")
    bar.set_badge("a", Badge(3, "octagon", "urgent", "3 urgent"))
    return bar


def top_bar():
    bar = TopBar()
    bar.set_places([Place("a", "Orders"), Place("b", "One")])
    bar.set_person("Ada Test")
    bar.set_unread(unread=True)
    return bar


def status_bar():
    bar = StatusBar(name="Sync")
    bar.set_parts(
        [StatusPart("c", "Online", "disc_tick", "confirmed")], right=[StatusPart("k", "F1")]
    )
    return bar


def choice_group():
    group = ChoiceGroup(name="Price")
    group.add(RadioCard("USD 3.02", below="mine", key="m"))
    group.add(RadioRow("Another", key="n", note="why"))
    group.choose("m")
    return group


def card():
    made = Card("Files", note="3")
    made.body.addWidget(Facts([("Size", "4 MB"), ("State", LATE)]))
    made.head.add(LinkButton("All"))
    return made


def line_plot():
    plot = LinePlot(text="On-time delivery, twelve months")
    values = (95.0, 96.0, None, 93.0)
    series = [
        Series("P50", values),
        Series("P80", (97.0, 96.5, 96.0, 95.0), "provisional", dashed=True),
    ]
    plot.show_series(series, labels=["Jan", "Feb", "Mar", "Apr"], target=95)
    return plot


def scroll_column():
    column = ScrollColumn(name="Rail")
    section = RailSection("Next")
    section.body.addWidget(HeadFact("Goods", value="Lamp", note="10"))
    column.body.addWidget(section)
    return column


def notice():
    line = NoticeLine()
    line.say("Handed over")
    return line


def draft():
    line = DraftLine()
    line.show_kept("14:31:58")
    return line


MAKERS = {
    "avatar": lambda: Avatar("Ada Test"),
    "holder": lambda: HolderLine("Ada", text="Order 1", below="Chase", mark=LATE),
    "band": lambda: Band("warning", title="Offline", text="All works", below=True, closable=True),
    "low band": lambda: Band("error", title="Needs you", text="2"),
    "notice": notice,
    "reason": lambda: Reason("One item is open"),
    "empty": lambda: EmptyState("list", title="Nothing", text="Start here"),
    "skeleton": lambda: Skeleton(name="Reading"),
    "button": lambda: Button("Nudge", kind="primary", icon="send", key="N"),
    "quiet": lambda: Button("Print", kind="quiet", icon="printer"),
    "danger": lambda: Button("Refuse", kind="danger", key="X"),
    "icon": lambda: IconButton("x", name="Close"),
    "link": lambda: LinkButton("All 8"),
    "card": card,
    "scroll": scroll_column,
    "state chip": lambda: StateChip(LATE),
    "fact chip": lambda: FactChip("As of 14:32", icon="laptop"),
    "filter chip": lambda: FilterChip("Payment", "L/C"),
    "pill tabs": lambda: PillTabs(CHOICES, name="Views"),
    "underlined": lambda: UnderlinedTabs(CHOICES, name="Parts"),
    "segments": lambda: Segments(CHOICES, name="Density"),
    "filter pills": lambda: FilterPills(CHOICES, name="Kinds"),
    "text field": lambda: TextField("14.60", name="Weight", icon="search", key="/"),
    "text area": lambda: TextArea("Words", name="Note"),
    "choice field": lambda: ChoiceField([("a", "L/C"), ("b", "T/T")], name="Payment"),
    "figure": lambda: FigureCard("Open", value="23", note="USD", mark=LATE),
    "step": lambda: StepCard(LATE, count="12", note="kept"),
    "phase": lambda: PhaseCard("Order", count=6, share=0.5, late=1, late_mark=LATE),
    "progress": lambda: ProgressLine(name="File", percent=63),
    "flow": flow_map,
    "plot": line_plot,
    "spark": lambda: Sparkline([1, 3, None, 2], text="twelve months", target=2),
    "form field": lambda: FormField("Weight", TextField(), hint="kg", required=True),
    "draft": draft,
    "conflicting": lambda: Conflicting("USD 3.05"),
    "elided": lambda: ElidedLabel("A long text that is cut"),
    "label": lambda: Label("Words", wrap=True),
    "state": lambda: StateLabel(LATE),
    "shape": lambda: ShapeMark(LATE),
    "sidebar": sidebar,
    "status bar": status_bar,
    "choices": choice_group,
    "tick": lambda: TickRow("Received", ticked=True, note="must"),
    "top bar": top_bar,
}


@pytest.fixture(params=["light", "dark"])
def theme(qapp, request):
    apply(qapp, load_theme(request.param))
    yield request.param
    apply(qapp, load_theme("light"))


def spoken(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def show(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
    widget.show()
    QApplication.processEvents()
    return widget.grab().toImage()


def colours_in(image):
    points = range(0, image.height(), 2), range(0, image.width(), 2)
    return {image.pixelColor(x, y).name() for y in points[0] for x in points[1]}


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "skeleton"])
def test_widget_paints_more_than_its_ground(qtbot, theme, name):
    assert len(colours_in(show(qtbot, MAKERS[name]()))) > 1


@pytest.mark.parametrize("name", MAKERS)
def test_every_control_a_person_can_reach_has_a_name(qtbot, qapp, name):
    widget = MAKERS[name]()
    show(qtbot, widget)
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    controls = [widget, *widget.findChildren(QAbstractButton), *widget.findChildren(QLineEdit)]
    reachable = [
        part
        for part in controls
        if isinstance(part, kinds) and part.focusPolicy() and part.isVisible()
    ]
    assert [part for part in reachable if not spoken(part)] == []


@pytest.mark.parametrize("name", MAKERS)
def test_widget_never_asks_for_more_than_a_small_window_has(qtbot, qapp, name):
    widget = MAKERS[name]()
    qtbot.addWidget(widget)
    assert widget.minimumSizeHint().width() <= 819
    assert widget.minimumSizeHint().height() <= 480


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_painted_in_its_colour(qtbot, qapp, shape):
    image = show(qtbot, ShapeMark(Mark("word", shape, "urgent"), size=32))
    assert look().colour("urgent").name() in colours_in(image)


def test_no_two_shapes_look_alike_without_colour(qtbot, qapp):
    images = {
        shape: bytes(
            show(qtbot, ShapeMark(Mark("w", shape, "ink"), size=24))
            .convertToFormat(show(qtbot, Label("x")).Format.Format_Grayscale8)
            .constBits()
        )
        for shape in SHAPES
    }
    assert len(set(images.values())) == len(SHAPES)


def test_widgets_follow_a_change_of_theme(qtbot, qapp):
    apply(qapp, load_theme("light"))
    label = Label("Words", ink="ink2")
    show(qtbot, label)
    apply(qapp, load_theme("dark"))
    assert label.palette().windowText().color() == look().colour("ink2")
    apply(qapp, load_theme("light"))


def test_scale_makes_words_and_controls_larger(qtbot, qapp):
    before = Button("Print").sizeHint()
    apply(qapp, load_theme("light"), scale=200)
    after = Button("Print").sizeHint()
    apply(qapp, load_theme("light"))
    assert after.height() == 2 * before.height()
    assert after.width() > 1.8 * before.width()


def test_shipped_face_comes_first(qapp):
    apply(qapp, load_theme("light"))
    assert look().font("body").families()[0] == "Noto Sans SC"
    assert look().font("body").pixelSize() == 13


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(qtbot, qapp, key):
    button = Button("Print")
    show(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_locked_button_says_why(qtbot, qapp):
    button = Button("Pass")
    qtbot.addWidget(button)
    button.lock("N06-04 is open")
    assert not button.isEnabled()
    assert button.toolTip() == "N06-04 is open"
    button.lock("")
    assert button.isEnabled()


def test_skeleton_stays_away_from_a_short_wait(qtbot, qapp):
    skeleton = Skeleton(name="Reading")
    show(qtbot, skeleton)
    assert not skeleton.is_painted
    qtbot.waitUntil(lambda: skeleton.is_painted)


def test_field_shows_its_error_to_eye_and_ear(qtbot, qapp):
    field = FormField("Weight", TextField(), hint="kg")
    qtbot.addWidget(field)
    field.show_error("More than gross")
    assert field.error == "More than gross"
    assert field.control.accessibleDescription() == "More than gross"
    field.show_error("")
    assert field.error == ""
    assert field.control.accessibleDescription() == "kg"


def test_notice_can_be_taken_back_by_its_button(qtbot, qapp):
    line = notice()
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.undone):
        line.findChild(Button).click()
    assert line.isHidden()


def test_delete_takes_a_filter_off(qtbot, qapp):
    chip = FilterChip("Payment", "L/C")
    show(qtbot, chip)
    with qtbot.waitSignal(chip.taken_off):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)


def test_cross_takes_a_filter_off_and_the_rest_edits_it(qtbot, qapp):
    chip = FilterChip("Payment", "L/C")
    show(qtbot, chip)
    heard = []
    chip.taken_off.connect(lambda: heard.append("off"))
    chip.clicked.connect(lambda: heard.append("edit"))
    cross = chip.rect().center()
    cross.setX(chip.width() - 8)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center())
    assert heard == ["off", "edit"]


def test_plot_refuses_a_third_series(qtbot, qapp):
    plot = LinePlot(text="Trend")
    qtbot.addWidget(plot)
    with pytest.raises(ValueError, match="at most two"):
        plot.show_series([Series("a", (1.0,))] * 3, labels=["x"])


def test_short_values_stand_flush_right(qtbot, qapp):
    facts = Facts([("Incoterm", "FCA"), ("Deposit", "–"), ("Lock", "Sealed by your password now")])
    qtbot.addWidget(facts)
    facts.resize(360, 90)
    facts.show()
    values = [label for label in facts.findChildren(QLabel) if label.x() > 0]
    assert [label.geometry().right() for label in values] == [facts.rect().right()] * 3
    assert all(label.alignment() & Qt.AlignmentFlag.AlignRight for label in values)


def test_a_long_value_takes_a_second_line(qtbot, qapp):
    facts = Facts([("What I may see", "own orders, orders nobody of my department has taken yet")])
    qtbot.addWidget(facts)
    facts.resize(280, 60)
    facts.show()
    value = next(label for label in facts.findChildren(QLabel) if label.x() > 0)
    assert value.wordWrap()
    assert value.height() >= 2 * value.fontMetrics().height()


def test_a_figures_long_note_takes_a_second_line(qtbot, qapp):
    card = FigureCard("My orders", value="42")
    qtbot.addWidget(card)
    card.resize(180, 84)
    low = card.sizeHint().height()
    card.show_figure("42", note="USD\u00a01,075,154.20 + EUR\u00a01,050,844.40")
    assert card.sizeHint().height() > low


def test_words_are_broken_between_words_only(qapp):
    assert lines_of("Payment security", "small", 80) == 2
    assert lines_of("Payment security", "small", 400) == 1
    assert lines_of("Paymentsecurity", "small", 40) == 1
