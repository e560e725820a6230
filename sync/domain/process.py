"""The order process as data: phases, nodes, checklists, edges and gates (domain.md 1)."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

import msgspec

from sync.domain.conditions import ALWAYS, Condition, parts, questions, tests_count
from sync.domain.orders import PaymentTerm
from sync.domain.people import Role


class Scope(StrEnum):
    """What a node belongs to: there is one instance for each."""

    ORDER = "ORDER"
    SHIPMENT = "SHIPMENT"
    RECEIPT = "RECEIPT"
    DECLARATION = "DECLARATION"


class EdgeKind(StrEnum):
    """FS: finish before start; FF: finish before finish; EVENT: one instance each; SOFT: remind."""

    FS = "FS"
    FF = "FF"
    EVENT = "EVENT"
    SOFT = "SOFT"


class Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A named part of the process, in both languages."""

    id: str
    zh: str
    en: str


class Phase(Part, frozen=True, kw_only=True):
    """A column of the process map."""

    nodes: tuple[str, ...]


class Question(Part, frozen=True, kw_only=True):
    """What only a person knows: answered yes (ticked) or no at its node; items wait for it."""


class Item(Part, frozen=True, kw_only=True):
    """A checklist item. Blocking implies mandatory; `by` are roles other than the node's owner.

    `accountable` answers for this task alone; nobody named: who answers for the node does.
    """

    is_blocking: bool = False
    is_mandatory: bool = False
    needs_attachment: bool = False
    is_unwaivable: bool = False
    by: tuple[Role, ...] = ()
    accountable: tuple[Role, ...] = ()
    when: Condition = ALWAYS

    @property
    def must_be_done(self) -> bool:
        """Return whether the node cannot be finished while the item is open."""
        return self.is_blocking or self.needs_attachment


class Standard(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How long a node takes: working days, or calendar days after what it waits for."""

    days: int
    unit: str = "wd"
    when: Condition = ALWAYS


class ExceptionPath(Part, frozen=True, kw_only=True):
    """A named way off the main path: when it is taken, who leads it, what to do, where it ends.

    `to` is the node to go on from; nobody named in `owner`: who answers for the node leads it.
    """

    path: str
    to: str
    entry: str = ""
    owner: Role | None = None


class Raci(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Who does the work, who answers for it, who is asked, who is told."""

    responsible: tuple[Role, ...]
    accountable: tuple[Role, ...]
    consulted: tuple[Role, ...] = ()
    informed: tuple[Role, ...] = ()


class Node(Part, frozen=True, kw_only=True, eq=False):
    """One step of the process with its checklist. `standards`: the first that is true counts."""

    code: str
    short_zh: str
    short_en: str
    scope: Scope
    owner: Role
    raci: Raci
    applies: Condition = ALWAYS
    applies_text: str
    entry: str
    standards: tuple[Standard, ...] = ()
    standard_text: str
    basis: str
    amber: str
    red: str
    items: tuple[Item, ...]
    questions: tuple[Question, ...] = ()
    exceptions: tuple[ExceptionPath, ...] = ()


class Edge(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a node waits for. `start` comes before `end`; only the payment term can switch it."""

    start: str
    end: str
    kind: EdgeKind = EdgeKind.FS
    when: Condition = ALWAYS


class Gate(Part, frozen=True, kw_only=True):
    """A hard stop: nodes that may not start, may not finish, items that may not be ticked."""

    starts: tuple[str, ...] = ()
    finishes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Process(msgspec.Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """One version of the process. Equal only to itself, so that what follows from it is kept."""

    version: int
    phases: tuple[Phase, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    gates: tuple[Gate, ...]


@lru_cache(maxsize=8)
def nodes_by_id(process: Process) -> dict[str, Node]:
    """Return the nodes by their ids."""
    return {node.id: node for node in process.nodes}


@lru_cache(maxsize=8)
def items_by_id(process: Process) -> dict[str, tuple[Node, Item]]:
    """Return every checklist item with its node, by the item's id."""
    return {item.id: (node, item) for node in process.nodes for item in node.items}


@lru_cache(maxsize=8)
def questions_by_id(process: Process) -> dict[str, tuple[Node, Question]]:
    """Return every question with its node, by the question's id."""
    return {part.id: (node, part) for node in process.nodes for part in node.questions}


@lru_cache(maxsize=64)
def active_edges(process: Process, term: PaymentTerm) -> tuple[Edge, ...]:
    """Return the edges that count under a payment term."""
    return tuple(
        edge
        for edge in process.edges
        if not edge.when.payment_term or term in edge.when.payment_term
    )


@lru_cache(maxsize=64)
def in_order(process: Process, term: PaymentTerm) -> tuple[Node, ...]:
    """Return the nodes so that each follows all it waits for; ValueError if there is a ring."""
    edges = active_edges(process, term)
    left = list(process.nodes)
    done: list[Node] = []
    while left:
        waiting = {node.id for node in left}
        blocked = {edge.end for edge in edges if edge.start in waiting}
        free = [node for node in left if node.id not in blocked]
        if not free:
            message = f"nodes wait for each other under {term}: {sorted(waiting)}"
            raise ValueError(message)
        done += free
        left = [node for node in left if node.id in blocked]
    return tuple(done)


def problems(process: Process) -> tuple[str, ...]:
    """Return what is wrong with the data; empty when it can be used."""
    return (
        *_repeated(process),
        *_unknown(process),
        *_bad_conditions(process),
        *_accountable(process),
        *_rings(process),
    )


def _repeated(process: Process) -> Iterator[str]:
    ids = [part.id for part in (*process.nodes, *process.gates, *process.phases)]
    for node in process.nodes:
        ids += [part.id for part in (*node.items, *node.questions, *node.exceptions)]
    yield from (f"repeated id {name}" for name in sorted({n for n in ids if ids.count(n) > 1}))


def _unknown(process: Process) -> Iterator[str]:
    known = nodes_by_id(process).keys()
    named = [name for edge in process.edges for name in (edge.start, edge.end)]
    named += [path.to for node in process.nodes for path in node.exceptions]
    named += [name for gate in process.gates for name in (*gate.starts, *gate.finishes)]
    placed = [name for phase in process.phases for name in phase.nodes]
    yield from (f"unknown node {name}" for name in sorted({*named, *placed} - known))
    items = {name for gate in process.gates for name in gate.items}
    yield from (f"unknown item {name}" for name in sorted(items - items_by_id(process).keys()))
    if sorted(placed) != sorted(known):
        yield "phases do not hold every node once"


def _accountable(process: Process) -> Iterator[str]:
    """Yield the nodes that not exactly one role answers for."""
    for node in process.nodes:
        count = len(node.raci.accountable)
        if count != 1:
            yield f"{node.id} has {count} accountable roles instead of one"


def _bad_conditions(process: Process) -> Iterator[str]:
    for node in process.nodes:
        asked = {question.id for question in node.questions}
        standards = (standard.when for standard in node.standards)
        for condition in (node.applies, *standards, *(item.when for item in node.items)):
            if any(tests_count(part) > 1 for part in parts(condition)):
                yield f"two tests in one condition of {node.id}"
            yield from (f"unknown question {q}" for q in sorted(questions(condition) - asked))
    for edge in process.edges:
        if edge.when != Condition(payment_term=edge.when.payment_term):
            yield f"edge {edge.start}>{edge.end} may depend on the payment term only"


def _rings(process: Process) -> Iterator[str]:
    for term in PaymentTerm:
        try:
            in_order(process, term)
        except ValueError as ring:
            yield str(ring)
