"""Loads everything known of one order, as it stands in the workspace."""

from collections.abc import Iterable

from sync.actions.context import Context
from sync.actions.deputies import items_in_force, sees_as_owner
from sync.actions.workspace import Workspace
from sync.domain.attachments import Attachment
from sync.domain.charters import Charter
from sync.domain.checklists import Answer
from sync.domain.declarations import Declaration
from sync.domain.detours import Detour
from sync.domain.facts import OrderFacts
from sync.domain.handoffs import Handoff
from sync.domain.ids import Id
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance
from sync.domain.opinions import Opinion
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Partner
from sync.domain.projections import projection_of
from sync.domain.projects import Project, ProjectLink
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.records import record
from sync.domain.requirements import Readback, Requirement
from sync.domain.scopes import roles_on
from sync.domain.shipments import Container, Shipment, ShipmentLine
from sync.domain.time_standards import TimeStandard, followed_by
from sync.store.big_orders import measure
from sync.store.node_times import DECIDED


def load_facts(work: Workspace, order_id: Id, context: Context) -> OrderFacts:
    """Return the order's facts, or raise Refused when it is gone.

    Lines by position, shipments by number.
    """
    order = work.load(Order, "orders", order_id)
    buyer = work.get("partners", order.buyer_id)
    lines = work.find_all(OrderLine, "order_lines", "order_id", order_id)
    shipments = work.find_all(Shipment, "shipments", "order_id", order_id)
    facts = OrderFacts(
        order=order,
        buyer=None if buyer is None else record(Partner, buyer),
        lines=tuple(sorted(lines, key=lambda line: (line.position, line.id))),
        shipments=tuple(sorted(shipments, key=lambda shipment: (shipment.number, shipment.id))),
        shipment_lines=work.find_all(ShipmentLine, "shipment_lines", "order_id", order_id),
        containers=work.find_all(Container, "containers", "order_id", order_id),
        letters_of_credit=work.find_all(LetterOfCredit, "letters_of_credit", "order_id", order_id),
        receipts=work.find_all(Receipt, "receipts", "order_id", order_id),
        allocations=work.find_all(ReceiptAllocation, "receipt_allocations", "order_id", order_id),
        declarations=work.find_all(Declaration, "declarations", "order_id", order_id),
        nodes=work.find_all(NodeInstance, "nodes", "order_id", order_id),
        answers=work.find_all(Answer, "answers", "order_id", order_id),
        attachments=work.find_all(Attachment, "attachments", "order_id", order_id),
        handoffs=work.find_all(Handoff, "handoffs", "order_id", order_id),
        detours=work.find_all(Detour, "detours", "order_id", order_id),
        deputies=items_in_force(work, order_id, context.today),
        opinions=work.find_all(Opinion, "opinions", "order_id", order_id),
        requirements=work.find_all(Requirement, "requirements", "order_id", order_id),
        readbacks=work.find_all(Readback, "readbacks", "order_id", order_id),
        charters=work.find_all(Charter, "charters", "order_id", order_id),
        standards=_followed(work, order, lines),
        projects=work.find_all(Project, "projects", "order_id", order_id),
        project_links=work.find_all(ProjectLink, "project_links", "order_id", order_id),
        hidden=_hidden(work, order, context),
    )
    return measure(work.get).marked(facts)


def _followed(
    work: Workspace, order: Order, lines: Iterable[OrderLine]
) -> tuple[TimeStandard, ...]:
    """Return the standards of the library that the order began with."""
    kept = [
        standard
        for state in DECIDED
        for standard in work.find_all(TimeStandard, "time_standards", "state", state)
    ]
    if not kept:
        return ()
    products = [work.get("products", line.product_id) or {} for line in lines]
    return followed_by(kept, order, [str(product.get("family") or "") for product in products])


def _hidden(work: Workspace, order: Order, context: Context) -> frozenset[str]:
    """Return what whoever acts does not see of the order; head office sees everything."""
    if context.at_head_office:
        return frozenset()
    permissions = context.rules.permissions
    is_deputy = sees_as_owner(work, order.id, context.actor.id)
    owner_id = context.actor.id if is_deputy else order.owner_id
    roles = roles_on(context.actor, owner_id, order.team, permissions=permissions)
    return projection_of(roles, permissions).names
