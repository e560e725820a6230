"""A replica that an older program made: brought up to date on a copy, or left as it was."""

import errno
import stat
from pathlib import Path

import pytest

from sync.client import replica as replicas
from sync.client import standing, upgrading
from sync.client.doing import do
from sync.client.replica import Replica, create_replica, open_replica
from sync.client.troubles import Trouble
from sync.domain import releases
from sync.domain.commands import Add
from sync.domain.releases import Release
from sync.store import keys, meta, outbox, rows, tables
from sync.store.database import open_file
from sync.store.outbox import OutboxState
from tests.builders import STAFF, an_id, put_records

PASSWORD = "seven blue kettles"


class PowerCut(BaseException):
    """The program ends here."""


def an_old_replica(folder: Path) -> None:
    """Leave a replica as a program of schema 1 had it: without a column, with something waiting."""
    replica = create_replica(folder, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
        standing.note(connection, user_id=an_id("lin"), login="lin", device_id=an_id("device"))
        standing.note(connection, token="t" * 43, incarnation=an_id("one"), cursor=7, schema=1)
    do(replica, "partner.add", Add(set={"name": "Nordlicht", "kinds": "buyer", "country": "DE"}))
    with replica.write() as connection:
        connection.exec_driver_sql("ALTER TABLE partners DROP COLUMN note")
    replica.close()


def opened(folder: Path) -> Replica:
    return open_replica(folder, password=PASSWORD, rings=())


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a program of schema 2, which added a column to what partners are."""
    monkeypatch.setattr(releases, "RELEASES", [Release(columns={"partners": ("note",)})])
    for module in (tables, replicas, meta):
        monkeypatch.setattr(module, "SCHEMA", 2)


def require_upgraded(folder: Path) -> None:
    replica = opened(folder)
    state = replica.standing()
    with replica.read() as connection:
        found = list(rows.all_rows(connection, "partners"))
        waiting = outbox.counts(connection)
    damage = replica.damage(quick=False)
    replica.close()
    assert (state.schema, state.cursor, state.is_copying_again) == (2, 0, 1)
    assert [(row["name"], row["note"]) for row in found] == [("Nordlicht", "")]
    assert waiting == {OutboxState.WAITING: 1}
    assert damage == ""
    assert not (folder / upgrading.COPY).exists()


@pytest.mark.usefixtures("newer")
def test_older_replica_gets_what_it_lacks_and_is_copied_again(tmp_path: Path):
    an_old_replica(tmp_path)
    require_upgraded(tmp_path)
    require_upgraded(tmp_path)
    assert stat.S_IMODE((tmp_path / "replica.db").stat().st_mode) == 0o600


@pytest.mark.usefixtures("newer")
def test_the_queue_is_kept_in_a_sealed_file_of_its_own(tmp_path: Path):
    an_old_replica(tmp_path)
    opened(tmp_path).close()
    path = tmp_path / upgrading.QUEUE
    assert b"Nordlicht" not in path.read_bytes()
    kept = open_file(path, keys.unlock(tmp_path, PASSWORD, ()))
    with kept.read() as connection:
        assert outbox.counts(connection) == {OutboxState.WAITING: 1}
    kept.close()


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("step", ["_export_queue", "complete_tables", "damage_in", "_flush"])
def test_a_program_that_ends_while_it_upgrades_leaves_a_replica_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    an_old_replica(tmp_path)

    def end(*_args: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, step, end)
        with pytest.raises(PowerCut):
            opened(tmp_path)
    (tmp_path / upgrading.COPY).write_bytes(b"half of a copy")
    require_upgraded(tmp_path)


@pytest.mark.usefixtures("newer")
def test_a_power_cut_right_after_the_swap_leaves_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    an_old_replica(tmp_path)
    flush = upgrading._flush

    def end(path: Path) -> None:
        if path.is_dir():
            raise PowerCut
        flush(path)

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "_flush", end)
        with pytest.raises(PowerCut):
            opened(tmp_path)
    require_upgraded(tmp_path)


@pytest.mark.usefixtures("newer")
def test_a_full_disk_is_told_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    an_old_replica(tmp_path)
    before = (tmp_path / "replica.db").read_bytes()

    def fill(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(upgrading.shutil, "copyfile", fill)
        with pytest.raises(Trouble) as caught:
            opened(tmp_path)
    assert caught.value.code == "disk_full"
    assert (tmp_path / "replica.db").read_bytes() == before
    require_upgraded(tmp_path)


@pytest.mark.usefixtures("newer")
def test_a_damaged_copy_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    an_old_replica(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "damage_in", lambda _database: "page 7 is torn")
        with pytest.raises(Trouble) as caught:
            opened(tmp_path)
    assert caught.value.code == "replica_damaged"
    require_upgraded(tmp_path)


def test_a_release_that_changes_no_rows_copies_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    replica = create_replica(tmp_path, password=PASSWORD, rings=())
    replica.note(cursor=7)
    replica.close()
    monkeypatch.setattr(releases, "RELEASES", [Release(actions=frozenset({"order.praise"}))])
    for module in (tables, replicas, meta):
        monkeypatch.setattr(module, "SCHEMA", 2)
    state = opened(tmp_path)
    found = state.standing()
    state.close()
    assert (found.schema, found.cursor, found.is_copying_again) == (2, 7, 0)
