"""Keeps duties apart where somebody decides: head office judges it, whatever a desk says."""

import json
from typing import cast

from sync.actions.deed import Deed
from sync.actions.facts import load_facts
from sync.domain import separation
from sync.domain.approvals import Approval, Choice
from sync.domain.commands import DecideApproval
from sync.domain.ids import Id, row_id
from sync.domain.people import Role, User
from sync.domain.records import record
from sync.domain.refusals import Refused, refuse
from sync.store import rows


def relaxed_here(deed: Deed) -> frozenset[str]:
    """Return the rules that the company has relaxed; none where it did not say so."""
    row = deed.work.get("config_items", row_id("config", separation.RELAXED_KEY))
    if row is None:
        return frozenset()
    people = (record(User, each) for each in rows.all_rows(deed.work.connection, "users"))
    return separation.relaxed_rules(str(row["value"]), people)


def require_apart(deed: Deed, approval: Approval, command: DecideApproval) -> None:
    """Refuse a decision of somebody who did, or stands in for who did, the other half."""
    actor = deed.context.actor
    if actor.roles == frozenset({Role.ADM}):
        raise Refused(separation.apart("12", approval.title))
    people = {actor.id, command.for_id} - {""}
    for rule, others in _others(deed, approval):
        if people & others:
            told = "13" if actor.id not in others else rule
            raise Refused(separation.apart(told, approval.title))
    is_yes = command.decision == Choice.APPROVE.value
    if approval.topic == separation.CALL_BACK and is_yes and not command.note.strip():
        raise refuse("call_back_missing", title=approval.title)


def _others(deed: Deed, approval: Approval) -> list[tuple[str, frozenset[Id]]]:
    """Return by rule the people who did the other half of what the request is about."""
    facts = load_facts(deed.work, approval.order_id, deed.context)
    found: list[tuple[str, frozenset[Id]]] = []
    if separation.PRICED & _rows(approval):
        found.append(("2", _quoted_by(deed, approval.order_id)))
    if approval.topic == separation.PAYMENT:
        found.append(("4", separation.bought_by(facts)))
    if approval.topic == "release":
        confirmed = frozenset(receipt.confirmed_by for receipt in facts.receipts) - {""}
        executed = separation.released_by(facts)
        # Finance's own seat is the confirming one; only who executes is kept from it.
        found.append(
            ("6", executed if Role.FIN in deed.context.actor.roles else executed | confirmed)
        )
    return found


def _rows(approval: Approval) -> frozenset[str]:
    matched = cast("list[list[str]]", json.loads(approval.matched)) if approval.matched else []
    return frozenset(row for row, *_ in matched)


def _quoted_by(deed: Deed, order_id: Id) -> frozenset[Id]:
    """Return who gave the quotation: whoever noted its day, by the history."""
    found = deed.work.find("history", "order_id", order_id)
    return frozenset(
        str(row["actor_id"])
        for row in found
        if row["entity"] == "orders" and row["field"] == "quoted_on"
    )
