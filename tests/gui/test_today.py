"""The home page as a person uses it."""

from datetime import date

import msgspec
import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import insert

from desktop.messages import Wording
from desktop.models.area_counts import AreaCounts
from desktop.models.warning_list import DeadlineList, WarningWords
from desktop.screens.page import Where
from desktop.screens.today import TodayPage
from desktop.screens.today_cards import WarningLine
from sync import clock
from sync.domain.commands import Add
from sync.domain.projects import Project
from sync.domain.summaries import WarningRow
from sync.domain.warning_rules import NEVER
from sync.store import alarms, derived, rows
from tests.builders import an_id, put_records


def shown(qtbot, around, width=1244, height=824):
    page = TodayPage(around)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    with qtbot.waitSignal(page.list.was_read):
        page.show_at(Where("today"))
    qtbot.waitUntil(lambda: page.list.table.is_loaded)
    return page


def test_figures_are_of_the_persons_own_orders(qtbot, around):
    page = shown(qtbot, around)
    figures = page.list.figures()
    assert figures.own == 4
    assert str(figures.sums["USD"]) == "31000.00"
    assert figures.urgent == sum(row.level == "urgent" for row in page.list.home.warnings)


def test_every_open_order_of_mine_is_in_one_phase(qtbot, around):
    page = shown(qtbot, around)
    phases = page.list.phases()
    assert len(phases) == 7
    assert sum(phase.count for phase in phases) == 4


def test_a_task_given_to_me_is_work_with_its_limit(qtbot, around, company):
    page = shown(qtbot, around)
    task = {"title": "Send photos", "assignee_id": an_id("lin"), "due_on": str(clock.today())}
    task["order_id"] = company.order_id(2)
    with qtbot.waitSignal(page.list.was_read):
        company.desk.do("task.add", Add(set=task), owner=page, done=lambda _: None, refused=_never)
    lines = [line for line in page.list.lines.values() if line.what == "Send photos"]
    assert [(line.order, line.level) for line in lines] == [("SO26-0002", "urgent")]
    with qtbot.waitSignal(page.go) as told:
        page._open_line(lines[0].id)
    assert told.args[0].id == company.order_id(2)


@pytest.mark.system("S63")
def test_a_task_of_a_sub_project_says_so(qtbot, around, company):
    today = clock.today()
    moulds = Project(
        id=an_id("moulds"),
        order_id=company.order_id(2),
        name="Moulds",
        owner_id=an_id("lin"),
        planned_start=today,
        planned_finish=today,
    )
    with company.database.write() as connection:
        put_records(connection, [moulds], ver=2)
    page = shown(qtbot, around)
    task = {"title": "Drawing", "assignee_id": an_id("lin"), "due_on": str(today)}
    task |= {"order_id": company.order_id(2), "project_id": moulds.id}
    with qtbot.waitSignal(page.list.was_read):
        company.desk.do("task.add", Add(set=task), owner=page, done=lambda _: None, refused=_never)
    assert "Moulds · Drawing" in {line.what for line in page.list.lines.values()}


def _never(refusal):
    raise AssertionError(refusal)


def test_roles_are_tabs_and_never_mixed(qtbot, around):
    page = shown(qtbot, around)
    assert page._roles.isVisible()
    assert page._roles.current == "SR"
    with qtbot.waitSignal(page.list.was_read):
        page._roles.choose("DOC")
        page._read()
    assert {item.owner_role.value for item in page.list.home.work} <= {"DOC"}


def test_nudging_writes_to_each_holder_i_wait_for(qtbot, around, company):
    page = shown(qtbot, around)
    waited = [row for row in page.list.home.waited_for if row.ball_id]
    with qtbot.waitSignal(page.said):
        page._nudge()
    with company.database.read() as connection:
        told = {row["to_id"] for row in rows.all_rows(connection, "nudges")}
    assert told == {row.ball_id for row in waited}


def test_small_windows_show_the_work_and_one_line_of_warnings(qtbot, around):
    page = shown(qtbot, around, width=760, height=480)
    assert not page._rail.isVisible()
    assert page._strip.isVisible()
    assert page._table.isColumnHidden(3)
    assert page.minimumSizeHint().width() <= 763


def test_a_warning_says_its_cause_whole(qtbot, around):
    page = shown(qtbot, around)
    (line, *_) = page.findChildren(WarningLine)
    words = WarningWords(around.wording)
    (row, *_) = page.list.home.warnings
    labels = {label.text(): label for label in line.findChildren(QLabel)}
    cause = labels[words.cause(row)]
    assert cause.wordWrap()
    assert cause.heightForWidth(cause.width()) <= cause.height()
    number = labels[f"{row.order_no} · {words.span(row)}"]
    assert number.fontMetrics().horizontalAdvance(number.text()) <= number.width()


def test_the_day_is_said_as_the_language_does(around):
    day = date(2026, 11, 27)
    assert Wording("en", day).long_day(day) == "Fri 27 Nov"
    assert Wording("zh", day).long_day(day) == "11月27日 星期五"


def test_the_sidebar_counts_what_the_deadlines_page_counts(qtbot, around, company):
    counts, board = AreaCounts(company.desk), DeadlineList(company.desk, around.wording)
    with qtbot.waitSignal(board.counted):
        board.ask("mine")
    with qtbot.waitSignal(counts.counted):
        counts.count()
    assert counts.counts.urgent == board.counts.get("urgent", 0) > 0
    put_warning_of_another(company)
    with qtbot.waitSignal(counts.counted):
        counts.count()
    assert counts.counts.urgent == board.counts["urgent"]


def put_warning_of_another(company):
    """Make one of the urgent warnings somebody else's, under another id."""
    with company.database.write() as connection:
        urgent = derived.everything(connection, WarningRow)[0]
        fields = msgspec.to_builtins(urgent)
        fields |= {"id": "somebody else's", "level": "urgent", "owner_id": an_id("mei")}
        connection.execute(insert(derived.warnings).values(fields))


def test_a_task_on_no_order_is_counted_for_whose_it_is(qtbot, around, company):
    """It has the person's load looked at anew, though no order changed."""
    with company.database.write() as connection:
        alarms.put_until(connection, [(f"person:{an_id('lin')}", NEVER)])
    given = Add(set={"title": "Call", "assignee_id": an_id("lin")})
    with qtbot.waitSignal(company.desk.changed):
        company.desk.do(
            "task.add", given, owner=company.desk, done=lambda _: None, refused=lambda _: None
        )
    with company.database.read() as connection:
        standing = alarms.stands(connection, [f"person:{an_id('lin')}"], clock.now())
    assert standing == frozenset()
