"""Reads what is known of the decision table: versions, drafts, and how a draft reads by now."""

from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import Connection

from sync.domain import delegations
from sync.domain.approval_flow import Flow, Seat, verdict_of
from sync.domain.approvals import Approval, ApprovalState
from sync.domain.authority import Table
from sync.domain.authority_changes import AuthorityChange, applied, differs, standing
from sync.domain.authority_checks import Chair, Finding, Flaw, findings, unfilled
from sync.domain.authority_drafts import AuthorityDraft, AuthorityVersion, version_id
from sync.domain.delegations import Delegation
from sync.domain.ids import Id, row_id
from sync.domain.people import User, actor_of, roles_of
from sync.domain.permissions import may_do
from sync.domain.process_drafts import BEING_WRITTEN
from sync.domain.records import record
from sync.domain.refusals import refuse
from sync.store import authority_files, permission_files, rows

POINTER = "authority"
"""The configuration key that holds the number of the company's newest table."""
_TITLES_SHOWN = 3


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One version or draft of the table, with what it changes and what is wrong with it.

    `base` is the version that it stands on: of a version that came with the program, itself.
    `changes` are those that say something else than that, `misplaced` those without a place in it.
    """

    table: Table
    base: Table
    draft: AuthorityDraft | None = None
    version: AuthorityVersion | None = None
    changes: tuple[AuthorityChange, ...] = ()
    misplaced: tuple[AuthorityChange, ...] = ()
    findings: tuple[Finding, ...] = ()


class Able(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of a verdict, and who could fill it now: themselves, and in whose stead."""

    seat: Seat
    people: tuple[User, ...]
    deputies: tuple[tuple[User, User], ...]
    """Who stands in, and for whom."""


def newest(connection: Connection) -> int:
    """Return the number of the table that is in force."""
    row = rows.get(connection, "config_items", row_id("config", POINTER))
    return max(authority_files.shipped()) if row is None else int(str(row["value"]))


def table_numbered(connection: Connection, number: int) -> Table:
    """Return a version of the table, or refuse where there is none."""
    key = row_id("config", f"{authority_files.KEY}{number}")
    row = rows.get(connection, "config_items", key)
    if row is not None:
        return authority_files.read_table(str(row["value"]))
    found = authority_files.shipped().get(number)
    if found is None:
        raise refuse("authority_version_unknown", version=number, newest=newest(connection))
    return found


def read_drafts(connection: Connection) -> list[AuthorityDraft]:
    """Return all drafts: those being written first, then the newest first."""
    found = [record(AuthorityDraft, row) for row in rows.all_rows(connection, "authority_drafts")]
    found.sort(key=lambda draft: (str(draft.created_at), draft.id), reverse=True)
    return sorted(found, key=lambda draft: draft.state not in BEING_WRITTEN)


def read_versions(connection: Connection) -> list[AuthorityVersion]:
    """Return the company's published versions, the newest first."""
    kept = rows.all_rows(connection, "authority_versions")
    return sorted((record(AuthorityVersion, row) for row in kept), key=_number_of, reverse=True)


def read_version(connection: Connection, number: int, *, today: date) -> Sheet:
    """Return a version of the table; 0 is the one in force."""
    table = table_numbered(connection, number or newest(connection))
    found = (*findings(table), *advice(connection, table, today))
    row = rows.get(connection, "authority_versions", version_id(table.version))
    if row is None:
        return Sheet(table=table, base=table, findings=found)
    version = record(AuthorityVersion, row)
    base = table if not version.based_on else table_numbered(connection, version.based_on)
    return Sheet(table=table, base=base, version=version, findings=found)


def read_draft(connection: Connection, draft_id: Id, *, today: date) -> Sheet:
    """Return a draft as it reads by now, or refuse where there is none."""
    row = rows.get(connection, "authority_drafts", draft_id)
    if row is None:
        raise refuse("row_gone", kind="gone", entity="authority_drafts", id=draft_id[:40])
    draft = record(AuthorityDraft, row)
    base = table_numbered(connection, draft.based_on)
    kept = rows.find(connection, "authority_changes", "draft_id", draft_id)
    changes = standing(record(AuthorityChange, each) for each in kept)
    whole = applied(base, changes)
    table = whole.table
    found = (*findings(table), *advice(connection, table, today), *_stricter(connection, table))
    return Sheet(
        table=table,
        base=base,
        draft=draft,
        changes=tuple(each for each in changes if differs(base, each)),
        misplaced=whole.misplaced,
        findings=found,
    )


def advice(connection: Connection, table: Table, today: date) -> tuple[Finding, ...]:
    """Return what to mind about who fills the table's seats now."""
    chairs = [_chair(person) for person in _working(connection)]
    return (*unfilled(table, chairs), *_circles(connection, today))


def able(connection: Connection, flow: Flow, today: date) -> tuple[Able, ...]:
    """Return who could fill each seat of a flow today: themselves, or in somebody's stead.

    A deputy hands nothing on, so people who stand in for each other in a circle end nothing.
    """
    people = {person.id: person for person in _working(connection)}
    given = _delegations(connection, today)
    found: list[Able] = []
    for seat in (seat for step in flow for seat in step):
        own = tuple(person for person in people.values() if _fills(person, seat))
        deputies = tuple(
            (people[each.delegate_id], people[each.delegator_id])
            for each in given
            if each.delegate_id in people
            and people.get(each.delegator_id) in own
            and seat.level <= each.level_max
        )
        found.append(Able(seat=seat, people=own, deputies=deputies))
    return tuple(found)


def _working(connection: Connection) -> list[User]:
    people = (record(User, row) for row in rows.find(connection, "users", "active", 1))
    return sorted(people, key=lambda person: person.login)


def _chair(person: User) -> Chair:
    permissions = permission_files.load_permissions()
    actor = actor_of(person)
    no = may_do(
        actor,
        "change_request",
        "A",
        permissions=permissions,
        owner_id=person.id,
        team=person.team,
    )
    return Chair(level=person.level, roles=roles_of(person), may_approve=no is None)


def _fills(person: User, seat: Seat) -> bool:
    chair = _chair(person)
    if seat.role:
        return seat.role in chair.roles
    return chair.may_approve and chair.level >= seat.level


def _delegations(connection: Connection, today: date) -> list[Delegation]:
    kept = (record(Delegation, row) for row in rows.all_rows(connection, "delegations"))
    return [each for each in kept if delegations.stands(each, today)]


def _circles(connection: Connection, today: date) -> tuple[Finding, ...]:
    """Return who stand in for each other in a circle, by their logins."""
    logins = {str(row["id"]): str(row["login"]) for row in rows.all_rows(connection, "users")}
    return tuple(
        _circle(logins.get(each, each) for each in circle)
        for circle in delegations.circles(_delegations(connection, today))
    )


def _circle(names: Iterable[str]) -> Finding:
    return Finding(flaw=Flaw.CIRCLE, facts={"people": ", ".join(names)})


def _stricter(connection: Connection, table: Table) -> tuple[Finding, ...]:
    """Return which open requests would need a higher level than they were asked under."""
    raised: list[str] = []
    currencies: dict[str, str] = {}
    for row in rows.find(connection, "approvals", "state", ApprovalState.OPEN.value):
        approval = record(Approval, row)
        if not approval.case:
            continue
        if approval.order_id not in currencies:
            order = rows.get(connection, "orders", approval.order_id) or {}
            currencies[approval.order_id] = str(order.get("currency") or table.currency)
        case = msgspec.json.decode(approval.case, type=dict[str, str])
        verdict = verdict_of(table, case, currency=currencies[approval.order_id])
        if verdict.ruling.level > approval.level:
            raised.append(approval.title)
    if not raised:
        return ()
    facts: dict[str, str | int] = {"count": len(raised)}
    facts["titles"] = ", ".join(raised[:_TITLES_SHOWN])
    return (Finding(flaw=Flaw.STRICTER, facts=facts),)


def _number_of(version: AuthorityVersion) -> int:
    return version.number
