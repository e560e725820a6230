"""The actions on requests, decisions, deputies and changes, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import (
    approvals,
    change_steps,
    changes_asked,
    decisions,
    delegations,
    urgent_changes,
)
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "approval.request": approvals.request,
    "approval.withdraw": approvals.withdraw,
    "approval.decide": decisions.decide,
    "approval.remind": approvals.remind,
    "approval.forward": approvals.forward,
    "delegation.add": delegations.add,
    "delegation.end": delegations.end,
    "change.draft": changes_asked.draft,
    "change.submit": changes_asked.submit,
    "change.withdraw": changes_asked.withdraw,
    "change.hear": change_steps.hear,
    "change.confirm": change_steps.confirm,
    "change.apply": change_steps.apply,
    "change.acknowledge": change_steps.acknowledge,
    "change.verify": change_steps.verify,
    "change.urge": urgent_changes.urge,
    "change.authorise": urgent_changes.authorise,
    "change.escalate": urgent_changes.escalate,
}
