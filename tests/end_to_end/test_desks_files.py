"""Files by the command line: attached, carried, paused, fetched, saved under a harmless name."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.end_to_end.desks import Terminal
from tests.end_to_end.forks import ROOT
from tests.end_to_end.running import until

CONTENT = bytes(range(256)) * 40_000
"""Three parts: 10 MB."""


@pytest.fixture
def lin(sqlite_office, tmp_path):
    return Terminal(tmp_path / "lin").sign_in(sqlite_office.url, "mgr")


@pytest.fixture
def bo(sqlite_office, tmp_path):
    return Terminal(tmp_path / "bo").sign_in(sqlite_office.url, "doc")


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "con.pdf"
    path.write_bytes(CONTENT)
    return path


def an_order(desk: Terminal) -> str:
    buyer = desk.do("partner.add", set={"name": "Buyer", "kinds": "buyer"})["id"]
    return desk.do("order.create", set={"buyer_id": buyer, "goods": "lamps"})["id"]


def state(desk: Terminal) -> dict[str, str]:
    return {each["attachment_id"]: each["state"] for each in desk.json("show", "transfers")}


def test_a_file_goes_from_one_terminal_to_another(lin, bo, contract, tmp_path):
    order = an_order(lin)
    file = lin.json("attach", contract, "--order", order)["id"]
    assert state(lin) == {file: "waiting"}
    assert lin.refused("transfers", "save", clock_id()) == "attachment_gone"
    lin.sync()
    assert state(lin) == {file: "done"}
    bo.sync()
    assert bo.rows("attachments")[file]["name"] == "_con.pdf"
    assert bo.refused("transfers", "save", file) == "attachment_not_here"
    assert bo.json("transfers", "fetch", file) == {"is_here": False}
    bo.sync()
    for name in ("_con.pdf", "_con (2).pdf"):
        saved = bo.json("transfers", "save", file, "--to", tmp_path)
        assert saved == {"path": str(tmp_path / name)}
        assert (tmp_path / name).read_bytes() == CONTENT


def clock_id() -> str:
    return "0" * 32


def test_the_action_itself_takes_a_file(lin, contract):
    order = an_order(lin)
    done = lin.run(
        "do", "attachment.add", "--file", contract, "--json", json.dumps({"order_id": order})
    )
    assert done.returncode == 0, done.stderr
    file = json.loads(done.stdout)["id"]
    told = lin.rows("attachments")[file]
    assert (told["size_bytes"], told["media_type"]) == (len(CONTENT), "application/pdf")
    words = ("do", "task.add", "--file", str(contract), "--json", "{}")
    assert lin.refused(*words) == "file_not_asked_for"


def test_a_paused_file_is_not_sent_and_a_resumed_one_is(lin, contract):
    file = lin.json("attach", contract, "--order", an_order(lin))["id"]
    assert lin.json("transfers", "pause", file) == {"changed": 1}
    lin.sync()
    assert state(lin) == {file: "paused"}
    assert lin.json("transfers", "resume") == {"changed": 1}
    lin.sync()
    assert state(lin) == {file: "done"}


def test_a_file_that_is_not_there_is_refused_and_nothing_is_left(lin, tmp_path):
    order = an_order(lin)
    assert lin.refused("attach", tmp_path / "none.pdf", "--order", order) == "file_unreadable"
    assert lin.rows("attachments") == {}
    assert not list((lin.folder / "files").rglob("*.part"))


def test_a_desk_killed_while_it_sends_goes_on(lin, tmp_path, sqlite_office):
    path = tmp_path / "scan.pdf"
    path.write_bytes(os.urandom(40_000_000))
    file = lin.json("attach", path, "--order", an_order(lin))["id"]
    parts = sqlite_office.folder / "files" / "parts"
    words = [sys.executable, "-m", "desktop", "sync", "--data", str(lin.folder)]
    process = subprocess.Popen(words, cwd=ROOT, env=lin.environment, stdout=subprocess.DEVNULL)

    def has_begun() -> bool:
        return any(each.stat().st_size > 4_000_000 for each in parts.glob("*"))

    until(lambda: has_begun() or process.poll() is not None, "the upload")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert state(lin) == {file: "waiting"}
    lin.sync()
    assert state(lin) == {file: "done"}
    assert lin.rows("attachments")[file]["stored_at"]


def test_a_desk_that_syncs_for_long_carries_files_too(lin, contract, sqlite_office):
    file = lin.json("attach", contract, "--order", an_order(lin))["id"]
    words = [sys.executable, "-m", "desktop", "sync", "--data", str(lin.folder)]
    process = subprocess.Popen(words, cwd=ROOT, env=lin.environment, stdout=subprocess.DEVNULL)
    kept = sqlite_office.folder / "files"
    until(lambda: any(kept.glob("??/*")), "the file's arrival")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    lin.sync()
    assert state(lin) == {file: "done"}
