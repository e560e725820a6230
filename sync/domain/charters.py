"""The charter of a big order's team: members, goals, rhythm, how it decides, until when (S07).

It is drafted by itself once the order is large, and holds up the contract review until every
member has signed it as it reads.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sync.domain.ids import Id, row_id
from sync.domain.nodes import NodeInstance
from sync.domain.people import Role, User, roles_of
from sync.domain.process import Process, nodes_by_id
from sync.domain.records import Record, Value, split
from sync.domain.refusals import Refusal
from sync.domain.requirements import DEPARTMENTS

NODE = "N04"
"""The contract review, which waits for the signatures."""
THRESHOLD = Decimal(50_000)
"""From this amount, in the decision table's currency, an order is a big one; our default."""


class CharterState(StrEnum):
    """Whether every member has signed."""

    DRAFT = "draft"
    SIGNED = "signed"


class Rhythm(StrEnum):
    """How often the team meets."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


class DecisionRule(StrEnum):
    """How the team decides among itself."""

    OWNER = "owner"
    CONSENT = "consent"
    MAJORITY = "majority"


class Charter(Record, frozen=True, kw_only=True):
    """One order's charter. `members` and `signed` are ids of people, comma-joined."""

    order_id: str
    members: str
    goals: str = ""
    rhythm: Rhythm = Rhythm.WEEKLY
    decision_rule: DecisionRule = DecisionRule.CONSENT
    ends_on: date | None = None
    state: CharterState = CharterState.DRAFT
    signed: str = ""
    signed_at: datetime | None = None
    created_at: datetime | None = None


def charter_id(order_id: Id) -> Id:
    """Return the id of an order's charter, the same on every desk."""
    return row_id("charter", order_id)


def unsigned(charter: Charter) -> tuple[Id, ...]:
    """Return the members who have yet to sign."""
    signed = split(charter.signed)
    return tuple(each for each in split(charter.members) if each not in signed)


def unsigned_at(charters: Iterable[Charter], node: str) -> Refusal | None:
    """Return that a charter holds up this step, or None; `people` are ids."""
    if node != NODE:
        return None
    for charter in charters:
        left = unsigned(charter)
        if charter.state is CharterState.DRAFT:
            facts: dict[str, Value] = {"node": node, "people": ",".join(left), "count": len(left)}
            return Refusal(code="gate_charter", facts=facts)
    return None


def members_for(
    owner_id: Id, nodes: Sequence[NodeInstance], people: Sequence[User], process: Process
) -> tuple[Id, ...]:
    """Return one person of each department, the order's owner first.

    Who works on the order already goes before who might; a department with nobody has no member.
    """
    steps = nodes_by_id(process)
    at_work: dict[Role, Id] = {}
    for node in sorted(nodes, key=lambda each: each.node):
        if node.owner_id and node.node in steps:
            at_work.setdefault(steps[node.node].owner, node.owner_id)
    owner = next((each for each in people if each.id == owner_id), None)
    found = [owner_id]
    for role in DEPARTMENTS:
        own = owner is not None and role in roles_of(owner)
        held = at_work.get(role) or (owner_id if own else _first(role, people))
        if held:
            found.append(held)
    return tuple(dict.fromkeys(found))


def _first(role: Role, people: Sequence[User]) -> Id:
    able = sorted((p.login, p.id) for p in people if p.active and role in roles_of(p))
    return able[0][1] if able else ""
