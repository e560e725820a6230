"""A big order's contract review is not passed with the charter unsigned: desk and head office."""

import pytest

from sync.actions.asked import why_not
from sync.domain.attachments import Attachment
from sync.domain.charters import charter_id
from sync.domain.checklists import Answer, answer_id
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.opinions import Opinion, OpinionState, opinion_id
from sync.domain.process import nodes_by_id
from sync.domain.refusals import Refused
from sync.store import process_files
from tests.builders import NOW, an_id, seed_office

ORDER = an_id("order")
SIGNING = "PENDING_APPROVAL"
"""Passed by who works on it: what is left is the signature of the accountable role."""
REVIEW = {"order_id": ORDER, "node": "N04"}
BIG = {"order_id": ORDER, "quantity": "60000", "unit_price": "1.00", "description": "Cup"}


def _node(name, state):
    times = {"started_at": NOW, "finished_at": NOW if state is NodeState.DONE else None}
    return NodeInstance(
        id=node_id(ORDER, name),
        order_id=ORDER,
        subject_id=ORDER,
        node=name,
        state=state,
        owner_id=an_id("lin"),
        **times,
    )


def _ticked(item):
    return Answer(
        id=answer_id(ORDER, item.id),
        order_id=ORDER,
        subject_id=ORDER,
        node="N04",
        item=item.id,
        ticked=True,
        answered_by=an_id("lin"),
        answered_at=NOW,
    )


def _evidence(item):
    return Attachment(
        id=an_id(f"file {item.id}"),
        order_id=ORDER,
        subject_id=ORDER,
        node="N04",
        item=item.id,
        name="contract.pdf",
        size_bytes=1,
        sha256="0" * 64,
        added_by=an_id("lin"),
    )


def _heard(role):
    return Opinion(
        id=opinion_id(ORDER, "N04", role),
        order_id=ORDER,
        subject_id=ORDER,
        node="N04",
        role=role,
        asked_by=an_id("lin"),
        asked_at=NOW,
        due_on=NOW.date(),
        state=OpinionState.GIVEN,
        opinion="fine",
    )


@pytest.fixture
def reviewed(office):
    """The contract review is under way, and every item of it is ticked."""
    review = nodes_by_id(process_files.process_of(1))["N04"]
    items = review.items
    seed_office(
        office.database,
        *(_node(name, NodeState.DONE) for name in ("N01", "N02", "N03")),
        _node("N04", NodeState.IN_PROGRESS),
        *map(_ticked, items),
        *map(_heard, review.raci.consulted),
        *(_evidence(item) for item in items if item.needs_attachment),
    )
    return office


def _refusal(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


@pytest.mark.system("S07")
def test_a_small_order_passes_its_contract_review_without_a_charter(reviewed, desk_of):
    lin = desk_of("lin")
    lin.do("node.finish", **REVIEW)
    lin.sync()
    assert lin.last().status == "applied"
    assert reviewed.row("nodes", node_id(ORDER, "N04"))["state"] == SIGNING


@pytest.mark.system("S07")
def test_a_big_order_passes_it_once_every_member_has_signed(reviewed, desk_of):
    lin, fei = desk_of("lin"), desk_of("fei")
    lin.do("line.add", set=BIG)
    assert _refusal(lin, "node.finish", **REVIEW).code == "gate_charter"
    members = f"{an_id('lin')},{an_id('fei')}"
    lin.do("charter.edit", order_id=ORDER, set={"goals": "ship by May", "members": members})
    lin.do("charter.sign", order_id=ORDER)
    lin.sync()
    waiting = _refusal(lin, "node.finish", **REVIEW)
    assert (waiting.code, waiting.facts["people_en"]) == ("gate_charter", "fei")
    fei.pull()
    fei.do("charter.sign", order_id=ORDER)
    fei.sync()
    lin.pull()
    lin.do("node.finish", **REVIEW)
    lin.sync()
    assert lin.last().status == "applied"
    assert reviewed.row("nodes", node_id(ORDER, "N04"))["state"] == SIGNING


@pytest.mark.system("S07")
def test_head_office_judges_again_what_a_desk_passed_while_the_charter_changed(reviewed, desk_of):
    """A desk that heard nothing passes it; meanwhile the charter was changed and is unsigned."""
    lin, bo = desk_of("lin"), desk_of("bo")
    lin.do("line.add", set=BIG)
    alone = {"goals": "ship by May", "members": an_id("lin")}
    lin.do("charter.edit", order_id=ORDER, set=alone)
    lin.do("charter.sign", order_id=ORDER)
    lin.sync()
    bo.pull()
    bo.do("charter.edit", order_id=ORDER, set={"goals": "ship by April"})
    bo.sync()
    lin.do("node.finish", **REVIEW)
    lin.sync()
    assert why_not(lin.last()).code == "gate_charter"
    assert reviewed.row("nodes", node_id(ORDER, "N04"))["state"] == "IN_PROGRESS"
    assert reviewed.row("charters", charter_id(ORDER))["state"] == "draft"


@pytest.mark.system("S07")
def test_an_order_that_grew_offline_is_not_passed_at_head_office(reviewed, desk_of):
    """One desk makes the order a big one while another passes its contract review."""
    lin, bo = desk_of("lin"), desk_of("bo")
    bo.do("line.edit", id=an_id("line"), set={"quantity": "60000"})
    bo.sync()
    lin.do("node.finish", **REVIEW)
    lin.sync()
    assert why_not(lin.last()).code == "gate_charter"
