"""Silence: a stage of which nobody has said or done anything for longer than it may take (S15).

What counts is what is known of the stage itself: that it began, was given to somebody, waits or was
taken up again, a tick, a handoff, a status post. A comment does not count: it is talk.
"""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from sync.domain.dates import Calendars, working_days_between
from sync.domain.detours import open_at
from sync.domain.facts import OrderFacts
from sync.domain.limits import office_day, standard_of
from sync.domain.states import Board, Step, Subject, since

_NEEDED = frozenset(("nodes", "answers", "handoffs", "status_posts"))
"""Nouns whose absence says nothing to a person from whom they are hidden."""


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """For how many days nothing was heard of a stage, and for how many that is usual.

    Both in working days, or in calendar days where the stage's standard counts those.
    """

    days: int
    limit: int
    heard_at: datetime


def silence_of(
    facts: OrderFacts,
    board: Board,
    place: tuple[Subject, Step],
    *,
    calendars: Calendars,
    today: date,
) -> Silence | None:
    """Return the silence at a stage; None while it is within the stage's limit.

    A stage without a standard has no limit, and one off the main path pauses: its exception has an
    age of its own.
    """
    subject, step = place
    standard = standard_of(step.node, board.circumstances[subject])
    heard = last_heard(facts, board, place)
    if heard is None or not standard.days or _NEEDED & facts.hidden:
        return None
    if open_at(facts.detours, subject.id, step.node.id) is not None:
        return None
    began = office_day(heard)
    if standard.unit == "cd":
        days = (today - began).days
    else:
        days = working_days_between(began, today, calendars.company)
    return Silence(days=days, limit=standard.days, heard_at=heard) if days > standard.days else None


def last_heard(facts: OrderFacts, board: Board, place: tuple[Subject, Step]) -> datetime | None:
    """Return when a stage was last heard of; None where nothing of it is known."""
    return max(_moments(facts, board, place), default=None)


def _moments(facts: OrderFacts, board: Board, place: tuple[Subject, Step]) -> Iterator[datetime]:
    subject, step = place
    here = (subject.id, step.node.id)
    row = board.stored.get(here)
    known = [since(board, subject, step)]
    if row is not None:
        known += [row.owner_since, row.started_at, row.waiting_since, row.reopened_at]
    for handoff in facts.handoffs:
        if (handoff.subject_id, handoff.node) == here:
            known += [handoff.handed_at, handoff.answered_at]
    for answer in facts.answers:
        if (answer.subject_id, answer.node) == here:
            known += [answer.answered_at, answer.waived_at]
    known += [each.posted_at for each in facts.status_posts if (each.subject_id, each.node) == here]
    known += [each.left_at for each in facts.detours if (each.subject_id, each.node) == here]
    yield from (moment for moment in known if moment is not None)
