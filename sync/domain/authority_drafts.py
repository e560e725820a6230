"""Drafts of a newer decision table, and the versions that were put in force (product.md S03).

Nobody changes what he may decide alone: who wrote in a draft, or asked for it, does not publish it.
"""

from collections.abc import Iterable
from datetime import datetime

from sync.domain.authority_changes import AuthorityChange
from sync.domain.ids import Id, row_id
from sync.domain.people import Actor
from sync.domain.process_drafts import DraftState, leads
from sync.domain.records import Record
from sync.domain.refusals import Refusal
from sync.domain.rights import Permissions


class AuthorityDraft(Record, frozen=True, kw_only=True):
    """A newer table under way; what it changes stands in `authority_changes`, a row a field.

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


class AuthorityVersion(Record, frozen=True, kw_only=True):
    """A table that was put in force: from which draft and version, by whom; never changed.

    The table itself is a setting of that number. `published_by` is empty where head office's
    operator brought it as a file.
    """

    number: int
    title: str = ""
    digest: str = ""
    based_on: int = 0
    draft_id: str = ""
    published_by: str = ""
    published_at: datetime | None = None


def version_id(number: int) -> Id:
    """Return the id of a version's row: there is one for each number."""
    return row_id("authority version", str(number))


def may_write(actor: Actor, permissions: Permissions) -> Refusal | None:
    """Return why somebody may not write in drafts of the table, or None."""
    if leads(actor, permissions):
        return None
    return Refusal(code="authority_leaders_only", kind="denied", facts={"roles": "GM,MGR"})


def may_publish(
    actor: Actor,
    draft: AuthorityDraft,
    changes: Iterable[AuthorityChange],
    permissions: Permissions,
) -> Refusal | None:
    """Return why somebody may not decide about a draft, or None."""
    no = may_write(actor, permissions)
    if no is not None:
        return no
    if draft.state is not DraftState.ASKED:
        return Refusal(code="authority_not_asked", facts={"title": draft.title})
    authors = {draft.asked_by, *(change.changed_by for change in changes)}
    if actor.id in authors:
        return Refusal(code="authority_own_draft", kind="denied", facts={"title": draft.title})
    return None
