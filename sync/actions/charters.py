"""Drafting, changing and signing the charter of an order's team."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_edit, require_right
from sync.domain.charter_drafts import drafted
from sync.domain.charters import (
    Charter,
    CharterState,
    charter_id,
    unsigned,
)
from sync.domain.ids import Id, order_name
from sync.domain.orders import Order, OrderState
from sync.domain.organisation_commands import DraftCharter, EditCharter, SignCharter
from sync.domain.people import User
from sync.domain.records import record, split, to_row, to_value
from sync.domain.refusals import Refusal, refuse
from sync.domain.scheduling import plan
from sync.domain.values import check_fields

_SETTABLE = frozenset({"members", "goals", "rhythm", "decision_rule", "ends_on"})


def draft(deed: Deed, command: DraftCharter) -> None:
    """Draft a charter for an order that is not large by itself."""
    order = _own(deed, command.order_id)
    if deed.work.get("charters", charter_id(order.id)) is not None:
        raise refuse("charter_stands", order=order_name(order.id, order.order_no))
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
    ids = split(str(refusal.facts.get("people") or ""))
    if not ids:
        return refusal
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
    """Return an order's charter; of a big order the draft, which becomes a row now.

    Only for whoever may change the order: they see its amount, which the answer tells of.
    """
    if deed.work.get("charters", charter_id(order.id)) is None:
        require_edit(deed, "orders", deed.work.require("orders", order.id), {"note": None})
        if not load_facts(deed.work, order.id, deed.context).is_big:
            name = order_name(order.id, order.order_no)
            raise refuse("charter_missing", kind="gone", order=name)
        _draft(deed, order)
    return deed.work.load(Charter, "charters", charter_id(order.id))


def _draft(deed: Deed, order: Order) -> None:
    facts = load_facts(deed.work, order.id, deed.context)
    rules = deed.context.rules
    process = rules.process(order.process_version)
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    planned = plan(facts, process, rules.calendars, deed.context.acted_at)
    fields = to_row(drafted(facts, people, process, planned))
    deed.add("charters", {**fields, "created_at": to_value(deed.context.acted_at)})


def _known_members(deed: Deed, text: str) -> str:
    members = tuple(dict.fromkeys(split(text)))
    if not members:
        raise refuse("field_empty", entity="charters", field="members")
    for each in members:
        deed.work.require("users", each)
    return ",".join(members)
