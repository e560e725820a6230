"""Setting an order up by a template: tasks, days, owners, papers, team; taken back as one."""

from collections.abc import Iterator

from sync.actions import orders
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_edit
from sync.actions.order_templates import retired
from sync.domain.baselines import noted
from sync.domain.commands import Add
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, order_name, row_id
from sync.domain.nodes import NodeState, node_id
from sync.domain.order_templates import OrderTemplate, Placed, Setup, fields_of, placed
from sync.domain.orders import Order, OrderState
from sync.domain.people import Role, User, roles_of
from sync.domain.process import Process, nodes_by_id
from sync.domain.records import split, to_value
from sync.domain.refusals import refuse
from sync.domain.scheduling import Plan, plan
from sync.domain.staff_commands import CreateFromTemplate, SetUpOrder, UndoSetup
from sync.domain.states import SALES
from sync.domain.tasks import Task, TaskState
from sync.domain.values import check_fields

Owners = dict[Role, Id]


def create(deed: Deed, command: CreateFromTemplate) -> None:
    """Make an order as its template says, and set it up."""
    template = _template(deed, command.template_id)
    fields = {**fields_of(template), **command.set}
    orders.create(deed, Add(id=command.id, set=fields))
    _apply(deed, row_id("setup", command.id), command.id, template, command.owners)


def set_up(deed: Deed, command: SetUpOrder) -> None:
    """Set up an order that there is, once."""
    template = _template(deed, command.template_id)
    order = deed.work.load(Order, "orders", command.order_id)
    require_edit(deed, "orders", deed.work.require("orders", order.id), {"note": None})
    if order.state is not OrderState.OPEN:
        raise refuse("order_ended", order=order_name(order.id, order.order_no))
    _apply(deed, command.id, order.id, template, command.owners)


def undo(deed: Deed, command: UndoSetup) -> None:
    """Take back what a template made: its tasks, and its people at steps nobody has begun.

    Refused once one of the tasks was done: what people did is theirs to take back.
    """
    setup = deed.work.load(Setup, "setups", command.id)
    require_edit(deed, "orders", deed.work.require("orders", setup.order_id), {"note": None})
    if setup.undone_at is not None:
        raise refuse("setup_undone")
    tasks = [each for each in split(setup.tasks) if deed.work.get("tasks", each) is not None]
    done = [task for task in _loaded(deed, tasks) if task.state is TaskState.DONE]
    if done:
        raise refuse("setup_worked_on", title=done[0].title, count=len(done))
    for task_id in tasks:
        deed.remove("tasks", task_id)
    for identifier in split(setup.nodes):
        row = deed.work.get("nodes", identifier)
        if row is not None and row["state"] == NodeState.READY and row["owner_id"]:
            deed.remove("nodes", identifier)
    stamp: Fields = {
        "undone_by": deed.context.actor.id,
        "undone_at": to_value(deed.context.acted_at),
    }
    deed.set("setups", setup.id, stamp)


def _loaded(deed: Deed, ids: list[Id]) -> Iterator[Task]:
    return (deed.work.load(Task, "tasks", each) for each in ids)


def _template(deed: Deed, template_id: Id) -> OrderTemplate:
    template = deed.work.load(OrderTemplate, "order_templates", template_id)
    if template.is_retired:
        raise retired(template)
    return template


def _apply(deed: Deed, setup_id: Id, order_id: Id, template: OrderTemplate, owners: Owners) -> None:
    known = deed.work.find_all(Setup, "setups", "order_id", order_id)
    if any(each.undone_at is None for each in known):
        raise refuse("setup_stands")
    facts = load_facts(deed.work, order_id, deed.context)
    process = deed.context.rules.process(facts.order.process_version)
    people = _people(deed, owners, facts.order)
    calendars = deed.context.rules.calendars
    planned = plan(facts, process, calendars, deed.context.acted_at)
    tasks = [
        _give(deed, setup_id, number, each, people, facts.order)
        for number, each in enumerate(placed(template, planned, calendars.company))
    ]
    nodes = list(_seat(deed, facts, process, planned, people))
    members = dict.fromkeys((facts.order.owner_id, *(user.id for user in people.values())))
    made: Fields = {
        "id": setup_id,
        "order_id": order_id,
        "template_id": template.id,
        "tasks": ",".join(tasks),
        "nodes": ",".join(nodes),
        "members": ",".join(members),
        "papers": template.papers,
        "baseline": noted(planned),
        "applied_by": deed.context.actor.id,
        "applied_at": to_value(deed.context.acted_at),
    }
    deed.add("setups", made)


def _people(deed: Deed, owners: Owners, order: Order) -> dict[Role, User]:
    """Return who was named for each role; the order's owner does sales where they may."""
    found: dict[Role, User] = {}
    for role, user_id in sorted(owners.items()):
        user = deed.work.load(User, "users", user_id)
        if not user.active or role not in roles_of(user):
            raise refuse("owner_lacks_role", name=user.name_en, name_zh=user.name_zh, role=role)
        found[role] = user
    owner = deed.work.load(User, "users", order.owner_id)
    return {**found, **dict.fromkeys(SALES & roles_of(owner), owner)}


def _give(
    deed: Deed, setup_id: Id, number: int, each: Placed, people: dict[Role, User], order: Order
) -> Id:
    """Give one task to whoever of its role was named, else to the order's owner."""
    task = each.task
    person = people.get(task.role) or deed.work.load(User, "users", order.owner_id)
    fields: Fields = {
        "id": row_id("task of setup", setup_id, str(number)),
        "order_id": order.id,
        "title": task.title(person.language),
        "assignee_id": person.id,
        "due_on": to_value(each.due_on),
        "node": task.node,
        "subject_id": each.subject_id,
        "skill": task.skill,
        "skill_level": task.skill_level,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    row = deed.add("tasks", check_fields("tasks", fields))
    return str(row["id"])


def _seat(
    deed: Deed, facts: OrderFacts, process: Process, planned: Plan, people: dict[Role, User]
) -> Iterator[Id]:
    """Give the steps at which nothing has happened to whoever was named for their role."""
    steps = nodes_by_id(process)
    for each in planned.nodes:
        person = people.get(steps[each.node].owner)
        identifier = node_id(each.subject_id, each.node)
        is_sales = steps[each.node].owner in SALES
        if is_sales or person is None or not each.subject_id or each.is_settled:
            continue
        if deed.work.get("nodes", identifier) is None:
            row: Fields = {
                "id": identifier,
                "order_id": facts.order.id,
                "subject_id": each.subject_id,
                "node": each.node,
                "state": NodeState.READY.value,
                "owner_id": person.id,
                "owner_since": to_value(deed.context.acted_at),
            }
            deed.add("nodes", row)
            yield identifier
