"""Goals of a step: a measure, a target, a period; the progress is counted from what happened (S66).

A goal may belong to several departments and counts for each of them alike (S10).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from sync.domain.nodes import NodeInstance
from sync.domain.records import Record


class Goal(Record, frozen=True, kw_only=True):
    """That a step is done within so many hours, in such a share of cases, in a period.

    `departments` are roles, comma-joined.
    """

    node: str
    name: str
    within_hours: int
    target_percent: Decimal = Decimal(100)
    starts_on: date | None = None
    ends_on: date | None = None
    departments: str = ""
    note: str = ""


class Progress(msgspec.Struct, frozen=True):
    """How many of the finished cases were in time."""

    hits: int
    cases: int

    @property
    def percent(self) -> Decimal | None:
        """The share in time, to one place; None where there was no case."""
        if not self.cases:
            return None
        share = Decimal(100 * self.hits) / self.cases
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def progress(goal: Goal, nodes: Iterable[NodeInstance]) -> Progress:
    """Return the progress from the step's finished cases within the period."""
    limit = timedelta(hours=goal.within_hours)
    cases = [
        finished - started
        for node in nodes
        if node.node == goal.node
        for started, finished in [(node.started_at, node.finished_at)]
        if started is not None and finished is not None and _counts(goal, finished)
    ]
    return Progress(sum(1 for each in cases if each <= limit), len(cases))


def is_met(goal: Goal, reached: Progress) -> bool:
    """Return whether the share reaches the target; a goal without a case is not missed."""
    return reached.percent is None or reached.percent >= goal.target_percent


def _counts(goal: Goal, finished: datetime) -> bool:
    day = finished.date()
    return (goal.starts_on is None or goal.starts_on <= day) and (
        goal.ends_on is None or day <= goal.ends_on
    )
