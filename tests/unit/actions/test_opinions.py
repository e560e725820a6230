"""RACI carried out: the consulted answer, the accountable sign, the informed are told once."""

import msgspec
import pytest

from sync.domain.duties import Acknowledgement, has_changed, statement_of
from sync.domain.ids import row_id
from sync.domain.nodes import NodeState, node_id
from sync.domain.opinions import opinion_id
from sync.domain.people import Role
from sync.domain.process import problems
from sync.domain.records import record, to_row
from sync.domain.refusals import Refused
from sync.server.administration import write_as_office
from sync.store import process_files
from sync.store.sentences import sentence
from tests.builders import NOW, a_user, an_id

ORDER = an_id("order")
NODE = {"order_id": ORDER, "node": "N01"}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def set_for_all(office, key, value):
    """Set one of the company's settings, as an administrator does."""
    fields = {"id": row_id("config", key), "key": key, "value": value}
    with office.database.write() as connection:
        write_as_office(connection, [("config_items", fields)], now=NOW)


def work_through(desk, node):
    """Tick everything on a node's list, with evidence where it is asked for."""
    process = process_files.process_of(1)
    found = next(each for each in process.nodes if each.id == node)
    for item in found.items:
        if item.needs_attachment:
            evidence = {"name": "e.pdf", "size_bytes": 1, "sha256": "b" * 64, "item": item.id}
            desk.do("attachment.add", order_id=ORDER, **evidence)
        if item.is_mandatory or item.is_blocking:
            desk.do("item.answer", order_id=ORDER, item=item.id)


@pytest.mark.system("S05")
def test_the_consulted_answer_before_the_gate_opens(office, desk_of):
    set_for_all(office, "raci.consult", "N02")
    lin, buyer, fei = desk_of("lin"), desk_of("pu"), desk_of("fei")
    lin.do("opinion.ask", order_id=ORDER, node="N02")
    asked = {row["role"]: row["due_on"] for row in lin.rows("opinions")}
    assert asked == {"PUR": "2026-03-04", "FIN": "2026-03-04"}  # nobody is in production here
    lin.sync()
    for desk, role, said in ((buyer, Role.PUR, "cost is 2.10"), (fei, Role.FIN, "rate 7.1")):
        desk.sync()
        desk.do("opinion.give", id=opinion_id(ORDER, "N02", role), opinion=said)
        desk.sync()
    lin.sync()
    assert {row["state"] for row in lin.rows("opinions")} == {"given"}
    assert office.rows("opinions")[0]["answered_by"]


def test_roles_that_nobody_holds_are_not_asked(office, desk_of):
    lin = desk_of("lin")
    assert refused(lin, "opinion.ask", **NODE).code == "opinions_nobody"
    lin.do("node.start", **NODE)
    assert lin.rows("opinions") == []


def _with_marketing(office):
    with office.database.write() as connection:
        write_as_office(connection, [("users", to_row(a_user("max", "MR")))], now=NOW)


@pytest.mark.system("S05")
def test_a_node_that_asks_by_itself_is_not_finished_without_the_answers(office, desk_of):
    set_for_all(office, "raci.consult", "N01")
    _with_marketing(office)
    lin, bo = desk_of("lin"), desk_of("bo")
    work_through(lin, "N01")
    assert refused(lin, "node.finish", **NODE).code == "opinions_not_asked"
    lin.do("node.start", **NODE)
    refusal = refused(lin, "node.finish", **NODE)
    assert (refusal.code, refusal.facts["roles"]) == ("gate_opinion", "MR")
    assert "max" in sentence(refusal, "en")
    lin.sync()
    bo.sync()
    asked = opinion_id(ORDER, "N01", Role.MR)
    assert refused(lin, "opinion.waive", id=asked, reason="x").code == "opinion_waiver_level"
    assert refused(bo, "opinion.give", id=asked, opinion="fine").code == "opinion_other_role"
    bo.do("opinion.waive", id=asked, reason="on a fair, cannot be reached")
    bo.sync()
    lin.sync()
    lin.do("node.finish", **NODE)
    lin.sync()
    assert lin.last().status == "applied"


@pytest.mark.system("S05")
def test_the_accountable_role_signs_what_the_responsible_did(office, desk_of):
    set_for_all(office, "raci.sign_off", "N01")
    lin, mei = desk_of("lin"), desk_of("mei")
    lin.do("node.start", **NODE)
    work_through(lin, "N01")
    lin.do("node.finish", **NODE)
    row = node_id(ORDER, "N01")
    assert lin.row("nodes", row)["state"] == NodeState.PENDING_APPROVAL
    assert lin.rows("notices") == []
    lin.sync()
    mei.sync()
    mei.do("node.finish", **NODE)
    mei.sync()
    lin.sync()
    assert lin.row("nodes", row)["state"] == NodeState.DONE
    assert lin.row("nodes", row)["finished_by"] == an_id("mei")


@pytest.mark.system("S05")
@pytest.mark.system("S34")
def test_the_informed_are_told_once_and_get_no_task(office, desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    lin.do("node.start", **NODE)
    work_through(lin, "N01")
    lin.do("node.finish", **NODE)
    lin.sync()
    (told,) = office.rows("notices")
    assert (told["role"], told["node"], told["seen_by"]) == ("MGR", "N01", "")
    assert office.rows("tasks") == []
    bo.sync()
    bo.do("notice.see", id=told["id"])
    bo.do("notice.see", id=told["id"])
    bo.sync()
    lin.sync()
    assert office.row("notices", told["id"])["seen_by"] == an_id("bo")
    assert refused(lin, "notice.see", id=told["id"]).code == "opinion_other_role"


@pytest.mark.system("S05")
def test_a_process_with_two_accountable_roles_at_a_node_is_no_process():
    process = process_files.process_of(1)
    assert problems(process) == ()
    first, *others = process.nodes
    raci = msgspec.structs.replace(first.raci, accountable=(Role.SR, Role.MGR))
    changed = msgspec.structs.replace(first, raci=raci)
    wrong = msgspec.structs.replace(process, nodes=(changed, *others))
    assert problems(wrong) == ("N01 has 2 accountable roles instead of one",)


@pytest.mark.system("S06")
def test_duties_follow_the_process_and_say_that_they_changed(office, desk_of):
    process = process_files.process_of(1)
    before = statement_of(process, Role.FIN)
    assert {duty.letter for duty in before.duties} == {"R", "A", "C", "I"}
    lin = desk_of("fei")
    lin.do("duties.acknowledge", role="FIN", digest=before.digest)
    lin.sync()
    (row,) = office.rows("acknowledgements")
    assert (row["user_id"], row["digest"]) == (an_id("fei"), before.digest)
    assert refused(lin, "duties.acknowledge", role="FIN", digest="old").code == "duties_changed"
    assert refused(lin, "duties.acknowledge", role="QC").code == "duties_other_role"
    first, *others = process.nodes
    raci = msgspec.structs.replace(first.raci, consulted=(Role.FIN,))
    changed = msgspec.structs.replace(first, raci=raci)
    after = statement_of(msgspec.structs.replace(process, nodes=(changed, *others)), Role.FIN)
    assert ("C", "N01") in [(duty.letter, duty.node) for duty in after.duties]
    known = record(Acknowledgement, row)
    assert not has_changed(before, known)
    assert has_changed(after, known)
