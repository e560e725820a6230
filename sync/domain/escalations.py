"""To whom trouble goes up, and when: by severity, the order's value and age (domain.md 5.4).

A step of one exception has one id wherever it is found due, so that it is raised once however many
desks see it.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache

import msgspec

from sync.domain.dates import OFFICE_TIME, Calendar, business_hours_between
from sync.domain.disputes import UNDECIDED, Dispute
from sync.domain.exceptions import (
    ExceptionState,
    OrderException,
    Severity,
    is_calm,
    severity_of,
)
from sync.domain.ids import Id, row_id
from sync.domain.people import Role, User, roles_of
from sync.domain.records import Record


class Escalation(Record, frozen=True, kw_only=True):
    """One step up that was taken: `roles` it went to, and the people (`to_ids`) who hold them."""

    order_id: str = ""
    entity: str
    subject_id: str
    step: int
    roles: str
    to_ids: str = ""
    raised_by: str = ""
    raised_at: datetime | None = None


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the ladder: after so many hours, to these ranks."""

    step: int
    hours: Decimal
    ranks: tuple[str, ...]
    is_clock: bool


DIRECTOR = "DIRECTOR"
"""The rank of a manager who decides at level 3."""
OWNER = "OWNER"
COMPLAINT_STEP = 20
COMPLAINT_HOURS = Decimal(16)
_DIRECTOR_LEVEL = 3
_MEDIATION_HOURS = 16
_UNSEEN = {Severity.S1: timedelta(minutes=15), Severity.S2: timedelta(hours=2)}
_LADDERS = {
    Severity.S1: (
        "0.5 OWNER+SSR; 1 MGR; 4 DIRECTOR; 24 GM",
        "0.5 MGR; 2 DIRECTOR; 12 GM",
        "0.5 MGR+DIRECTOR; 4 GM",
        "0.5 MGR+DIRECTOR+GM",
    ),
    Severity.S2: (
        "4 SSR; 24 MGR; 72 DIRECTOR",
        "2 SSR; 8 MGR; 48 DIRECTOR",
        "4 MGR; 24 DIRECTOR; 72 GM",
        "2 MGR; 8 DIRECTOR; 24 GM",
    ),
    Severity.S3: ("24 SSR; 72 MGR", "16 SSR; 48 MGR", "8 SSR; 24 MGR", "8 MGR; 48 DIRECTOR"),
    Severity.S4: ("", "", "40 SSR", "40 MGR"),
}
_ADDED = {"D": "DOC+FIN", "P": "FIN", "Q": "QC+PRD", "R": "MGR", "I2": "ADM"}


@cache
def ladder(severity: Severity, band: int) -> tuple[Rung, ...]:
    """Return the steps for a severity and a value class; those without any are looked at weekly."""
    parts = (part.split() for part in _LADDERS[severity][band].split(";") if part)
    return tuple(
        Rung(
            step=number,
            hours=Decimal(hours),
            ranks=tuple(ranks.split("+")),
            is_clock=severity in _UNSEEN,
        )
        for number, (hours, ranks) in enumerate(parts, 1)
    )


def rungs_due(exception: OrderException, now: datetime, calendar: Calendar) -> tuple[Rung, ...]:
    """Return the steps that are due now and were not calmed before: the functional ones added."""
    began = exception.created_at
    if began is None or exception.state is ExceptionState.CLOSED:
        return ()
    due: list[Rung] = []
    if not is_calm(exception):
        severity = severity_of(exception)
        is_unseen = exception.seen_at is None and _is_unseen(severity, began, now)
        due += [
            _with_specialists(rung, exception)
            for rung in ladder(severity, exception.band)
            if _is_due(rung, began, now, calendar) or (rung.step == 1 and is_unseen)
        ]
    if exception.is_complaint and not exception.buyer_answer:
        rung = Rung(
            step=COMPLAINT_STEP, hours=COMPLAINT_HOURS, ranks=(Role.MGR.value,), is_clock=False
        )
        due += [rung] if _is_due(rung, began, now, calendar) else []
    return tuple(due)


def dispute_rungs_due(dispute: Dispute, now: datetime, calendar: Calendar) -> tuple[Rung, ...]:
    """Return the steps of a dispute that are due: nobody mediates, or the limit has passed."""
    if dispute.created_at is None or dispute.state not in UNDECIDED:
        return ()
    manager, head = (Role.MGR.value,), (Role.GM.value,)
    if not dispute.mediator_id:
        rungs = (
            Rung(step=1, hours=Decimal(_MEDIATION_HOURS), ranks=manager, is_clock=False),
            Rung(step=2, hours=Decimal(2 * _MEDIATION_HOURS), ranks=head, is_clock=False),
        )
        return tuple(rung for rung in rungs if _is_due(rung, dispute.created_at, now, calendar))
    if dispute.limit_on is None:
        return ()
    ends = datetime.combine(dispute.limit_on + timedelta(days=1), time.min, OFFICE_TIME)
    return (Rung(step=3, hours=Decimal(0), ranks=head, is_clock=True),) if now >= ends else ()


def escalation_id(entity: str, subject_id: Id, step: int) -> Id:
    """Return the one id of a step, wherever it is found due."""
    return row_id("escalation", entity, subject_id, str(step))


def people_of(rung: Rung, people: Iterable[User], *, owner_id: Id, team: str) -> tuple[Id, ...]:
    """Return who holds a step's ranks: a senior seller of the order's team where there is one."""
    active = [user for user in people if user.active]
    found: list[Id] = []
    for rank in rung.ranks:
        holders = [user for user in active if _holds(user, rank, owner_id)]
        near = [user for user in holders if user.team == team] if rank == Role.SSR else []
        found += [user.id for user in near or holders]
    return tuple(sorted(set(found)))


def _holds(user: User, rank: str, owner_id: Id) -> bool:
    if rank == OWNER:
        return user.id == owner_id
    if rank == DIRECTOR:
        return Role.MGR in roles_of(user) and user.level >= _DIRECTOR_LEVEL
    return Role(rank) in roles_of(user)


def _is_due(rung: Rung, began: datetime, now: datetime, calendar: Calendar) -> bool:
    if rung.is_clock:
        return now - began >= timedelta(hours=float(rung.hours))
    return business_hours_between(began, now, calendar) >= rung.hours


def _is_unseen(severity: Severity, began: datetime, now: datetime) -> bool:
    return severity in _UNSEEN and now - began >= _UNSEEN[severity]


def _with_specialists(rung: Rung, exception: OrderException) -> Rung:
    if rung.step != 1:
        return rung
    added = _ADDED.get(exception.exception_code[:2]) or _ADDED.get(exception.exception_code[:1], "")
    ranks = [*rung.ranks, *(each for each in added.split("+") if each)]
    if exception.buyer_sees:
        ranks.append(Role.CS.value)
    return msgspec.structs.replace(rung, ranks=tuple(dict.fromkeys(ranks)))
