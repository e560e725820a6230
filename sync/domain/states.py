"""How far an order has come: the state of every node for every subject (domain.md 1.1).

Sets of nodes are whole numbers with one bit a node, so that thousands of orders take a moment.
A node that does not apply counts as done once what it waits for is done. A node on a shipment,
receipt or declaration that does not exist yet has the subject "".
"""

from datetime import datetime
from functools import lru_cache

import msgspec

from sync.domain.circumstances import node_circumstances
from sync.domain.conditions import Circumstances, holds
from sync.domain.facts import OrderFacts
from sync.domain.handoffs import waiting_at
from sync.domain.handovers import present
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.orders import PaymentTerm
from sync.domain.people import Role
from sync.domain.process import EdgeKind, Node, Process, Scope, active_edges, in_order

SETTLED = frozenset((NodeState.DONE, NodeState.CANCELLED))
COMPUTED = frozenset((NodeState.NOT_APPLICABLE, NodeState.WAITING, NodeState.READY))
SALES = frozenset((Role.SR, Role.SSR))


class Step(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A node with its place in the bit sets and what it waits for."""

    node: Node
    bit: int
    before_start: int
    before_finish: int
    reminders: int
    before: int
    needs_event: bool


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """An order, shipment, receipt or declaration; one that does not exist yet has no id."""

    id: str
    scope: Scope
    shipment_id: str = ""
    happened: bool = True


class Board(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One order's subjects with what is settled and what does not apply, as bit sets."""

    steps: tuple[Step, ...]
    subjects: tuple[Subject, ...]
    by_scope: dict[Scope, tuple[Subject, ...]]
    stored: dict[tuple[str, str], NodeInstance]
    circumstances: dict[Subject, Circumstances]
    settled: dict[Subject, int]
    absent: dict[Subject, int]

    def of(self, scope: Scope) -> tuple[Subject, ...]:
        """Return the subjects of one scope."""
        return self.by_scope[scope]


@lru_cache(maxsize=64)
def steps(process: Process, term: PaymentTerm) -> tuple[Step, ...]:
    """Return the process under a payment term, each node after all it waits for."""
    bits = {node.id: 1 << place for place, node in enumerate(process.nodes)}

    def mask(node: Node, kind: EdgeKind) -> int:
        edges = active_edges(process, term)
        return sum(bits[e.start] for e in edges if e.end == node.id and e.kind is kind)

    return tuple(
        Step(
            node=node,
            bit=bits[node.id],
            before_start=mask(node, EdgeKind.FS),
            before_finish=mask(node, EdgeKind.FF),
            reminders=mask(node, EdgeKind.SOFT),
            before=mask(node, EdgeKind.FS) | mask(node, EdgeKind.FF),
            needs_event=bool(mask(node, EdgeKind.EVENT)),
        )
        for node in in_order(process, term)
    )


@lru_cache(maxsize=4096)
def absent_nodes(process: Process, circumstances: Circumstances) -> int:
    """Return the nodes that do not apply; one that may apply is not among them."""
    return sum(
        1 << place
        for place, node in enumerate(process.nodes)
        if holds(node.applies, circumstances) is False
    )


def board_of(facts: OrderFacts, process: Process) -> Board:
    """Return where the order stands."""
    subjects = subjects_of(facts)
    held = {each: node_circumstances(facts, process, each.id) for each in subjects}
    board = Board(
        steps=steps(process, facts.order.payment_term),
        subjects=subjects,
        by_scope={s: tuple(each for each in subjects if each.scope is s) for s in Scope},
        stored={(row.subject_id, row.node): row for row in facts.nodes},
        settled=dict.fromkeys(subjects, 0),
        circumstances=held,
        absent={each: absent_nodes(process, held[each]) for each in subjects},
    )
    _settle(board)
    return board


def subjects_of(facts: OrderFacts) -> tuple[Subject, ...]:
    """Return the order and what hangs on it; at least one of each scope."""
    shipments = [Subject(id=each.id, scope=Scope.SHIPMENT) for each in facts.shipments]
    receipts = [
        Subject(id=each.id, scope=Scope.RECEIPT, happened=each.confirmed_on is not None)
        for each in facts.receipts
    ]
    declarations = [
        Subject(id=each.id, scope=Scope.DECLARATION, shipment_id=each.shipment_id)
        for each in facts.declarations
    ]
    return (
        Subject(id=facts.order.id, scope=Scope.ORDER),
        *(shipments or [Subject(id="", scope=Scope.SHIPMENT)]),
        *(receipts or [Subject(id="", scope=Scope.RECEIPT, happened=False)]),
        *(declarations or [Subject(id="", scope=Scope.DECLARATION)]),
    )


def _settle(board: Board) -> None:
    """Fill in what is done, and what passes through because it does not apply."""
    for step in board.steps:
        for subject in board.of(step.node.scope):
            row = board.stored.get((subject.id, step.node.id)) if subject.id else None
            if row is not None and row.state not in COMPUTED:
                is_settled = row.state in SETTLED
            else:
                is_settled = bool(step.bit & board.absent[subject]) and not open_before(
                    board, subject, step.before
                )
            if is_settled:
                board.settled[subject] |= step.bit


def open_before(board: Board, subject: Subject, needed: int) -> int:
    """Return which of the needed nodes are not settled, as this subject sees them."""
    return needed & ~_visible(board, subject)


def _visible(board: Board, subject: Subject) -> int:
    """Return what is settled for a subject: the order's own nodes, and what it hangs on.

    The order sees a shipment's node as settled when it is settled for every shipment.
    """
    seen = board.settled[board.subjects[0]] | board.settled[subject]
    if subject.scope is Scope.ORDER:
        for scope in (Scope.SHIPMENT, Scope.RECEIPT, Scope.DECLARATION):
            seen |= _settled_for_all(board, scope)
    if subject.scope is Scope.DECLARATION:
        own = [each for each in board.of(Scope.SHIPMENT) if each.id == subject.shipment_id]
        seen |= board.settled[own[0]] if own else _settled_for_all(board, Scope.SHIPMENT)
        seen |= _settled_for_all(board, Scope.RECEIPT)
    return seen


def _settled_for_all(board: Board, scope: Scope) -> int:
    settled = -1
    for subject in board.of(scope):
        settled &= board.settled[subject]
    return settled


def state_of(board: Board, subject: Subject, step: Step) -> NodeState:
    """Return a node's state: what somebody brought about, otherwise what follows."""
    row = board.stored.get((subject.id, step.node.id)) if subject.id else None
    if row is not None and row.state not in COMPUTED:
        return row.state
    if step.bit & board.absent[subject]:
        return NodeState.NOT_APPLICABLE
    if open_before(board, subject, step.before_start):
        return NodeState.WAITING
    if step.needs_event and not subject.happened:
        return NodeState.WAITING
    return NodeState.READY


def since(board: Board, subject: Subject, step: Step) -> datetime | None:
    """Return since when a node has been in its state, as far as that was recorded."""
    row = board.stored.get((subject.id, step.node.id))
    if row is None or row.state in COMPUTED:
        is_free = not open_before(board, subject, step.before_start)
        return _free_since(board, subject, step) if is_free else None
    if row.state in SETTLED:
        return row.finished_at
    if row.state in (NodeState.WAIT_BUYER, NodeState.WAIT_THIRD_PARTY):
        return row.waiting_since or row.started_at
    if row.state is NodeState.REOPENED:
        return row.reopened_at or row.started_at
    return row.started_at


def came_to(board: Board, subject: Subject, step: Step) -> datetime | None:
    """Return when the order came to a node: work on it could begin, or began before that."""
    row = board.stored.get((subject.id, step.node.id))
    if row is not None and row.state is NodeState.REOPENED and row.reopened_at is not None:
        return row.reopened_at
    began = None if row is None else row.started_at
    moments = [each for each in (_free_since(board, subject, step), began) if each is not None]
    return min(moments, default=None)


def _free_since(board: Board, subject: Subject, step: Step) -> datetime | None:
    """Return when the last of what a node waits for was finished."""
    moments = (
        _finished_at(board, subject, before) for before in steps_in(board.steps, step.before_start)
    )
    known = [moment for moment in moments if moment is not None]
    return max(known) if known else None


def _finished_at(board: Board, subject: Subject, step: Step) -> datetime | None:
    """Return when a settled node was finished: where it does not apply, what it waited for."""
    seen = _seen(board, subject, step)
    rows = [board.stored.get((each.id, step.node.id)) for each in seen]
    moments = [row.finished_at for row in rows if row is not None and row.finished_at]
    if moments:
        return max(moments)
    is_absent = any(step.bit & board.absent[each] for each in seen)
    return _free_since(board, subject, step) if is_absent else None


def _seen(board: Board, subject: Subject, step: Step) -> tuple[Subject, ...]:
    """Return the subjects at which a subject sees a node."""
    if step.node.scope is subject.scope:
        return (subject,)
    return board.of(step.node.scope)


@lru_cache(maxsize=4096)
def steps_in(steps: tuple[Step, ...], mask: int) -> tuple[Step, ...]:
    """Return the steps of a set of nodes, each after all it waits for."""
    return tuple(step for step in steps if step.bit & mask)


@lru_cache(maxsize=4096)
def followers_of(steps: tuple[Step, ...], bit: int) -> tuple[Step, ...]:
    """Return the steps that wait for a node."""
    return tuple(step for step in steps if bit & step.before)


def node_ids(board: Board, mask: int) -> tuple[str, ...]:
    """Return the ids of a set of nodes, in the order of the process."""
    return tuple(sorted(step.node.id for step in steps_in(board.steps, mask))) if mask else ()


def owner_of(facts: OrderFacts, board: Board, subject: Subject, step: Step) -> str:
    """Return the user who has a node in hand.

    Whoever was handed it and has not answered yet, else whoever was named, else the order's owner
    for sales nodes. Work that waits for a signature is whoever's of the role that signs it.
    """
    waiting = waiting_at(facts.handoffs, subject.id, step.node.id)
    if waiting is not None:
        return waiting.to_id
    row = board.stored.get((subject.id, step.node.id))
    if row is not None and row.state is NodeState.PENDING_APPROVAL:
        return ""
    if row is not None and row.owner_id:
        return present("nodes", row.id, row.owner_id, facts.deputies)
    if step.node.owner not in SALES:
        return ""
    return present("orders", facts.order.id, facts.order.owner_id, facts.deputies)


def role_of(board: Board, subject: Subject, step: Step) -> Role:
    """Return the role that has a node in hand: its owner's, or the one that is to sign it."""
    row = board.stored.get((subject.id, step.node.id))
    if row is not None and row.state is NodeState.PENDING_APPROVAL:
        return next(iter(step.node.raci.accountable), step.node.owner)
    return step.node.owner


def held_since(facts: OrderFacts, board: Board, subject: Subject, step: Step) -> datetime | None:
    """Return since when a node is in the hands of whoever has it now, as far as that is known."""
    waiting = waiting_at(facts.handoffs, subject.id, step.node.id)
    if waiting is not None:
        return waiting.handed_at
    row = board.stored.get((subject.id, step.node.id))
    given = None if row is None else row.owner_since
    moments = [each for each in (since(board, subject, step), given) if each is not None]
    return max(moments) if moments else None
