"""The arguments of what is done about requests, deputies and changes."""

from datetime import date, datetime

import msgspec

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id
from sync.domain.records import Value


class RemindApproval(Command, frozen=True, kw_only=True):
    """Remind whoever has to decide a request, as its author."""

    id: Id


class ForwardApproval(Command, frozen=True, kw_only=True):
    """Hand a request on to somebody else who may decide it."""

    id: Id
    person_id: Id
    note: str = ""


class AddDelegation(Command, frozen=True, kw_only=True):
    """Let somebody decide in one's stead for some days."""

    id: Id = ""
    delegate_id: Id
    starts_on: date
    ends_on: date
    reason: str
    level_max: int = 4
    amount_max: str = ""
    team: str = ""


class EndDelegation(Command, frozen=True, kw_only=True):
    """End a delegation before its day, as either of the two."""

    id: Id
    reason: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field that a change is to set: of which row of the order, to what."""

    entity: str
    id: Id
    field: str
    value: Value


class DraftChange(Command, frozen=True, kw_only=True):
    """Draft a change of an order: its type, why, for whom, and what it sets.

    `case` says what the decision table asks for and neither the order nor the change tells.
    """

    id: Id = ""
    order_id: Id
    change_type: str
    reason: str
    requested_for: str = "internal"
    wanted: list[Wish] = []
    case: dict[str, str] = {}


class ChangeStep(Command, frozen=True, kw_only=True):
    """Take a change one step on; `note` is what is said of it."""

    id: Id
    note: str = ""


class HearChange(Command, frozen=True, kw_only=True):
    """Say one's part on a change, or acknowledge it, for a role that one holds."""

    id: Id
    role: str
    note: str = ""


class UrgeChange(Command, frozen=True, kw_only=True):
    """Take a change through the urgent channel: who allowed it, in which words, what waiting costs.

    `cutoff_at` is the moment that cannot wait.
    """

    id: Id
    person_id: Id
    words: str
    damage: str
    cutoff_at: datetime


AUTHORITY = (
    Action("approval.remind", RemindApproval, "approvals"),
    Action("approval.forward", ForwardApproval, "approvals"),
    Action("delegation.add", AddDelegation, "delegations"),
    Action("delegation.end", EndDelegation, "delegations"),
    Action("change.draft", DraftChange, "change_requests"),
    Action("change.submit", ChangeStep, "change_requests"),
    Action("change.withdraw", ChangeStep, "change_requests"),
    Action("change.hear", HearChange, "change_requests"),
    Action("change.confirm", ChangeStep, "change_requests"),
    Action("change.apply", ChangeStep, "change_requests"),
    Action("change.acknowledge", HearChange, "change_requests"),
    Action("change.verify", ChangeStep, "change_requests"),
    Action("change.urge", UrgeChange, "change_requests"),
    Action("change.authorise", ChangeStep, "change_requests"),
    Action("change.escalate", ChangeStep, "change_requests"),
)
