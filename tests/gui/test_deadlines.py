"""The deadline board as a person uses it."""

from desktop.models.warning_list import subject_name
from desktop.screens.deadlines import DeadlinesPage
from desktop.screens.page import Where
from desktop.screens.today import TodayPage
from desktop.screens.today_cards import WarningLine
from desktop.theme.cells import GROUP_ROLE
from sync import clock
from sync.domain.early_warnings import Level
from sync.domain.summaries import WarningRow
from sync.store import alarms
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


def _about_many_orders():
    """Return W34 of a buyer and W51 of a person, as they are kept."""
    for rule, entity, row, owner, roles, name in (
        ("W34", "partners", an_id("oak"), "", "SR", "Oak & Finch Ltd"),
        ("W51", "users", an_id("lin"), an_id("lin"), "", ""),
    ):
        yield WarningRow(
            id=an_id(rule), warning=rule, level=Level.URGENT, order_id="", order_no="", buyer=name,
            entity=entity, row_id=row, owner_id=owner, owner_roles=roles, told_roles="MGR",
            facts='{"owed": "9", "currency": "USD", "away": "2026-03-02", "open": 2,'
            ' "span": "span_share_percent", "count": "50.0"}',
            title=f"{rule}_title", cause=f"{rule}_cause", effect=f"{rule}_effect",
            next_step=f"{rule}_next", about=rule,
        )  # fmt: skip


def test_what_is_about_many_orders_or_people_stands_on_the_board(qtbot, around, company):
    rows = {row.warning: row for row in _about_many_orders()}
    with company.database.write() as connection:
        alarms.put_about(connection, [], list(rows.values()), clock.today())
    page = shown(qtbot, around)
    table = page.list.table
    keys = {rule: f"warning {row.id}" for rule, row in rows.items()}
    assert set(keys.values()) <= set(table.ids())
    names = {rule: subject_name(company.desk, rows[rule], "en") for rule in rows}
    assert names == {"W34": "Oak & Finch Ltd", "W51": "Lin One"}
    qtbot.waitUntil(lambda: all(table.record(key) is not None for key in keys.values()))
    with qtbot.waitSignal(page.go) as went:
        page._open(keys["W51"])
    assert went.args == [Where("handovers")]
    with qtbot.assertNotEmitted(page.go):
        page._open(keys["W34"])


def test_the_home_page_tells_them_too_and_leads_to_where_they_are_met(qtbot, around, company):
    with company.database.write() as connection:
        alarms.put_about(connection, [], list(_about_many_orders()), clock.today())
    page = TodayPage(around)
    qtbot.addWidget(page)
    page.resize(1244, 900)
    page.show()
    with qtbot.waitSignal(page.list.was_read):
        page.show_at(Where("today"))
    home = page.list.home
    assert home is not None
    assert {"W34", "W51"} <= {row.warning for row in home.warnings}
    (line,) = [each for each in page.findChildren(WarningLine) if each._row.warning == "W51"]
    with qtbot.waitSignal(page.go) as went:
        line._tell()
    assert went.args == [Where("handovers")]


def test_hit_rates_stand_beside_the_board(qtbot, around):
    page = shown(qtbot, around)
    with qtbot.waitSignal(page.rates.was_read):
        page._to_rates.click()
    table = page.rates.table
    assert page._body.currentWidget() is page._rates
    qtbot.waitUntil(lambda: all(table.record(key) is not None for key in table.ids()))
    told = sum(table.record(key).fired for key in table.ids())
    assert told > 0
    assert "noted on this device since" in page._line.text()
    with qtbot.waitSignal(page.list.counted):
        page._to_rates.click()
    assert page._body.currentWidget() is page._table
