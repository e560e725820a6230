"""`gendan show order`: one order's facts, its nodes with what is open on them."""

from sqlalchemy import Connection

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client import tables
from sync.client.desk_session import DeskSession
from sync.client.naming import order_named
from sync.domain.facts import OrderFacts
from sync.domain.ids import order_name
from sync.domain.nodes import NodeState
from sync.domain.progress import NodeView, node_states
from sync.domain.records import Value, to_row
from sync.domain.refusals import refuse
from sync.store.facts import load_facts
from sync.store.sentences import Language, name_of
from sync.store.sights import hidden_here

_FACTS = (
    *("buyer_id", "goods", "buyer_po", "contract_no", "incoterm", "named_place", "payment_term"),
    *("currency", "destination", "owner_id", "state", "inquired_at", "signed_on", "note"),
)
_NODE_COLUMNS = ("node", "state", "role", "since")
_QUIET = (NodeState.NOT_APPLICABLE, NodeState.WAITING, NodeState.DONE, NodeState.CANCELLED)
"""States in which a node's open items are nobody's work yet, or any more."""


def show_order(session: DeskSession, connection: Connection) -> None:
    """Show one order: its facts and every node of its process."""
    if not session.options.id:
        raise refuse("order_not_named")
    facts = one_order(connection, session.options.id)
    process = load_rules(connection).process(facts.order.process_version)
    views = node_states(facts, process, today=clock.today())
    if session.console.is_json:
        session.console.json({"facts": facts, "nodes": views})
        return
    _tell_facts(session, connection, facts)
    _tell_nodes(session, facts, views)


def one_order(connection: Connection, name: str) -> OrderFacts:
    """Return the facts of the order with a number, draft name or id, or refuse."""
    order_id = order_named(connection, name)
    for facts in load_facts(connection, (order_id,), hidden_here(connection)):
        return facts
    raise refuse("order_unknown", kind="gone", order=name[:40])


def _tell_facts(session: DeskSession, connection: Connection, facts: OrderFacts) -> None:
    """Write what is known of the order, a line each; what is empty is left out."""
    console = session.console
    order = to_row(facts.order)
    console.text(order_name(facts.order.id, facts.order.order_no))
    names = tables.names_in(connection, [order], _FACTS, language=console.language)
    told = [
        (name_of("field", name, language=console.language), text)
        for name in _FACTS
        if (text := _told(name, order[name], names, console.language))
    ]
    console.table(told[0], told[1:])  # no heading: the first line stands for it
    for line in facts.lines:
        price = f"{facts.order.currency} {line.unit_price}"
        console.text(f"{line.description}  {line.quantity} {line.unit}  {price}")


def _told(name: str, value: Value, names: tables.Names, language: Language) -> str:
    text = "" if value is None else str(value)
    return names.get(text) or tables.word(name, text, language)


def _tell_nodes(session: DeskSession, facts: OrderFacts, views: tuple[NodeView, ...]) -> None:
    """Write every node, and under those that somebody can work on what is open."""
    console = session.console
    of = {shipment.id: f" ({shipment.number})" for shipment in facts.shipments}
    many = len(facts.shipments) > 1
    heading = [name_of("field", name, language=console.language) for name in _NODE_COLUMNS]
    table = [_cells(view, of.get(view.subject_id, "") if many else "", session) for view in views]
    console.table(heading, table)
    for view in views:
        if view.state not in _QUIET and view.open_items:
            name = name_of("node", view.node, language=console.language)
            console.say("open_items_of", name=name, count=len(view.open_items))
            for item in view.open_items:
                console.text("  " + name_of("item", item, language=console.language))


def _cells(view: NodeView, shipment: str, session: DeskSession) -> list[str]:
    language = session.console.language
    return [
        name_of("node", view.node, language=language) + shipment,
        name_of("state", view.state.value, language=language),
        name_of("role", view.owner_role.value, language=language),
        clock.today(view.since).isoformat() if view.since else "",
    ]
