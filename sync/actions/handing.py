"""The actions by which work changes hands, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import handoffs, nudges
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "handoff.offer": handoffs.offer,
    "handoff.accept": handoffs.accept,
    "handoff.return": handoffs.give_back,
    "handoff.withdraw": handoffs.withdraw,
    "nudge.send": nudges.send,
}
