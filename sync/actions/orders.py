"""Creating, changing, ending and taking up orders."""

from sync.actions.change_locks import require_unlocked
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import allow, require_create, require_edit
from sync.actions.plain import checked_edit
from sync.actions.process_versions import version_begun
from sync.actions.requirements import carry_over
from sync.domain.commands import Add, CloseOrder, Edit, ReopenOrder
from sync.domain.ids import order_name, row_id
from sync.domain.order_rules import may_close
from sync.domain.orders import Order, OrderState
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields


def create(deed: Deed, command: Add) -> None:
    """Make an order with its first shipment; it begins with the newest version of the process."""
    fields = check_fields("orders", command.set)
    fields.setdefault("owner_id", deed.context.actor.id)
    fields.setdefault("team", deed.context.actor.team)
    if not fields.get("buyer_id"):
        raise refuse("field_empty", entity="orders", field="buyer_id")
    deed.work.require("partners", str(fields["buyer_id"]))
    require_create(deed, "orders", fields)
    fields.setdefault("inquired_at", to_value(deed.context.acted_at))
    fields |= {
        "id": command.id,
        "order_no": "",
        "state": OrderState.OPEN.value,
        "process_version": version_begun(deed),
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
        "closed_at": None,
    }
    deed.add("orders", fields)
    deed.add("shipments", _first_shipment(command.id, fields), is_noted=False)
    carry_over(deed, command.id)


def edit(deed: Deed, command: Edit) -> None:
    """Change an order's own fields."""
    row = deed.work.require("orders", command.id)
    fields = checked_edit("orders", command.set)
    require_edit(deed, "orders", row, fields)
    require_unlocked(deed, "orders", row, fields)
    if "buyer_id" in fields:
        deed.work.require("partners", str(fields["buyer_id"]))
    deed.edit("orders", command.id, fields)


def close(deed: Deed, command: CloseOrder) -> None:
    """End an order. Closed needs everything done (gate G11); lost and cancelled need a reason."""
    row = deed.work.require("orders", command.id)
    require_edit(deed, "orders", row, {"note": None})
    facts = load_facts(deed.work, command.id, deed.context)
    process = deed.context.rules.process(facts.order.process_version)
    allow(may_close(facts, process, state=command.state, reason=command.reason))
    ended: Fields = {"state": command.state, "closed_at": to_value(deed.context.acted_at)}
    deed.set("orders", command.id, ended)


def reopen(deed: Deed, command: ReopenOrder) -> None:
    """Take an ended order up again."""
    order = deed.work.load(Order, "orders", command.id)
    require_edit(deed, "orders", deed.work.require("orders", command.id), {"note": None})
    if order.state is OrderState.OPEN:
        raise refuse("order_not_ended", order=order_name(order.id, order.order_no))
    if not command.reason.strip():
        raise refuse("reason_missing", action="order.reopen")
    deed.set("orders", command.id, {"state": OrderState.OPEN.value, "closed_at": None})


def _first_shipment(order_id: str, order: Fields) -> Fields:
    mode = str(order.get("transport_mode") or "SEA")
    return {
        "id": row_id("shipment", order_id, "1"),
        "order_id": order_id,
        "number": 1,
        "mode": mode,
    }
