"""Starting, waiting, finishing, reopening and giving away the nodes of an order's process."""

import msgspec

from sync.actions import charters, opinions
from sync.actions.deed import Deed, Fields
from sync.actions.deputies import acts_for
from sync.actions.facts import load_facts
from sync.actions.guards import allow, require_right
from sync.actions.requirements import named
from sync.domain.commands import AssignNode, NodeStep, WaitNode
from sync.domain.facts import OrderFacts
from sync.domain.handing_commands import AskOpinions, HandOff
from sync.domain.handoffs import HandoffState, waiting_at
from sync.domain.ids import Id, order_name
from sync.domain.nodes import NodeState, node_id
from sync.domain.orders import OrderState
from sync.domain.process import Node, Process, Scope, nodes_by_id
from sync.domain.progress import may_finish, may_reopen, may_start, may_work_on
from sync.domain.records import Value, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_WAITS = (NodeState.WAIT_BUYER, NodeState.WAIT_THIRD_PARTY, NodeState.BLOCKED)
_UNDER_WAY = (NodeState.IN_PROGRESS, NodeState.REOPENED, NodeState.PENDING_APPROVAL)


OnNode = NodeStep | WaitNode | AssignNode | HandOff | AskOpinions


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A node of one subject of an order."""

    facts: OrderFacts
    process: Process
    node: Node
    subject_id: Id

    @property
    def row_id(self) -> Id:
        """The id of the node's row."""
        return node_id(self.subject_id, self.node.id)


def start(deed: Deed, command: NodeStep) -> None:
    """Begin work at a node."""
    place = open_place(deed, command)
    require_worker(deed, place)
    ids = place.subject_id, place.node.id
    allow(named(deed, may_start(place.facts, place.process, *ids)))
    write_node(deed, place, {"state": NodeState.IN_PROGRESS.value, "started_at": _acted(deed)})
    if opinions.asks_by_itself(deed.work, place.node):
        opinions.ask(deed, place.facts.order.id, place.subject_id, place.node)


def wait(deed: Deed, command: WaitNode) -> None:
    """Say for whom a node waits; the node's own clock stops until it is resumed."""
    place = open_place(deed, command)
    require_worker(deed, place)
    if command.waits_for not in _WAITS:
        raise refuse("wait_unknown", waits_for=command.waits_for)
    if not command.note.strip():
        raise refuse("reason_missing", action="node.wait")
    if _state(deed, place) not in (*_UNDER_WAY, *_WAITS):
        allow(may_start(place.facts, place.process, place.subject_id, place.node.id))
    fields: Fields = {
        "state": command.waits_for,
        "note": command.note,
        "waiting_since": _acted(deed),
    }
    write_node(deed, place, fields)


def resume(deed: Deed, command: NodeStep) -> None:
    """Go on with a node that waited, or that whoever signs it sends back."""
    place = open_place(deed, command)
    require_worker(deed, place)
    if _state(deed, place) not in (*_WAITS, NodeState.PENDING_APPROVAL):
        raise refuse("node_not_waiting", node=command.node)
    write_node(deed, place, {"state": NodeState.IN_PROGRESS.value, "waiting_since": None})


def finish(deed: Deed, command: NodeStep) -> None:
    """Pass a node: every blocking item is answered, evidence is there, the gates are open."""
    place = open_place(deed, command)
    require_worker(deed, place)
    today = deed.context.today
    ids = place.subject_id, place.node.id
    refusal = may_finish(place.facts, place.process, *ids, today=today)
    allow(charters.named(deed, named(deed, refusal)))
    opinions.require_asked(deed, place.subject_id, place.node)
    withdraw_waiting(deed, place)
    if opinions.waits_for_signature(deed, place.node):
        write_node(deed, place, {"state": NodeState.PENDING_APPROVAL.value})
        return
    done: Fields = {
        "state": NodeState.DONE.value,
        "finished_at": _acted(deed),
        "finished_by": deed.context.actor.id,
        "waiting_since": None,
    }
    write_node(deed, place, done)
    opinions.tell(deed, place.facts.order.id, place.subject_id, place.node)


def reopen(deed: Deed, command: NodeStep) -> None:
    """Take a finished node up again, with the reason."""
    place = open_place(deed, command)
    require_worker(deed, place)
    ids = place.subject_id, place.node.id
    allow(may_reopen(place.facts, place.process, *ids, reason=command.note))
    again: Fields = {
        "state": NodeState.REOPENED.value,
        "reopened_at": _acted(deed),
        "finished_at": None,
        "finished_by": "",
        "note": command.note,
    }
    write_node(deed, place, again)


def assign(deed: Deed, command: AssignNode) -> None:
    """Give a node to a person, or plan its days."""
    place = open_place(deed, command)
    require_worker(deed, place)
    wanted: Fields = {
        "planned_start": to_value(command.planned_start),
        "planned_finish": to_value(command.planned_finish),
    }
    fields: Fields = {name: value for name, value in wanted.items() if value is not None}
    if command.owner_id:
        deed.work.require("users", command.owner_id)
        withdraw_waiting(deed, place)
        fields |= {"owner_id": command.owner_id, "owner_since": _acted(deed)}
    if not fields:
        raise refuse("nothing_to_change", entity="nodes")
    write_node(deed, place, fields)


def open_place(deed: Deed, command: OnNode) -> Place:
    """Return the node that a command names, on an order that is open; else refuse."""
    facts = load_facts(deed.work, command.order_id, deed.context)
    require_right(deed, "order", "R", command.order_id)
    if facts.order.state is not OrderState.OPEN:
        raise refuse("order_ended", order=order_name(facts.order.id, facts.order.order_no))
    process = deed.context.rules.process(facts.order.process_version)
    node = nodes_by_id(process).get(command.node)
    subject_id = command.subject_id or command.order_id
    if node is None or _scopes(facts).get(subject_id) is not node.scope:
        raise refuse("node_unknown", kind="gone", node=command.node)
    return Place(facts=facts, process=process, node=node, subject_id=subject_id)


def ask_opinions(deed: Deed, command: AskOpinions) -> None:
    """Ask everybody who is consulted on a node, where they were not asked yet."""
    place = open_place(deed, command)
    require_worker(deed, place)
    if not opinions.ask(deed, place.facts.order.id, place.subject_id, place.node):
        raise refuse("opinions_nobody", node=place.node.id)


def withdraw_waiting(deed: Deed, place: Place) -> None:
    """Take back a handoff of the node that nobody has answered: another step came first."""
    waiting = waiting_at(place.facts.handoffs, place.subject_id, place.node.id)
    if waiting is not None:
        fields: Fields = {"state": HandoffState.WITHDRAWN.value, "answered_at": _acted(deed)}
        deed.set("handoffs", waiting.id, fields)


def _scopes(facts: OrderFacts) -> dict[Id, Scope]:
    return {
        facts.order.id: Scope.ORDER,
        **dict.fromkeys((shipment.id for shipment in facts.shipments), Scope.SHIPMENT),
        **dict.fromkeys((receipt.id for receipt in facts.receipts), Scope.RECEIPT),
        **dict.fromkeys((item.id for item in facts.declarations), Scope.DECLARATION),
    }


def require_worker(deed: Deed, place: Place) -> None:
    """Refuse unless the node is the actor's own, or of a role of theirs."""
    roles = may_work_on(place.node)
    row = deed.work.get("nodes", place.row_id)
    person, order_id = deed.context.actor.id, place.facts.order.id
    owner = "" if row is None else str(row["owner_id"] or "")
    deputised = acts_for(deed.work, person, "nodes", place.row_id, order_id)
    is_own = bool(owner) and owner in (person, deputised)
    if not is_own and not deed.context.actor.holds(*roles):
        raise refuse("node_other_role", kind="denied", node=place.node.id, roles=",".join(roles))


def _state(deed: Deed, place: Place) -> Value:
    row = deed.work.get("nodes", place.row_id)
    return None if row is None else row["state"]


def write_node(deed: Deed, place: Place, fields: Fields) -> None:
    """Change the node's row; make it when nothing has happened at the node so far."""
    fields = check_fields("nodes", fields)
    if deed.work.get("nodes", place.row_id) is not None:
        deed.set("nodes", place.row_id, fields)
        return
    new: Fields = {
        "id": place.row_id,
        "order_id": place.facts.order.id,
        "subject_id": place.subject_id,
        "node": place.node.id,
        "state": NodeState.READY.value,
    }
    deed.add("nodes", {**new, **fields})


def _acted(deed: Deed) -> Value:
    return to_value(deed.context.acted_at)
