"""A head office that was put back: the desks give back what it lost, each thing once."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from sync.client import contents
from sync.server import address
from sync.store import outbox
from sync.store.outbox import OutboxState
from tests.end_to_end.file_desks import FileDesk
from tests.end_to_end.running import RunningOffice, command

LOGINS = ("mgr", "mgr2", "sr")


@pytest.fixture
def desks(own_office: RunningOffice, tmp_path: Path):
    made = [FileDesk(tmp_path / login, own_office.url, login) for login in LOGINS]
    for desk in made:
        desk.sync()
        desk.order()
        desk.sync()
    yield made
    for desk in made:
        desk.close()


def backed_up(office: RunningOffice, folder: Path) -> Path:
    done = office.run(
        "backup", "--to", folder, "--key", folder.parent / "backup.key", *_files(office)
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["head"] > 0
    return folder


def restored(office: RunningOffice, folder: Path, database: str) -> dict[str, object]:
    """Stop the office, restore a backup elsewhere, serve that."""
    office.stop()
    office.database = database
    shutil.rmtree(office.folder / "files")
    key = folder.parent / "backup.key"
    done = office.run("restore", folder, "--key", key, *_files(office))
    assert done.returncode == 0, done.stderr
    office.start()
    return json.loads(done.stdout)


def _files(office: RunningOffice) -> tuple[object, ...]:
    return ("--blobs", office.folder / "files")


def elsewhere(office: RunningOffice, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if office.database.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/restored/office.db"
    return request.getfixturevalue("cluster").new_database()


def moved(desk: FileDesk, url: str) -> None:
    """Let a desk call where head office is now."""
    desk.url = url
    desk.reopened()


def agreed(office: RunningOffice, desks: list[FileDesk]) -> None:
    """Let every desk sync until nothing is new; all end with everything done and the same rows."""
    for _ in range(2):
        for desk in desks:
            desk.sync()
    for desk in desks:
        with desk.replica.read() as connection:
            assert set(outbox.counts(connection)) == {OutboxState.DONE}
    office.stop()
    checked = office.run("check", "--language", "en", *_files(office))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    office.start()
    for desk in desks:
        moved(desk, office.url)


def orders(desk: FileDesk) -> dict[str, str]:
    return {row["id"]: row["order_no"] for row in desk.rows("orders")}


def test_a_restored_backup_gets_back_all_that_was_done_since(
    own_office, desks, tmp_path, request, monkeypatch
):
    first, second, _ = desks
    folder = backed_up(own_office, tmp_path / "backup")
    paper = tmp_path / "contract.pdf"
    paper.write_bytes(b"%PDF-1.7 contract")
    lost = [desk.order() for desk in desks for _ in range(3)]
    for desk in desks:
        desk.sync()
    attached = first.attach(paper, lost[0])
    first.sync()
    first.carry()
    second.sync()
    before = orders(first) | orders(second)
    told = restored(own_office, folder, elsewhere(own_office, request, tmp_path))
    for desk in desks:
        moved(desk, own_office.url)
    # Others go on past the version that had been reached, before the desks with the lost tail call.
    for _ in range(12):
        second.order()
        second.sync()
    agreed(own_office, desks)
    now = orders(first)
    assert set(lost) <= set(now)
    assert {each: now[each] for each in lost if each in before} == {
        each: before[each] for each in lost if each in before
    }
    assert len(set(now.values())) == len(now)
    assert first.rows("attachments") == second.rows("attachments")
    assert [row["id"] for row in first.rows("attachments")] == [attached]
    assert told["head"]
    monkeypatch.setattr(contents, "_TELLING", timedelta(seconds=-5))  # what was told just now, too
    first.reopened().carry()
    assert first.sync().row(attached)["stored_at"]
    second.sync()
    assert not second.want(attached)
    second.carry()
    assert second.content(attached) == paper.read_bytes()


def test_a_backup_is_read_again_and_a_changed_one_is_refused(own_office, desks, tmp_path, request):
    folder = backed_up(own_office, tmp_path / "backup")
    key = tmp_path / "backup.key"
    database = elsewhere(own_office, request, tmp_path)

    def refusal(*words: object) -> str:
        done = command("restore", folder, "--database", database, "--json", *words)
        assert done.returncode == 3, done.stdout + done.stderr
        return json.loads(done.stdout)["code"]

    assert refusal("--key", tmp_path / "no.key") == "backup_key_missing"
    (tmp_path / "other.key").write_text("ab" * 32)
    assert refusal("--key", tmp_path / "other.key") == "backup_key_wrong"
    again = own_office.run("backup", "--to", folder, "--key", key, "--json")
    assert json.loads(again.stdout)["code"] == "backup_place_taken"
    largest = max((each for each in folder.iterdir()), key=lambda each: each.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 1
    largest.write_bytes(content)
    assert refusal("--key", key) == "backup_damaged"
    assert all(b"lamps" not in each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_restoring_over_a_head_office_is_refused(own_office, desks, tmp_path):
    folder = backed_up(own_office, tmp_path / "backup")
    done = own_office.run("restore", folder, "--key", tmp_path / "backup.key", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["code"] == "office_exists"


def test_a_file_put_back_by_hand_is_noticed_by_its_mark(sqlite_office, tmp_path):
    desk = FileDesk(tmp_path / "mgr", sqlite_office.url, "mgr").sync()
    desk.order()
    desk.sync()
    sqlite_office.stop()
    file = sqlite_office.folder / "office.db"
    shutil.copy(file, tmp_path / "copy.db")
    sqlite_office.start()
    moved(desk, sqlite_office.url)
    lost = desk.order()
    desk.sync()
    sqlite_office.stop()
    shutil.copy(tmp_path / "copy.db", file)
    checked = sqlite_office.run("check", "--language", "en", "--json", *_files(sqlite_office))
    assert checked.returncode == 3
    assert "epoch" in json.loads(checked.stdout.splitlines()[0])["wrong"][0]
    sqlite_office.start()
    moved(desk, sqlite_office.url)
    agreed(sqlite_office, [desk])
    assert lost in orders(desk)
    listed = json.loads(sqlite_office.run("epoch").stdout)
    assert [each["why"] for each in listed] == ["founded", "binding"]
    desk.close()


def test_check_names_what_does_not_fit_together(own_office, desks, tmp_path):
    own_office.stop()
    before = own_office.run("check", *_files(own_office))
    assert before.returncode == 0, before.stdout
    database = address.open_office(own_office.database, to_write=False)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE orders SET ver = ver + 100000")
        connection.exec_driver_sql("DELETE FROM operations")
        connection.exec_driver_sql("DELETE FROM partners")
    database.close()
    done = own_office.run("check", *_files(own_office))
    assert done.returncode == 3
    wrong = "\n".join(json.loads(done.stdout)["wrong"])
    for said in ("orders: not in the feed", "orders: beyond", "partners: in the feed", "history:"):
        assert said in wrong
