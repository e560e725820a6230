"""Meetings: what was said, and the tasks that the notes give (D10).

A line that names somebody with an @ is a task for them, due on the day that stands in it:
"@mei send the samples by 12-05", "@梅 12月5日前寄样".
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from sync.domain.ids import Id
from sync.domain.people import User
from sync.domain.records import Record

TASKS_MAX = 50
_NAMED = re.compile(r"(?<!\S)@([\w.\-]+)")
_DAY = re.compile(
    r"(?<![\d-])(?:(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?|(\d{1,2})(?:-|月)(\d{1,2})日?)(?![\d-])"
)
_EDGES = " \t-*•·[]:：,，。."
_LEFT_OVER = re.compile(r"(?:\s*\b(?:by|until|before)|\s*前)\s*$|^\s*前\s*", re.IGNORECASE)


class Meeting(Record, frozen=True, kw_only=True):
    """A meeting, on an order or on none. `attendees` and `tasks` are ids, comma-joined."""

    order_id: str = ""
    title: str
    held_on: date
    attendees: str = ""
    text: str = ""
    tasks: str = ""
    noted_by: str = ""
    noted_at: datetime | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A task as a line of notes gives it; `user_id` is empty where nobody is called so."""

    title: str
    called: str
    user_id: Id
    due_on: date | None


def find_tasks(text: str, people: Iterable[User], held_on: date) -> Iterator[Found]:
    """Yield the tasks of some notes; a day without a year is the next such day."""
    known = _names(people)
    for line in text.splitlines():
        named = _NAMED.search(line)
        if named is None:
            continue
        called = named[1].rstrip(".-")
        rest = line.replace(f"@{called}", " ", 1)
        day = _DAY.search(rest)
        due = None if day is None else _day_of(day, held_on)
        if day is not None and due is not None:
            before, after = rest[: day.start()], rest[day.end() :]
            rest = f"{_LEFT_OVER.sub('', before)} {_LEFT_OVER.sub('', after)}"
        title = " ".join(rest.split()).strip(_EDGES)
        if title:
            user_id = known.get(called.lower(), "")
            yield Found(title=title, called=called, user_id=user_id, due_on=due)


def _names(people: Iterable[User]) -> dict[str, Id]:
    """Return everybody by login and by both names, of those names that only one person has."""
    found: dict[str, set[Id]] = {}
    for user in people:
        english = user.name_en.replace(" ", "")
        for name in (user.login, user.name_zh, english):
            if user.active and name:
                found.setdefault(name.lower(), set()).add(user.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _day_of(match: re.Match[str], held_on: date) -> date | None:
    year, month, day, short_month, short_day = match.groups()
    try:
        if year:
            return date(int(year), int(month), int(day))
        found = held_on.replace(month=int(short_month), day=int(short_day))
        return found if found >= held_on else found.replace(year=found.year + 1)
    except ValueError:
        return None
