"""Asks the decision table about a request, and who may fill which of its seats now."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from sync.actions.context import Context
from sync.actions.deed import Deed
from sync.actions.facts import load_facts
from sync.actions.workspace import Workspace
from sync.domain import authority, authority_cases, delegations
from sync.domain.approval_flow import Candidate, Flow, Yes, flow_of, verdict_of
from sync.domain.approvals import LEVEL_MAX, Approval, Choice, Outcome
from sync.domain.authority import Ruling, Table
from sync.domain.delegations import Delegation
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.people import Actor, User, actor_of
from sync.domain.permissions import may_do
from sync.domain.records import record
from sync.domain.refusals import refuse
from sync.domain.rights import Permissions
from sync.store import authority_files
from sync.store.authority_lists import POINTER


class Policy(msgspec.Struct, frozen=True):
    """Which level decides, by the company's settings and table of which version, and the flow."""

    level: int
    ver: int
    flow: Flow = ()
    ruling: Ruling = Ruling(version=0, level=0)


def table_of(work: Workspace, version: int = 0) -> tuple[Table, int]:
    """Return the newest table, or one of a version, and the version of the row that names it."""
    pointer = work.get("config_items", row_id("config", POINTER))
    wanted = version or (0 if pointer is None else int(str(pointer["value"])))
    row = work.get("config_items", row_id("config", f"{authority_files.KEY}{wanted}"))
    ver = 0 if pointer is None else int(pointer.get("ver") or 0)
    if row is not None:
        return authority_files.read_table(str(row["value"])), ver
    known = authority_files.shipped()
    return known.get(wanted) or known[max(known)], ver


def setting_of(work: Workspace, topic: str) -> tuple[int | None, int]:
    """Return the level that the company set for a topic, or for all, and the row's version."""
    for key in (f"approval.level.{topic}", "approval.level"):
        row = work.get("config_items", row_id("config", key))
        if row is not None and str(row["value"]).isdigit():
            return min(int(str(row["value"])), LEVEL_MAX), int(row.get("ver") or 0)
    return None, 0


def policy_of(work: Workspace, topic: str, case: str = "", currency: str = "USD") -> Policy:
    """Return who decides a case: by the table's rows, and at least by the topic's own setting."""
    table, table_ver = table_of(work)
    facts: dict[str, str] = json.loads(case) if case else {}
    level, ver = setting_of(work, topic)
    verdict = verdict_of(table, facts, currency=currency, setting=level)
    return Policy(verdict.level, max(ver, table_ver), verdict.flow, verdict.ruling)


def policy_on(work: Workspace, approval: Approval) -> Policy:
    """Return who decides a request now: never less than when it was made."""
    order = work.require("orders", approval.order_id)
    currency = str(order["currency"])
    policy = policy_of(work, approval.topic, approval.case, currency)
    if approval.level <= policy.level:
        return policy
    table, _ = table_of(work)
    flow = flow_of(table, policy.ruling, approval.level)
    return msgspec.structs.replace(policy, level=approval.level, flow=flow)


def case_of(deed: Deed, order_id: Id, topic: str, given: dict[str, str]) -> dict[str, str]:
    """Return a case whole: what its author said, and over it what the order tells."""
    check_case(deed.work, given)
    facts = load_facts(deed.work, order_id, deed.context)
    return {**given, **authority_cases.computed(facts, topic, given)}


def check_case(work: Workspace, given: dict[str, str]) -> None:
    """Refuse facts that the table does not ask for, or values that it cannot judge."""
    table, _ = table_of(work)
    known = authority.facts_known(table)
    for name, value in given.items():
        if name not in known:
            raise refuse("case_fact_unknown", fact=name[:40], known=", ".join(sorted(known)))
        if not authority.is_readable(table, name, value):
            raise refuse("case_value_not_valid", fact=name, value=value[:40])


def packet_of(deed: Deed, order_id: Id) -> str:
    """Return what the order looks like now, for whoever decides, as JSON: readable offline."""
    facts = load_facts(deed.work, order_id, deed.context)
    known = deed.work.find("orders", "buyer_id", facts.order.buyer_id)
    states = [str(row["state"]) for row in known if row["id"] != order_id]
    told = {
        "as_of": deed.context.now.isoformat(timespec="seconds"),
        "amount": authority.as_text(authority_cases.amount_of(facts)),
        "currency": facts.order.currency,
        "margin_percent": _text(authority_cases.margin_after(facts, Decimal(0))),
        "stage": authority_cases.stage_of(facts),
        "buyer": "" if facts.buyer is None else facts.buyer.name,
        "earlier_orders": {name: states.count(name) for name in sorted(set(states))},
        "lines": _lines(facts),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


_LINES_MAX = 40
_NAME_MAX = 80


def _lines(facts: OrderFacts) -> list[list[str]]:
    return [
        [line.description[:_NAME_MAX], _text(line.quantity), line.unit, _text(line.unit_price)]
        for line in facts.lines[:_LINES_MAX]
    ]


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else authority.as_text(amount)


def said_on(work: Workspace, approval: Approval, whole_hash: str = "") -> list[Yes]:
    """Return the approvals that count on a request, oldest first.

    With `whole_hash`, only those that were given on the content as it stands.
    """
    counting = [
        row
        for row in work.find("decisions", "order_id", approval.order_id)
        if row["approval_id"] == approval.id
        and row["outcome"] == Outcome.ACCEPTED.value
        and row["choice"] == Choice.APPROVE.value
        and (not whole_hash or row["whole_hash"] == whole_hash)
    ]
    counting.sort(key=lambda row: (str(row["arrived_at"] or ""), str(row["id"])))
    return [
        Yes(author_id=str(row["author_id"]), for_id=str(row["for_id"]), seat=str(row["seat"]))
        for row in counting
    ]


def candidates(
    work: Workspace, actor: Actor, approval: Approval, context: Context
) -> Iterator[Candidate]:
    """Return as whom somebody may decide: as themselves first, then for each whom they stand in.

    Nobody stands in for the author of the request: that would be deciding one's own.
    """
    order = work.require("orders", approval.order_id)
    permissions = context.rules.permissions
    yield _candidate(actor, order, permissions)
    for delegation in standing_for(work, actor.id, context.today):
        person = work.get("users", delegation.delegator_id)
        if person is None or not person["active"] or delegation.delegator_id == _asker(approval):
            continue
        if delegations.covers(
            delegation, team=str(order["team"]), amount=amount_in_table(work, order)
        ):
            stood = actor_of(record(User, person))
            capped = msgspec.structs.replace(stood, level=min(stood.level, delegation.level_max))
            found = _candidate(capped, order, permissions)
            yield msgspec.structs.replace(found, person_id=actor.id, for_id=stood.id)


def standing_for(work: Workspace, person_id: Id, today: date) -> list[Delegation]:
    """Return the delegations by which somebody decides for others on this day."""
    given: Iterable[Delegation] = work.find_all(Delegation, "delegations", "delegate_id", person_id)
    return [each for each in given if delegations.stands(each, today)]


def _asker(approval: Approval) -> Id:
    return approval.requested_by


def amount_in_table(work: Workspace, order: "dict[str, str | int | None]") -> Decimal | None:
    """Return an order's amount in the table's currency; None where there is no rate."""
    lines = work.find("order_lines", "order_id", order["id"])
    amounts = (Decimal(str(row["quantity"])) * Decimal(str(row["unit_price"])) for row in lines)
    table, _ = table_of(work)
    return authority.in_table_currency(table, sum(amounts, Decimal(0)), str(order["currency"]))


def _candidate(
    actor: Actor, order: "dict[str, str | int | None]", permissions: Permissions
) -> Candidate:
    no = may_do(
        actor,
        "change_request",
        "A",
        permissions=permissions,
        owner_id=str(order.get("owner_id") or ""),
        team=str(order.get("team") or ""),
    )
    return Candidate(
        person_id=actor.id, level=actor.level, roles=actor.roles, may_approve=no is None
    )
