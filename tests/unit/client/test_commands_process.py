"""The process from the command line: a draft written, shown with its gaps, and as a diagram."""

import json
from pathlib import Path

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from tests.builders import STAFF, an_id, put_records

PASSWORD = "seven blue kettles"
DRAFT = an_id("draft")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
    replica.note(user_id=an_id("bo"), login="bo", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")

    def ran(*words, code=0):
        assert main([*words, "--data", str(made)]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return ran


def _do(run, action, code=0, **fields):
    return run("do", action, "--json", json.dumps(fields), code=code)


@pytest.mark.system("S01")
def test_a_draft_is_written_shown_and_refused_from_the_command_line(run):
    _do(run, "process.draft", id=DRAFT, title="Booking")
    _do(run, "process.set_raci", draft_id=DRAFT, node="N12", set={"accountable": ""})
    _do(run, "process.set_standard", draft_id=DRAFT, node="N12", days=3)
    refused = _do(run, "process.submit", id=DRAFT, code=3)
    assert "N12 Booking has nobody who answers for it" in refused
    shown = run("show", "process", "--id", DRAFT)
    assert "Draft “Booking” on version 1: being written" in shown
    assert "N12 Booking has nobody who answers for it" in shown
    assert "N12 Booking standard: 2 wd → 3 wd" in shown
    assert "N12 Booking accountable (A): LOG → –" in shown
    told = json.loads(run("show", "process", "--id", DRAFT, "--json").splitlines()[-1])
    assert [each["gap"] for each in told["findings"] if each["gap"] != "vacant"] == ["ownerless"]
    assert len(told["stages"]) == 24
    assert "Booking" in run("show", "process_drafts")


def test_the_running_version_and_one_stage_of_it_are_shown(run):
    shown = run("show", "process")
    assert shown.startswith("Process, version 1")
    assert "a role that nobody in the company holds now" in shown
    stage = run("show", "process", "--where", "node=N12")
    assert "N12-04  Cut-offs recorded" in stage
    assert "E12-1" in stage
    assert "N13-01" not in stage


NOT_THERE = (
    (("show", "process", "--id", "7"), "There is no version 7"),
    (("show", "process", "--id", "seven"), "drafts of the process"),
    (("show", "process", "--id", an_id("nothing")), "drafts of the process"),
    (("show", "process", "--where", "node=N99"), "node=N99"),
    (("show", "process", "--where", "colour=red"), "colour=red"),
    (("export", "process"), "Say with --to"),
    (("export", "process", "--to", "/nowhere/at/all.bpmn"), "was not saved"),
)


def test_what_is_not_there_is_said(run):
    for words, said in NOT_THERE:
        assert said in run(*words, code=3), words


def test_the_process_is_written_as_a_diagram_for_other_tools(run, tmp_path):
    file = tmp_path / "process.bpmn"
    assert str(file) in run("export", "process", "--to", str(file))
    text = Path(file).read_text("utf-8")
    assert text.startswith("<?xml")
    assert 'name="N12 Booking"' in text
    _do(run, "process.draft", id=DRAFT, title="Booking")
    _do(run, "process.change_stage", draft_id=DRAFT, node="N12", set={"en": "Space"})
    run("export", "process", "--id", DRAFT, "--to", str(file))
    assert 'name="N12 Space"' in Path(file).read_text("utf-8")
