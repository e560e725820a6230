"""Tasks that a person gave to a person; what the process asks for is computed, not stored."""

from datetime import date, datetime
from enum import StrEnum

from sync.domain.records import Record


class TaskState(StrEnum):
    """Whether the work is still to do."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Task(Record, frozen=True, kw_only=True):
    """A piece of work with an owner and a day, and what it asks of whoever does it.

    `project_id` is the sub-project of its order that it belongs to.
    """

    order_id: str = ""
    title: str
    assignee_id: str
    due_on: date | None = None
    state: TaskState = TaskState.OPEN
    node: str = ""
    subject_id: str = ""
    note: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    finished_by: str = ""
    finished_at: datetime | None = None
    skill: str = ""
    skill_level: int = 0
    project_id: str = ""
