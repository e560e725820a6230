"""Drafts of a new version of the order process, made from the one that runs (product.md S01)."""

from datetime import datetime
from enum import StrEnum

from sync.domain.people import Actor
from sync.domain.permissions import may_do
from sync.domain.process import Node
from sync.domain.records import Record
from sync.domain.refusals import Refusal
from sync.domain.rights import Permissions


class DraftState(StrEnum):
    """How far a draft is. `publishing` is said here and not yet by head office."""

    OPEN = "open"
    ASKED = "submitted"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    DROPPED = "dropped"


BEING_WRITTEN = (DraftState.OPEN, DraftState.ASKED)
"""A draft in these states can be changed; a change takes what was asked back."""


class ProcessDraft(Record, frozen=True, kw_only=True):
    """A new version under way; what it changes stands in `process_changes`, a row a field.

    `digest` tells its content of now. `reason` is why it was last refused, or dropped. `version` is
    the number that it was published under.
    """

    title: str
    based_on: int
    state: DraftState = DraftState.OPEN
    digest: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    asked_by: str = ""
    asked_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    version: int = 0


def leads(actor: Actor, permissions: Permissions) -> bool:
    """Return whether somebody decides about the company's rules, and what is in force."""
    return any(
        may_do(actor, "config", letter, permissions=permissions) is None for letter in ("U", "A")
    )


def may_change(actor: Actor, node: Node, permissions: Permissions) -> Refusal | None:
    """Return why somebody may not change a stage's standard, checklist or paths, or None.

    Who answers for it may (RACI: A), and who decides about the company's rules.
    """
    if actor.holds(*node.raci.accountable) or leads(actor, permissions):
        return None
    roles = ",".join(node.raci.accountable)
    facts = {"node": node.id, "roles": roles or "MGR"}
    return Refusal(code="process_not_yours", kind="denied", facts={**facts})


def may_publish(actor: Actor, draft: ProcessDraft, permissions: Permissions) -> Refusal | None:
    """Return why somebody may not decide about a draft, or None.

    Two people put a rule in force: who asks for it never says yes to it (domain.md 8.4, rule 1).
    """
    if not leads(actor, permissions):
        return Refusal(code="process_leaders_only", kind="denied", facts={"roles": "GM,MGR"})
    if draft.state is not DraftState.ASKED:
        return Refusal(code="process_not_asked", facts={"title": draft.title})
    if draft.asked_by == actor.id:
        return Refusal(code="process_own_draft", kind="denied", facts={"title": draft.title})
    return None
