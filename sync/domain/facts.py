"""Everything known of one order: what the process, the gates and the warnings judge by."""

import msgspec

from sync.domain.approvals import Approval
from sync.domain.attachments import Attachment
from sync.domain.charters import Charter
from sync.domain.checklists import Answer
from sync.domain.conflicts import Conflict
from sync.domain.declarations import Declaration
from sync.domain.detours import Detour
from sync.domain.exceptions import OrderException
from sync.domain.handoffs import Handoff
from sync.domain.handovers import HandoverItem
from sync.domain.history import HistoryEntry
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
from sync.domain.time_standards import TimeStandard


class OrderFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One order with all that belongs to it; lists are in a stable order (position, number, id).

    `hidden` are the nouns, and fields as "noun.field", that whoever looks does not see: that they
    are empty says nothing. `deputies` are the handed over items in force on the day of loading,
    `agreed_changes` those of what was agreed with the buyer. `standards` are those of the library
    that the order began with, the most special first.
    """

    order: Order
    buyer: Partner | None = None
    lines: tuple[OrderLine, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    shipment_lines: tuple[ShipmentLine, ...] = ()
    containers: tuple[Container, ...] = ()
    letters_of_credit: tuple[LetterOfCredit, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    allocations: tuple[ReceiptAllocation, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    nodes: tuple[NodeInstance, ...] = ()
    answers: tuple[Answer, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    detours: tuple[Detour, ...] = ()
    status_posts: tuple[StatusPost, ...] = ()
    deputies: tuple[HandoverItem, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    readbacks: tuple[Readback, ...] = ()
    approvals: tuple[Approval, ...] = ()
    charters: tuple[Charter, ...] = ()
    projects: tuple[Project, ...] = ()
    project_links: tuple[ProjectLink, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    exceptions: tuple[OrderException, ...] = ()
    agreed_changes: tuple[HistoryEntry, ...] = ()
    standards: tuple[TimeStandard, ...] = ()
    is_big: bool = False
    hidden: frozenset[str] = frozenset()
