"""The deadline board's question: spans become days, whose lines they are, what is said twice."""

import pytest
from sqlalchemy import insert

from sync.domain.early_warnings import Level
from sync.domain.records import to_row
from sync.domain.summaries import WarningRow
from sync.store import deadline_lists
from sync.store.deadline_lists import Seeker, level_of, slack_days
from sync.store.derived import summaries, warnings
from tests.builders import TODAY, an_id, desk_database
from tests.unit.store.test_order_lists import row


def warning(name, **fields):
    plain = {
        "id": an_id(name),
        "warning": "W06",
        "level": Level.URGENT,
        "order_id": an_id("row 1"),
        "order_no": "SO-1",
        "buyer": "Nordlicht GmbH",
        "entity": "shipments",
        "row_id": an_id("shipment"),
        "facts": '{"span":"span_short_days","count":4}',
        "owner_roles": "LOG,SR",
        "told_roles": "",
        "owner_id": an_id("lin"),
        "title": "W06_title",
        "cause": "W06_cause",
        "effect": "W06_effect",
        "next_step": "W06_next",
    }
    return WarningRow(**{**plain, **fields})


@pytest.fixture
def connection(tmp_path):
    database = desk_database(tmp_path)
    orders = (
        row(1, limit_code="latest_shipment", limit_on=TODAY, slack=-4),
        row(2, limit_code="etd", limit_on=TODAY, slack=1, owner_id=an_id("mei"), team="south"),
    )
    said = (
        warning("short"),
        warning("nobody's", owner_id="", owner_roles="DOC", order_no="SO-2"),
    )
    with database.write() as connection:
        connection.execute(insert(summaries), [to_row(each) for each in orders])
        connection.execute(insert(warnings), [to_row(each) for each in said])
    with database.read() as connection:
        yield connection
    database.close()


@pytest.mark.parametrize(
    ("span", "count", "level", "days"),
    [
        ("span_left_days", 3, "watch", 3),
        ("span_over_days_one", 1, "urgent", -1),
        ("span_short_working_days", 2, "urgent", -2),
        ("span_left_hours", 12, "urgent", 0.5),
        ("span_due_today", 0, "urgent", 0),
        ("span_gone_days", 8, "urgent", -8),
        ("span_short_points", 8, "warning", 2),
        ("", 0, "watch", 5),
    ],
)
def test_a_span_becomes_the_days_it_leaves(span, count, level, days):
    assert slack_days(span, count, level) == days


def test_a_limit_presses_by_its_days():
    assert [level_of(days) for days in (None, -1, 0, 2, 5, 6)] == [
        *("normal", "urgent", "urgent"),
        *("warning", "watch", "normal"),
    ]


def test_a_limit_that_a_warning_speaks_of_is_one_line(connection):
    dues = deadline_lists.find_dues(connection, Seeker())
    assert [(due.kind, due.order_no, due.slack) for due in dues] == [
        ("warning", "SO-1", -4.0),
        ("warning", "SO-2", -4.0),
        ("limit", "SO-2", 1),
    ]


def test_mine_are_those_with_my_name_and_those_of_my_role_without_one(connection):
    seeker = Seeker(whose="mine", user_id=an_id("lin"), roles=("SR",))
    assert [due.id for due in deadline_lists.find_dues(connection, seeker)] == [an_id("short")]
    seeker = Seeker(whose="mine", user_id=an_id("other"), roles=("DOC",))
    assert [due.id for due in deadline_lists.find_dues(connection, seeker)] == [an_id("nobody's")]


def test_a_team_sees_what_is_about_its_orders(connection):
    dues = deadline_lists.find_dues(connection, Seeker(whose="team", team="south"))
    assert [(due.kind, due.order_no) for due in dues] == [("limit", "SO-2")]
