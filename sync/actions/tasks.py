"""Giving a person work, changing it, and seeing it done."""

from sync.actions.deed import Deed, Fields
from sync.actions.deputies import acts_for
from sync.actions.guards import require_right
from sync.actions.order_templates import require_skill
from sync.actions.plain import checked_edit
from sync.actions.projects import require_project_of
from sync.domain.commands import Add, Edit, TaskStep
from sync.domain.people import Role
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.tasks import Task, TaskState
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR, Role.SSR)


def add(deed: Deed, command: Add) -> None:
    """Give a task to a person, on an order or on none."""
    fields = check_fields("tasks", command.set)
    for name in ("title", "assignee_id"):
        if not str(fields.get(name) or "").strip():
            raise refuse("field_empty", entity="tasks", field=name)
    deed.work.require("users", str(fields["assignee_id"]))
    _require_skill(fields)
    if fields.get("order_id"):
        deed.work.require("orders", str(fields["order_id"]))
        require_right(deed, "order", "R", str(fields["order_id"]))
    require_project_of(deed, fields, str(fields.get("order_id") or ""))
    fields |= {
        "id": command.id,
        "state": TaskState.OPEN.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
        "finished_by": "",
        "finished_at": None,
    }
    deed.add("tasks", fields)


def edit(deed: Deed, command: Edit) -> None:
    """Change what a task says, who does it, or when it is due."""
    task = _require_concerned(deed, command.id)
    fields = checked_edit("tasks", command.set)
    require_project_of(deed, fields, task.order_id)
    if "assignee_id" in fields:
        deed.work.require("users", str(fields["assignee_id"]))
    _require_skill(fields)
    deed.edit("tasks", command.id, fields)


def finish(deed: Deed, command: TaskStep) -> None:
    """Say that a task is done."""
    _step(deed, command, TaskState.DONE)


def drop(deed: Deed, command: TaskStep) -> None:
    """Say that a task is no longer to be done."""
    _step(deed, command, TaskState.DROPPED)


def reopen(deed: Deed, command: TaskStep) -> None:
    """Take a task up again."""
    _step(deed, command, TaskState.OPEN)


def _require_skill(fields: Fields) -> None:
    require_skill(str(fields.get("skill") or ""), int(fields.get("skill_level") or 0))


def _step(deed: Deed, command: TaskStep, state: TaskState) -> None:
    task = _require_concerned(deed, command.id)
    if task.state is state:
        raise refuse("task_already_so", title=task.title, state=state.value)
    is_open = state is TaskState.OPEN
    fields: Fields = {
        "state": state.value,
        "finished_by": "" if is_open else deed.context.actor.id,
        "finished_at": None if is_open else to_value(deed.context.acted_at),
    }
    if command.note:
        fields["note"] = command.note
    deed.set("tasks", command.id, check_fields("tasks", fields))


def _require_concerned(deed: Deed, task_id: str) -> Task:
    task = deed.work.load(Task, "tasks", task_id)
    actor = deed.context.actor
    if acts_for(deed.work, actor.id, "tasks", task_id, task.order_id) == task.assignee_id:
        return task
    if actor.id not in (task.assignee_id, task.created_by) and not actor.holds(*_LEADERS):
        raise refuse("task_of_others", kind="denied", title=task.title)
    return task
