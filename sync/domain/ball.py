"""Who has the ball of an order: since when, what is promised, what comes next (product.md D10)."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from sync.domain.facts import OrderFacts
from sync.domain.handoffs import Handoff, HandoffState, latest_at
from sync.domain.ids import Id
from sync.domain.nodes import NodeState
from sync.domain.people import Role
from sync.domain.phases import CurrentNode
from sync.domain.progress import NodeView
from sync.domain.silence import Silence


class Ball(msgspec.Struct, frozen=True, kw_only=True):
    """The ball of an open order. `handoff` is the node's last one, `next` what waits for it.

    `promised_on` is what the holder promised when they accepted, else the planned day.
    """

    node: str
    subject_id: Id
    holder_id: Id
    role: Role
    since: datetime | None
    day: int
    limit_on: date | None
    is_overdue: bool
    silence: Silence | None = None
    promised_on: date | None = None
    handoff: Handoff | None = None
    next: tuple[str, ...] = ()

    @property
    def is_offered(self) -> bool:
        """Whether the holder has still to accept the work."""
        return self.handoff is not None and self.handoff.state is HandoffState.OFFERED

    @property
    def was_returned(self) -> bool:
        """Whether the holder has it because somebody returned it."""
        handoff = self.handoff
        return (
            handoff is not None
            and handoff.state is HandoffState.RETURNED
            and handoff.from_id == self.holder_id
        )


def ball_of(
    facts: OrderFacts, current: CurrentNode | None, views: Iterable[NodeView]
) -> Ball | None:
    """Return who has the ball; None for an order that has ended or waits for nobody."""
    if current is None:
        return None
    handoff = latest_at(facts.handoffs, current.subject_id, current.node)
    return Ball(
        node=current.node,
        subject_id=current.subject_id,
        holder_id=current.owner_id,
        role=current.owner_role,
        since=current.since,
        day=current.day,
        limit_on=current.limit_on,
        is_overdue=current.is_overdue,
        silence=current.silence,
        promised_on=_promised(facts, current, handoff),
        handoff=handoff,
        next=tuple(
            dict.fromkeys(
                each.node
                for each in views
                if current.node in each.waits_for and each.state is not NodeState.NOT_APPLICABLE
            )
        ),
    )


def _promised(facts: OrderFacts, current: CurrentNode, handoff: Handoff | None) -> date | None:
    is_theirs = handoff is not None and handoff.to_id == current.owner_id
    if is_theirs and handoff is not None and handoff.promised_on is not None:
        return handoff.promised_on
    at_node = (each for each in facts.nodes if each.node == current.node)
    rows = [each for each in at_node if each.subject_id == current.subject_id]
    return next((each.planned_finish for each in rows), None)
