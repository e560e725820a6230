"""Loads the facts of many orders with a few statements, for lists and warnings."""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.domain.approvals import Approval
from sync.domain.attachments import Attachment
from sync.domain.charters import Charter
from sync.domain.checklists import Answer
from sync.domain.conflicts import Conflict
from sync.domain.declarations import Declaration
from sync.domain.detours import Detour
from sync.domain.exceptions import OrderException
from sync.domain.facts import OrderFacts
from sync.domain.handoffs import Handoff
from sync.domain.handovers import HandoverItem, in_force
from sync.domain.history import HistoryEntry
from sync.domain.ids import Id
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance
from sync.domain.opinions import Opinion
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Partner
from sync.domain.projects import Project, ProjectLink
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.requirements import Readback, Requirement
from sync.domain.shipments import Container, Shipment, ShipmentLine
from sync.domain.status_posts import StatusPost
from sync.store import order_rows, rows
from sync.store.big_orders import measure
from sync.store.node_times import Followed
from sync.store.order_rows import OrderRows
from sync.store.sights import Hidden, nothing_hidden

NOUNS = (
    "orders",
    "partners",
    "order_lines",
    "shipments",
    "shipment_lines",
    "containers",
    "letters_of_credit",
    "receipts",
    "receipt_allocations",
    "declarations",
    "nodes",
    "answers",
    "attachments",
    "handoffs",
    "handover_items",
    "opinions",
    "requirements",
    "readbacks",
    "approvals",
    "conflicts",
    "exceptions",
    "history",
    "charters",
    "detours",
    "projects",
    "project_links",
    "status_posts",
)
"""What facts are made of."""
WARNED_OF = (
    "orders",
    "partners",
    "order_lines",
    "shipments",
    "letters_of_credit",
    "receipts",
    "receipt_allocations",
    "declarations",
    "nodes",
    "approvals",
    "conflicts",
    "exceptions",
    "history",
    "detours",
    "projects",
    "project_links",
)
"""What all warnings but that of missing papers are made of."""
WARNED_NODES = ("N03", "N05", "N10")
"""The nodes whose state a warning, or what an order counts for, asks about."""


def load_facts(
    connection: Connection,
    order_ids: Sequence[Id],
    hidden: Hidden = nothing_hidden,
) -> Iterator[OrderFacts]:
    """Yield the facts of the orders that exist, in the order of the ids; lines by position.

    Shipments by number. On a desk `hidden` tells what its person does not see.
    """
    known = measure(partial(rows.get, connection))
    followed = Followed(connection)
    for facts in _made(order_rows.read(connection, NOUNS, order_ids), order_ids, hidden):
        standards = followed.by(facts.order, facts.lines)
        timed = msgspec.structs.replace(facts, standards=standards) if standards else facts
        yield known.marked(timed)


def load_warned_of(
    connection: Connection, order_ids: Sequence[Id], hidden: Hidden = nothing_hidden
) -> Iterator[OrderFacts]:
    """Yield what tells whether the orders warn of anything: a fifth of the rows of their facts.

    Who has the warned of in hand is not among it, nor are the papers.
    """
    found = order_rows.read(connection, WARNED_OF, order_ids, WARNED_NODES)
    yield from _made(found, order_ids, hidden)


def _made(found: OrderRows, order_ids: Sequence[Id], hidden: Hidden) -> Iterator[OrderFacts]:
    orders = found.by_id(Order, "orders")
    make = _Maker(found, hidden)
    yield from (make.facts(orders[order_id]) for order_id in order_ids if order_id in orders)


class _Maker:
    """Puts together what belongs to each of some orders."""

    def __init__(self, found: OrderRows, hidden: Hidden) -> None:
        self._hidden = hidden
        self._today = clock.today()
        self._buyers = found.by_id(Partner, "partners")
        self._lines = found.by_order(OrderLine, "order_lines")
        self._shipments = found.by_order(Shipment, "shipments")
        self._shipped = found.by_order(ShipmentLine, "shipment_lines")
        self._containers = found.by_order(Container, "containers")
        self._credits = found.by_order(LetterOfCredit, "letters_of_credit")
        self._receipts = found.by_order(Receipt, "receipts")
        self._allocations = found.by_order(ReceiptAllocation, "receipt_allocations")
        self._declarations = found.by_order(Declaration, "declarations")
        self._nodes = found.by_order(NodeInstance, "nodes")
        self._answers = found.by_order(Answer, "answers")
        self._attachments = found.by_order(Attachment, "attachments")
        self._handoffs = found.by_order(Handoff, "handoffs")
        self._handed = found.by_order(HandoverItem, "handover_items")
        self._opinions = found.by_order(Opinion, "opinions")
        self._wishes = found.by_order(Requirement, "requirements")
        self._readbacks = found.by_order(Readback, "readbacks")
        self._approvals = found.by_order(Approval, "approvals")
        self._conflicts = found.by_order(Conflict, "conflicts")
        self._exceptions = found.by_order(OrderException, "exceptions")
        self._changed = found.by_order(HistoryEntry, "history")
        self._charters = found.by_order(Charter, "charters")
        self._projects = found.by_order(Project, "projects")
        self._links = found.by_order(ProjectLink, "project_links")
        self._detours = found.by_order(Detour, "detours")
        self._posts = found.by_order(StatusPost, "status_posts")

    def facts(self, order: Order) -> OrderFacts:
        """Return one order's facts."""
        lines = sorted(self._lines.get(order.id, ()), key=lambda x: (x.position, x.id))
        shipments = sorted(self._shipments.get(order.id, ()), key=lambda x: (x.number, x.id))
        return OrderFacts(
            order=order,
            buyer=self._buyers.get(order.buyer_id),
            lines=tuple(lines),
            shipments=tuple(shipments),
            shipment_lines=tuple(self._shipped.get(order.id, ())),
            containers=tuple(self._containers.get(order.id, ())),
            letters_of_credit=tuple(self._credits.get(order.id, ())),
            receipts=tuple(self._receipts.get(order.id, ())),
            allocations=tuple(self._allocations.get(order.id, ())),
            declarations=tuple(self._declarations.get(order.id, ())),
            nodes=tuple(self._nodes.get(order.id, ())),
            answers=tuple(self._answers.get(order.id, ())),
            attachments=tuple(self._attachments.get(order.id, ())),
            handoffs=tuple(self._handoffs.get(order.id, ())),
            deputies=in_force(self._handed.get(order.id, ()), self._today),
            opinions=tuple(self._opinions.get(order.id, ())),
            requirements=tuple(self._wishes.get(order.id, ())),
            readbacks=tuple(self._readbacks.get(order.id, ())),
            approvals=tuple(self._approvals.get(order.id, ())),
            conflicts=tuple(self._conflicts.get(order.id, ())),
            exceptions=tuple(self._exceptions.get(order.id, ())),
            agreed_changes=tuple(self._changed.get(order.id, ())),
            charters=tuple(self._charters.get(order.id, ())),
            projects=tuple(self._projects.get(order.id, ())),
            project_links=tuple(self._links.get(order.id, ())),
            detours=tuple(self._detours.get(order.id, ())),
            status_posts=tuple(self._posts.get(order.id, ())),
            hidden=self._hidden({"id": order.id, "owner_id": order.owner_id, "team": order.team}),
        )
