"""Handing work over, accepting it, returning it: the ball is with one person at any moment."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.nodes import open_place, require_worker, withdraw_waiting, write_node
from sync.domain.commands import NodeStep
from sync.domain.handing_commands import AcceptHandoff, HandOff, ReturnHandoff
from sync.domain.handoffs import Handoff, HandoffState
from sync.domain.ids import Id
from sync.domain.people import User, actor_of
from sync.domain.permissions import may_do
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.states import SETTLED, board_of, owner_of, state_of
from sync.domain.values import check_fields


def offer(deed: Deed, command: HandOff) -> None:
    """Hand the work at a node to a person; the ball is with them until they answer."""
    place = open_place(deed, command)
    board = board_of(place.facts, place.process)
    subject = next(each for each in board.subjects if each.id == place.subject_id)
    step = next(each for each in board.steps if each.node is place.node)
    if state_of(board, subject, step) in SETTLED:
        raise refuse("handoff_node_done", node=command.node)
    holder = owner_of(place.facts, board, subject, step)
    if holder != deed.context.actor.id:
        require_worker(deed, place)
    if not command.delivers.strip():
        raise refuse("field_empty", entity="handoffs", field="delivers")
    _require_receiver(deed, command, holder)
    withdraw_waiting(deed, place)
    said: Fields = {
        "order_id": command.order_id,
        "subject_id": place.subject_id,
        "node": command.node,
        "to_id": command.to_id,
        "delivers": command.delivers,
        "criteria": command.criteria,
    }
    fields = check_fields("handoffs", said) | {
        "id": command.id,
        "from_id": holder or deed.context.actor.id,
        "state": HandoffState.OFFERED.value,
        "handed_at": to_value(deed.context.acted_at),
    }
    deed.add("handoffs", fields)


def accept(deed: Deed, command: AcceptHandoff) -> None:
    """Accept what was handed over: the node is the receiver's now."""
    handoff = _waiting(deed, command.id)
    _require_own(deed, handoff.to_id, handoff)
    promised: Fields = {"promised_on": to_value(command.promised_on)}
    _answer(deed, handoff, HandoffState.ACCEPTED, check_fields("handoffs", promised))
    _own(deed, handoff, handoff.to_id)


def give_back(deed: Deed, command: ReturnHandoff) -> None:
    """Return what was handed over, with the reason: the ball is back with who handed it over."""
    handoff = _waiting(deed, command.id)
    _require_own(deed, handoff.to_id, handoff)
    _answer(deed, handoff, HandoffState.RETURNED, _reason(command, "handoff.return"))
    _own(deed, handoff, handoff.from_id)


def withdraw(deed: Deed, command: ReturnHandoff) -> None:
    """Take back what nobody has answered yet, with the reason."""
    handoff = _waiting(deed, command.id)
    _require_own(deed, handoff.from_id, handoff)
    _answer(deed, handoff, HandoffState.WITHDRAWN, _reason(command, "handoff.withdraw"))


def _require_receiver(deed: Deed, command: HandOff, holder: Id) -> None:
    user = deed.work.load(User, "users", command.to_id)
    if command.to_id == holder:
        raise refuse("handoff_same_holder", node=command.node)
    if not user.active:
        raise refuse("person_inactive", login=user.login)
    permissions = deed.context.rules.permissions
    receiver = actor_of(user)
    can_see = may_do(receiver, "order", "R", permissions=permissions, owner_id=user.id)
    scopes = {permissions.row_scopes.get(role, "none") for role in receiver.roles}
    if can_see is not None or scopes == {"none"}:
        raise refuse("handoff_no_access", login=user.login)


def _waiting(deed: Deed, handoff_id: Id) -> Handoff:
    handoff = deed.work.load(Handoff, "handoffs", handoff_id)
    require_right(deed, "order", "R", handoff.order_id)
    open_place(deed, NodeStep(**_place(handoff)))
    if handoff.state is not HandoffState.OFFERED:
        raise refuse("handoff_answered", node=handoff.node, state=f"handoff_{handoff.state}")
    return handoff


def _place(handoff: Handoff) -> dict[str, str]:
    return {
        "order_id": handoff.order_id,
        "node": handoff.node,
        "subject_id": handoff.subject_id,
    }


def _require_own(deed: Deed, user_id: Id, handoff: Handoff) -> None:
    if deed.context.actor.id != user_id:
        raise refuse("handoff_of_others", kind="denied", node=handoff.node)


def _reason(command: ReturnHandoff, action: str) -> Fields:
    if not command.reason.strip():
        raise refuse("reason_missing", action=action)
    return check_fields("handoffs", {"reason": command.reason})


def _answer(deed: Deed, handoff: Handoff, state: HandoffState, fields: Fields) -> None:
    answered = to_value(deed.context.acted_at)
    deed.set("handoffs", handoff.id, {"state": state.value, "answered_at": answered, **fields})


def _own(deed: Deed, handoff: Handoff, user_id: Id) -> None:
    """Make the node a person's own from now on."""
    place = open_place(deed, NodeStep(**_place(handoff)))
    since = to_value(deed.context.acted_at)
    write_node(deed, place, {"owner_id": user_id, "owner_since": since})
