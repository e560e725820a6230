"""The replica: opened by one program, never damaged silently, repaired without loss."""

import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest

from sync.client import copying_again, folders, pull, repairing, standing
from sync.client.doing import do
from sync.client.folder_locks import FolderLock
from sync.client.replica import Replica, create_replica, open_replica
from sync.client.troubles import Trouble
from sync.domain.commands import Add
from sync.domain.refusals import Refused
from sync.store import drafts, keys, outbox
from sync.store.drafts import Draft
from sync.store.outbox import OutboxState
from tests.builders import NOW, STAFF, an_id, put_records

PASSWORD = "seven blue kettles"


def a_replica(folder: Path) -> Replica:
    replica = create_replica(folder, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
        standing.note(connection, user_id=an_id("lin"), login="lin", device_id=an_id("device"))
        standing.note(connection, token="t" * 43, incarnation=an_id("one"), cursor=1)
        standing.note(connection, device_key="d" * 64, office_key="o" * 64)
    return replica


def add_buyer(replica: Replica, name: str = "Nordlicht") -> None:
    do(replica, "partner.add", Add(set={"name": name, "kinds": "buyer"}))


def code_opening(folder: Path, password: str = PASSWORD) -> str:
    with pytest.raises(Refused) as caught:
        open_replica(folder, password=password, rings=())
    return caught.value.refusal.code


def test_what_was_done_is_there_when_opened_again(tmp_path: Path):
    replica = a_replica(tmp_path)
    add_buyer(replica)
    replica.close()
    again = open_replica(tmp_path, password=PASSWORD, rings=())
    with again.read() as connection:
        assert outbox.counts(connection) == {OutboxState.WAITING: 1}
    again.close()


def test_absent_replica_is_refused_and_nothing_is_made(tmp_path: Path):
    assert code_opening(tmp_path / "nowhere") == "replica_absent"
    assert not (tmp_path / "nowhere").exists()


def test_second_program_on_a_folder_is_refused(tmp_path: Path):
    replica = a_replica(tmp_path)
    assert code_opening(tmp_path) == "replica_in_use"
    replica.close()
    open_replica(tmp_path, password=PASSWORD, rings=()).close()


def _hold_and_die(folder: str, held: "multiprocessing.synchronize.Event") -> None:
    FolderLock(Path(folder))
    held.set()
    multiprocessing.Event().wait()


def test_killed_program_leaves_the_folder_free(tmp_path: Path):
    spawning = multiprocessing.get_context("spawn")
    held = spawning.Event()
    other = spawning.Process(target=_hold_and_die, args=(str(tmp_path), held))
    other.start()
    assert held.wait(30)
    with pytest.raises(Refused):
        FolderLock(tmp_path)
    other.kill()
    other.join(30)
    FolderLock(tmp_path).release()


def test_newer_replica_is_left_alone(tmp_path: Path):
    replica = a_replica(tmp_path)
    replica.note(schema=99)
    replica.close()
    before = (tmp_path / folders.DATABASE).read_bytes()
    assert code_opening(tmp_path) == "replica_newer"
    assert (tmp_path / folders.DATABASE).read_bytes() == before


@pytest.mark.parametrize("at", [100, 5_000, 20_000])
def test_damaged_replica_is_refused_and_kept(tmp_path: Path, at: int):
    replica = a_replica(tmp_path)
    add_buyer(replica)
    replica.close()
    spoil(tmp_path, at)
    before = (tmp_path / folders.DATABASE).read_bytes()
    assert code_opening(tmp_path) == "replica_damaged"
    assert (tmp_path / folders.DATABASE).read_bytes() == before


def spoil(folder: Path, at: int) -> None:
    path = folder / folders.DATABASE
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def spoil_beside_identity(folder: Path) -> None:
    """Spoil the last page that does not hold whose replica it is."""
    path = folder / folders.DATABASE
    whole = path.read_bytes()
    key = keys.unlock(folder, PASSWORD, ())
    for at in range(len(whole) - 2_000, 0, -4_096):
        spoil(folder, at)
        if repairing.rescue_from(path, key).identity.get("device_key"):
            return
        path.write_bytes(whole)


def test_plain_database_in_its_place_is_refused(tmp_path: Path):
    a_replica(tmp_path).close()
    path = tmp_path / folders.DATABASE
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (x)")
    plain.close()
    assert code_opening(tmp_path) == "file_not_encrypted"


def test_sound_replica_is_not_repaired(tmp_path: Path):
    a_replica(tmp_path).close()
    with pytest.raises(Refused) as caught:
        repairing.repair(tmp_path, password=PASSWORD, rings=(), now=NOW)
    assert caught.value.refusal.code == "replica_sound"


def test_repair_keeps_the_damaged_file_and_what_could_be_read(tmp_path: Path):
    replica = a_replica(tmp_path)
    for number in range(200):
        add_buyer(replica, f"Buyer {number}")
    replica.close()
    size = (tmp_path / folders.DATABASE).stat().st_size
    spoil_beside_identity(tmp_path)
    done = repairing.repair(tmp_path, password=PASSWORD, rings=(), now=NOW)
    assert (Path(done.aside) / folders.DATABASE).stat().st_size == size
    again = open_replica(tmp_path, password=PASSWORD, rings=())
    with again.read() as connection:
        waiting = outbox.to_send(connection, 1_000)
        state = standing.load(connection)
    assert len(waiting) == done.rescued
    assert [item.seq for item in waiting] == list(range(1, done.rescued + 1))
    assert state.cursor == 0
    state = again.standing()
    assert (state.device_key, state.office_key) == ("d" * 64, "o" * 64)
    again.close()


def test_repair_of_a_file_that_does_not_open_says_so(tmp_path: Path):
    a_replica(tmp_path).close()
    spoil(tmp_path, 50)
    done = repairing.repair(tmp_path, password=PASSWORD, rings=(), now=NOW)
    assert (done.rescued, done.is_known) == (0, False)
    open_replica(tmp_path, password=PASSWORD, rings=()).close()


def test_files_are_their_owners_only(tmp_path: Path):
    folder = tmp_path / "replica"
    replica = a_replica(folder)
    add_buyer(replica)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    replica.close()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_no_file_holds_readable_text(tmp_path: Path):
    replica = a_replica(tmp_path)
    canary = "Nachtigall-Canary-7731"
    add_buyer(replica, canary)
    with replica.write() as connection:
        drafts.save(
            connection, Draft(form="order.create/1", fields={"goods": canary}, saved_at=NOW)
        )
    found = [p.name for p in tmp_path.iterdir() if canary.encode() in p.read_bytes()]
    replica.close()
    found += [p.name for p in tmp_path.iterdir() if canary.encode() in p.read_bytes()]
    assert found == []


def test_full_disk_is_told_and_what_was_saved_stays(tmp_path: Path):
    replica = a_replica(tmp_path)
    add_buyer(replica)
    with replica.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    replica.database.close()
    for _ in range(6):
        with replica.read() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Trouble) as caught:
        add_many_buyers(replica)
    assert caught.value.code == "disk_full"
    assert not (tmp_path / folders.RESERVE).exists()
    with replica.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one() >= 1
    assert replica.damage() == ""
    replica.close()


def add_many_buyers(replica: Replica) -> None:
    for number in range(500):
        add_buyer(replica, f"Buyer {number} " + "x" * 2_000)


def test_draft_is_kept_as_typed_until_discarded(tmp_path: Path):
    replica = a_replica(tmp_path)
    draft = Draft(form="order.edit/1", order_id=an_id("o"), fields={"goods": "碗"}, saved_at=NOW)
    with replica.write() as connection:
        drafts.save(connection, draft)
        drafts.save(connection, draft)
        assert drafts.listing(connection) == [draft]
        assert drafts.load(connection, draft.form) == draft
        drafts.discard(connection, draft.form)
        assert drafts.load(connection, draft.form) is None
    replica.close()


def test_what_an_older_program_had_no_place_for_is_copied_again(tmp_path: Path):
    replica = a_replica(tmp_path)
    replica.note(unknown="partners.name,moons", cursor=7)
    replica.close()
    again = open_replica(tmp_path, password=PASSWORD, rings=())
    state = again.standing()
    again.close()
    assert (state.unknown, state.cursor) == ("", 0)


def test_copying_again_removes_what_is_not_sent_and_keeps_what_is_pending(tmp_path: Path):
    replica = a_replica(tmp_path)
    add_buyer(replica)
    with replica.write() as connection:
        copying_again.copy_again(connection)
        pull.sweep(connection)
        names = connection.exec_driver_sql("SELECT name FROM partners").scalars().all()
        users = connection.exec_driver_sql("SELECT count(*) FROM users").scalar_one()
    replica.close()
    assert (names, users) == (["Nordlicht"], 0)
