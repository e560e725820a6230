"""The order process as a flow of steps, forks and joins: what a BPMN diagram of it is made of.

A stage that does not always apply stands between a fork and a join. What may not finish before
another stage does (FF) is joined with it after its own work. What only reminds (SOFT), or makes one
wait for another only under some terms that turn the two round under others, is a dotted line.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

import msgspec

from sync.domain.conditions import ALWAYS, Condition
from sync.domain.people import Role
from sync.domain.process import Edge, EdgeKind, Node, Process


class StepKind(StrEnum):
    """What a step of the flow is, by its name in BPMN."""

    START = "startEvent"
    END = "endEvent"
    WORK = "userTask"
    EITHER = "exclusiveGateway"
    EVERY = "parallelGateway"
    SOME = "inclusiveGateway"


class FlowStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step, in whose lane; `node` is the stage that a piece of work is."""

    id: str
    kind: StepKind
    lane: Role
    node: Node | None = None
    asks: str = ""


class FlowLink(msgspec.Struct, frozen=True, kw_only=True):
    """From one step to the next, perhaps only under a condition; `is_default` where none held."""

    id: str
    start: str
    end: str
    when: Condition = ALWAYS
    is_default: bool = False


class ProcessFlow(msgspec.Struct, frozen=True, kw_only=True):
    """The whole flow: its steps, the links between them, and what only reminds."""

    steps: tuple[FlowStep, ...]
    links: tuple[FlowLink, ...]
    reminders: tuple[tuple[str, str], ...]


def flow_of(process: Process) -> ProcessFlow:
    """Return the flow that a version of the process describes."""
    drawing = _Drawing(process)
    for node in process.nodes:
        drawing.draw(node)
    for node in process.nodes:
        drawing.leave(node)
    soft = tuple((edge.start, edge.end) for edge in process.edges if is_dotted(edge))
    return ProcessFlow(steps=tuple(drawing.steps), links=tuple(drawing.links), reminders=soft)


def is_dotted(edge: Edge) -> bool:
    """Return whether an edge is drawn beside the flow, not as a part of it."""
    is_turned = edge.kind is EdgeKind.FF and edge.when != ALWAYS
    return edge.kind is EdgeKind.SOFT or is_turned


def expression(condition: Condition) -> str:
    """Return a condition as an expression in FEEL, the language of BPMN's sister standard DMN."""
    if condition.all:
        return " and ".join(_inner(part) for part in condition.all)
    if condition.any:
        return " or ".join(_inner(part) for part in condition.any)
    if condition.not_ is not None:
        return f"not({expression(condition.not_)})"
    for name in ("payment_term", "incoterm", "supply_mode"):
        values = getattr(condition, name)
        if values:
            said = ", ".join(f'"{value}"' for value in values)
            return f"{name} in ({said})"
    if condition.question:
        return f'answer("{condition.question}")'
    return str(condition.flag or "true")


def _inner(condition: Condition) -> str:
    text = expression(condition)
    return f"({text})" if condition.any or condition.all else text


class _Drawing:
    """A flow under way: where each stage is entered, joined and left."""

    def __init__(self, process: Process) -> None:
        self.steps: list[FlowStep] = []
        self.links: list[FlowLink] = []
        self._entries: dict[str, str] = {}
        self._joins: dict[str, str] = {}
        self._exits: dict[str, str] = {}
        self._edges = [edge for edge in process.edges if not is_dotted(edge)]

    def draw(self, node: Node) -> None:
        """Draw a stage with the forks and joins around it."""
        chain = list(self._around(node))
        self.steps += chain
        self._entries[node.id] = chain[0].id
        self._exits[node.id] = chain[-1].id
        fork = f"{node.id}_applies"
        for before, after in pairwise(chain):
            when = node.applies if before.id == fork else ALWAYS
            self._link(before.id, after.id, when)
        if node.applies != ALWAYS:
            self._link(fork, f"{node.id}_passed", is_default=True)

    def leave(self, node: Node) -> None:
        """Link a stage to what follows it, or to the end."""
        begun = f"{node.id}_start"
        if not self._into(node):
            self.steps.append(FlowStep(id=begun, kind=StepKind.START, lane=node.owner))
            self._link(begun, self._entries[node.id])
        edges = self._out_of(node)
        for edge in edges:
            self._link(self._exits[node.id], self._place_of(edge), edge.when)
        if not edges or all(edge.when != ALWAYS for edge in edges):
            ended = f"{node.id}_end"
            self.steps.append(FlowStep(id=ended, kind=StepKind.END, lane=node.owner))
            self._link(self._exits[node.id], ended, is_default=bool(edges))

    def _around(self, node: Node) -> Iterator[FlowStep]:
        into, finishing = self._into(node), self._finishing(node)
        if len(into) > 1:
            yield _fork(node, "join", into)
        if node.applies != ALWAYS:
            yield FlowStep(
                id=f"{node.id}_applies",
                kind=StepKind.EITHER,
                lane=node.owner,
                asks=node.applies_text,
            )
        yield FlowStep(id=node.id, kind=StepKind.WORK, lane=node.owner, node=node)
        if node.applies != ALWAYS:
            yield FlowStep(id=f"{node.id}_passed", kind=StepKind.EITHER, lane=node.owner)
        if finishing:
            self._joins[node.id] = f"{node.id}_finish"
            yield _fork(node, "finish", finishing)
        out = self._out_of(node)
        if len(out) > 1 or any(edge.when != ALWAYS for edge in out):
            yield _fork(node, "split", out)

    def _place_of(self, edge: Edge) -> str:
        places = self._joins if edge.kind is EdgeKind.FF else self._entries
        return places[edge.end]

    def _into(self, node: Node) -> list[Edge]:
        return [e for e in self._edges if e.end == node.id and e.kind is not EdgeKind.FF]

    def _finishing(self, node: Node) -> list[Edge]:
        return [e for e in self._edges if e.end == node.id and e.kind is EdgeKind.FF]

    def _out_of(self, node: Node) -> list[Edge]:
        return [edge for edge in self._edges if edge.start == node.id]

    def _link(
        self, start: str, end: str, when: Condition = ALWAYS, *, is_default: bool = False
    ) -> None:
        name = f"{start}_to_{end}"
        self.links.append(FlowLink(id=name, start=start, end=end, when=when, is_default=is_default))


def _fork(node: Node, place: str, edges: list[Edge]) -> FlowStep:
    """Return a fork or join; where a way may not be taken, it waits for those that are."""
    some = any(edge.when != ALWAYS or edge.kind is EdgeKind.EVENT for edge in edges)
    kind = StepKind.SOME if some else StepKind.EVERY
    return FlowStep(id=f"{node.id}_{place}", kind=kind, lane=node.owner)
