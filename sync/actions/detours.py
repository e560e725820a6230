"""Leaving the main path by an exception path of a stage, and coming back to it."""

from collections.abc import Callable
from typing import Any

from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow
from sync.actions.nodes import Place, open_place, require_worker, write_node
from sync.domain.commands import NodeStep
from sync.domain.detour_commands import LeavePath, TakePath
from sync.domain.detours import Detour, leader_of, open_at, path_named
from sync.domain.ids import Id
from sync.domain.nodes import NodeState
from sync.domain.people import Role
from sync.domain.process import Scope, nodes_by_id
from sync.domain.progress import may_reopen, may_start
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_NOUN = "detours"


def take(deed: Deed, command: TakePath) -> None:
    """Leave the main path: the stage's own days pause until it comes back."""
    place = open_place(deed, _at(command.order_id, command.node, command.subject_id))
    require_worker(deed, place)
    path = path_named(place.node, command.path)
    if path is None:
        raise refuse("path_unknown", node=place.node.id, path=command.path[:20])
    taken = open_at(place.facts.detours, place.subject_id, place.node.id)
    if taken is not None:
        raise refuse("path_taken_already", node=place.node.id, item=taken.path)
    if deed.work.get("nodes", place.row_id) is None:
        allow(may_start(place.facts, place.process, place.subject_id, place.node.id))
    _require_open(deed, place)
    said = check_fields(_NOUN, {"note": command.note.strip()})
    if not said["note"]:
        raise refuse("reason_missing", action="path.take")
    new: Fields = {
        **said,
        "id": command.id,
        "order_id": place.facts.order.id,
        "subject_id": place.subject_id,
        "node": place.node.id,
        "path": path.id,
        "owner_role": leader_of(place.node, path),
        "taken_by": deed.context.actor.id,
        "taken_at": to_value(deed.context.acted_at),
    }
    deed.add(_NOUN, new)


def leave(deed: Deed, command: LeavePath) -> None:
    """Come back to the main path; the stage at which it goes on is taken up again."""
    detour = deed.work.load(Detour, _NOUN, command.id)
    place = open_place(deed, _at(detour.order_id, detour.node, detour.subject_id))
    if not deed.context.actor.holds(Role(detour.owner_role)):
        require_worker(deed, place)
    if not detour.is_open:
        raise refuse("path_left_already", node=place.node.id, item=detour.path)
    said = check_fields(_NOUN, {"result": command.note.strip()})
    if not said["result"]:
        raise refuse("reason_missing", action="path.leave")
    left: Fields = {
        "left_by": deed.context.actor.id,
        "left_at": to_value(deed.context.acted_at),
    }
    deed.set(_NOUN, command.id, {**said, **left})
    _go_on(deed, place, detour, command.note.strip())


def _go_on(deed: Deed, place: Place, detour: Detour, note: str) -> None:
    """Take up again the stage that the path leads to, where that is another one, and finished."""
    path = path_named(place.node, detour.path)
    if path is None or path.to == place.node.id:
        return
    subject_id = _subject_at(place, path.to)
    refusal = may_reopen(place.facts, place.process, subject_id, path.to, reason=note)
    if refusal is None and subject_id:
        order_id = place.facts.order.id
        there = open_place(deed, _at(order_id, path.to, subject_id))
        again: Fields = {
            "state": NodeState.REOPENED.value,
            "reopened_at": to_value(deed.context.acted_at),
            "finished_at": None,
            "finished_by": "",
            "note": note,
        }
        write_node(deed, there, again)


def _subject_at(place: Place, node: str) -> Id:
    """Return whose stage the path leads to: the order's, or the same shipment's; else nobody's."""
    scope = nodes_by_id(place.process)[node].scope
    if scope is Scope.ORDER:
        return place.facts.order.id
    return place.subject_id if scope is place.node.scope else ""


def _require_open(deed: Deed, place: Place) -> None:
    row = deed.work.get("nodes", place.row_id)
    if row is not None and row["state"] in (NodeState.DONE, NodeState.CANCELLED):
        raise refuse("node_not_open", node=place.node.id, state=row["state"])


def _at(order_id: Id, node: str, subject_id: Id) -> NodeStep:
    return NodeStep(order_id=order_id, node=node, subject_id=subject_id)


HANDLERS: dict[str, Callable[[Deed, Any], None]] = {"path.take": take, "path.leave": leave}
