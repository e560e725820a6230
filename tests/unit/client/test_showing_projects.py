"""`gendan show project` and `gendan do project.*`: an order's sub-projects on the command line."""

import json

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from sync.domain.projects import link_id
from tests.builders import STAFF, a_partner, an_id, an_order, put_records

PASSWORD = "seven blue kettles"
ORDER = "SO26-0001"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        order = an_order(id=an_id("order"), order_no=ORDER)
        put_records(connection, (*STAFF, a_partner(id=an_id("buyer")), order), ver=1)
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


def do(run, action, code=0, **arguments):
    return run("do", action, "--json", json.dumps(arguments), code=code)


def _add(run, name, start, finish):
    said = {"order_id": ORDER, "name": name, "owner_id": an_id("lin")}
    made = do(run, "project.add", set={**said, "planned_start": start, "planned_finish": finish})
    return json.loads(made)["id"]


@pytest.fixture
def two(run):
    """Two sub-projects of which the second waits for the first."""
    tooling = _add(run, "Tooling", "2999-01-07", "2999-01-11")
    samples = _add(run, "Samples", "2999-01-07", "2999-01-08")
    do(run, "project.link", order_id=ORDER, before=tooling, after=samples, lag_days=1)
    return tooling, samples


def test_an_order_without_sub_projects_says_so(run):
    assert "has no sub-projects" in run("show", "project", "--id", ORDER)
    assert json.loads(run("show", "project", "--id", ORDER, "--json"))["network"] is None
    assert run("show", "project", code=3)


@pytest.mark.system("S63")
def test_sub_projects_are_shown_with_their_room_and_what_they_wait_for(run, two):
    lines = run("show", "project", "--id", ORDER).splitlines()
    assert lines[1].startswith("Tooling")
    assert "critical" in lines[1]
    assert lines[2].startswith("Samples")
    assert lines[2].endswith("Tooling")
    assert any(line.startswith("Critical path: Tooling → Samples") for line in lines)
    told = json.loads(run("show", "project", "--id", ORDER, "--json"))
    assert [each["id"] for each in told["network"]["projects"]] == list(two)
    assert told["links"][0]["lag_days"] == 1


@pytest.mark.system("S63")
def test_what_a_slip_would_move_is_shown(run, two):
    asked = ("--where", "project=Tooling", "--where", "slip=3")
    said = run("show", "project", "--id", ORDER, *asked)
    assert "If “Tooling” takes 3 d longer, the order ends on" in said
    told = json.loads(run("show", "project", "--id", ORDER, *asked, "--json"))
    assert (told["effect"]["slip"], told["effect"]["days"]) == (3, 3)
    assert "no sub-project “Moon”" in run(
        "show", "project", "--id", ORDER, "--where", "project=Moon", code=3
    )


@pytest.mark.system("S63")
def test_a_loop_and_a_baseline_are_told_in_sentences(run, two):
    tooling, samples = two
    told = do(run, "project.link", code=3, order_id=ORDER, before=samples, after=tooling)
    assert "Tooling → Samples → Tooling" in told
    assert "not signed yet" in do(run, "project.baseline", code=3, order_id=ORDER)
    do(run, "order.edit", id=ORDER, set={"signed_on": "2026-03-02"})
    do(run, "project.baseline", order_id=ORDER)
    do(run, "project.edit", id=tooling, set={"planned_finish": "2999-01-14"})
    said = run("show", "project", "--id", ORDER)
    assert "Baseline 1: end on" in said
    assert "2999-01-11 +1" in said
    assert "write the reason" in do(run, "project.baseline", code=3, order_id=ORDER)
    do(run, "project.drop", id=samples, reason="the buyer has some")
    assert "dropped" in run("show", "project", "--id", ORDER)
    assert run("show", "project_links").count(link_id(tooling, samples)) == 1


@pytest.mark.system("S63")
def test_my_work_says_to_which_sub_project_a_task_belongs(run, two):
    task = {"title": "Drawing", "assignee_id": an_id("lin"), "order_id": ORDER}
    do(run, "task.add", set={**task, "project_id": two[0]})
    assert "Tooling · Drawing" in run("show", "work")
    told = json.loads(run("show", "work", "--json"))
    assert told["tasks"][0]["project"] == "Tooling"
