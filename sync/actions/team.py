"""The actions of a team's life, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import feedback, sops, suggestions
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "sop.publish": sops.publish,
    "sop.change": sops.change,
    "sop.retire": sops.retire,
    "sop.acknowledge": sops.acknowledge,
    "suggestion.make": suggestions.make,
    "suggestion.decide": suggestions.decide,
    "suggestion.measure": suggestions.measure,
    "feedback.give": feedback.give,
    "feedback.answer": feedback.answer,
}
