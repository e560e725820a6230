"""Who acts for whom: work that was handed over, and whoever stands in for somebody who is away."""

from datetime import date

from sync.actions.workspace import Workspace
from sync.clock import today
from sync.domain.handoffs import GIVES_SIGHT
from sync.domain.handovers import HandoverItem, gives_sight, in_force, stands_for
from sync.domain.ids import Id


def sees_as_owner(work: Workspace, order_id: Id, person_id: Id) -> bool:
    """Return whether a person was handed work on the order, and has not given it back."""
    handed = work.find("handoffs", "order_id", order_id)
    if any(row["to_id"] == person_id and row["state"] in GIVES_SIGHT for row in handed):
        return True
    day = today()
    items = work.find_all(HandoverItem, "handover_items", "order_id", order_id)
    return any(each.to_id == person_id and gives_sight(each, day) for each in items)


def items_in_force(work: Workspace, order_id: Id, day: date) -> tuple[HandoverItem, ...]:
    """Return the items by which deputies stand in on an order."""
    if not order_id:
        return ()
    return in_force(work.find_all(HandoverItem, "handover_items", "order_id", order_id), day)


def acts_for(work: Workspace, person_id: Id, entity: str, row_id: Id, order_id: Id) -> Id:
    """Return for whom a person acts on a row; empty where they act for themselves.

    Whoever stands in for the order's owner acts for them on everything of the order that is
    nobody else's.
    """
    items = items_in_force(work, order_id, today())
    if not items:
        return ""
    own = stands_for(person_id, entity, row_id, items)
    return own or stands_for(person_id, "orders", order_id, items)
