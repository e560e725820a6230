"""Who sees an order as its owner does, because work on it was handed to them."""

from sync.actions.workspace import Workspace
from sync.domain.handoffs import GIVES_SIGHT
from sync.domain.ids import Id


def sees_as_owner(work: Workspace, order_id: Id, person_id: Id) -> bool:
    """Return whether a person was handed work on the order, and has not given it back."""
    handed = work.find("handoffs", "order_id", order_id)
    return any(row["to_id"] == person_id and row["state"] in GIVES_SIGHT for row in handed)
