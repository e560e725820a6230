"""The whole of it from a terminal: two desks offline, one head office, everything agreed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.replica import open_replica
from sync.store.rows import update_many
from tests.end_to_end.desks import Terminal
from tests.end_to_end.running import PASSWORD, RunningOffice
from tests.unit.client.foreign_hosts import certificate


def test_two_offline_desks_and_head_office_end_up_the_same(office: RunningOffice, tmp_path: Path):
    first = Terminal(tmp_path / "sr").sign_in(office.url, "mgr")
    second = Terminal(tmp_path / "mgr").sign_in(office.url, "mgr2")
    buyer = first.do("partner.add", set={"name": "Nordlicht 北光", "kinds": "buyer"})["id"]
    order = first.do("order.create", set={"buyer_id": buyer, "goods": "bowls"})["id"]
    line = first.do(
        "line.add",
        set={"order_id": order, "description": "bowl", "quantity": "100", "unit_price": "3.10"},
    )["id"]
    first.sync()
    second.sync()
    number = first.rows("orders")[order]["order_no"]
    first.do("line.edit", id=line, set={"unit_price": "3.02"})
    second.do("line.edit", id=line, set={"unit_price": "3.20"})
    first.do("order.edit", id=number, set={"destination": "Hamburg"})
    second.do("order.edit", id=number, set={"note": "call before noon"})
    first.do("comment.add", order_id=number, text="first")
    second.do("comment.add", order_id=number, text="second")
    for desk in (first, second, first):
        desk.sync()
    agreed = first.everything()
    assert agreed == second.everything()
    row = agreed["orders"][order]
    assert (row["destination"], row["note"]) == ("Hamburg", "call before noon")
    assert agreed["order_lines"][line]["unit_price"] == "3.02"
    assert len([c for c in agreed["comments"].values() if c["order_id"] == order]) == 2
    (conflict,) = [c for c in agreed["conflicts"].values() if c["order_id"] == order]
    assert json.loads(conflict["mine"])["unit_price"] == "3.20"
    decided = json.loads(conflict["mine"])
    first.do("conflict.decide", id=conflict["id"], set=decided)
    first.sync()
    second.sync()
    assert second.rows("order_lines")[line]["unit_price"] == "3.20"
    assert first.json("show", "status")["conflicts"] == 0


def test_a_desk_that_holds_something_else_finds_it_out_and_mends_it(
    office: RunningOffice, tmp_path: Path
):
    desk = Terminal(tmp_path / "desk").sign_in(office.url, "mgr")
    buyer = desk.do("partner.add", set={"name": "Nordlicht", "kinds": "buyer"})["id"]
    order = desk.do("order.create", set={"buyer_id": buyer, "goods": "bowls"})["id"]
    desk.sync()
    agreed = desk.everything()
    replica = open_replica(desk.folder, password=PASSWORD, rings=())
    with replica.write() as connection:
        update_many(connection, "orders", ("goods",), [("vases", order)])
    replica.close()
    assert desk.everything() != agreed
    said = desk.run("sync", "--compare")
    assert said.returncode == 0, said.stderr
    assert "1 differed" in said.stdout
    assert desk.everything() == agreed
    assert "0 differed" in desk.run("sync", "--compare").stdout


@pytest.fixture(scope="module")
def plain_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """One head office for what does not depend on its engine."""
    folder = tmp_path_factory.mktemp("office")
    running = RunningOffice(folder, f"sqlite:///{folder}/office.db").found().start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def terminal(plain_office: RunningOffice, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("desk") / "replica").sign_in(plain_office.url, "mgr")


def test_wrong_password_is_refused_and_leaves_nothing(plain_office: RunningOffice, tmp_path: Path):
    new = Terminal(tmp_path / "new", GENDAN_PASSWORD="not the password")
    code = new.refused("sign-in", "--office", plain_office.url, "--user", "doc")
    assert code == "password_wrong"
    assert not new.folder.exists()


def test_password_comes_from_standard_input_too(plain_office: RunningOffice, tmp_path: Path):
    new = Terminal(tmp_path / "new", GENDAN_PASSWORD="")
    words = ("sign-in", "--office", plain_office.url, "--user", "doc")
    assert new.refused(*words) == "password_needed"
    assert new.run(*words, "--password-stdin", stdin=PASSWORD + "\n").returncode == 0
    assert new.refused("show", "status") == "password_needed"
    assert new.refused("show", "status", GENDAN_PASSWORD="another") == "password_wrong"


def test_head_office_that_is_not_there_is_told(tmp_path: Path):
    new = Terminal(tmp_path / "new")
    code = new.refused("sign-in", "--office", "http://127.0.0.1:9", "--user", "gm")
    assert code == "office_not_reached"
    assert new.refused("sign-in", "--office", "nonsense", "--user", "gm") == "office_address_wrong"
    plain = ("sign-in", "--office", "http://office.example", "--user", "gm")
    assert new.refused(*plain) == "office_needs_tls"


def test_another_persons_replica_is_left_alone(terminal: Terminal, plain_office: RunningOffice):
    words = ("sign-in", "--office", plain_office.url, "--user", "doc")
    assert terminal.refused(*words) == "replica_of_another_person"


def test_signing_in_again_keeps_what_waits(terminal: Terminal, plain_office: RunningOffice):
    made = terminal.do("partner.add", set={"name": "Waiting", "kinds": "buyer"})["id"]
    done = terminal.run("sign-in", "--office", plain_office.url, "--user", "mgr")
    assert done.returncode == 0, done.stderr
    terminal.sync()
    assert made in terminal.rows("partners")
    assert terminal.json("show", "status")["waiting"] == 0


def test_order_is_shown_with_its_process_and_checked(terminal: Terminal):
    buyer = terminal.do("partner.add", set={"name": "Shown", "kinds": "buyer"})["id"]
    order = terminal.do("order.create", set={"buyer_id": buyer, "goods": "bowls"})["id"]
    shown = terminal.json("show", "order", "--id", order)
    assert len({node["node"] for node in shown["nodes"]}) == 24
    assert shown["facts"]["order"]["goods"] == "bowls"
    assert terminal.json("check", "--order", order)
    assert terminal.run("show", "order", "--id", order).returncode == 0
    assert terminal.run("show", "work").returncode == 0
    assert terminal.run("warnings").returncode == 0
    assert terminal.run("show", "outbox").returncode == 0


def test_arguments_may_come_from_standard_input(terminal: Terminal):
    fields = json.dumps({"set": {"name": "标准输入", "kinds": "buyer"}})
    done = terminal.run("do", "partner.add", "--json", "-", stdin=fields)
    assert done.returncode == 0, done.stderr
    assert "标准输入" in terminal.run("show", "partners").stdout


def test_revoked_device_is_told_and_keeps_its_work(sqlite_office: RunningOffice, tmp_path: Path):
    desk = Terminal(tmp_path / "desk").sign_in(sqlite_office.url, "doc")
    me = next(row["id"] for row in desk.rows("users").values() if row["login"] == "doc")
    desk.do("task.add", set={"title": "Kept", "assignee_id": me})
    listed = sqlite_office.run("device", "list").stdout.splitlines()
    device = json.loads(listed[-1])["id"]
    assert sqlite_office.run("device", "revoke", device, "--keep").returncode == 0
    assert desk.refused("sync", "--until-idle") == "device_revoked"
    status = desk.json("show", "status")
    assert status["waiting"] + status["sent"] == 1


def test_office_with_a_certificate_of_its_own_is_signed_in_to(
    sqlite_office: RunningOffice, tmp_path: Path
):
    sqlite_office.stop()
    file, key = certificate(tmp_path, names=("127.0.0.1",))
    sqlite_office.start("--tls-cert", file, "--tls-key", key)
    desk = Terminal(tmp_path / "desk")
    words = ("sign-in", "--office", sqlite_office.url, "--user", "doc")
    assert sqlite_office.url.startswith("https://")
    assert desk.refused(*words) == "tls_not_trusted"
    assert desk.run(*words, "--ca-file", file).returncode == 0
    desk.sync()


def test_another_companys_office_is_told(sqlite_office: RunningOffice, tmp_path: Path):
    desk = Terminal(tmp_path / "desk").sign_in(sqlite_office.url, "doc")
    elsewhere = RunningOffice(tmp_path, f"sqlite:///{tmp_path}/elsewhere.db").found().start()
    code = desk.refused("sign-in", "--office", elsewhere.url, "--user", "doc")
    elsewhere.stop()
    assert code == "office_of_another_company"
    desk.sync()


def test_token_and_key_are_in_no_output(sqlite_office: RunningOffice, tmp_path: Path):
    desk = Terminal(tmp_path / "desk").sign_in(sqlite_office.url, "doc")
    sqlite_office.stop()
    said = ""
    for words in (("sync", "--until-idle"), ("show", "status", "--json"), ("check",)):
        done = desk.run(*words)
        said += done.stdout + done.stderr
    assert PASSWORD not in said + sqlite_office.log()
    assert "Device " not in said + sqlite_office.log()
