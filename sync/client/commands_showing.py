"""`gendan show KIND`: a noun's rows, one order, the queue, my work, the status."""

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.asked import asked, why_not
from sync.actions.derived import refresh_stale
from sync.actions.rules_of import load_rules
from sync.client import silences, standing, statuses, tables
from sync.client.commands_authority import show_authority
from sync.client.commands_files import show_transfers
from sync.client.commands_flow import show_flow
from sync.client.commands_process import show_process
from sync.client.commands_showing_hands import HANDS
from sync.client.commands_showing_order import show_order
from sync.client.commands_showing_partner import show_partner
from sync.client.commands_showing_people import PEOPLE
from sync.client.commands_showing_projects import PROJECTS
from sync.client.commands_times import TIMES
from sync.client.desk_session import DeskSession, open_desk
from sync.client.naming import order_named
from sync.client.replica import Replica
from sync.domain.entities import ENTITIES
from sync.domain.ids import order_name
from sync.domain.records import Value, field_types, to_row
from sync.domain.refusals import refuse
from sync.domain.summaries import WorkItem
from sync.domain.values import check_value
from sync.store import derived, handover_lists, outbox, process_versions, rows
from sync.store.outbox import OutboxItem, OutboxState
from sync.store.sentences import Language, name_of, sentence, words
from sync.store.work_lists import project_names

Row = dict[str, Value]
_OUTBOX_ROWS = 10_000
_SPECIAL = (
    "order",
    "partner",
    "outbox",
    "transfers",
    "work",
    "status",
    "process",
    "flow",
    "authority",
    *TIMES,
    *HANDS,
    *PEOPLE,
    *PROJECTS,
)


_UP_TO_DATE = ("work", "digest", "unread", "asks", "flow", "orders")
"""What is shown as it stands today, whatever day the lists are of."""


def show(session: DeskSession) -> int:
    """Show what was asked for, as a table or as JSON."""
    kind = session.options.kind
    if kind not in _KINDS and kind not in ENTITIES:
        known = ", ".join((*_SPECIAL, *ENTITIES))
        raise refuse("kind_unknown", kind_asked=kind[:40], known=known)
    with open_desk(session) as replica:
        if kind in (*_UP_TO_DATE, *PEOPLE):
            bring_up_to_date(replica)
        with replica.read() as connection:
            process_versions.versions(connection)  # so that parts of each have their names
            _KINDS.get(kind, _show_rows)(session, connection)
    return 0


def _show_rows(session: DeskSession, connection: Connection) -> None:
    entity = session.options.kind
    found = _chosen(session, connection, entity)
    if session.options.limit > 0:
        found = found[: session.options.limit]
    silent = silences.of_orders(connection, found) if entity == "orders" else {}
    if session.console.is_json:
        is_told = entity == "orders"
        session.console.json(silences.told(found, silent) if is_told else found)
        return
    language = session.console.language
    shown = tables.columns_shown(entity)
    heading = [name_of("field", name, language=language) for name in shown]
    names = tables.names_in(connection, found, shown, language=language)
    table = [tables.cells(entity, row, names, language=language) for row in found]
    if entity == "orders":
        heading += silences.heading(language)
        more = silences.cells(connection, found, silent, language=language)
        table = [[*line, *said] for line, said in zip(table, more, strict=True)]
    session.console.table(heading, table)


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


def _show_outbox(session: DeskSession, connection: Connection) -> None:
    items = outbox.listing(connection, tuple(OutboxState), session.options.limit or _OUTBOX_ROWS)
    if session.console.is_json:
        session.console.json([_outbox_row(item) for item in items])
        return
    session.console.table(
        [name_of("field", name, language=session.console.language) for name in _OUTBOX_COLUMNS],
        [_outbox_cells(item, session.console.language) for item in items],
    )


_OUTBOX_COLUMNS = ("at", "action", "sent_state", "why")


def _outbox_cells(item: OutboxItem, language: Language) -> list[str]:
    action = words(f"action_{item.action.replace('.', '_')}", {}, language=language)
    state = words(f"outbox_{item.state}", {}, language=language)
    return [tables.word("done_at", item.at, language), action, state, _why(item, language)]


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
        "arguments": asked(item).arguments,
        "ver": item.ver,
        "why": item.detail,
    }


def _why(item: OutboxItem, language: Language) -> str:
    if item.state is not OutboxState.REFUSED:
        return ""
    return sentence(why_not(item), language)


def _show_status(session: DeskSession, connection: Connection) -> None:
    status = statuses.read_status(connection)
    if session.console.is_json:
        session.console.json(status)
        return
    language = session.console.language
    values = msgspec.structs.asdict(status) | {"trouble": None}
    table = [
        (words(f"status_{name}", {}, language=language), tables.plain(value, language))
        for name, value in values.items()
        if value is not None
    ]
    session.console.table(("", ""), table)


def _show_work(session: DeskSession, connection: Connection) -> None:
    """Show the nodes and tasks that are mine to move on."""
    me = standing.load(connection).user_id
    work = [item for item in derived.everything(connection, WorkItem) if item.owner_id == me]
    work.sort(key=lambda item: (item.slack is None, item.slack or 0, item.order_no, item.node))
    in_hand = handover_lists.tasks_in_hand(connection, me, clock.today())
    projects = project_names(connection, [each.task for each in in_hand])
    tasks: list[Row] = [
        {
            **to_row(each.task),
            "for_id": each.for_id,
            "project": projects.get(each.task.project_id, ""),
        }
        for each in in_hand
    ]
    if session.console.is_json:
        session.console.json({"nodes": work, "tasks": tasks})
        return
    heading = [name_of("field", n, language=session.console.language) for n in _WORK_COLUMNS]
    table = [(*_work_cells(session, item),) for item in work]
    table += [(_task_order(connection, task), "", _task_title(task), "", "") for task in tasks]
    session.console.table(heading, table)


_WORK_COLUMNS = ("order_no", "buyer_id", "node", "due_on", "state")


def _work_cells(session: DeskSession, item: WorkItem) -> tuple[str, ...]:
    language = session.console.language
    return (
        order_name(item.order_id, item.order_no),
        item.buyer,
        name_of("node", item.node, language=language),
        "" if item.due_on is None else item.due_on.isoformat(),
        name_of("state", item.state.value, language=language),
    )


def _task_title(task: Row) -> str:
    return f"{task['project']} · {task['title']}" if task["project"] else str(task["title"])


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


_KINDS: dict[str, Callable[[DeskSession, Connection], None]] = {
    "order": show_order,
    "partner": show_partner,
    "outbox": _show_outbox,
    "transfers": show_transfers,
    "status": _show_status,
    "work": _show_work,
    "process": show_process,
    "flow": show_flow,
    "authority": show_authority,
    **HANDS,
    **PEOPLE,
    **TIMES,
    **PROJECTS,
}
