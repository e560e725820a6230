"""`gendan show allocation`, `workload`, `gaps`, and what `gendan do` says of templates."""

import json

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from sync.domain.capabilities import Capability, capability_id
from sync.domain.tasks import Task
from sync.store import template_files
from tests.builders import STAFF, a_partner, a_user, an_id, an_order, put_records

PASSWORD = "seven blue kettles"
OTHERS = (a_user("wen", "DOC"), a_user("xin", "DOC"))


def _able(login, level):
    return Capability(
        id=capability_id(an_id(login), "documents"),
        user_id=an_id(login),
        skill="documents",
        skill_level=level,
    )


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    task = Task(id=an_id("t"), title="Papers", assignee_id=an_id("lin"), node="N18")
    with replica.write() as connection:
        buyer = a_partner(id=an_id("buyer"))
        order = an_order(id=an_id("order"), order_no="SO26-0001")
        known = (buyer, order, task, _able("lin", 1), _able("wen", 3), _able("xin", 4))
        put_records(connection, (*STAFF, *OTHERS, *known, *template_files.shipped()), ver=1)
    replica.note(user_id=an_id("lin"), login="lin", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")

    def ran(*words, code=0):
        assert main([*words, "--data", str(made)]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    return ran


@pytest.mark.system("S51")
def test_who_is_not_up_to_their_work_is_shown_with_two_who_are(run):
    said = run("show", "gaps")
    assert "level 1 in document preparation; this work needs 3. Up to it: xin, wen" in said
    found = json.loads(run("show", "gaps", "--json"))
    assert found[0]["shortfall"]["qualified"] == [an_id("xin"), an_id("wen")]


@pytest.mark.system("S51")
def test_giving_a_task_to_somebody_below_its_level_warns_with_two_names(run):
    asked = {"title": "Check", "skill": "documents", "skill_level": 3}
    wanted = {"set": {**asked, "assignee_id": an_id("lin")}}
    told = json.loads(run("do", "task.add", "--json", json.dumps(wanted)))
    (warning,) = told["warnings"]
    assert warning.endswith("this work needs 3. Up to it: xin, wen")
    able = {"set": {**asked, "assignee_id": an_id("xin")}}
    assert "warnings" not in json.loads(run("do", "task.add", "--json", json.dumps(able)))


@pytest.mark.system("S62")
def test_who_might_take_work_is_shown_with_the_reasons(run):
    asked = ("--where", "role=DOC", "--where", "skill=documents", "--where", "level=3")
    lines = run("show", "allocation", *asked).splitlines()
    assert lines[0] == "xin  load 0 %, document preparation level 4"
    assert lines[2] == "lin  load 20 %, document preparation level 1, 3 needed"
    by_task = json.loads(run("show", "allocation", "--id", an_id("t"), "--json"))
    assert [each["login"] for each in by_task][:2] == ["xin", "wen"]
    assert "lin" in run("show", "workload").splitlines()[1]
    assert "20 %" in run("show", "workload")
    assert "BOSS" in run("show", "allocation", "--where", "role=BOSS", code=3)


def test_an_order_is_set_up_and_taken_back_on_the_command_line(run):
    wanted = {"order_id": "SO26-0001", "template_id": template_files.shipped()[1].id}
    made = json.loads(run("do", "order.set_up", "--json", json.dumps(wanted)))
    assert len(made["rows"]["tasks"]) == 17
    assert "0 working days apart" in run("show", "baseline", "--id", "SO26-0001")
    assert json.loads(run("show", "baseline", "--id", "SO26-0001", "--json"))["slips"] == []
    run("do", "setup.undo", "--json", json.dumps({"id": made["id"]}))
    assert len(json.loads(run("show", "tasks", "--json"))) == 1
    assert "not set up by a template" in run("show", "baseline", "--id", "SO26-0001")
