"""The actions by which work changes hands, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import (
    duties,
    handoffs,
    handovers,
    nodes,
    nudges,
    opinions,
    requirements,
    status_posts,
)
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "handoff.offer": handoffs.offer,
    "handoff.accept": handoffs.accept,
    "handoff.return": handoffs.give_back,
    "handoff.withdraw": handoffs.withdraw,
    "nudge.send": nudges.send,
    "status.post": status_posts.post,
    "requirement.add": requirements.add,
    "requirement.edit": requirements.edit,
    "requirement.drop": requirements.drop,
    "requirement.read_back": requirements.read_back,
    "handover.offer": handovers.offer,
    "handover.accept": handovers.accept,
    "handover.refuse": handovers.decline,
    "handover.end": handovers.end,
    "opinion.ask": nodes.ask_opinions,
    "opinion.give": opinions.give,
    "opinion.waive": opinions.waive,
    "notice.see": opinions.see,
    "duties.acknowledge": duties.acknowledge,
}
