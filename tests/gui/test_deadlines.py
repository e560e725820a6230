"""The deadline board as a person uses it."""

from desktop.screens.deadlines import DeadlinesPage
from desktop.screens.page import Where
from desktop.theme.cells import GROUP_ROLE
from tests.builders import an_id

BOARD = Where("deadlines")


def shown(qtbot, around, where=BOARD):
    page = DeadlinesPage(around)
    qtbot.addWidget(page)
    page.resize(1244, 700)
    page.show()
    with qtbot.waitSignal(page.list.counted):
        page.show_at(where)
    return page


def ask(qtbot, page, whose):
    with qtbot.waitSignal(page.list.counted):
        page.list.ask(whose)


def test_lines_stand_in_groups_of_time_the_most_pressing_first(qtbot, around):
    page = shown(qtbot, around)
    table = page.list.table
    assert table.ids()
    heads = [table.index(row, 0).data(GROUP_ROLE).text for row in table.group_rows()]
    order = ["Past, or will be by the plan", "Within 48 hours", "Within 7 days", "Later"]
    assert heads == [text for text in order if text in heads]


def test_a_figure_filters_by_its_level_and_lets_go_again(qtbot, around):
    page = shown(qtbot, around)
    everything = len(page.list.table.ids())
    urgent = page.list.counts["urgent"]
    assert 0 < urgent < everything
    with qtbot.waitSignal(page.list.counted):
        page._cards["urgent"].click()
    assert len(page.list.table.ids()) == urgent
    with qtbot.waitSignal(page.list.counted):
        page._cards["urgent"].click()
    assert len(page.list.table.ids()) == everything


def test_counts_are_of_all_levels_whichever_is_shown(qtbot, around):
    page = shown(qtbot, around, Where("deadlines", filter="urgent"))
    assert sum(page.list.counts.values()) >= len(page.list.table.ids())
    assert page._cards["urgent"].isChecked()


def test_the_company_has_at_least_what_is_mine(qtbot, around):
    page = shown(qtbot, around)
    mine = set(page.list.table.ids())
    ask(qtbot, page, "company")
    assert mine <= set(page.list.table.ids())


def test_a_row_opens_its_order(qtbot, around, company):
    page = shown(qtbot, around)
    table = page.list.table
    key = table.ids()[0]
    table.index(table.row_of(key), 0).data()
    qtbot.waitUntil(lambda: table.record(key) is not None)
    with qtbot.waitSignal(page.go) as told:
        page._open(key)
    assert told.args[0].area == "orders"
    assert told.args[0].id in {an_id(f"order {number}") for number in range(1, 7)}


def test_every_row_says_what_when_who_and_next(qtbot, around):
    page = shown(qtbot, around)
    table = page.list.table
    for key in table.ids():
        table.index(table.row_of(key), 0).data()
    qtbot.waitUntil(lambda: all(table.record(key) for key in table.ids()))
    for key in table.ids():
        cells = [table.index(table.row_of(key), place).data() for place in range(6)]
        assert all(cells[place] for place in (0, 1, 2, 3, 5)), cells


def test_the_board_fits_a_small_window(qtbot, around):
    page = shown(qtbot, around)
    assert page.minimumSizeHint().width() <= 763
