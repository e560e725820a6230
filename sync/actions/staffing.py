"""The actions of setting up orders and of who can do what, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import capabilities, order_templates, setups
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "template.write": order_templates.write,
    "template.retire": order_templates.retire,
    "order.from_template": setups.create,
    "order.set_up": setups.set_up,
    "setup.undo": setups.undo,
    "capability.assess": capabilities.assess,
    "training.note": capabilities.note_training,
}
