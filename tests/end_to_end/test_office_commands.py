"""The words of `gendan-office`: what they do, and the sentence for each that cannot be done."""

import json
import os
import stat
import subprocess
import sys

import pytest

from tests.end_to_end.forks import ROOT
from tests.end_to_end.running import PASSWORD, command


def _lines(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def database(tmp_path):
    url = f"sqlite:///{tmp_path}/office/office.db"
    done = command("init", "--database", url, "--company", "Probe Trading")
    assert done.returncode == 0, done.stderr
    return url


def _user(database, *words, login="anna", **more):
    names = ("--name-zh", "安娜", "--name-en", "Anna")
    told = ("user", "add", login, "--database", database, *names, "--password-stdin", *words)
    return command(*told, stdin=more.get("password", PASSWORD) + "\n")


def test_init_founds_an_encrypted_office_with_calendars_and_tells_where_its_key_is(
    database, tmp_path
):
    folder = tmp_path / "office"
    (stats,) = _lines(command("stats", "--json", "--database", database))
    assert stats["company"] == "Probe Trading"
    assert stats["rows"]["calendar_days"] > 60
    assert not (folder / "office.db").read_bytes().startswith(b"SQLite format 3")
    if sys.platform != "win32":
        for name in ("office.db", "office.key"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_reader_that_has_enough_is_no_bug(database):
    reading, writing = os.pipe()
    os.close(reading)
    told = [sys.executable, "-m", "sync.server", "stats", "--database", database]
    done = subprocess.run(
        told, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, timeout=60, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (3, b"")


def test_init_makes_the_first_administrator(tmp_path):
    url = f"sqlite:///{tmp_path}/o.db"
    told = ("init", "--database", url, "--company", "Probe", "--admin", "root", "--password-stdin")
    assert command(*told, stdin="short\n").returncode == 3
    assert not (tmp_path / "o.db").exists()
    assert command(*told, stdin=PASSWORD + "\n").returncode == 0
    (admin,) = _lines(command("user", "list", "--database", url))
    assert (admin["login"], admin["roles"], admin["state"]) == ("root", "ADM", "active")


def test_init_twice_is_refused_and_changes_nothing(database):
    before = _lines(command("stats", "--json", "--database", database))
    again = command("init", "--database", database, "--company", "Other", "--language", "en")
    assert again.returncode == 3
    assert "There is a head office" in again.stderr
    assert _lines(command("stats", "--json", "--database", database)) == before


def test_people_are_let_in_changed_and_revoked(database):
    (made,) = _lines(_user(database, "--roles", "sr,DOC", "--level", "2", "--team", "one"))
    told = ("--database", database)
    (anna,) = _lines(command("user", "list", *told))
    assert anna["id"] == made["id"]
    assert (anna["roles"], anna["level"], anna["team"]) == ("SR,DOC", 2, "one")
    assert "hash" not in json.dumps(anna)
    assert command("user", "role", "anna", "--roles", "MGR", "--level", "3", *told).returncode == 0
    assert command("user", "revoke", "Anna", *told).returncode == 0
    (anna,) = _lines(command("user", "list", *told))
    assert (anna["roles"], anna["level"], anna["active"], anna["state"]) == (
        "MGR",
        3,
        False,
        "revoked",
    )
    (stats,) = _lines(command("stats", "--json", *told))
    assert stats["rows"]["history"] == 4


def test_many_people_are_let_in_at_once_or_none(database):
    told = ("user", "load", "--database", database)
    people = [
        {"login": f"p{n}", "name_zh": "人", "name_en": "P", "roles": "SR", "password": PASSWORD}
        for n in range(3)
    ]
    wrong = [*people, people[0] | {"login": "p9", "roles": "KING"}]
    assert command(*told, stdin=json.dumps(wrong)).returncode == 3
    assert command(*told, stdin="[{").returncode == 3
    assert _lines(command("user", "list", "--database", database)) == []
    (done,) = _lines(command(*told, stdin=json.dumps(people)))
    assert done["ids"].keys() == {"p0", "p1", "p2"}


@pytest.mark.parametrize(
    ("login", "words", "password", "code"),
    [
        ("anna", ("--roles", "SR"), "short", "password_too_short"),
        ("anna", ("--roles", "SR"), "x" * 2_000, "password_too_long"),
        ("anna", ("--roles", "SR"), "Password123", "password_too_common"),
        ("annabella", ("--roles", "SR"), "annabella", "password_too_common"),
        ("anna", ("--roles", "KING"), PASSWORD, "role_unknown"),
        ("anna", ("--roles", ""), PASSWORD, "role_unknown"),
        ("anna", ("--roles", "SR", "--level", "9"), PASSWORD, "value_not_valid"),
        ("a b", ("--roles", "SR"), PASSWORD, "login_not_valid"),
        ("x" * 65, ("--roles", "SR"), PASSWORD, "login_not_valid"),
    ],
)
def test_people_that_cannot_be_let_in_get_a_reason(database, login, words, password, code):
    done = _user(database, *words, "--json", login=login, password=password)
    assert done.returncode == 3
    assert json.loads(done.stdout)["code"] == code
    assert done.stderr.strip()


def test_a_login_is_taken_whatever_its_case(database):
    assert _user(database, "--roles", "SR").returncode == 0
    again = _user(database, "--roles", "SR", "--language", "zh", login="ANNA")
    assert again.returncode == 3
    assert "已有人用" in again.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("user", "revoke", "nobody"), "login_unknown"),
        (("user", "password", "nobody", "--password-stdin"), "login_unknown"),
        (("user", "password", "nobody"), "password_not_given"),
        (("device", "revoke", "0" * 32), "device_unknown"),
        (("serve", "--listen", "nowhere"), "listen_not_valid"),
        (("serve", "--listen", "192.0.2.1:1"), "listen_refused"),
        (("serve", "--listen", "127.0.0.1:0", "--tls-cert", "x"), "certificate_incomplete"),
    ],
)
def test_what_cannot_be_done_gets_a_reason(database, words, code):
    done = command(*words, "--database", database, "--json", stdin=PASSWORD)
    assert done.returncode == 3
    assert json.loads(done.stdout)["code"] == code


def test_a_database_that_is_not_one_gets_a_reason(tmp_path):
    plain = tmp_path / "plain.db"
    plain.write_bytes(b"SQLite format 3\0" + b"\0" * 5_000)
    (tmp_path / "office.key").write_text("ab" * 32)
    cases = {
        f"sqlite:///{tmp_path}/none.db": "office_absent",
        f"sqlite:///{plain}": "file_not_encrypted",
        "sqlite:///": "database_url_not_valid",
        "mysql://x": "database_url_not_valid",
        f"postgresql://x@/y?host={tmp_path}": "database_unreachable",
    }
    for url, code in cases.items():
        done = command("stats", "--database", url, "--json")
        assert (done.returncode, json.loads(done.stdout)["code"]) == (3, code)


def test_a_lost_or_wrong_key_gets_a_reason_and_harms_nothing(database, tmp_path):
    key = tmp_path / "office" / "office.key"
    good = key.read_text()
    for text, code in (("zz", "office_key_not_valid"), ("ab" * 32, "file_damaged_or_key_wrong")):
        key.write_text(text)
        done = command("check", "--database", database, "--json")
        assert (done.returncode, json.loads(done.stdout)["code"]) == (3, code)
    key.unlink()
    done = command("check", "--database", database, "--json")
    assert json.loads(done.stdout)["code"] == "office_key_missing"
    key.write_text(good)
    assert _lines(command("check", "--database", database)) == [{"sound": True, "head": 1}]


def test_check_finds_a_damaged_page(database, tmp_path):
    path = tmp_path / "office" / "office.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = command("check", "--database", database, "--language", "en")
    assert done.returncode == 3
    assert "damaged" in done.stderr


def test_a_postgresql_with_checksums_is_taken_and_founded_once(cluster):
    url = cluster.new_database()
    assert command("init", "--database", url, "--company", "Probe").returncode == 0
    assert command("check", "--database", url).returncode == 0
    done = command("init", "--database", url, "--company", "Probe", "--json")
    assert json.loads(done.stdout)["code"] == "office_exists"


def test_wrong_words_end_with_two():
    for words in ((), ("fly",), ("init",), ("user",), ("user", "add")):
        assert command(*words).returncode == 2
