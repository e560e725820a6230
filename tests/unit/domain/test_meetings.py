"""What the lines of a meeting's notes give whom to do, until when."""

from datetime import date

import pytest

from sync.domain.meetings import find_tasks
from tests.builders import a_user, an_id

HELD = date(2026, 11, 20)
PEOPLE = (
    a_user("mei", "SR", name_zh="梅一", name_en="Mei One"),
    a_user("lin", "DOC", name_zh="林一", name_en="Lin One"),
    a_user("gone", "SR", name_zh="走了", name_en="Gone", active=False),
)


@pytest.mark.parametrize(
    ("line", "title", "login", "due_on"),
    [
        ("- @mei send the samples by 12-05", "send the samples", "mei", date(2026, 12, 5)),
        ("@梅一 12月5日前寄样品", "寄样品", "mei", date(2026, 12, 5)),
        ("@lin: check the draft B/L 2027-01-04", "check the draft B/L", "lin", date(2027, 1, 4)),
        ("@MeiOne ask about 01-10", "ask about", "mei", date(2027, 1, 10)),
        ("We ask @lin to call the bank", "We ask to call the bank", "lin", None),
        ("@lin call on 13-45", "call on 13-45", "lin", None),
        ("@gone says bye", "says bye", "", None),
    ],
)
def test_a_line_that_names_somebody_is_a_task(line, title, login, due_on):
    (found,) = find_tasks(line, PEOPLE, HELD)
    assert (found.title, found.due_on) == (title, due_on)
    assert found.user_id == (an_id(login) if login else "")


def test_other_lines_give_nothing():
    notes = "We met.\nwrite to jo@mei.example\n@lin\n"
    assert list(find_tasks(notes, PEOPLE, HELD)) == []


def test_a_name_of_two_people_names_nobody():
    twins = (*PEOPLE, a_user("mei2", "SR", name_zh="梅一", name_en="Mei Two"))
    (found,) = find_tasks("@梅一 寄样", twins, HELD)
    assert found.user_id == ""
