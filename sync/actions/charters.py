"""Drafting, changing and signing the charter of an order's team."""

from decimal import Decimal

from sync.actions.authority import table_of
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_edit, require_right
from sync.domain.authority import in_table_currency
from sync.domain.charters import (
    THRESHOLD,
    Charter,
    CharterState,
    charter_id,
    members_for,
    unsigned,
)
from sync.domain.ids import Id, order_name, row_id
from sync.domain.money import order_amount
from sync.domain.orders import Order, OrderLine, OrderState
from sync.domain.organisation_commands import DraftCharter, EditCharter, SignCharter
from sync.domain.people import User
from sync.domain.records import record, split, to_value
from sync.domain.refusals import Refusal, refuse
from sync.domain.scheduling import plan
from sync.domain.values import check_fields

SETTING = "charter.threshold"
"""The configuration key of the amount from which an order's team has a charter; "off" for none."""
_SETTABLE = frozenset({"members", "goals", "rhythm", "decision_rule", "ends_on"})
_NOT_THEN = ("order.import",)


def draft(deed: Deed, command: DraftCharter) -> None:
    """Draft a charter for an order that is not large by itself."""
    order = _own(deed, command.order_id)
    if deed.work.get("charters", charter_id(order.id)) is not None:
        raise refuse("charter_stands", order=order_name(order.id, order.order_no))
    _draft(deed, order)


def draft_where_large(deed: Deed) -> None:
    """Draft charters for the orders that the action made large before they were signed."""
    if deed.cause in _NOT_THEN:
        return
    touched = {
        str(row["order_id"])
        for entity, identifier in tuple(deed.work.before)
        if entity == "order_lines" and (row := deed.work.get(entity, identifier)) is not None
    }
    for order_id in sorted(touched):
        row = deed.work.get("orders", order_id)
        if row is not None and deed.work.get("charters", charter_id(order_id)) is None:
            order = record(Order, row)
            if order.signed_on is None and order.state is OrderState.OPEN and _large(deed, order):
                _draft(deed, order)


def edit(deed: Deed, command: EditCharter) -> None:
    """Change what a charter says; who had signed it signs it as it now reads."""
    order = _own(deed, command.order_id)
    charter = _charter(deed, order)
    for name in command.set.keys() - _SETTABLE:
        raise refuse("field_fixed", entity="charters", field=name)
    fields = check_fields("charters", command.set)
    if "members" in fields:
        fields["members"] = _known_members(deed, str(fields["members"] or ""))
    changed: Fields = {
        name: value for name, value in fields.items() if value != to_value(getattr(charter, name))
    }
    if not changed:
        raise refuse("nothing_to_change", entity="charters")
    again: Fields = {"state": CharterState.DRAFT.value, "signed": "", "signed_at": None}
    deed.set("charters", charter.id, {**changed, **again})


def sign(deed: Deed, command: SignCharter) -> None:
    """Sign a charter; with the last member's signature it stands."""
    require_right(deed, "order", "R", command.order_id)
    order = deed.work.load(Order, "orders", command.order_id)
    charter = _charter(deed, order)
    actor = deed.context.actor.id
    if actor not in split(charter.members):
        raise refuse("charter_not_member", kind="denied")
    if actor not in unsigned(charter):
        raise refuse("charter_signed_already")
    if not charter.goals.strip():
        raise refuse("field_empty", entity="charters", field="goals")
    signed = (*split(charter.signed), actor)
    fields: Fields = {"signed": ",".join(signed)}
    if set(unsigned(charter)) == {actor}:
        stands: Fields = {
            "state": CharterState.SIGNED.value,
            "signed_at": to_value(deed.context.acted_at),
        }
        fields |= stands
    deed.set("charters", charter.id, fields)


def named(deed: Deed, refusal: Refusal | None) -> Refusal | None:
    """Return the refusal of an unsigned charter with the names of who has yet to sign."""
    if refusal is None or refusal.code != "gate_charter":
        return refusal
    ids = split(str(refusal.facts["people"]))
    people = [record(User, row) for each in ids if (row := deed.work.get("users", each))]
    facts = {
        **refusal.facts,
        "people_zh": "、".join(user.name_zh for user in people),
        "people_en": ", ".join(user.name_en for user in people),
    }
    return Refusal(code=refusal.code, facts=facts, kind=refusal.kind)


def _own(deed: Deed, order_id: Id) -> Order:
    order = deed.work.load(Order, "orders", order_id)
    require_edit(deed, "orders", deed.work.require("orders", order_id), {"note": None})
    if order.state is not OrderState.OPEN:
        raise refuse("order_ended", order=order_name(order.id, order.order_no))
    return order


def _charter(deed: Deed, order: Order) -> Charter:
    row = deed.work.get("charters", charter_id(order.id))
    if row is None:
        raise refuse("charter_missing", kind="gone", order=order_name(order.id, order.order_no))
    return record(Charter, row)


def _large(deed: Deed, order: Order) -> bool:
    setting = deed.work.get("config_items", row_id("config", SETTING))
    said = "" if setting is None else str(setting["value"])
    if said == "off":
        return False
    threshold = Decimal(said) if said.isdecimal() else THRESHOLD
    lines = deed.work.find_all(OrderLine, "order_lines", "order_id", order.id)
    amount = order_amount(lines, order.currency)
    told = in_table_currency(table_of(deed.work)[0], amount, order.currency)
    return told is not None and told >= threshold


def _draft(deed: Deed, order: Order) -> None:
    facts = load_facts(deed.work, order.id, deed.context)
    rules = deed.context.rules
    process = rules.process(order.process_version)
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    planned = plan(facts, process, rules.calendars, deed.context.acted_at)
    days = [node.finish for node in planned.nodes if node.finish is not None]
    fields: Fields = {
        "id": charter_id(order.id),
        "order_id": order.id,
        "members": ",".join(members_for(order.owner_id, facts.nodes, people, process)),
        "ends_on": to_value(max(days, default=None)),
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("charters", check_fields("charters", fields))


def _known_members(deed: Deed, text: str) -> str:
    members = tuple(dict.fromkeys(split(text)))
    if not members:
        raise refuse("field_empty", entity="charters", field="members")
    for each in members:
        deed.work.require("users", each)
    return ",".join(members)
