"""RACI carried out: the consulted answer before the gate opens, the informed are told once.

Which nodes ask by themselves is the company's setting; anybody who works on another node can ask
there too. An unanswered question keeps the node from being finished (product.md S05).
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sync.domain.ids import Id, row_id
from sync.domain.people import Role
from sync.domain.records import Record
from sync.domain.refusals import Refusal

LIMIT_DAYS = 2
"""Working days in which an opinion is due; our default."""
WAIVER_LEVEL = 2
ASKING_NODES = "N04"
"""Nodes that ask by themselves where the company has set nothing else: the contract review."""
SIGNED_NODES = "N04,N06"
"""Nodes that wait for the accountable role where the company has set nothing else."""
ASKING_KEY = "raci.consult"
SIGNED_KEY = "raci.sign_off"


class OpinionState(StrEnum):
    """Whether a role that is consulted has answered."""

    ASKED = "asked"
    GIVEN = "given"
    WAIVED = "waived"


class Opinion(Record, frozen=True, kw_only=True):
    """What a consulted role is asked about a node, and what it said."""

    order_id: str
    subject_id: str
    node: str
    role: Role
    asked_by: str
    asked_at: datetime
    due_on: date
    state: OpinionState = OpinionState.ASKED
    opinion: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


class ToldOnce(Record, frozen=True, kw_only=True):
    """What an informed role is told: that a node was finished. `seen_by` are those who saw it."""

    order_id: str
    subject_id: str
    node: str
    role: Role
    told_by: str
    told_at: datetime
    seen_by: str = ""


def opinion_id(subject_id: Id, node: str, role: Role) -> Id:
    """Return the id of a role's opinion on a node, the same on every desk."""
    return row_id("opinion", subject_id, node, role)


def notice_id(subject_id: Id, node: str, role: Role, moment: str) -> Id:
    """Return the id of what a role is told of one finish: however many say it, it is one."""
    return row_id("notice", subject_id, node, role, moment)


def unanswered(opinions: Iterable[Opinion], subject_id: Id, node: str) -> tuple[Opinion, ...]:
    """Return the questions about a node that still wait, the earliest due first."""
    found = (each for each in opinions if (each.subject_id, each.node) == (subject_id, node))
    asked = [each for each in found if each.state is OpinionState.ASKED]
    return tuple(sorted(asked, key=lambda each: (each.due_on, each.role)))


def unanswered_at(opinions: Iterable[Opinion], subject_id: Id, node: str) -> Refusal | None:
    """Return why a node waits for opinions, or None."""
    waiting = unanswered(opinions, subject_id, node)
    if not waiting:
        return None
    roles = ",".join(each.role for each in waiting)
    due = waiting[0].due_on.isoformat()
    return Refusal(code="gate_opinion", facts={"node": node, "roles": roles, "due": due})
