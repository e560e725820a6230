"""Node instances: how far an order, shipment.

Receipt or declaration has come at one node of the process.
"""

from datetime import date, datetime
from enum import StrEnum

from sync.domain.ids import Id, row_id
from sync.domain.records import Record


class NodeState(StrEnum):
    """The node states of domain.md 1.1.

    The first three are computed, the others were brought about by somebody.
    """

    NOT_APPLICABLE = "NOT_APPLICABLE"
    WAITING = "WAITING"
    READY = "READY"
    IN_PROGRESS = "IN_PROGRESS"
    WAIT_BUYER = "WAIT_BUYER"
    WAIT_THIRD_PARTY = "WAIT_THIRD_PARTY"
    BLOCKED = "BLOCKED"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    DONE = "DONE"
    REOPENED = "REOPENED"
    CANCELLED = "CANCELLED"


class NodeInstance(Record, frozen=True, kw_only=True):
    """What happened at a node; there is a row only once something did.

    `subject_id` is the order's id, or the id of the shipment, receipt or declaration that the node
    belongs to.
    """

    order_id: str
    subject_id: str
    node: str
    state: NodeState = NodeState.IN_PROGRESS
    owner_id: str = ""
    owner_since: datetime | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    started_at: datetime | None = None
    waiting_since: datetime | None = None
    finished_at: datetime | None = None
    finished_by: str = ""
    reopened_at: datetime | None = None
    note: str = ""


def node_id(subject_id: Id, node: str) -> Id:
    """Return the id of a node's row, the same on every desk."""
    return row_id("node", subject_id, node)
