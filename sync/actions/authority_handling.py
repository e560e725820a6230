"""The actions on requests, decisions, deputies, changes and the decision table, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import (
    approvals,
    authority_changes,
    authority_drafts,
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
    "authority.draft": authority_drafts.begin,
    "authority.submit": authority_drafts.submit,
    "authority.publish": authority_drafts.publish,
    "authority.refuse": authority_drafts.turn_down,
    "authority.drop": authority_drafts.drop,
    "authority.renew": authority_drafts.renew,
    "authority.change": authority_changes.change,
    "authority.add_row": authority_changes.add_row,
    "authority.retire_row": authority_changes.retire_row,
    "authority.take_back": authority_changes.take_back,
}
