"""`gendan show KIND`: a noun's rows, one order, the queue, my work, the status."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.derived import refresh_stale
from sync.actions.rules_of import load_rules
from sync.client import standing, statuses, tables
from sync.client.desk_session import DeskSession, open_desk
from sync.client.naming import order_named
from sync.client.replica import Replica
from sync.client.verdicts import arguments_of, verdict_refusal
from sync.domain.entities import ENTITIES
from sync.domain.facts import OrderFacts
from sync.domain.ids import order_name
from sync.domain.progress import NodeView, node_states
from sync.domain.records import Value, field_types
from sync.domain.refusals import refuse
from sync.domain.summaries import WorkItem
from sync.domain.values import check_value
from sync.store import derived, outbox, rows
from sync.store.facts import load_facts
from sync.store.outbox import OutboxItem, OutboxState
from sync.store.sentences import name_of, sentence

Row = dict[str, Value]
_OUTBOX_ROWS = 10_000
_SPECIAL = ("order", "outbox", "work", "status")


def show(session: DeskSession) -> int:
    """Show what was asked for, as a table or as JSON."""
    kind = session.options.kind
    if kind not in _KINDS and kind not in ENTITIES:
        known = ", ".join((*_SPECIAL, *ENTITIES))
        raise refuse("kind_unknown", kind_asked=kind[:40], known=known)
    with open_desk(session) as replica:
        if kind == "work":
            bring_up_to_date(replica)
        with replica.read() as connection:
            _KINDS.get(kind, _show_rows)(session, connection)
    return 0


def _show_rows(session: DeskSession, connection: Connection) -> None:
    entity = session.options.kind
    found = _chosen(session, connection, entity)
    if session.options.limit > 0:
        found = found[: session.options.limit]
    if session.console.is_json:
        session.console.json(found)
        return
    names = tables.columns_shown(entity)
    heading = [name_of("field", name, language=session.console.language) for name in names]
    session.console.table(heading, [tables.cells(row, names) for row in found])


def _chosen(session: DeskSession, connection: Connection, entity: str) -> list[Row]:
    """Return the rows of a noun that were asked for."""
    if session.options.id:
        name = session.options.id
        row_id = order_named(connection, name) if entity == "orders" else name
        row = rows.get(connection, entity, row_id)
        if row is None:
            raise refuse("row_gone", kind="gone", entity=entity, id=row_id[:40])
        return [row]
    conditions = [_condition(entity, text) for text in session.options.where]
    if not conditions:
        return list(rows.all_rows(connection, entity))
    (first, value), *others = conditions
    found = rows.find(connection, entity, first, value)
    return [row for row in found if all(row.get(name) == wanted for name, wanted in others)]


def _condition(entity: str, text: str) -> tuple[str, Value]:
    name, sign, value = text.partition("=")
    if not sign:
        raise refuse("condition_not_valid", condition=text[:80])
    if name not in field_types(ENTITIES[entity]):
        raise refuse("field_unknown", entity=entity, field=name[:40])
    return name, check_value(entity, name, value)


def _show_order(session: DeskSession, connection: Connection) -> None:
    """Show one order: its facts and every node of its process."""
    if not session.options.id:
        raise refuse("order_not_named")
    facts = one_order(connection, session.options.id)
    rules = load_rules(connection)
    process = rules.process(facts.order.process_version)
    views = node_states(facts, process, today=clock.today())
    if session.console.is_json:
        session.console.json({"facts": facts, "nodes": views})
        return
    _tell_order(session, facts, views)


def one_order(connection: Connection, name: str) -> OrderFacts:
    """Return the facts of the order with a number, draft name or id, or refuse."""
    order_id = order_named(connection, name)
    for facts in load_facts(connection, (order_id,)):
        return facts
    raise refuse("order_unknown", kind="gone", order=name[:40])


def _tell_order(session: DeskSession, facts: OrderFacts, views: tuple[NodeView, ...]) -> None:
    console = session.console
    order = facts.order
    buyer = facts.buyer.name if facts.buyer else ""
    console.text(f"{order_name(order.id, order.order_no)}  {buyer}  {order.goods}")
    terms = (order.incoterm.value, order.named_place, order.payment_term.value, order.currency)
    console.text("  ".join(part for part in terms if part))
    heading = [name_of("field", name, language=console.language) for name in _NODE_COLUMNS]
    console.table(heading, [_node_cells(session, view) for view in views])


_NODE_COLUMNS = ("node", "state", "role", "since", "items")


def _node_cells(session: DeskSession, view: NodeView) -> list[str]:
    language = session.console.language
    return [
        f"{view.node} {name_of('node', view.node, language=language)}",
        name_of("state", view.state.value, language=language),
        name_of("role", view.owner_role.value, language=language),
        _day(view.since),
        " ".join(view.open_items),
    ]


def _show_outbox(session: DeskSession, connection: Connection) -> None:
    items = outbox.listing(connection, tuple(OutboxState), session.options.limit or _OUTBOX_ROWS)
    if session.console.is_json:
        session.console.json([_outbox_row(item) for item in items])
        return
    language = session.console.language
    table = [
        (item.at, item.action, item.state, item.status, _why(item, language)) for item in items
    ]
    session.console.table(("at", "action", "state", "status", "why"), table)


def _outbox_row(item: OutboxItem) -> dict[str, object]:
    """Return an operation with all its values: what a person typed is never out of reach."""
    return {
        "op_id": item.op_id,
        "seq": item.seq,
        "state": item.state,
        "status": item.status,
        "action": item.action,
        "at": item.at,
        "order_id": item.order_id,
        "arguments": arguments_of(item),
        "ver": item.ver,
        "why": item.detail,
    }


def _why(item: OutboxItem, language: str) -> str:
    if item.state is not OutboxState.REFUSED:
        return ""
    return sentence(verdict_refusal(item), "en" if language == "en" else "zh")


def _show_status(session: DeskSession, connection: Connection) -> None:
    status = statuses.read_status(connection)
    if session.console.is_json:
        session.console.json(status)
        return
    values = msgspec.structs.asdict(status)
    table = [(name, "" if value is None else str(value)) for name, value in values.items()]
    session.console.table(("", ""), table)


def _show_work(session: DeskSession, connection: Connection) -> None:
    """Show the nodes and tasks that are mine to move on."""
    me = standing.load(connection).user_id
    work = [item for item in derived.everything(connection, WorkItem) if item.owner_id == me]
    work.sort(key=lambda item: (item.slack is None, item.slack or 0, item.order_no, item.node))
    assigned = rows.find(connection, "tasks", "assignee_id", me)
    tasks = [task for task in assigned if task["state"] == "open"]
    if session.console.is_json:
        session.console.json({"nodes": work, "tasks": tasks})
        return
    heading = [name_of("field", n, language=session.console.language) for n in _WORK_COLUMNS]
    table = [(*_work_cells(session, item),) for item in work]
    table += [(_task_order(connection, task), "", str(task["title"]), "", "") for task in tasks]
    session.console.table(heading, table)


_WORK_COLUMNS = ("order_no", "buyer_id", "node", "due_on", "state")


def _work_cells(session: DeskSession, item: WorkItem) -> tuple[str, ...]:
    language = session.console.language
    return (
        order_name(item.order_id, item.order_no),
        item.buyer,
        f"{item.node} {name_of('node', item.node, language=language)}",
        "" if item.due_on is None else item.due_on.isoformat(),
        name_of("state", item.state.value, language=language),
    )


def _task_order(connection: Connection, task: Row) -> str:
    order_id = str(task["order_id"] or "")
    row = rows.get(connection, "orders", order_id)
    return "" if row is None else order_name(order_id, str(row["order_no"]))


def bring_up_to_date(replica: Replica) -> None:
    """Compute what lists show of orders that changed, or of which the day has turned."""
    more = 1
    while more:
        with replica.write() as connection:
            rules = load_rules(connection)
            more = refresh_stale(connection, rules=rules, now=clock.now())


def _day(moment: datetime | None) -> str:
    return "" if moment is None else clock.today(moment).isoformat()


_KINDS: dict[str, Callable[[DeskSession, Connection], None]] = {
    "order": _show_order,
    "outbox": _show_outbox,
    "status": _show_status,
    "work": _show_work,
}
