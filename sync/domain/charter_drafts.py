"""What an order's charter holds up, and the draft of it that follows from the order (S07)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sync.domain.charters import NODE, Charter, CharterState, charter_id, unsigned
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.nodes import NodeInstance
from sync.domain.people import Role, User, roles_of
from sync.domain.process import Process, nodes_by_id
from sync.domain.refusals import Refusal
from sync.domain.requirements import DEPARTMENTS
from sync.domain.scheduling import Plan

if TYPE_CHECKING:
    from sync.domain.records import Value


def unsigned_at(facts: OrderFacts, node: str) -> Refusal | None:
    """Return that the charter holds up this step, or None; `people` are ids, "" for a draft."""
    if node != NODE or facts.order.signed_on is not None:
        return None
    charter = next(iter(facts.charters), None)
    if charter is None:
        return Refusal(code="gate_charter", facts={"node": node}) if facts.is_big else None
    if charter.state is CharterState.SIGNED:
        return None
    left = unsigned(charter)
    told: dict[str, Value] = {"node": node, "people": ",".join(left), "count": len(left)}
    return Refusal(code="gate_charter", facts=told)


def drafted(facts: OrderFacts, people: Sequence[User], process: Process, planned: Plan) -> Charter:
    """Return the draft of an order's charter: a member of each department, until the plan ends."""
    days = [node.finish for node in planned.nodes if node.finish is not None]
    return Charter(
        id=charter_id(facts.order.id),
        order_id=facts.order.id,
        members=",".join(members_for(facts.order.owner_id, facts.nodes, people, process)),
        ends_on=max(days, default=None),
    )


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
