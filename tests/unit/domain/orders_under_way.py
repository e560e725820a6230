"""Facts of one order, as far along as a test of the process says."""

from datetime import UTC, datetime

import msgspec

from sync.domain.attachments import Attachment
from sync.domain.checklists import Answer, answer_id
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, PaymentTerm
from sync.domain.people import Actor, Role
from sync.domain.progress import NodeView, node_states
from sync.domain.shipments import Shipment
from sync.store.process_files import process_of

PROCESS = process_of(1)
ORDER = Order(id="o", buyer_id="b", owner_id="u", payment_term=PaymentTerm.LC_S)
SHIPMENT = Shipment(id="s", order_id="o")


def done(*nodes: str, subject: str = "o", state: NodeState = NodeState.DONE) -> list[NodeInstance]:
    return [
        NodeInstance(
            id=node_id(subject, node),
            order_id="o",
            subject_id=subject,
            node=node,
            state=state,
            finished_at=datetime(2026, 10, int(node[1:]), tzinfo=UTC),
        )
        for node in nodes
    ]


def answered(*items: str, subject: str = "o", **changes) -> list[Answer]:
    values = {"ticked": True, "answered_by": "u", **changes}
    return [
        Answer(
            id=answer_id(subject, item),
            order_id="o",
            subject_id=subject,
            node=item[:3],
            item=item,
            **values,
        )
        for item in items
    ]


def attached(*items: str, subject: str = "o") -> list[Attachment]:
    return [
        Attachment(
            id=f"file {item}",
            order_id="o",
            subject_id=subject,
            item=item,
            name="x.pdf",
            size_bytes=1,
            sha256="0",
        )
        for item in items
    ]


def facts(order: Order = ORDER, **lists) -> OrderFacts:
    return OrderFacts(order=order, **{name: tuple(rows) for name, rows in lists.items()})


def changed(order: Order = ORDER, **values) -> Order:
    return msgspec.structs.replace(order, **values)


def views(found: OrderFacts, **options) -> dict[tuple[str, str], NodeView]:
    return {(v.node, v.subject_id): v for v in node_states(found, PROCESS, **options)}


def state(found: OrderFacts, node: str, subject: str = "o") -> NodeState:
    return views(found)[(node, subject)].state


def someone(*roles: Role, level: int = 0) -> Actor:
    return Actor(id="u", roles=frozenset(roles), level=level)
