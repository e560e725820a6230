"""Exceptions: what goes wrong on an order, from the first report to a verified cure (domain.md 5).

Each has a room: a team, facts, options, a decision, actions. It is closed when nothing is open.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from sync.domain.records import Record, Value
from sync.domain.refusals import Refusal
from sync.domain.tasks import Task, TaskState
from sync.domain.whys import LEVELS_LEAST, Why


class Severity(StrEnum):
    """How bad it is, the worst first."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class ExceptionState(StrEnum):
    """How far it has come."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CONTAINED = "contained"
    ANALYSED = "analysed"
    ACTIONS = "actions"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "reopened"


class NoteKind(StrEnum):
    """What an entry of the room is."""

    FACT = "fact"
    OPTION = "option"
    DECISION = "decision"
    MEETING = "meeting"
    STEP = "step"
    CONTAINMENT = "containment"


class OrderException(Record, frozen=True, kw_only=True):
    """Something that went wrong. `severity` is as assessed; `bump` makes it worse by the order.

    `band` is the order's value class, 0 to 3. `team` is comma-joined user ids. A complaint has an
    answer that the buyer was given. Without an order only trouble of the program is reported.
    """

    order_id: str = ""
    subject_id: str = ""
    node: str = ""
    exception_code: str
    title: str
    severity: Severity
    band: int = 0
    bump: int = 0
    state: ExceptionState = ExceptionState.OPEN
    owner_id: str = ""
    team: str = ""
    is_complaint: bool = False
    buyer_sees: bool = False
    loss_estimate: Decimal | None = None
    compensation: Decimal | None = None
    buyer_answer: str = ""
    root_cause: str = ""
    companion_cause: str = ""
    cause_reason: str = ""
    result: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    seen_at: datetime | None = None
    contained_at: datetime | None = None
    closed_by: str = ""
    closed_at: datetime | None = None


class ExceptionNote(Record, frozen=True, kw_only=True):
    """One entry of an exception's room; inserted only, never merged away."""

    order_id: str = ""
    exception_id: str
    kind: NoteKind
    text: str
    author_id: str
    written_at: datetime


_BANDS = (Decimal(10_000), Decimal(50_000), Decimal(200_000))
_WORST_FIRST = tuple(Severity)
ENDED = frozenset({ExceptionState.CLOSED})
CALM = frozenset({ExceptionState.CONTAINED, *ENDED})
"""States in which nobody is called for help any more."""
_GRAVE = frozenset({Severity.S1, Severity.S2})
ARTICLE_LOSS = Decimal(1_000)
ARTICLE_REPEATS = 3


def band_of(amount: Decimal) -> int:
    """Return the value class of an order: below 10,000, 50,000, 200,000, or above."""
    return sum(amount >= limit for limit in _BANDS)


def bump_of(band: int, *, is_key_account: bool) -> int:
    """Return by how many steps an order makes its exceptions worse."""
    return 2 if band >= 3 else int(band >= 2 or is_key_account)


def severity_of(exception: OrderException) -> Severity:
    """Return how bad it is, the order's value taken in."""
    place = _WORST_FIRST.index(exception.severity) - exception.bump
    return _WORST_FIRST[max(place, 0)]


def is_grave(exception: OrderException) -> bool:
    """Return whether it asks for a 5-Why and for a lesson: S1 and S2."""
    return severity_of(exception) in _GRAVE


def is_calm(exception: OrderException) -> bool:
    """Return whether it was contained or closed since it was last open."""
    return exception.contained_at is not None or exception.state in CALM


def actions_of(exception: OrderException, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks that were given in an exception's room."""
    found = (task for task in tasks if task.subject_id == exception.id)
    return tuple(sorted(found, key=lambda task: (task.due_on or date.max, task.id)))


def why_not_closed(
    exception: OrderException,
    tasks: Iterable[Task],
    whys: Iterable[Why],
    kinds: Iterable[NoteKind],
) -> Refusal | None:
    """Return the first criterion of closing that is not met, or None."""
    facts: dict[str, Value] = {"title": exception.title}
    open_ones = [task for task in actions_of(exception, tasks) if task.state is TaskState.OPEN]
    if open_ones:
        first = open_ones[0]
        facts |= {"task": first.title, "count": len(open_ones), "assignee_id": first.assignee_id}
        return Refusal(code="exception_action_open", facts=facts)
    if exception.is_complaint and not exception.buyer_answer:
        return Refusal(code="exception_buyer_unanswered", facts=facts)
    if not is_grave(exception):
        return None
    if NoteKind.DECISION not in frozenset(kinds):
        return Refusal(code="exception_undecided", facts=facts)
    if not exception.root_cause:
        count = sum(why.exception_id == exception.id for why in whys)
        return Refusal(
            code="exception_not_analysed",
            facts={**facts, "count": count, "least": LEVELS_LEAST},
        )
    return None


def asks_for_article(exception: OrderException, same_code: int) -> bool:
    """Return whether the lesson of a closed exception is to be written down (domain.md 5.7)."""
    if exception.state is not ExceptionState.CLOSED:
        return False
    is_costly = (exception.loss_estimate or Decimal(0)) >= ARTICLE_LOSS
    return is_grave(exception) or is_costly or same_code >= ARTICLE_REPEATS


class Paretoed(msgspec.Struct, frozen=True, kw_only=True):
    """How often a root cause was found, and its share of all counted so far."""

    cause: str
    count: int
    through_percent: int


def pareto(exceptions: Iterable[OrderException]) -> tuple[Paretoed, ...]:
    """Return the root causes by how often they were found; "" counts what has none yet."""
    counted: dict[str, int] = {}
    for each in exceptions:
        counted[each.root_cause] = counted.get(each.root_cause, 0) + 1
    total, through = sum(counted.values()), 0
    found: list[Paretoed] = []
    for cause, count in sorted(counted.items(), key=lambda pair: (not pair[0], -pair[1], pair[0])):
        through += count
        found.append(Paretoed(cause=cause, count=count, through_percent=100 * through // total))
    return tuple(found)
