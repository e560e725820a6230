"""Loads the facts of many orders with a few statements, for lists and warnings."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.domain.approvals import Approval
from sync.domain.attachments import Attachment
from sync.domain.charters import Charter
from sync.domain.checklists import Answer
from sync.domain.conflicts import Conflict
from sync.domain.declarations import Declaration
from sync.domain.facts import OrderFacts
from sync.domain.handoffs import Handoff
from sync.domain.handovers import HandoverItem, in_force
from sync.domain.ids import Id
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance
from sync.domain.opinions import Opinion
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Partner
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.records import Record, record
from sync.domain.requirements import Readback, Requirement
from sync.domain.shipments import Container, Shipment, ShipmentLine
from sync.store import agreed_changes, rows
from sync.store.big_orders import measure
from sync.store.sights import Hidden, nothing_hidden

R = TypeVar("R", bound=Record)


def load_facts(
    connection: Connection, order_ids: Sequence[Id], hidden: Hidden = nothing_hidden
) -> Iterator[OrderFacts]:
    """Yield the facts of the orders that exist, in the order of the ids; lines by position.

    Shipments by number. On a desk `hidden` tells what its person does not see.
    """
    orders = rows.get_many(connection, "orders", order_ids)
    buyers = rows.get_many(
        connection, "partners", {str(row["buyer_id"]) for row in orders.values()}
    )
    lines = _grouped(connection, OrderLine, "order_lines", order_ids)
    shipments = _grouped(connection, Shipment, "shipments", order_ids)
    shipped = _grouped(connection, ShipmentLine, "shipment_lines", order_ids)
    containers = _grouped(connection, Container, "containers", order_ids)
    credits_ = _grouped(connection, LetterOfCredit, "letters_of_credit", order_ids)
    receipts = _grouped(connection, Receipt, "receipts", order_ids)
    allocations = _grouped(connection, ReceiptAllocation, "receipt_allocations", order_ids)
    declarations = _grouped(connection, Declaration, "declarations", order_ids)
    nodes = _grouped(connection, NodeInstance, "nodes", order_ids)
    answers = _grouped(connection, Answer, "answers", order_ids)
    attachments = _grouped(connection, Attachment, "attachments", order_ids)
    hands = _Hands(connection, order_ids)
    asked = _Asked(connection, order_ids)
    known = measure(partial(rows.get, connection))
    for order_id in order_ids:
        if order_id in orders:
            row = orders[order_id]
            buyer = buyers.get(str(row["buyer_id"]))
            facts = OrderFacts(
                order=record(Order, row),
                buyer=None if buyer is None else record(Partner, buyer),
                lines=tuple(sorted(lines.get(order_id, ()), key=lambda x: (x.position, x.id))),
                shipments=tuple(
                    sorted(shipments.get(order_id, ()), key=lambda x: (x.number, x.id))
                ),
                shipment_lines=tuple(shipped.get(order_id, ())),
                containers=tuple(containers.get(order_id, ())),
                letters_of_credit=tuple(credits_.get(order_id, ())),
                receipts=tuple(receipts.get(order_id, ())),
                allocations=tuple(allocations.get(order_id, ())),
                declarations=tuple(declarations.get(order_id, ())),
                nodes=tuple(nodes.get(order_id, ())),
                answers=tuple(answers.get(order_id, ())),
                attachments=tuple(attachments.get(order_id, ())),
                hidden=hidden(row),
            )
            yield known.marked(asked.added(hands.added(facts)))


class _Asked:
    """What people have been asked about some orders, and agreed: added to their facts."""

    def __init__(self, connection: Connection, order_ids: Sequence[Id]) -> None:
        self._approvals = _grouped(connection, Approval, "approvals", order_ids)
        self._conflicts = _grouped(connection, Conflict, "conflicts", order_ids)
        self._changed = agreed_changes.find(connection, order_ids)

    def added(self, facts: OrderFacts) -> OrderFacts:
        """Return an order's facts with them."""
        order_id = facts.order.id
        return msgspec.structs.replace(
            facts,
            approvals=tuple(self._approvals.get(order_id, ())),
            conflicts=tuple(self._conflicts.get(order_id, ())),
            agreed_changes=tuple(self._changed.get(order_id, ())),
        )


class _Hands:
    """How the work on some orders changes hands: what is added to their facts."""

    def __init__(self, connection: Connection, order_ids: Sequence[Id]) -> None:
        self._handoffs = _grouped(connection, Handoff, "handoffs", order_ids)
        self._items = _grouped(connection, HandoverItem, "handover_items", order_ids)
        self._opinions = _grouped(connection, Opinion, "opinions", order_ids)
        self._wishes = _grouped(connection, Requirement, "requirements", order_ids)
        self._readbacks = _grouped(connection, Readback, "readbacks", order_ids)
        self._charters = _grouped(connection, Charter, "charters", order_ids)
        self._today = clock.today()

    def added(self, facts: OrderFacts) -> OrderFacts:
        """Return an order's facts with these."""
        order_id = facts.order.id
        return msgspec.structs.replace(
            facts,
            handoffs=tuple(self._handoffs.get(order_id, ())),
            deputies=in_force(self._items.get(order_id, ()), self._today),
            opinions=tuple(self._opinions.get(order_id, ())),
            requirements=tuple(self._wishes.get(order_id, ())),
            readbacks=tuple(self._readbacks.get(order_id, ())),
            charters=tuple(self._charters.get(order_id, ())),
        )


def _grouped(
    connection: Connection, kind: type[R], entity: str, order_ids: Sequence[Id]
) -> dict[Id, list[R]]:
    """Return a noun's records by order, each list by id."""
    grouped: dict[Id, list[R]] = {}
    for row in rows.find_many(connection, entity, "order_id", order_ids):
        grouped.setdefault(str(row["order_id"]), []).append(record(kind, row))
    return grouped
