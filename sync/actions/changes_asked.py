"""Drafting a change, submitting it, taking it back, and what its approval makes of it."""

import json
from collections.abc import Sequence
from itertools import chain
from typing import cast

import msgspec

from sync.actions import approvals, authority
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_right
from sync.domain import change_impact
from sync.domain.approvals import ApprovalState
from sync.domain.authority import Ruling, evaluate
from sync.domain.authority_commands import ChangeStep, DraftChange, Wish
from sync.domain.change_impact import Wanted
from sync.domain.change_requests import (
    COLUMN_OF,
    KINDS,
    OPEN,
    ChangeRequest,
    ChangeState,
    ChangeType,
)
from sync.domain.commands import RequestApproval
from sync.domain.ids import Id, row_id
from sync.domain.products import Product
from sync.domain.projections import projection_of
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields, check_value

_FOR = ("buyer", "internal", "supplier", "authority")
_BARE = (ChangeType.PACK, ChangeType.SPEC, ChangeType.DOC, ChangeType.SHIP, ChangeType.CANCEL)
"""Types that may change something that is no field: a mark, a drawing, a clause."""
_NOUNS = ("orders", "order_lines", "shipments", "letters_of_credit")


def draft(deed: Deed, command: DraftChange) -> None:
    """Draft a change; the fields it sets are those of its type, and none is set yet."""
    require_right(deed, "change_request", "C", command.order_id)
    if command.change_type not in tuple(ChangeType):
        raise refuse(
            "value_not_valid",
            entity="change_requests",
            field="change_type",
            value=command.change_type[:40],
        )
    kind = ChangeType(command.change_type)
    if not command.reason.strip():
        raise refuse("reason_missing", action="change.draft")
    if command.requested_for not in _FOR:
        value = command.requested_for[:40]
        raise refuse(
            "value_not_valid", entity="change_requests", field="requested_for", value=value
        )
    if not command.wanted and kind not in _BARE:
        raise refuse("nothing_to_change", entity="change_requests")
    wanted = [_wish(deed, command.order_id, kind, wish) for wish in command.wanted]
    authority.check_case(deed.work, command.case)
    said: Fields = {
        "order_id": command.order_id,
        "change_type": kind.value,
        "reason": command.reason,
        "requested_for": command.requested_for,
        **apart(deed, wanted),
        "case": json.dumps(command.case, sort_keys=True) if command.case else "",
    }
    fields = check_fields("change_requests", said) | {
        "id": command.id,
        "state": ChangeState.DRAFT.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("change_requests", fields)


def submit(deed: Deed, command: ChangeStep) -> None:
    """Submit a change: compute what it would do, and ask the level that the table says."""
    change = _own(deed, command.id)
    if change.state not in (ChangeState.DRAFT, ChangeState.ASSESSING):
        raise not_in_step(change)
    said, ruling = weighed(deed, change)
    fields: Fields = {
        "impact": said,
        "level": ruling.level,
        "submitted_at": to_value(deed.context.acted_at),
        "clash": "",
    }
    if ruling.level == 0:
        deed.set("change_requests", change.id, {**fields, "state": ChangeState.APPROVED.value})
        return
    approval_id = ask(deed, change)
    asked: Fields = {"state": ChangeState.APPROVING.value, "approval_id": approval_id}
    deed.set("change_requests", change.id, {**fields, **asked})


def withdraw(deed: Deed, command: ChangeStep) -> None:
    """Take a change back while it is not carried out, and its approval with it."""
    change = _own(deed, command.id)
    if change.state not in OPEN:
        raise not_in_step(change)
    deed.set("change_requests", change.id, {"state": ChangeState.WITHDRAWN.value})
    approval = deed.work.get("approvals", change.approval_id)
    if approval is not None and approval["state"] == ApprovalState.OPEN.value:
        deed.set("approvals", change.approval_id, {"state": ApprovalState.WITHDRAWN.value})


def settle(deed: Deed, change_id: Id, *, is_approved: bool) -> None:
    """Let an approval's end take effect on its change, at head office."""
    change = deed.work.load(ChangeRequest, "change_requests", change_id)
    if change.urgent_at is not None:
        ratified: Fields = {"ratified_at": to_value(deed.context.now)}
        failed: Fields = {"state": ChangeState.ROLL_BACK.value}
        deed.set("change_requests", change_id, ratified if is_approved else failed)
        return
    state = ChangeState.APPROVED if is_approved else ChangeState.REJECTED
    deed.set("change_requests", change_id, {"state": state.value})


def ask(deed: Deed, change: ChangeRequest) -> Id:
    """Ask for the approval of a change; each asking is a request of its own. Return its id."""
    approval_id = row_id("approval", change.id, deed.context.operation_id)
    request = RequestApproval(
        id=approval_id,
        order_id=change.order_id,
        topic=approvals.CHANGE,
        title=f"{change.change_type.value} {change.reason}"[:200],
        note=change.reason,
        case=case_of(deed, change),
    )
    approvals.put(deed, request, change.id, change.created_by)
    return approval_id


def case_of(deed: Deed, change: ChangeRequest) -> dict[str, str]:
    """Return the case of a change: what was said, and over it what follows from the facts."""
    given: dict[str, str] = json.loads(change.case) if change.case else {}
    facts = load_facts(deed.work, change.order_id, deed.context)
    return {**given, **change_impact.case_of(facts, wanted_of(change), change.change_type)}


def weighed(deed: Deed, change: ChangeRequest) -> tuple[str, Ruling]:
    """Return what a change would do, as JSON, and what the decision table says of it."""
    facts = load_facts(deed.work, change.order_id, deed.context)
    wanted = wanted_of(change)
    products = {
        line.product_id: record(Product, row)
        for line in change_impact.changed(facts, wanted).lines
        if (row := deed.work.get("products", line.product_id)) is not None
    }
    found = list(change_impact.effects(facts, wanted, change.change_type, products))
    found += _others(deed, change)
    table, _ = authority.table_of(deed.work)
    currency = facts.order.currency
    ruling = evaluate(table, case_of(deed, change), currency=currency)
    return msgspec.json.encode(found).decode(), ruling


def wanted_of(change: ChangeRequest) -> tuple[Wanted, ...]:
    """Return what a change sets, as far as it is seen here."""
    texts = (change.wanted, change.wanted_money, change.wanted_supplier)
    parts = (msgspec.json.decode(text or "[]", type=tuple[Wanted, ...]) for text in texts)
    return tuple(chain.from_iterable(parts))


def apart(deed: Deed, wanted: Sequence[Wanted]) -> Fields:
    """Return the columns of what a change sets: what not everybody sees of an order is apart."""
    columns: dict[str, list[Wanted]] = {"wanted": []}
    columns |= {column: [] for column in COLUMN_OF.values()}
    for wish in wanted:
        rule = deed.context.rules.permissions.entities[wish[0]].fields.get(wish[2])
        column = COLUMN_OF.get("" if rule is None else rule.group, "wanted")
        columns[column].append(wish)
    return {name: json.dumps(found, ensure_ascii=False) for name, found in columns.items()}


def not_in_step(change: ChangeRequest) -> Exception:
    """Return the refusal of a step that the change's state does not allow."""
    return refuse("change_not_in_step", what=change.reason, state=change.state.value)


def _own(deed: Deed, change_id: Id) -> ChangeRequest:
    change = deed.work.load(ChangeRequest, "change_requests", change_id)
    if change.created_by != deed.context.actor.id:
        raise refuse("change_of_another", kind="denied", what=change.reason)
    return change


def _wish(deed: Deed, order_id: Id, kind: ChangeType, wish: Wish) -> Wanted:
    name = f"{wish.entity}.{wish.field}"
    if name not in KINDS[kind].fields:
        known = ", ".join(sorted(KINDS[kind].fields))
        raise refuse("change_field_of_other_type", field=name[:60], known=known)
    row = deed.work.require(wish.entity, wish.id)
    if order_id not in (row["id"], row.get("order_id")):
        raise refuse("row_gone", kind="gone", entity=wish.entity, id=wish.id[:40])
    value = check_value(wish.entity, wish.field, wish.value)
    view = projection_of(deed.context.actor.roles, deed.context.rules.permissions)
    if wish.entity in view.nouns or wish.field in view.fields.get(wish.entity, ()):
        raise refuse("field_not_permitted", kind="denied", field=wish.field, group="", roles="")
    return wish.entity, wish.id, wish.field, row.get(wish.field), value


def _others(deed: Deed, change: ChangeRequest) -> list[change_impact.Effect]:
    """Return the buyer's other open orders that share a supplier or the L/C with this one."""
    order = deed.work.require("orders", change.order_id)
    mine = _shared(deed, change.order_id)
    found = deed.work.find("orders", "buyer_id", order["buyer_id"])
    others = [row for row in found if row["id"] != change.order_id and row["state"] == "open"]
    return [
        change_impact.Effect(code="other_order", after=str(row["order_no"] or row["id"]))
        for row in others
        if mine & _shared(deed, str(row["id"]))
    ]


def _shared(deed: Deed, order_id: Id) -> frozenset[str]:
    lines = deed.work.find("order_lines", "order_id", order_id)
    letters = deed.work.find("letters_of_credit", "order_id", order_id)
    named = [cast("str", row["supplier_id"]) for row in lines]
    named += [f"lc {row['number']}" for row in letters if row["number"]]
    return frozenset(named) - {""}
