"""Giving an order sub-projects, changing their plan, and seeing them begun, finished or dropped."""

from datetime import date

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_edit, require_right
from sync.actions.plain import checked_edit
from sync.domain.commands import Add, Edit
from sync.domain.ids import Id, order_name
from sync.domain.limits import office_day
from sync.domain.orders import Order, OrderState
from sync.domain.people import User
from sync.domain.project_commands import ProjectStep
from sync.domain.projects import DAYS_MAX, Project, ProjectState
from sync.domain.records import to_value
from sync.domain.refusals import Refused, refuse
from sync.domain.tasks import Task, TaskState
from sync.domain.values import check_fields

NOUN = "projects"
_SAID = frozenset(
    {"order_id", "name", "kind", "owner_id", "planned_start", "planned_finish", "note"}
)
_NEEDED = ("order_id", "name", "owner_id", "planned_start", "planned_finish")


def add(deed: Deed, command: Add) -> None:
    """Give an order a sub-project: a name, who owns it, from when until when."""
    for name in _NEEDED:
        if not str(command.set.get(name) or "").strip():
            raise refuse("field_empty", entity=NOUN, field=name)
    fields = check_fields(NOUN, command.set)
    for name in fields:
        if name not in _SAID:
            raise refuse("field_fixed", entity=NOUN, field=name)
    require_planner(deed, str(fields["order_id"]))
    _require_owner(deed, fields)
    _require_span(str(fields["planned_start"]), str(fields["planned_finish"]))
    own: Fields = {
        "id": command.id,
        "state": ProjectState.PLANNED.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add(NOUN, {**fields, **own})


def edit(deed: Deed, command: Edit) -> None:
    """Change a sub-project; its owner may, too, but not give it to somebody else."""
    project = deed.work.load(Project, NOUN, command.id)
    fields = checked_edit(NOUN, command.set)
    _require_hand(deed, project, may_own="owner_id" not in fields)
    _require_open(project)
    for name in ("name", "owner_id"):
        if name in fields and not str(fields[name] or "").strip():
            raise refuse("field_empty", entity=NOUN, field=name)
    _require_owner(deed, fields)
    row = {**deed.work.require(NOUN, project.id), **fields}
    if "planned_start" in fields or "planned_finish" in fields:
        _require_span(str(row["planned_start"]), str(row["planned_finish"]))
    deed.edit(NOUN, project.id, fields)


def start(deed: Deed, command: ProjectStep) -> None:
    """Begin a sub-project."""
    project = _in_hand(deed, command)
    if project.state is not ProjectState.PLANNED:
        raise _already(project)
    on = _day(deed, command)
    _set(deed, project, {"state": ProjectState.ACTIVE.value, "started_on": to_value(on)})


def finish(deed: Deed, command: ProjectStep) -> None:
    """Say that a sub-project is finished: nothing of it may be open any more."""
    project = _in_hand(deed, command)
    if project.state not in (ProjectState.PLANNED, ProjectState.ACTIVE):
        raise _already(project)
    tasks = deed.work.find_all(Task, "tasks", "order_id", project.order_id)
    left = [t for t in tasks if t.project_id == project.id and t.state is TaskState.OPEN]
    if left:
        title = min(left, key=lambda task: task.id).title
        raise refuse("project_tasks_open", name=project.name, count=len(left), title=title)
    on = _day(deed, command)
    begun = project.started_on or min(project.planned_start, on)
    if on < begun:
        raise refuse("project_days_crossed", started=to_value(begun), finished=to_value(on))
    fields: Fields = {
        "state": ProjectState.DONE.value,
        "started_on": to_value(begun),
        "finished_on": to_value(on),
    }
    _set(deed, project, fields)


def drop(deed: Deed, command: ProjectStep) -> None:
    """Drop a sub-project, with the reason: nothing waits for it any more."""
    project = _in_hand(deed, command)
    if project.state in (ProjectState.DONE, ProjectState.DROPPED):
        raise _already(project)
    _require_reason(command, "project.drop")
    _set(deed, project, {"state": ProjectState.DROPPED.value, "reason": command.reason})


def reopen(deed: Deed, command: ProjectStep) -> None:
    """Take up a sub-project again that was finished or dropped, with the reason."""
    project = _in_hand(deed, command)
    if project.state not in (ProjectState.DONE, ProjectState.DROPPED):
        raise _already(project)
    _require_reason(command, "project.reopen")
    is_begun = project.started_on is not None
    fields: Fields = {
        "state": (ProjectState.ACTIVE if is_begun else ProjectState.PLANNED).value,
        "finished_on": None,
        "reason": command.reason,
    }
    _set(deed, project, fields)


def require_planner(deed: Deed, order_id: Id) -> Order:
    """Return an order that is open and that the actor may plan; refuse otherwise."""
    order = deed.work.load(Order, "orders", order_id)
    require_edit(deed, "orders", deed.work.require("orders", order_id), {"note": None})
    _require_under_way(order)
    return order


def require_project_of(deed: Deed, fields: Fields, order_id: Id) -> None:
    """Refuse a sub-project that is not of this order."""
    named = str(fields.get("project_id") or "")
    if named and deed.work.load(Project, NOUN, named).order_id != order_id:
        raise refuse("project_of_other_order")


def _in_hand(deed: Deed, command: ProjectStep) -> Project:
    project = deed.work.load(Project, NOUN, command.id)
    _require_hand(deed, project, may_own=True)
    return project


def _require_hand(deed: Deed, project: Project, *, may_own: bool) -> None:
    """Refuse whoever neither plans the order nor owns the sub-project."""
    require_right(deed, "order", "R", project.order_id)
    _require_under_way(deed.work.load(Order, "orders", project.order_id))
    if not may_own or project.owner_id != deed.context.actor.id:
        require_planner(deed, project.order_id)


def _require_under_way(order: Order) -> None:
    if order.state is not OrderState.OPEN:
        raise refuse("order_ended", order=order_name(order.id, order.order_no))


def _require_open(project: Project) -> None:
    if project.state in (ProjectState.DONE, ProjectState.DROPPED):
        raise _already(project)


def _already(project: Project) -> Refused:
    return refuse("project_already_so", name=project.name, state=project.state.value)


def _require_owner(deed: Deed, fields: Fields) -> None:
    if "owner_id" not in fields:
        return
    user = deed.work.load(User, "users", str(fields["owner_id"]))
    if not user.active:
        raise refuse("project_owner_gone", name=user.name_en, name_zh=user.name_zh)


def _require_span(start: str, finish: str) -> None:
    """Refuse a plan that ends before it begins, or takes years."""
    first, last = date.fromisoformat(start), date.fromisoformat(finish)
    if last < first:
        raise refuse("project_days_crossed", started=start, finished=finish)
    if last - first > DAYS_MAX:
        raise refuse("project_too_long", started=start, finished=finish)


def _require_reason(command: ProjectStep, action: str) -> None:
    if not command.reason.strip():
        raise refuse("reason_missing", action=action)


def _day(deed: Deed, command: ProjectStep) -> date:
    """Return the day that was said, not one to come; the day of the action where none was."""
    acted_on = office_day(deed.context.acted_at)
    if command.on is not None and command.on > acted_on:
        raise refuse("project_day_to_come", day=to_value(command.on))
    return command.on or acted_on


def _set(deed: Deed, project: Project, fields: Fields) -> None:
    deed.set(NOUN, project.id, check_fields(NOUN, fields))
