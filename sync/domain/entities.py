"""The nouns that sync: name, record, and where each belongs."""

from sync.domain.approvals import Approval, Decision
from sync.domain.articles import Article, ArticleUse
from sync.domain.attachments import Attachment
from sync.domain.authority_changes import AuthorityChange
from sync.domain.authority_drafts import AuthorityDraft, AuthorityVersion
from sync.domain.capabilities import Capability, Training
from sync.domain.change_requests import ChangeRequest
from sync.domain.charters import Charter
from sync.domain.checklists import Answer
from sync.domain.comments import Comment
from sync.domain.conflicts import Conflict
from sync.domain.declarations import Declaration
from sync.domain.delegations import Delegation
from sync.domain.departments import Department, Membership
from sync.domain.detours import Detour
from sync.domain.disputes import Dispute
from sync.domain.duplicates import Duplicate
from sync.domain.duties import Acknowledgement
from sync.domain.escalations import Escalation
from sync.domain.exceptions import ExceptionNote, OrderException
from sync.domain.feedback import Feedback
from sync.domain.goals import Goal
from sync.domain.handoffs import Handoff
from sync.domain.handovers import Handover, HandoverItem
from sync.domain.history import HistoryEntry
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.meetings import Meeting
from sync.domain.nodes import NodeInstance
from sync.domain.nudges import Nudge
from sync.domain.opinions import Opinion, ToldOnce
from sync.domain.order_templates import OrderTemplate, Setup
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Contact, Partner
from sync.domain.people import User
from sync.domain.process_changes import ProcessChange
from sync.domain.process_drafts import ProcessDraft
from sync.domain.process_versions import ProcessVersion
from sync.domain.products import Product
from sync.domain.projects import Project, ProjectBaseline, ProjectLink
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.records import Record
from sync.domain.requirements import Readback, Requirement
from sync.domain.settings import CalendarDay, ConfigItem
from sync.domain.shipments import Container, Shipment, ShipmentLine
from sync.domain.sops import Sop, SopReading
from sync.domain.status_posts import StatusPost
from sync.domain.suggestions import Suggestion
from sync.domain.tasks import Task
from sync.domain.time_standards import TimeStandard
from sync.domain.whys import Why

ENTITIES: dict[str, type[Record]] = {
    "users": User,
    "calendar_days": CalendarDay,
    "config_items": ConfigItem,
    "process_versions": ProcessVersion,
    "time_standards": TimeStandard,
    "authority_versions": AuthorityVersion,
    "partners": Partner,
    "contacts": Contact,
    "duplicates": Duplicate,
    "products": Product,
    "orders": Order,
    "order_lines": OrderLine,
    "shipments": Shipment,
    "shipment_lines": ShipmentLine,
    "containers": Container,
    "letters_of_credit": LetterOfCredit,
    "receipts": Receipt,
    "receipt_allocations": ReceiptAllocation,
    "declarations": Declaration,
    "nodes": NodeInstance,
    "answers": Answer,
    "handoffs": Handoff,
    "detours": Detour,
    "nudges": Nudge,
    "status_posts": StatusPost,
    "requirements": Requirement,
    "readbacks": Readback,
    "handovers": Handover,
    "handover_items": HandoverItem,
    "opinions": Opinion,
    "notices": ToldOnce,
    "acknowledgements": Acknowledgement,
    "projects": Project,
    "project_links": ProjectLink,
    "project_baselines": ProjectBaseline,
    "tasks": Task,
    "comments": Comment,
    "attachments": Attachment,
    "change_requests": ChangeRequest,
    "exceptions": OrderException,
    "exception_notes": ExceptionNote,
    "whys": Why,
    "escalations": Escalation,
    "disputes": Dispute,
    "articles": Article,
    "article_uses": ArticleUse,
    "approvals": Approval,
    "decisions": Decision,
    "sops": Sop,
    "sop_readings": SopReading,
    "suggestions": Suggestion,
    "feedback": Feedback,
    "goals": Goal,
    "process_drafts": ProcessDraft,
    "process_changes": ProcessChange,
    "authority_drafts": AuthorityDraft,
    "authority_changes": AuthorityChange,
    "order_templates": OrderTemplate,
    "setups": Setup,
    "capabilities": Capability,
    "trainings": Training,
    "charters": Charter,
    "meetings": Meeting,
    "departments": Department,
    "memberships": Membership,
    "delegations": Delegation,
    "history": HistoryEntry,
    "conflicts": Conflict,
}
"""Table name to record.

The order is the order of arrival at a first copy: what others point to comes first.
"""

PARENTS: dict[str, str] = {
    name: "order_id" for name, kind in ENTITIES.items() if "order_id" in kind.__struct_fields__
}
"""Nouns that belong to an order: they inherit its audience through this column (empty.

Nobody's order).
"""

PAIRS: dict[str, tuple[str, str]] = {
    "history": ("order_id", "field"),
    "nodes": ("order_id", "node"),
}
"""Two columns of one index: of an order's many rows, those few that warnings ask for are found."""

_INDEXED_APART = ("history", "tasks", "conflicts", "nodes")
INDEXES: dict[str, tuple[str, ...]] = {
    "orders": ("order_no", "buyer_id", "owner_id", "source"),
    "contacts": ("partner_id",),
    "partners": ("code", "source"),
    "duplicates": ("first_id", "second_id", "lost_id", "survivor_id"),
    "products": ("code", "source"),
    "users": ("login",),
    "calendar_days": ("calendar",),
    "history": ("row_id",),
    "conflicts": ("order_id", "row_id"),
    "tasks": ("order_id", "assignee_id", "state"),
    "delegations": ("delegate_id",),
    **{name: ("order_id",) for name in PARENTS if name not in _INDEXED_APART},
    "attachments": ("order_id", "sha256"),
    "handoffs": ("order_id", "to_id"),
    "nudges": ("order_id", "to_id"),
    "handovers": ("from_id",),
    "opinions": ("order_id", "state"),
    "notices": ("order_id", "told_at"),
    "acknowledgements": ("user_id",),
    "handover_items": ("order_id", "handover_id", "to_id", "from_id"),
    "change_requests": ("order_id", "created_by"),
    "exception_notes": ("order_id", "exception_id"),
    "whys": ("order_id", "exception_id"),
    "escalations": ("order_id", "subject_id"),
    "articles": ("state",),
    "process_versions": ("number",),
    "time_standards": ("state",),
    "process_changes": ("draft_id",),
    "authority_changes": ("draft_id",),
    "authority_versions": ("number",),
    "article_uses": ("article_id",),
    "capabilities": ("user_id",),
    "trainings": ("user_id",),
}
"""Columns by which rows are looked up."""
