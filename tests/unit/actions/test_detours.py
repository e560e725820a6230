"""An order leaves the main path by a named exception, is led there, and comes back to a stage."""

import pytest

from sync.domain.nodes import NodeState, node_id
from sync.domain.refusals import Refused
from sync.server.administration import write_as_office
from sync.store.sentences import sentence
from tests.builders import NOW, an_id

ORDER, OFF = an_id("order"), an_id("off")
FIRST = {"order_id": ORDER, "node": "N01"}
SIGNING = {"order_id": ORDER, "node": "N04"}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def finish(office, *nodes):
    rows = [
        (
            "nodes",
            {
                "id": node_id(ORDER, node),
                "order_id": ORDER,
                "subject_id": ORDER,
                "node": node,
                "state": NodeState.DONE.value,
                "finished_at": "2026-03-01T02:00:00Z",
            },
        )
        for node in nodes
    ]
    with office.database.write() as connection:
        write_as_office(connection, rows, now=NOW)


@pytest.mark.system("S20")
def test_a_stage_leaves_by_a_named_exception_and_goes_on_where_that_leads(desk_of, office):
    finish(office, "N01", "N02")
    lin = desk_of("lin")
    lin.do("path.take", id=OFF, **SIGNING, path="E04-1", note="their PO says 2,400")
    lin.sync()
    row = office.row("detours", OFF)
    assert (row["path"], row["owner_role"], row["left_at"]) == ("E04-1", "MGR", None)
    bo = desk_of("bo")
    bo.do("path.leave", id=OFF, note="quoted anew")
    bo.sync()
    lin.pull()
    assert lin.row("detours", OFF) == {**office.row("detours", OFF)}
    assert lin.row("detours", OFF)["result"] == "quoted anew"
    assert lin.row("nodes", node_id(ORDER, "N02"))["state"] == NodeState.REOPENED


def test_a_path_that_ends_at_its_own_stage_takes_nothing_up_again(desk_of, office):
    lin = desk_of("lin")
    lin.do("path.take", id=OFF, **FIRST, path="E01-1", note="no drawing came")
    lin.do("path.leave", id=OFF, note="it came")
    lin.sync()
    assert office.rows("nodes") == []
    assert {item.status for item in lin.queue()} == {"applied"}


def test_what_is_no_way_off_is_refused_with_a_sentence(desk_of, office):
    finish(office, "N01")
    lin = desk_of("lin")
    finished = refused(lin, "path.take", **FIRST, path="E01-1", note="late")
    assert finished.code == "node_not_open"
    quoting = {"order_id": ORDER, "node": "N02"}
    unknown = refused(lin, "path.take", **quoting, path="E12-1", note="x")
    assert (unknown.code, "Stage N02" in sentence(unknown, "en")) == ("path_unknown", True)
    assert refused(lin, "path.take", **quoting, path="E02-1", note=" ").code == "reason_missing"
    waits = refused(lin, "path.take", **SIGNING, path="E04-1", note="x")
    assert waits.code == "node_waits"
    lin.do("path.take", id=OFF, **quoting, path="E02-1", note="cost came late")
    twice = refused(lin, "path.take", **quoting, path="E02-2", note="again")
    assert (twice.code, "E02-1" in sentence(twice, "zh")) == ("path_taken_already", True)
    assert refused(lin, "path.leave", id=OFF, note="").code == "reason_missing"
    lin.sync()
    fei = desk_of("fei")
    assert refused(fei, "path.leave", id=OFF, note="done").kind == "denied"
    lin.do("path.leave", id=OFF, note="cost is here")
    assert refused(lin, "path.leave", id=OFF, note="done").code == "path_left_already"
