"""A version of the order process as BPMN 2.0 with its diagram, for other tools to read and draw.

The file is made of ISO 19510's namespaces: a pool with a lane for each role, a task for each stage
with its checklist, RACI, standard and exception paths in words, and where everything stands.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

import msgspec

from sync.domain.conditions import ALWAYS
from sync.domain.people import Role
from sync.domain.process import Node, Part, Process, Scope
from sync.domain.process_flow import FlowStep, ProcessFlow, StepKind, expression, flow_of
from sync.domain.process_places import Box, Paper, laid_out
from sync.domain.spoken import Language

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
TARGET = "urn:gendan:process"

_POOL = "pool"
_PROCESS = "process"
SAID = ("applies", "passed", *(f"scope_{scope}" for scope in Scope))
"""What a diagram says besides the process's own words, by code."""


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """In which language a diagram is written, what it and its lanes are called, what it says."""

    language: Language
    name: str
    roles: Mapping[Role, str]
    said: Mapping[str, str]

    def of(self, part: Part) -> str:
        """Return what a part of the process is called."""
        return part.zh if self.language == "zh" else part.en


def as_bpmn(process: Process, wording: Wording) -> bytes:
    """Return the process as a BPMN 2.0 file."""
    for prefix, space in (("bpmn", MODEL), ("bpmndi", DIAGRAM), ("dc", BOUNDS), ("di", LINES)):
        register_namespace(prefix, space)
    register_namespace("xsi", SCHEMA_INSTANCE)
    flow = flow_of(process)
    paper = laid_out(flow)
    attributes = {
        "id": f"gendan_process_{process.version}",
        "name": wording.name,
        "targetNamespace": TARGET,
        "expressionLanguage": FEEL,
        "exporter": "Gendan",
    }
    whole = Element(_model("definitions"), attributes)
    together = SubElement(whole, _model("collaboration"), {"id": "collaboration"})
    pool = {"id": _POOL, "name": wording.name, "processRef": _PROCESS}
    SubElement(together, _model("participant"), pool)
    body = SubElement(
        whole,
        _model("process"),
        {"id": _PROCESS, "name": wording.name, "isExecutable": "false", "processType": "Private"},
    )
    _put_lanes(body, flow, paper, wording)
    _put_steps(body, flow, wording)
    _put_links(body, flow, wording)
    _put_reminders(body, flow)
    _put_diagram(whole, flow, paper)
    indent(whole)
    written: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return written


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _put_lanes(body: Element, flow: ProcessFlow, paper: Paper, wording: Wording) -> None:
    lanes = SubElement(body, _model("laneSet"), {"id": "lanes"})
    for role in paper.lanes:
        called = {"id": f"lane_{role}", "name": wording.roles.get(role, role)}
        lane = SubElement(lanes, _model("lane"), called)
        for step in flow.steps:
            if step.lane is role:
                SubElement(lane, _model("flowNodeRef")).text = step.id


def _put_steps(body: Element, flow: ProcessFlow, wording: Wording) -> None:
    for step in flow.steps:
        into = [link.id for link in flow.links if link.end == step.id]
        out = [link for link in flow.links if link.start == step.id]
        attributes = {"id": step.id, "name": _name_of(step, wording)}
        attributes["default"] = next((link.id for link in out if link.is_default), "")
        said = {name: text for name, text in attributes.items() if text}
        element = SubElement(body, _model(step.kind.value), said)
        if step.node is not None:
            _put_text(element, "documentation", "\n".join(_in_words(step.node, wording)))
        for name in into:
            _put_text(element, "incoming", name)
        for link in out:
            _put_text(element, "outgoing", link.id)
        if step.node is not None:
            _put_people(element, step.node)


def _put_text(element: Element, name: str, text: str) -> None:
    SubElement(element, _model(name)).text = text


def _name_of(step: FlowStep, wording: Wording) -> str:
    if step.node is not None:
        return f"{step.node.id} {wording.of(step.node)}"
    return wording.said["applies"] if step.asks else ""


def _put_people(task: Element, node: Node) -> None:
    """Say who may do a task, and that it is done once for each shipment, receipt, declaration."""
    for role in node.raci.responsible:
        owner = SubElement(task, _model("potentialOwner"))
        said = SubElement(owner, _model("resourceAssignmentExpression"))
        SubElement(said, _model("formalExpression")).text = role.value
    if node.scope is not Scope.ORDER:
        SubElement(task, _model("multiInstanceLoopCharacteristics"))


def _put_links(body: Element, flow: ProcessFlow, wording: Wording) -> None:
    kinds = {step.id: step.kind for step in flow.steps}
    for link in flow.links:
        attributes = {"id": link.id, "sourceRef": link.start, "targetRef": link.end}
        if link.is_default and kinds[link.end] is not StepKind.END:
            attributes["name"] = wording.said["passed"]
        element = SubElement(body, _model("sequenceFlow"), attributes)
        if link.when != ALWAYS:
            kind = {f"{{{SCHEMA_INSTANCE}}}type": "bpmn:tFormalExpression"}
            condition = SubElement(element, _model("conditionExpression"), kind)
            condition.text = expression(link.when)


def _put_reminders(body: Element, flow: ProcessFlow) -> None:
    for start, end in flow.reminders:
        ends = {"id": f"{start}_reminds_{end}", "sourceRef": start, "targetRef": end}
        SubElement(body, _model("association"), {**ends, "associationDirection": "One"})


def _put_diagram(whole: Element, flow: ProcessFlow, paper: Paper) -> None:
    diagram = SubElement(whole, f"{{{DIAGRAM}}}BPMNDiagram", {"id": "diagram"})
    plane = SubElement(
        diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"}
    )
    _put_box(plane, _POOL, paper.pool, is_horizontal=True)
    for role, box in paper.lanes.items():
        _put_box(plane, f"lane_{role}", box, is_horizontal=True)
    for step in flow.steps:
        _put_box(plane, step.id, paper.steps[step.id])
    for link in flow.links:
        _put_line(plane, link.id, paper.lines[link.id])
    for start, end in flow.reminders:
        here, there = paper.steps[start], paper.steps[end]
        corners = ((here.x + here.width, here.middle), (there.x, there.middle))
        _put_line(plane, f"{start}_reminds_{end}", corners)


def _put_box(plane: Element, name: str, box: Box, *, is_horizontal: bool = False) -> None:
    attributes = {"id": f"{name}_shape", "bpmnElement": name}
    if is_horizontal:
        attributes["isHorizontal"] = "true"
    shape = SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", attributes)
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    SubElement(shape, f"{{{BOUNDS}}}Bounds", {side: str(size) for side, size in sides.items()})


def _put_line(plane: Element, name: str, corners: tuple[tuple[int, int], ...]) -> None:
    edge = SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": f"{name}_edge", "bpmnElement": name})
    for x, y in corners:
        SubElement(edge, f"{{{LINES}}}waypoint", {"x": str(x), "y": str(y)})


def _in_words(node: Node, wording: Wording) -> Iterator[str]:
    """Yield what a stage's task says of itself: entry, standard, RACI, checklist, paths."""
    yield node.entry
    yield f"{node.standard_text} · {node.applies_text}"
    yield wording.said[f"scope_{node.scope}"]
    raci = node.raci
    for letter, roles in (
        ("R", raci.responsible),
        ("A", raci.accountable),
        ("C", raci.consulted),
        ("I", raci.informed),
    ):
        yield f"{letter}: {', '.join(roles)}"
    for item in node.items:
        yield f"[ ] {item.id} {wording.of(item)}"
    for way in node.exceptions:
        yield f"{way.id} {wording.of(way)}: {way.path} → {way.to}"
