"""The process as BPMN 2.0: its elements, what leads to what, and a diagram without loose ends."""

from collections import Counter
from itertools import combinations, pairwise
from xml.etree import ElementTree as Xml

import pytest

from sync.domain.conditions import ALWAYS, Condition
from sync.domain.orders import PaymentTerm
from sync.domain.process import EdgeKind
from sync.domain.process_bpmn import BOUNDS, DIAGRAM, LINES, MODEL
from sync.domain.process_flow import StepKind, expression, flow_of
from sync.domain.process_places import laid_out
from sync.store.process_export import bpmn_of
from sync.store.process_files import process_of

PROCESS = process_of(1)
ROOT = Xml.fromstring(bpmn_of(PROCESS, title="", language="en"))  # noqa: S314  our own
FLOW_NODES = tuple(f"{{{MODEL}}}{kind.value}" for kind in StepKind)


def _all(name, space=MODEL):
    return list(ROOT.iter(f"{{{space}}}{name}"))


def _steps():
    return [element for kind in FLOW_NODES for element in ROOT.iter(kind)]


def test_every_stage_is_a_task_with_its_people_checklist_and_paths():
    tasks = {task.get("id"): task for task in _all("userTask")}
    assert list(tasks) == [node.id for node in PROCESS.nodes]
    text = tasks["N12"].findtext(f"{{{MODEL}}}documentation")
    node = next(each for each in PROCESS.nodes if each.id == "N12")
    assert all(part.id in text for part in (*node.items, *node.exceptions))
    assert "A: LOG" in text
    roles = [each.text for each in tasks["N10"].iter(f"{{{MODEL}}}formalExpression")]
    assert roles == ["QC", "PRD"]
    many = {
        name
        for name, task in tasks.items()
        if task.find(f"{{{MODEL}}}multiInstanceLoopCharacteristics") is not None
    }
    assert {"N11", "N21", "N22"} <= many
    assert "N04" not in many


def test_every_id_is_one_things_and_every_reference_is_to_something():
    ids = Counter(element.get("id") for element in ROOT.iter() if element.get("id"))
    assert ids.most_common(1)[0][1] == 1
    named = ("sourceRef", "targetRef", "default", "bpmnElement", "processRef")
    for element in ROOT.iter():
        for name in named:
            assert element.get(name) is None or element.get(name) in ids
    for name in ("incoming", "outgoing", "flowNodeRef"):
        assert {element.text for element in _all(name)} <= ids.keys()


def test_each_step_says_the_flows_that_come_and_go_and_only_ends_lead_nowhere():
    flows = _all("sequenceFlow")
    for step in _steps():
        into = {e.text for e in step.findall(f"{{{MODEL}}}incoming")}
        out = {e.text for e in step.findall(f"{{{MODEL}}}outgoing")}
        assert into == {f.get("id") for f in flows if f.get("targetRef") == step.get("id")}
        assert out == {f.get("id") for f in flows if f.get("sourceRef") == step.get("id")}
        assert bool(into) is not step.tag.endswith("startEvent")
        assert bool(out) is not step.tag.endswith("endEvent")
    lanes = Counter(ref.text for ref in _all("flowNodeRef"))
    assert lanes == Counter(step.get("id") for step in _steps())


def test_a_stage_that_does_not_always_apply_can_be_passed_by():
    flows = {(f.get("sourceRef"), f.get("targetRef")): f for f in _all("sequenceFlow")}
    asked = flows["N13_applies", "N13"].findtext(f"{{{MODEL}}}conditionExpression")
    assert "incoterm in" in asked
    passed = flows["N13_applies", "N13_passed"]
    forks = {fork.get("id"): fork for fork in _all("exclusiveGateway")}
    assert forks["N13_applies"].get("default") == passed.get("id")
    for node in PROCESS.nodes:
        assert (f"{node.id}_applies" in forks) is (node.applies != ALWAYS)


def test_edges_of_the_process_lead_from_stage_to_stage():
    flows = [(f.get("sourceRef"), f.get("targetRef")) for f in _all("sequenceFlow")]
    between = {(a[:3], b[:3]) for a, b in flows if a[:3] != b[:3]}
    dotted = {(f.get("sourceRef"), f.get("targetRef")) for f in _all("association")}
    assert dotted == {("N21", "N22"), ("N20", "N19")}
    assert between | dotted == {(edge.start, edge.end) for edge in PROCESS.edges}
    finishing = {edge.end for edge in PROCESS.edges if edge.kind is EdgeKind.FF} - {"N19"}
    assert {b for a, b in flows if b.endswith("_finish") and a[:3] != b[:3]} == {
        f"{name}_finish" for name in finishing
    }


def test_everything_is_drawn_once_and_no_two_steps_overlap():
    drawn = Counter(shape.get("bpmnElement") for shape in _all("BPMNShape", DIAGRAM))
    lanes = [lane.get("id") for lane in _all("lane")]
    assert drawn == Counter([*(step.get("id") for step in _steps()), *lanes, "pool"])
    for edge in _all("BPMNEdge", DIAGRAM):
        assert len(edge.findall(f"{{{LINES}}}waypoint")) >= 2
    assert len(_all("BPMNEdge", DIAGRAM)) == len(_all("sequenceFlow")) + len(_all("association"))
    assert len(_all("Bounds", BOUNDS)) == sum(drawn.values())
    boxes = list(laid_out(flow_of(PROCESS)).steps.values())
    for one, other in combinations(boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_lines_pass_through_no_step():
    flow = flow_of(PROCESS)
    paper = laid_out(flow)
    for link in flow.links:
        corners = paper.lines[link.id]
        ends = (paper.steps[link.start], paper.steps[link.end])
        for (x, y), (to_x, to_y) in pairwise(corners):
            for box in paper.steps.values():
                wide = min(x, to_x) < box.x + box.width and max(x, to_x) > box.x
                high = min(y, to_y) < box.y + box.height and max(y, to_y) > box.y
                assert box in ends or not (wide and high), link.id


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Condition(payment_term=(PaymentTerm.LC_S,)), 'payment_term in ("LC_S")'),
        (Condition(question="N23:complaint"), 'answer("N23:complaint")'),
        (ALWAYS, "true"),
        (
            Condition(
                any=(
                    Condition(question="a"),
                    Condition(all=(Condition(question="b"), Condition(question="c"))),
                )
            ),
            'answer("a") or (answer("b") and answer("c"))',
        ),
        (Condition(not_=Condition(question="a")), 'not(answer("a"))'),
    ],
)
def test_conditions_are_written_as_expressions(condition, text):
    assert expression(condition) == text


def test_the_diagram_is_in_one_language():
    zh = bpmn_of(PROCESS, title="", language="zh").decode()
    assert "N12 订舱" in zh
    assert "Booking" not in zh.replace("Booking confirmation", "")
