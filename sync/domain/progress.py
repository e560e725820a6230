"""What may be done next on an order, and why not: views of every node, and the rules of each step.

A subject is named by its id: the order's, a shipment's, a receipt's or a declaration's.
"""

from datetime import date, datetime
from functools import cache

import msgspec

from sync.domain.charter_drafts import unsigned_at
from sync.domain.facts import OrderFacts
from sync.domain.gates import Case, closed_gates, closed_to_finish, closed_to_start, closed_to_tick
from sync.domain.items import ItemView, Sheet, items_on, sheet_of
from sync.domain.nodes import NodeState
from sync.domain.opinions import unanswered_at
from sync.domain.people import Actor, Role
from sync.domain.process import (
    Item,
    Node,
    Process,
    Scope,
    items_by_id,
    nodes_by_id,
    questions_by_id,
)
from sync.domain.refusals import Refusal
from sync.domain.requirements import unread_at
from sync.domain.states import (
    SETTLED,
    Board,
    Step,
    Subject,
    board_of,
    node_ids,
    open_before,
    owner_of,
    role_of,
    since,
    state_of,
)

WAIVER_LEVEL = 2
FINISHABLE = (
    frozenset(NodeState)
    - SETTLED
    - {
        NodeState.NOT_APPLICABLE,
        NodeState.WAITING,
        NodeState.BLOCKED,
    }
)


class NodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A node of one subject as it stands. `subject_id` is empty while there is no such subject.

    `waits_for` keeps it from starting, `finish_waits_for` from finishing, `reminders` only remind.
    """

    subject_id: str
    node: str
    scope: Scope
    state: NodeState
    owner_role: Role
    owner_id: str
    since: datetime | None
    items: tuple[ItemView, ...]
    open_items: tuple[str, ...]
    waits_for: tuple[str, ...]
    finish_waits_for: tuple[str, ...]
    reminders: tuple[str, ...]


def node_states(
    facts: OrderFacts,
    process: Process,
    *,
    today: date | None = None,
    board: Board | None = None,
    among: frozenset[NodeState] | None = None,
) -> tuple[NodeView, ...]:
    """Return every node of every subject, by node, then in the order of the subjects.

    `among` leaves out nodes in other states; `board` saves finding it again.
    """
    here = board_of(facts, process) if board is None else board

    @cache
    def sheet(subject_id: str) -> Sheet:
        return sheet_of(facts, process, subject_id, today=today)

    found = [
        _node_view(facts, here, sheet(subject.id), subject, step)
        for step in here.steps
        for subject in here.of(step.node.scope)
        if among is None or state_of(here, subject, step) in among
    ]
    return tuple(sorted(found, key=lambda view: view.node))


def _node_view(
    facts: OrderFacts, board: Board, sheet: Sheet, subject: Subject, step: Step
) -> NodeView:
    items = items_on(sheet, step.node)
    return NodeView(
        subject_id=subject.id,
        node=step.node.id,
        scope=step.node.scope,
        state=state_of(board, subject, step),
        owner_role=role_of(board, subject, step),
        owner_id=owner_of(facts, board, subject, step),
        since=since(board, subject, step),
        items=items,
        open_items=tuple(item.id for item in items if item.is_open),
        waits_for=node_ids(board, open_before(board, subject, step.before_start)),
        finish_waits_for=node_ids(board, open_before(board, subject, step.before_finish)),
        reminders=node_ids(board, open_before(board, subject, step.reminders)),
    )


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """One node of one subject on the board, with its state."""

    board: Board
    subject: Subject
    step: Step
    state: NodeState

    def case(self, facts: OrderFacts) -> Case:
        return Case(facts=facts, board=self.board, subject=self.subject, node=self.step.node.id)


def _find(facts: OrderFacts, process: Process, subject_id: str, node_id: str) -> _Place | Refusal:
    node = nodes_by_id(process).get(node_id)
    if node is None:
        return Refusal(code="node_unknown", facts={"node": node_id}, kind="gone")
    board = board_of(facts, process)
    for subject in board.of(node.scope):
        if subject.id and subject.id == subject_id:
            step = next(step for step in board.steps if step.node is node)
            state = state_of(board, subject, step)
            return _Place(board=board, subject=subject, step=step, state=state)
    return Refusal(
        code="node_subject_missing", facts={"node": node_id, "scope": node.scope.value}, kind="gone"
    )


def gates_closed(
    facts: OrderFacts, process: Process, subject_id: str, node: str
) -> tuple[Refusal, ...]:
    """Return the gates that are closed for a node as things stand, each with its reason."""
    place = _find(facts, process, subject_id, node)
    if isinstance(place, Refusal):
        return (place,)
    closed = closed_gates(place.case(facts), process)
    others = (
        unread_at(facts.requirements, facts.readbacks, node),
        unsigned_at(facts, node),
    )
    return (*closed, *(each for each in others if each is not None))


def may_start(facts: OrderFacts, process: Process, subject_id: str, node: str) -> Refusal | None:
    """Return why work on a node may not begin, or None."""
    place = _find(facts, process, subject_id, node)
    if isinstance(place, Refusal):
        return place
    if place.state is NodeState.WAITING:
        return _waits(place, open_before(place.board, place.subject, place.step.before_start))
    if place.state is not NodeState.READY:
        return _wrong_state("node_not_ready", place)
    return closed_to_start(place.case(facts), process) or unread_at(
        facts.requirements, facts.readbacks, node
    )


def may_finish(
    facts: OrderFacts, process: Process, subject_id: str, node: str, *, today: date | None = None
) -> Refusal | None:
    """Return why a node may not be passed, or None: its items, what it waits for, its gates."""
    place = _find(facts, process, subject_id, node)
    if isinstance(place, Refusal):
        return place
    waiting = open_before(place.board, place.subject, place.step.before)
    if waiting and place.state not in SETTLED:
        return _waits(place, waiting)
    if place.state not in FINISHABLE:
        return _wrong_state("node_not_open", place)
    return (
        _open_items(facts, process, place, today=today)
        or closed_to_finish(place.case(facts), process)
        or unread_at(facts.requirements, facts.readbacks, node)
        or unsigned_at(facts, node)
        or unanswered_at(facts.opinions, subject_id, node)
        or _unanswered(facts, process, place, today=today)
    )


def may_reopen(
    facts: OrderFacts, process: Process, subject_id: str, node: str, *, reason: str
) -> Refusal | None:
    """Return why a finished node may not be taken up again, or None; a reason is asked for."""
    place = _find(facts, process, subject_id, node)
    if isinstance(place, Refusal):
        return place
    if place.state not in SETTLED:
        return _wrong_state("node_not_finished", place)
    return None if reason.strip() else Refusal(code="reason_missing", facts={"node": node})


def may_tick(
    facts: OrderFacts,
    process: Process,
    subject_id: str,
    item: str,
    *,
    actor: Actor,
    today: date | None = None,
) -> Refusal | None:
    """Return why this person may not tick an item or answer a question, or None."""
    if item in questions_by_id(process):
        return _may_answer(facts, process, subject_id, item, actor=actor)
    place = _find_item(facts, process, subject_id, item)
    if isinstance(place, Refusal):
        return place
    node, wanted = items_by_id(process)[item]
    applying = items_on(sheet_of(facts, process, subject_id, today=today), node)
    if item not in {view.id for view in applying}:
        return Refusal(code="item_not_applicable", facts={"item": item})
    roles = wanted.by or may_work_on(node)
    if not actor.holds(*roles):
        return _denied("item_other_role", item, roles)
    return closed_to_tick(place.case(facts), process, item)


def may_waive(
    facts: OrderFacts,
    process: Process,
    subject_id: str,
    item: str,
    *,
    actor: Actor,
    reason: str,
) -> Refusal | None:
    """Return why this person may not waive an item, or None. Nobody waives an X item."""
    place = _find_item(facts, process, subject_id, item)
    if isinstance(place, Refusal):
        return place
    if items_by_id(process)[item][1].is_unwaivable:
        return Refusal(code="item_unwaivable", facts={"item": item})
    if actor.level < WAIVER_LEVEL:
        return Refusal(
            code="waiver_level", facts={"item": item, "level": WAIVER_LEVEL}, kind="denied"
        )
    return None if reason.strip() else Refusal(code="reason_missing", facts={"node": item[:3]})


def may_work_on(node: Node) -> tuple[Role, ...]:
    """Return the roles that tick a node's own items: owner, responsible, accountable, managers."""
    roles = (node.owner, *node.raci.responsible, *node.raci.accountable, Role.MGR)
    return tuple(dict.fromkeys(roles))


def _may_answer(
    facts: OrderFacts, process: Process, subject_id: str, question: str, *, actor: Actor
) -> Refusal | None:
    node, _ = questions_by_id(process)[question]
    place = _find(facts, process, subject_id, node.id)
    if isinstance(place, Refusal):
        return place
    by = (role for item in node.items for role in item.by)
    roles = tuple(dict.fromkeys((*may_work_on(node), *by)))
    return None if actor.holds(*roles) else _denied("item_other_role", question, roles)


def _find_item(facts: OrderFacts, process: Process, subject_id: str, item: str) -> _Place | Refusal:
    """Return where an item is, if answers are still taken there."""
    known: tuple[Node, Item] | None = items_by_id(process).get(item)
    if known is None:
        return Refusal(code="item_unknown", facts={"item": item}, kind="gone")
    place = _find(facts, process, subject_id, known[0].id)
    if isinstance(place, _Place) and place.state in (*SETTLED, NodeState.NOT_APPLICABLE):
        return _wrong_state("node_not_open", place)
    return place


def _open_items(
    facts: OrderFacts, process: Process, place: _Place, *, today: date | None
) -> Refusal | None:
    node, subject = place.step.node, place.subject
    items = items_on(sheet_of(facts, process, subject.id, today=today), node)
    unticked = [item.id for item in items if item.must_be_done and item.lacks_tick]
    bare = [item.id for item in items if item.lacks_attachment]
    if unticked:
        return _items("node_items_open", place, unticked)
    return _items("node_attachment_missing", place, bare) if bare else None


def _unanswered(
    facts: OrderFacts, process: Process, place: _Place, *, today: date | None
) -> Refusal | None:
    """Return the mandatory items nobody answered anywhere, before the order is archived (G11)."""
    if place.step.node.id not in {n for g in process.gates if g.id == "G11" for n in g.finishes}:
        return None
    sheets = {s: sheet_of(facts, process, s.id, today=today) for s in place.board.subjects}
    missing = {
        item.id
        for step in place.board.steps
        for subject in place.board.of(step.node.scope)
        if subject.id and not step.bit & place.board.absent[subject]
        for item in items_on(sheets[subject], step.node)
        if item.is_mandatory and item.lacks_tick
    }
    return _items("node_items_unanswered", place, sorted(missing)) if missing else None


def _items(code: str, place: _Place, items: list[str]) -> Refusal:
    return Refusal(
        code=code,
        facts={
            "node": place.step.node.id,
            "subject": place.subject.id,
            "items": ",".join(items),
            "count": len(items),
        },
    )


def _waits(place: _Place, mask: int) -> Refusal:
    nodes = ",".join(node_ids(place.board, mask))
    if not nodes:
        return Refusal(code="node_event_missing", facts={"node": place.step.node.id})
    return Refusal(code="node_waits", facts={"node": place.step.node.id, "nodes": nodes})


def _wrong_state(code: str, place: _Place) -> Refusal:
    return Refusal(code=code, facts={"node": place.step.node.id, "state": place.state.value})


def _denied(code: str, item: str, roles: tuple[Role, ...]) -> Refusal:
    return Refusal(code=code, facts={"item": item, "roles": ",".join(roles)}, kind="denied")
