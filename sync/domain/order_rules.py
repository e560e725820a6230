"""When an order may end."""

from sync.domain.facts import OrderFacts
from sync.domain.ids import order_name
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.process import Process
from sync.domain.progress import node_states
from sync.domain.refusals import Refusal

_ARCHIVE = "N24"


def may_close(facts: OrderFacts, process: Process, *, state: str, reason: str) -> Refusal | None:
    """Return why the order may not end so, or None. Closed: the archive node is done.

    Source: domain.md 1.6, G11.
    """
    name = order_name(facts.order.id, facts.order.order_no)
    if facts.order.state is not OrderState.OPEN:
        return Refusal(code="order_ended", facts={"order": name})
    if state not in (OrderState.CLOSED, OrderState.LOST, OrderState.CANCELLED):
        return Refusal(code="order_state_unknown", facts={"state": state})
    if state != OrderState.CLOSED:
        missing = not reason.strip()
        return Refusal(code="reason_missing", facts={"action": "order.close"}) if missing else None
    done = any(
        view.node == _ARCHIVE and view.state is NodeState.DONE
        for view in node_states(facts, process)
    )
    if done:
        return None
    return Refusal(code="order_not_archived", facts={"order": name})
