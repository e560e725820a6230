"""Handing over one's desk: offering a packet, answering it item by item, ending it early."""

from collections.abc import Iterator
from datetime import timedelta

from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow
from sync.domain.handing_commands import AnswerItemOffer, EndHandover, HandedItem, OfferHandover
from sync.domain.handovers import (
    DAYS_MAX,
    ENTITIES_HANDED,
    Handover,
    HandoverItem,
    HandoverKind,
    HandoverState,
    ItemState,
)
from sync.domain.ids import Id, row_id
from sync.domain.people import Role, User, roles_of
from sync.domain.permissions import may_do
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.states import SETTLED
from sync.domain.tasks import TaskState
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR, Role.SSR)
_HIGHER = frozenset(_LEADERS)
_SETTLED = frozenset(state.value for state in SETTLED)


def offer(deed: Deed, command: OfferHandover) -> None:
    """Offer a packet; without items it holds everything of the person's that stands there."""
    giver = _giver(deed, command)
    _require_days(deed, command)
    wanted = command.items or tuple(everything_of(deed, giver.id))
    if not wanted:
        raise refuse("handover_empty", login=giver.login)
    said: Fields = {
        "from_id": giver.id,
        "kind": command.kind,
        "from_on": to_value(command.from_on),
        "to_on": to_value(command.to_on),
    }
    fields = check_fields("handovers", said) | {
        "id": command.id,
        "state": HandoverState.OPEN.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("handovers", fields)
    for item in wanted:
        if not _has_moved_on(deed, giver.id, item):
            _add_item(deed, command, giver, item)


def everything_of(deed: Deed, person_id: Id) -> Iterator[HandedItem]:
    """Yield what a person has in hand: open orders, nodes given to them, open tasks on orders."""
    for order in deed.work.find("orders", "owner_id", person_id):
        if order["state"] == "open":
            yield HandedItem(entity="orders", row_id=str(order["id"]))
    for node in deed.work.find("nodes", "owner_id", person_id):
        on = deed.work.get("orders", str(node["order_id"])) or {}
        if node["state"] not in _SETTLED and on.get("state") == "open":
            yield HandedItem(entity="nodes", row_id=str(node["id"]))
    for task in deed.work.find("tasks", "assignee_id", person_id):
        if task["state"] == TaskState.OPEN.value and task["order_id"]:
            yield HandedItem(entity="tasks", row_id=str(task["id"]))


def _has_moved_on(deed: Deed, giver_id: Id, item: HandedItem) -> bool:
    """Return whether somebody gave the work to another person before head office heard of this.

    The rest of the packet is handed over all the same.
    """
    if not deed.context.at_head_office or item.entity not in ENTITIES_HANDED:
        return False
    row = deed.work.get(item.entity, item.row_id)
    return row is None or owner_in(row, item.entity) != giver_id


def accept(deed: Deed, command: AnswerItemOffer) -> None:
    """Accept an item: it is the deputy's on the days agreed."""
    item = _answering(deed, command.id)
    if item.state is not ItemState.OFFERED:
        raise refuse("handover_answered", state=f"handover_{item.state}")
    _answer(deed, item, ItemState.ACCEPTED, "")


def decline(deed: Deed, command: AnswerItemOffer) -> None:
    """Refuse an item, or give one back that was accepted, with the reason."""
    item = _answering(deed, command.id)
    if item.state not in (ItemState.OFFERED, ItemState.ACCEPTED):
        raise refuse("handover_answered", state=f"handover_{item.state}")
    if not command.reason.strip():
        raise refuse("reason_missing", action="handover.refuse")
    is_new = item.state is ItemState.OFFERED
    _answer(deed, item, ItemState.REFUSED if is_new else ItemState.RETURNED, command.reason)


def end(deed: Deed, command: EndHandover) -> None:
    """End a packet before its last day: everything is its own person's again."""
    handover = deed.work.load(Handover, "handovers", command.id)
    actor = deed.context.actor
    if actor.id != handover.from_id and not actor.holds(*_LEADERS):
        raise refuse("handover_of_others", kind="denied")
    if handover.state is HandoverState.ENDED:
        raise refuse("handover_answered", state="handover_ended")
    deed.set("handovers", handover.id, {"state": HandoverState.ENDED.value})
    for item in deed.work.find_all(HandoverItem, "handover_items", "handover_id", handover.id):
        if item.state in (ItemState.OFFERED, ItemState.ACCEPTED):
            _answer(deed, item, ItemState.RETURNED, "")


def owner_in(row: Fields, entity: str) -> Id:
    """Return whose a piece of work is, as its row says."""
    return str(row["assignee_id" if entity == "tasks" else "owner_id"] or "")


def _giver(deed: Deed, command: OfferHandover) -> User:
    actor = deed.context.actor
    permissions = deed.context.rules.permissions
    allow(may_do(actor, "order", "R", permissions=permissions, owner_id=actor.id))
    giver_id = command.from_id or actor.id
    giver = deed.work.load(User, "users", giver_id)
    if giver_id != actor.id and not actor.holds(*_LEADERS):
        raise refuse("handover_of_others", kind="denied")
    return giver


def _require_days(deed: Deed, command: OfferHandover) -> None:
    if command.kind not in tuple(HandoverKind):
        kind = command.kind[:40]
        raise refuse("value_not_valid", entity="handovers", field="kind", value=kind)
    if command.kind == HandoverKind.FOR_GOOD:
        if command.to_on is not None:
            raise refuse("handover_days_wrong", days=DAYS_MAX)
        return
    last = command.to_on
    if last is None or last < command.from_on or last < deed.context.today:
        raise refuse("handover_days_wrong", days=DAYS_MAX)
    if last - command.from_on >= timedelta(days=DAYS_MAX):
        raise refuse("handover_days_wrong", days=DAYS_MAX)


def _add_item(deed: Deed, command: OfferHandover, giver: User, item: HandedItem) -> None:
    if item.entity not in ENTITIES_HANDED:
        raise refuse("handover_not_own", login=giver.login)
    row = deed.work.require(item.entity, item.row_id)
    if owner_in(row, item.entity) != giver.id:
        raise refuse("handover_not_own", login=giver.login)
    receiver = deed.work.load(User, "users", item.to_id or command.to_id)
    _require_deputy(giver, receiver)
    order_id = item.row_id if item.entity == "orders" else str(row["order_id"] or "")
    if not order_id:
        raise refuse("handover_not_own", login=giver.login)
    _require_free(deed, command, order_id, item)
    fields: Fields = {
        "id": row_id("handover item", command.id, item.entity, item.row_id),
        "handover_id": command.id,
        "order_id": order_id,
        "entity": item.entity,
        "row_id": item.row_id,
        "from_id": giver.id,
        "to_id": receiver.id,
        "from_on": to_value(command.from_on),
        "to_on": to_value(command.to_on),
        "state": ItemState.OFFERED.value,
    }
    deed.add("handover_items", fields)


def _require_deputy(giver: User, receiver: User) -> None:
    """Refuse a deputy who is not there, or holds none of the roles and no higher one."""
    if receiver.id == giver.id:
        raise refuse("handover_to_oneself")
    if not receiver.active:
        raise refuse("person_inactive", login=receiver.login)
    held = roles_of(receiver)
    if held.isdisjoint(roles_of(giver)) and held.isdisjoint(_HIGHER):
        raise refuse("handover_role_missing", login=receiver.login, roles=giver.roles)


def _require_free(deed: Deed, command: OfferHandover, order_id: Id, item: HandedItem) -> None:
    """Refuse a second packet with the same work on the same days."""
    for other in deed.work.find_all(HandoverItem, "handover_items", "order_id", order_id):
        is_same = (other.entity, other.row_id) == (item.entity, item.row_id)
        is_later = other.to_on is not None and other.to_on < command.from_on
        is_earlier = command.to_on is not None and command.to_on < other.from_on
        is_counting = other.state in (ItemState.OFFERED, ItemState.ACCEPTED)
        if is_same and is_counting and not is_later and not is_earlier:
            raise refuse("handover_item_taken", id=other.row_id)


def _answering(deed: Deed, item_id: Id) -> HandoverItem:
    item = deed.work.load(HandoverItem, "handover_items", item_id)
    if item.to_id != deed.context.actor.id:
        raise refuse("handover_of_others", kind="denied")
    if item.is_over(deed.context.today):
        raise refuse("handover_over")
    return item


def _answer(deed: Deed, item: HandoverItem, state: ItemState, reason: str) -> None:
    fields = check_fields("handover_items", {"reason": reason}) | {
        "state": state.value,
        "answered_at": to_value(deed.context.acted_at),
    }
    deed.set("handover_items", item.id, fields)
