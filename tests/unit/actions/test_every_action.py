"""Each action, done on a desk and judged at head office: the same effect on both."""

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest

from sync.domain.commands import ACTIONS
from sync.domain.entities import ENTITIES
from sync.domain.order_templates import TemplateTask
from sync.domain.organisation_commands import Part
from sync.domain.process import Item
from sync.store import process_files
from tests.builders import an_id
from tests.unit.actions import partner_scripts, project_scripts

ORDER, LINE, SHIPMENT, BUYER = an_id("order"), an_id("line"), an_id("shipment"), an_id("buyer")
NEW, OTHER = an_id("new"), an_id("other")
CONFLICT_FREE = ("applied",)


def _adding(noun: str, login: str, **fields: object) -> tuple[str, str, dict[str, object]]:
    return f"{noun}.add", login, {"id": NEW, "set": fields}


ON_ORDER = {"order_id": ORDER}
ON_SHIPMENT = {"order_id": ORDER, "shipment_id": SHIPMENT}
_PLAIN = {
    "line": ("lin", {**ON_ORDER, "description": "Cup", "quantity": "5"}, {"note": "soon"}),
    "shipment": ("lin", {**ON_ORDER, "mode": "AIR"}, {"vessel": "Ever Given"}),
    "shipment_line": ("lin", {**ON_SHIPMENT, "line_id": LINE, "quantity": "9"}, {"quantity": "8"}),
    "container": ("lin", {**ON_SHIPMENT, "number": "MSCU1234566"}, {"seal_no": "77"}),
    "lc": ("lin", {**ON_ORDER, "number": "LC-1", "amount": "26800.00"}, {"amount": "27000.00"}),
    "receipt": ("fei", {**ON_ORDER, "amount": "800.00"}, {"amount": "810.00"}),
    "allocation": ("fei", {**ON_ORDER, "receipt_id": OTHER, "amount": "8"}, {"amount": "9"}),
    "declaration": ("lin", {**ON_SHIPMENT, "number": "D-1"}, {"declared_on": "2026-03-01"}),
    "partner": ("lin", {"name": "Aurora AB", "kinds": "buyer"}, {"city": "Malmö"}),
    "contact": ("lin", {"partner_id": BUYER, "name": "Jo"}, {"phone": "1"}),
    "product": ("lin", {"code": "B-1", "name_en": "Bowl"}, {"note": "new mould"}),
    "goal": ("bo", {"name": "SI in time", "node": "N01", "within_hours": 24}, {"note": "both"}),
}
_PREPARED: dict[str, list[tuple[str, str, dict[str, object]]]] = {
    "allocation": [("receipt.add", "fei", {"id": OTHER, "set": {**ON_ORDER, "amount": "8"}})],
}
NODE = {"order_id": ORDER, "node": "N01"}
SOP = (
    "sop.publish",
    "bo",
    {"id": NEW, "set": {"node": "N01", "title_en": "Ask", "text_en": "Once"}},
)
SUGGESTION = ("suggestion.make", "lin", {"id": NEW, "set": {"node": "N01", "title": "Ask by form"}})
FEEDBACK = ("feedback.give", "lin", {"id": NEW, "node": "N01", "text": "asks too late"})
DEPUTY = {
    "delegate_id": an_id("max"),
    "starts_on": date(2026, 3, 1),
    "ends_on": date(2026, 3, 20),
    "reason": "fair",
}
_OWN: dict[str, list[tuple[str, str, dict[str, object]]]] = {
    "order.create": [("order.create", "lin", {"id": NEW, "set": {"buyer_id": BUYER}})],
    "order.edit": [("order.edit", "lin", {"id": ORDER, "set": {"goods": "bowls"}})],
    "order.close": [("order.close", "lin", {"id": ORDER, "state": "lost", "reason": "price"})],
    "order.reopen": [
        ("order.close", "lin", {"id": ORDER, "state": "lost", "reason": "price"}),
        ("order.reopen", "lin", {"id": ORDER, "reason": "they came back"}),
    ],
    "order.import": [
        (
            "order.import",
            "lin",
            {
                "id": OTHER,
                "source": "orders.xlsx",
                "rows": {"orders": [{"id": NEW, "buyer_id": BUYER, "order_no": "X-1"}]},
            },
        )
    ],
    "node.start": [("node.start", "lin", NODE)],
    "node.wait": [("node.wait", "lin", {**NODE, "waits_for": "WAIT_BUYER", "note": "asked"})],
    "node.resume": [
        ("node.wait", "lin", {**NODE, "waits_for": "WAIT_BUYER", "note": "asked"}),
        ("node.resume", "lin", NODE),
    ],
    "node.assign": [("node.assign", "lin", {**NODE, "owner_id": an_id("mei")})],
    "item.answer": [("item.answer", "lin", {"order_id": ORDER, "item": "N01-01"})],
    "item.waive": [("item.waive", "bo", {"order_id": ORDER, "item": "N01-02", "reason": "known"})],
    "receipt.confirm": [
        ("receipt.add", "fei", {"id": NEW, "set": {**ON_ORDER, "amount": "8"}}),
        ("receipt.confirm", "fei", {"id": NEW}),
    ],
    "sop.publish": [SOP],
    "sop.change": [SOP, ("sop.change", "bo", {"id": NEW, "set": {"text_en": "Ask twice"}})],
    "sop.retire": [SOP, ("sop.retire", "bo", {"id": NEW})],
    "sop.acknowledge": [SOP, ("sop.acknowledge", "bo", {"id": NEW})],
    "suggestion.make": [SUGGESTION],
    "feedback.give": [FEEDBACK],
    "feedback.answer": [
        ("feedback.give", "bo", {"id": NEW, "node": "N01", "text": "asks too late"}),
        ("feedback.answer", "bo", {"id": NEW, "text": "we do now"}),
    ],
    "comment.add": [("comment.add", "lin", {"id": NEW, "order_id": ORDER, "text": "seen"})],
    "approval.request": [
        ("approval.request", "lin", {"id": NEW, "order_id": ORDER, "title": "4 % off"})
    ],
    "approval.remind": [
        ("approval.request", "lin", {"id": NEW, "order_id": ORDER, "title": "4 % off"}),
        ("approval.remind", "lin", {"id": NEW}),
    ],
    "delegation.add": [("delegation.add", "bo", {"id": NEW, **DEPUTY})],
    "delegation.end": [
        ("delegation.add", "bo", {"id": NEW, **DEPUTY}),
        ("delegation.end", "bo", {"id": NEW}),
    ],
    "attachment.add": [
        (
            "attachment.add",
            "lin",
            {"id": NEW, "order_id": ORDER, "name": "pi.pdf", "size_bytes": 9, "sha256": "a" * 64},
        )
    ],
}
TASK = ("task.add", "lin", {"id": NEW, "set": {"title": "Call", "assignee_id": an_id("lin")}})
for _step in ("finish", "drop"):
    _OWN[f"task.{_step}"] = [TASK, (f"task.{_step}", "lin", {"id": NEW, "note": "so"})]
_OWN["task.add"] = [TASK]
_OWN["task.edit"] = [TASK, ("task.edit", "lin", {"id": NEW, "set": {"due_on": "2026-03-09"}})]
_OWN["task.reopen"] = [*_OWN["task.finish"], ("task.reopen", "lin", {"id": NEW})]
_OWN["attachment.remove"] = [
    *_OWN["attachment.add"],
    ("attachment.remove", "lin", {"id": NEW}),
]
TASK_ON = ("task.add", "lin", {"id": NEW, "set": {**TASK[2]["set"], **ON_ORDER}})
HANDED = {"id": NEW, **NODE, "to_id": an_id("mei"), "delivers": "the sample's drawing"}
_OWN["handoff.offer"] = [("handoff.offer", "lin", HANDED)]
_OWN["handoff.withdraw"] = [
    *_OWN["handoff.offer"],
    ("handoff.withdraw", "lin", {"id": NEW, "reason": "the wrong node"}),
]
_OWN["nudge.send"] = [
    ("node.assign", "lin", {**NODE, "owner_id": an_id("mei")}),
    ("nudge.send", "lin", {"id": NEW, **NODE, "text": "the buyer asks"}),
]
_OWN["status.post"] = [("status.post", "lin", {"id": NEW, **NODE, "text": "on its way"})]
WISH = (
    "requirement.add",
    "lin",
    {"id": NEW, "set": {**ON_ORDER, "text": "EN label on each carton"}},
)
WISH[2]["set"]["departments"] = "LOG"
_OWN["requirement.add"] = [WISH]
_OWN["requirement.edit"] = [WISH, ("requirement.edit", "lin", {"id": NEW, "set": {"text": "two"}})]
_OWN["requirement.drop"] = [WISH, ("requirement.drop", "lin", {"id": NEW, "reason": "no longer"})]
_OWN["requirement.read_back"] = [
    WISH,
    (
        "requirement.read_back",
        "lin",
        {"id": OTHER, "requirement_id": NEW, "words": "we print English labels"},
    ),
]
AWAY = {"id": OTHER, "to_id": an_id("mei"), "from_on": date(2026, 3, 2), "to_on": date(2026, 3, 9)}
_OWN["handover.offer"] = [TASK_ON, ("handover.offer", "lin", AWAY)]
_OWN["handover.end"] = [*_OWN["handover.offer"], ("handover.end", "lin", {"id": OTHER})]
_OFF = {"id": NEW, **NODE, "path": "E01-1", "note": "no drawing came"}
_OWN["path.take"] = [("path.take", "lin", _OFF)]
_OWN["path.leave"] = [*_OWN["path.take"], ("path.leave", "lin", {"id": NEW, "note": "it came"})]
_OWN["opinion.ask"] = [("opinion.ask", "lin", {"order_id": ORDER, "node": "N02"})]
_OWN["duties.acknowledge"] = [("duties.acknowledge", "lin", {"role": "SR"})]
REPORT = {**ON_ORDER, "title": "Rolled", "exception_code": "L12", "severity": "S3"}
TROUBLE = ("exception.open", "lin", {"id": NEW, "set": REPORT})
_OWN["exception.open"] = [TROUBLE]
_OWN["exception.edit"] = [TROUBLE, ("exception.edit", "lin", {"id": NEW, "set": {"title": "x"}})]
for _step in ("acknowledge", "contain", "verify", "close"):
    _OWN[f"exception.{_step}"] = [TROUBLE, (f"exception.{_step}", "lin", {"id": NEW, "note": "so"})]
_OWN["exception.reopen"] = [
    *_OWN["exception.close"],
    ("exception.reopen", "lin", {"id": NEW, "note": "again"}),
]
_OWN["exception.answer_buyer"] = [
    ("exception.open", "lin", {"id": NEW, "set": {**REPORT, "is_complaint": 1}}),
    ("exception.answer_buyer", "lin", {"id": NEW, "note": "we replace the cups"}),
]
_IN_ROOM = {"id": OTHER, "exception_id": NEW}
_OWN["exception.note"] = [TROUBLE, ("exception.note", "lin", {**_IN_ROOM, "text": "seen"})]
_ACT = {**_IN_ROOM, "title": "ask for space", "assignee_id": an_id("lin")}
_OWN["exception.act"] = [TROUBLE, ("exception.act", "lin", _ACT)]
_WHY = ("why.answer", "lin", {"exception_id": NEW, "level": 1, "answer": "no space"})
_OWN["why.answer"] = [TROUBLE, _WHY]
_OWN["exception.conclude"] = [
    TROUBLE,
    _WHY,
    ("exception.conclude", "lin", {"id": NEW, "root_cause": "PR32"}),
]
_QUARREL = {**ON_ORDER, "title": "who pays", "other_id": an_id("mei"), "position": "not us"}
QUARREL = ("dispute.open", "lin", {"id": NEW, "set": _QUARREL})
_OWN["dispute.open"] = [QUARREL]
_OWN["dispute.say"] = [QUARREL, ("dispute.say", "lin", {"id": NEW, "text": "half"})]
_OWN["dispute.settle"] = [QUARREL, ("dispute.settle", "lin", {"id": NEW, "text": "half each"})]
LESSON = ("article.add", "lin", {"id": NEW, "set": {"title": "Weights", "solution": "weigh"}})
_OWN["article.add"] = [LESSON]
_OWN["article.edit"] = [LESSON, ("article.edit", "lin", {"id": NEW, "set": {"at_nodes": "N16"}})]
_OWN["article.retire"] = [LESSON, ("article.retire", "lin", {"id": NEW, "reason": "old"})]
_OWN["article.draft"] = [
    ("exception.open", "lin", {"id": OTHER, "set": REPORT}),
    ("article.draft", "lin", {"id": NEW, "exception_id": OTHER}),
]
_SAY = {"node": "N01", "title_zh": "问", "title_en": "Ask", "role": "SR"}
WRITTEN = (
    "template.write",
    "mei",
    {"id": OTHER, "name_en": "Sea", "tasks": (msgspec.convert(_SAY, TemplateTask),)},
)
_OWN["template.write"] = [WRITTEN]
_OWN["template.retire"] = [WRITTEN, ("template.retire", "mei", {"id": OTHER})]
_FROM = {"id": NEW, "template_id": OTHER, "set": {"buyer_id": BUYER}}
_OWN["order.from_template"] = [WRITTEN, ("order.from_template", "mei", _FROM)]
SET_UP = ("order.set_up", "mei", {"id": NEW, "order_id": an_id("mine"), "template_id": OTHER})
_MINE = ("order.create", "mei", {"id": an_id("mine"), "set": {"buyer_id": BUYER}})
_OWN["order.set_up"] = [WRITTEN, _MINE, SET_UP]
_OWN["setup.undo"] = [WRITTEN, _MINE, SET_UP, ("setup.undo", "mei", {"id": NEW})]
_LEVEL = {"user_id": an_id("lin"), "skill": "customs", "level": 3, "evidence": "40 filings"}
_OWN["capability.assess"] = [("capability.assess", "bo", _LEVEL)]
_COURSE = {"user_id": an_id("lin"), "skill": "customs", "title": "Classifying goods"}
_OWN["training.note"] = [
    ("training.note", "lin", {"id": NEW, **_COURSE, "held_on": date(2026, 2, 3)})
]
_OWN["charter.draft"] = [("charter.draft", "lin", {"order_id": ORDER})]
_GOALS = {"order_id": ORDER, "set": {"goals": "on time"}}
_OWN["charter.edit"] = [*_OWN["charter.draft"], ("charter.edit", "lin", _GOALS)]
_OWN["charter.sign"] = [*_OWN["charter.edit"], ("charter.sign", "lin", {"order_id": ORDER})]
_MET = {"id": NEW, "title": "Weekly", "held_on": date(2026, 3, 2), "text": "@lin call 03-09"}
_OWN["meeting.note"] = [("meeting.note", "lin", _MET)]
_OWN |= project_scripts.SCRIPTS
_UNIT = {"id": OTHER, "name_zh": "物流部", "name_en": "Logistics"}
FOUNDED = ("department.add", "bo", _UNIT)
_OWN["department.add"] = [FOUNDED]
_PARTS = [Part(name_zh="甲", name_en="A"), Part(name_zh="乙", name_en="B")]
_OWN["department.split"] = [
    FOUNDED,
    ("department.split", "bo", {"id": OTHER, "parts": tuple(_PARTS)}),
]
_ONE = {"id": NEW, "departments": (OTHER,), "name_zh": "丙", "name_en": "C"}
_OWN["department.merge"] = [FOUNDED, ("department.merge", "bo", _ONE)]
_INTO = {"id": NEW, "user_id": an_id("lin"), "department_id": OTHER}
_OWN["department.move"] = [FOUNDED, ("department.move", "bo", _INTO)]
_OWN |= partner_scripts.SCRIPTS
SEPARATE = {
    "opinion.give",
    "opinion.waive",
    "notice.see",
    "handover.accept",
    "handover.refuse",
    "handoff.accept",
    "handoff.return",
    "escalation.raise",
    "dispute.mediate",
    "dispute.decide",
    "dispute.appeal",
    "article.publish",
    "article.helped",
    "node.finish",
    "node.reopen",
    "row.restore",
    "conflict.decide",
    "conflict.undo",
    "approval.withdraw",
    "approval.decide",
    "suggestion.decide",
    "suggestion.measure",
    "approval.forward",
    *(name for name in ACTIONS if name.startswith("change.")),
    *(name for name in ACTIONS if name.startswith(("process.", "authority.", "standard."))),
}
"""Shown in tests of their own."""


def scripts() -> Iterator[tuple[str, list[tuple[str, str, dict[str, object]]]]]:
    yield from _OWN.items()
    for noun, (login, fields, change) in _PLAIN.items():
        ahead = _PREPARED.get(noun, [])
        made = [*ahead, _adding(noun, login, **fields)]
        yield f"{noun}.add", made
        yield f"{noun}.edit", [*made, (f"{noun}.edit", login, {"id": NEW, "set": change})]
        yield f"{noun}.remove", [*made, (f"{noun}.remove", login, {"id": NEW})]


SCRIPTS = dict(scripts())


def test_there_is_a_script_for_every_action():
    assert {*SCRIPTS, *SEPARATE} == set(ACTIONS)


def _play(desk_of, script):
    desk = desk_of(script[0][1])
    for action, _, arguments in script:
        desk.do(action, **arguments)
    return desk


def _same_on_both(desk, office):
    seen = office.seen_by(desk.user)
    for entity in ENTITIES:
        assert desk.rows(entity) == seen[entity], entity


@pytest.mark.parametrize("action", SCRIPTS)
def test_an_action_has_the_same_effect_on_the_desk_and_at_head_office(action, office, desk_of):
    entity = ACTIONS[action].entity
    before = office.rows(entity)
    desk = _play(desk_of, SCRIPTS[action])
    tried = {row["id"]: row for row in desk.rows(entity)}
    desk.sync()
    assert [(item.action, item.status) for item in desk.queue()] == [
        (step[0], "applied") for step in SCRIPTS[action]
    ]
    _same_on_both(desk, office)
    judged = {row["id"]: row for row in office.rows(entity)}
    decided_there = {"ver", "order_no"}
    assert {key: _without(row, decided_there) for key, row in tried.items()} == {
        key: _without(row, decided_there) for key, row in judged.items()
    }
    if not action.endswith((".remove", ".unlink")) and action != "task.reopen":
        assert office.rows(entity) != before
    assert {item.state for item in desk.queue()} == {"done"}


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}


@pytest.mark.parametrize("action", SCRIPTS)
def test_pushing_an_action_again_changes_nothing(action, office, desk_of):
    desk = _play(desk_of, SCRIPTS[action])
    desk.sync()
    before = {entity: office.rows(entity) for entity in ENTITIES}
    with desk.replica.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting'")
    desk.sync()
    assert {entity: office.rows(entity) for entity in ENTITIES} == before
    assert len(office.ledger()) == len(SCRIPTS[action])


@pytest.mark.parametrize("action", SCRIPTS)
def test_somebody_without_the_right_is_refused_on_both_ends(action, office, desk_of):
    script = SCRIPTS[action]
    name, login, arguments = script[-1]
    honest = desk_of(login)
    for step, _, given in script[:-1]:
        honest.do(step, **given)
    honest.sync()
    before = {entity: office.rows(entity) for entity in ENTITIES}
    altered = desk_of(login, "altered")
    altered.do(name, **arguments)
    stranger = desk_of("ada")
    badge = stranger.replica.standing()
    altered.replica.note(token=badge.token, device_key=badge.device_key)
    altered.push()
    if name.startswith("task."):
        return
    assert altered.last().status in ("denied", "gone"), altered.last().detail
    assert {entity: office.rows(entity) for entity in ENTITIES} == before


def _mandatory(node: str) -> list[Item]:
    process = process_files.process_of(1)
    found = next(each for each in process.nodes if each.id == node)
    return [item for item in found.items if item.is_mandatory or item.is_blocking]


def test_a_node_is_finished_and_reopened(office, desk_of):
    desk = desk_of("lin")
    desk.do("node.start", **NODE)
    for item in _mandatory("N01"):
        if item.needs_attachment:
            evidence = {"name": "e.pdf", "size_bytes": 1, "sha256": "b" * 64, "item": item.id}
            desk.do("attachment.add", order_id=ORDER, **evidence)
        desk.do("item.answer", order_id=ORDER, item=item.id)
    desk.do("node.finish", **NODE)
    desk.sync()
    assert {item.status for item in desk.queue()} == {"applied"}, desk.last().detail
    assert office.rows("nodes")[0]["state"] == "DONE"
    desk.do("node.reopen", **NODE, note="buyer changed the goods")
    desk.sync()
    assert office.rows("nodes")[0]["state"] == "REOPENED"
    _same_on_both(desk, office)


def test_a_removed_row_comes_back_as_it_was(office, desk_of):
    desk = desk_of("lin")
    before = desk.row("order_lines", LINE)
    desk.do("line.remove", id=LINE)
    desk.sync()
    (entry,) = [row for row in office.rows("history") if row["kind"] == "removed"]
    desk.do("row.restore", id=entry["id"])
    desk.sync()
    assert _without(office.row("order_lines", LINE), {"ver"}) == _without(before, {"ver"})
    _same_on_both(desk, office)
