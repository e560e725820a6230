"""The actions of teams and departments, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import charters, departments, meetings
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "charter.draft": charters.draft,
    "charter.edit": charters.edit,
    "charter.sign": charters.sign,
    "meeting.note": meetings.note,
    "department.add": departments.add,
    "department.split": departments.split_up,
    "department.merge": departments.merge,
    "department.move": departments.move,
}
