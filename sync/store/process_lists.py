"""Reads what is known of the order process: versions, drafts, and how a draft reads by now."""

import msgspec
from sqlalchemy import Connection

from sync.domain.ids import Id
from sync.domain.people import Role, User, roles_of
from sync.domain.process import Process
from sync.domain.process_changes import ProcessChange, applied, differs
from sync.domain.process_coverage import Finding, coverage
from sync.domain.process_drafts import BEING_WRITTEN, ProcessDraft
from sync.domain.process_versions import ProcessVersion, version_id
from sync.domain.records import record
from sync.domain.refusals import refuse
from sync.store import rows
from sync.store.process_versions import versions


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """One version or draft of the process, with what it changes and what is wrong with it.

    `base` is the version that it stands on: of a version that came with the program, itself.
    `changes` are those that say something else than that, `misplaced` those without a place in it.
    """

    process: Process
    base: Process
    draft: ProcessDraft | None = None
    version: ProcessVersion | None = None
    changes: tuple[ProcessChange, ...] = ()
    misplaced: tuple[ProcessChange, ...] = ()
    findings: tuple[Finding, ...] = ()


def roles_held(connection: Connection) -> frozenset[Role]:
    """Return the roles that somebody who works here holds."""
    people = (record(User, row) for row in rows.find(connection, "users", "active", 1))
    return frozenset(role for person in people for role in roles_of(person))


def read_drafts(connection: Connection) -> list[ProcessDraft]:
    """Return all drafts: those being written first, then the newest first."""
    found = [record(ProcessDraft, row) for row in rows.all_rows(connection, "process_drafts")]
    found.sort(key=lambda draft: (str(draft.created_at), draft.id), reverse=True)
    return sorted(found, key=lambda draft: draft.state not in BEING_WRITTEN)


def read_versions(connection: Connection) -> list[ProcessVersion]:
    """Return the company's published versions, the newest first."""
    found = [record(ProcessVersion, row) for row in rows.all_rows(connection, "process_versions")]
    return sorted(found, key=lambda version: version.number, reverse=True)


def read_version(connection: Connection, number: int = 0) -> Design:
    """Return a version of the process; without a number the one that runs."""
    known = versions(connection)
    process = known.of(number or known.newest)
    if number and process.version != number:
        raise refuse("process_version_unknown", version=number, newest=known.newest)
    row = rows.get(connection, "process_versions", version_id(process.version))
    found = coverage(process, roles_held(connection))
    if row is None:
        return Design(process=process, base=process, findings=found)
    version = record(ProcessVersion, row)
    base = known.of(version.based_on)
    return Design(process=process, base=base, version=version, findings=found)


def read_draft(connection: Connection, draft_id: Id) -> Design:
    """Return a draft as it reads by now, or refuse where there is none."""
    row = rows.get(connection, "process_drafts", draft_id)
    if row is None:
        raise refuse("row_gone", kind="gone", entity="process_drafts", id=draft_id[:40])
    draft = record(ProcessDraft, row)
    base = versions(connection).of(draft.based_on)
    kept = rows.find(connection, "process_changes", "draft_id", draft_id)
    changes = [record(ProcessChange, each) for each in kept]
    whole = applied(base, changes)
    return Design(
        process=whole.process,
        base=base,
        draft=draft,
        changes=tuple(each for each in changes if differs(base, each)),
        misplaced=whole.misplaced,
        findings=coverage(whole.process, roles_held(connection)),
    )
