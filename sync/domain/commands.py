"""Each action a person can take, as a named record: what the window.

`gendan do` and the wire all carry.

An action has a name ("line.edit"), the record of its arguments, and the noun it is about. Ids of
new rows are made by the desk before the action is tried, so that trying again, there or at head
office, makes the same row.
"""

from datetime import date

import msgspec

from sync.domain.authority_commands import AUTHORITY
from sync.domain.authority_table_commands import AUTHORITY_TABLE
from sync.domain.command_kinds import Action, Command, Fields
from sync.domain.detour_commands import DETOURS
from sync.domain.handing_commands import HANDING
from sync.domain.ids import Id
from sync.domain.organisation_commands import ORGANISATION
from sync.domain.partner_commands import PARTNERS
from sync.domain.process_commands import PROCESS
from sync.domain.project_commands import PROJECTS
from sync.domain.records import Value
from sync.domain.staff_commands import STAFF
from sync.domain.team_commands import TEAM
from sync.domain.time_commands import TIMES
from sync.domain.trouble_commands import TROUBLES

__all__ = ["Action", "Command", "Fields"]


class Add(Command, frozen=True, kw_only=True):
    """Make a row. `id` is filled in by the desk when empty."""

    id: Id = ""
    set: Fields = msgspec.field(default_factory=dict[str, Value])


class Edit(Command, frozen=True, kw_only=True):
    """Change fields of a row."""

    id: Id
    set: Fields


class Remove(Command, frozen=True, kw_only=True):
    """Remove a row; it can be put back from history."""

    id: Id
    reason: str = ""


class Restore(Command, frozen=True, kw_only=True):
    """Put a removed row back as it was; `id` is the history entry of the removal."""

    id: Id


class ImportRows(Command, frozen=True, kw_only=True):
    """Bring in rows made elsewhere: noun to rows, each with an id derived from its source.

    So that twice is once.
    """

    id: Id = ""
    source: str
    rows: dict[str, list[Fields]]


class CloseOrder(Command, frozen=True, kw_only=True):
    """End an order: closed, lost or cancelled, with the reason."""

    id: Id
    state: str = "closed"
    reason: str = ""


class ReopenOrder(Command, frozen=True, kw_only=True):
    """Take an ended order up again."""

    id: Id
    reason: str


class NodeStep(Command, frozen=True, kw_only=True):
    """Start, resume or finish a node of an order, shipment.

    Receipt or declaration (`subject_id`; empty: the order).
    """

    order_id: Id
    node: str
    subject_id: Id = ""
    note: str = ""


class WaitNode(Command, frozen=True, kw_only=True):
    """Say that a node waits: for the buyer, for a third party, or is blocked, and why."""

    order_id: Id
    node: str
    subject_id: Id = ""
    waits_for: str
    note: str


class AssignNode(Command, frozen=True, kw_only=True):
    """Give a node to a person, or plan its days."""

    order_id: Id
    node: str
    subject_id: Id = ""
    owner_id: Id = ""
    planned_start: date | None = None
    planned_finish: date | None = None


class AnswerItem(Command, frozen=True, kw_only=True):
    """Tick a checklist item, or take the tick back."""

    order_id: Id
    item: str
    subject_id: Id = ""
    ticked: bool = True
    note: str = ""


class WaiveItem(Command, frozen=True, kw_only=True):
    """Waive a blocking checklist item, with the reason."""

    order_id: Id
    item: str
    subject_id: Id = ""
    reason: str


class ConfirmReceipt(Command, frozen=True, kw_only=True):
    """Confirm that the bank credited a receipt (finance only)."""

    id: Id
    confirmed_on: date | None = None


class TaskStep(Command, frozen=True, kw_only=True):
    """Finish, drop or reopen a task."""

    id: Id
    note: str = ""


class WriteComment(Command, frozen=True, kw_only=True):
    """Say something about an order, or about one node of it."""

    id: Id = ""
    order_id: Id
    text: str
    subject_id: Id = ""
    node: str = ""
    mentions: str = ""


class Attach(Command, frozen=True, kw_only=True):
    """Note a file: its name, size and SHA-256; for an order, a node of it.

    Or one checklist item. `replaces` is the file of which this is a newer version.
    """

    id: Id = ""
    order_id: Id
    name: str
    size_bytes: int
    sha256: str
    media_type: str = ""
    subject_id: Id = ""
    node: str = ""
    item: str = ""
    replaces: Id = ""


class DecideConflict(Command, frozen=True, kw_only=True):
    """Decide a conflict: for each field of its group the value that shall stand.

    `remove` upholds a removal.
    """

    id: Id
    set: Fields = msgspec.field(default_factory=dict[str, Value])
    remove: bool = False
    note: str = ""


class UndoDecision(Command, frozen=True, kw_only=True):
    """Take a conflict's decision back, within 30 days: the values before it stand again."""

    id: Id


class RequestApproval(Command, frozen=True, kw_only=True):
    """Ask for leave on an order. `topic` is a word by which the policy says which level decides.

    `case` says what the decision table asks for and the order does not tell.
    """

    id: Id = ""
    order_id: Id
    topic: str = "other"
    title: str
    note: str = ""
    case: dict[str, str] = {}
    if_approved: str = ""
    if_refused: str = ""


class WithdrawApproval(Command, frozen=True, kw_only=True):
    """Take a request back."""

    id: Id
    reason: str = ""


class DecideApproval(Command, frozen=True, kw_only=True):
    """Approve or refuse a request.

    The desk adds what the decision is about, by which policy, and its device's signature; a
    `subject_hash` that is given is of what was on the screen.
    """

    id: Id = ""
    approval_id: Id
    decision: str
    note: str = ""
    subject_hash: str = ""
    subject_ver: int = 0
    policy_ver: int = 0
    policy_level: int = 0
    public_key: str = ""
    signature: str = ""
    for_id: Id = ""


_PLAIN = {
    "line": "order_lines",
    "shipment": "shipments",
    "shipment_line": "shipment_lines",
    "container": "containers",
    "lc": "letters_of_credit",
    "receipt": "receipts",
    "allocation": "receipt_allocations",
    "declaration": "declarations",
    "partner": "partners",
    "contact": "contacts",
    "product": "products",
    "goal": "goals",
}
"""Nouns with plain add, edit and remove; rules of their own are asked on the way."""

_OWN = (
    Action("order.create", Add, "orders"),
    Action("order.edit", Edit, "orders"),
    Action("order.close", CloseOrder, "orders"),
    Action("order.reopen", ReopenOrder, "orders"),
    Action("order.import", ImportRows, "orders"),
    Action("node.start", NodeStep, "nodes"),
    Action("node.wait", WaitNode, "nodes"),
    Action("node.resume", NodeStep, "nodes"),
    Action("node.finish", NodeStep, "nodes"),
    Action("node.reopen", NodeStep, "nodes"),
    Action("node.assign", AssignNode, "nodes"),
    Action("item.answer", AnswerItem, "answers"),
    Action("item.waive", WaiveItem, "answers"),
    Action("receipt.confirm", ConfirmReceipt, "receipts"),
    Action("task.add", Add, "tasks"),
    Action("task.edit", Edit, "tasks"),
    Action("task.finish", TaskStep, "tasks"),
    Action("task.drop", TaskStep, "tasks"),
    Action("task.reopen", TaskStep, "tasks"),
    Action("comment.add", WriteComment, "comments"),
    Action("attachment.add", Attach, "attachments"),
    Action("attachment.remove", Remove, "attachments"),
    Action("requirement.add", Add, "requirements"),
    Action("requirement.edit", Edit, "requirements"),
    Action("requirement.drop", Remove, "requirements"),
    Action("project.add", Add, "projects"),
    Action("project.edit", Edit, "projects"),
    Action("exception.open", Add, "exceptions"),
    Action("exception.edit", Edit, "exceptions"),
    Action("dispute.open", Add, "disputes"),
    Action("article.add", Add, "articles"),
    Action("article.edit", Edit, "articles"),
    Action("row.restore", Restore, "history"),
    Action("conflict.decide", DecideConflict, "conflicts"),
    Action("conflict.undo", UndoDecision, "conflicts"),
    Action("approval.request", RequestApproval, "approvals"),
    Action("approval.withdraw", WithdrawApproval, "approvals"),
    Action("approval.decide", DecideApproval, "decisions"),
    Action("sop.publish", Add, "sops"),
    Action("sop.change", Edit, "sops"),
    Action("suggestion.make", Add, "suggestions"),
)

ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        *_OWN,
        *AUTHORITY,
        *AUTHORITY_TABLE,
        *DETOURS,
        *HANDING,
        *PROCESS,
        *PROJECTS,
        *ORGANISATION,
        *PARTNERS,
        *STAFF,
        *TEAM,
        *TIMES,
        *TROUBLES,
        *(Action(f"{noun}.add", Add, entity) for noun, entity in _PLAIN.items()),
        *(Action(f"{noun}.edit", Edit, entity) for noun, entity in _PLAIN.items()),
        *(Action(f"{noun}.remove", Remove, entity) for noun, entity in _PLAIN.items()),
    )
}
"""Every action by name: the whole of what a person can do to the company's data."""


def with_id(command: Command, identifier: Id) -> Command:
    """Return the command with the id of the row it makes, where it makes one and has none yet."""
    if getattr(command, "id", None) == "":
        return msgspec.structs.replace(command, id=identifier)
    return command
