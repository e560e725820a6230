"""A replica put back from a backup goes on under a new name, before it sends anything."""

import shutil

import pytest

from sync.client.doing import do
from sync.client.replica import create_replica, open_replica
from sync.domain.commands import ACTIONS
from sync.store import keys, outbox
from sync.store.keyrings import Ring
from sync.store.outbox import OutboxState
from tests.builders import STAFF, an_id, put_records
from tests.unit.client.test_keys import Memory

PASSWORD = "seven blue kettles"


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def rings(memory):
    return (Ring("Memory", memory),)


@pytest.fixture
def folder(tmp_path, rings):
    replica = create_replica(tmp_path / "desk", password=None, rings=rings)
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
    replica.note(user_id=an_id("lin"), device_id=an_id("device"), incarnation=an_id("one"))
    replica.close()
    _work(tmp_path / "desk", rings, "first")
    return tmp_path / "desk"


def _opened(folder, rings, password=None):
    return open_replica(folder, password=password, rings=rings)


def _work(folder, rings, name):
    replica = _opened(folder, rings)
    command = ACTIONS["partner.add"].kind(set={"name": name, "kinds": "buyer"})
    do(replica, "partner.add", command)
    replica.close()


def _state(folder, rings):
    replica = _opened(folder, rings)
    with replica.read() as connection:
        waiting = outbox.listing(connection, (OutboxState.WAITING,), 10)
    found = (replica.standing().incarnation, [item.seq for item in waiting][::-1])
    replica.close()
    return found


def test_a_replica_opened_again_and_again_is_itself(folder, rings):
    for _ in range(3):
        assert _state(folder, rings) == (an_id("one"), [1])


def test_one_put_back_from_a_backup_begins_a_new_incarnation_and_keeps_its_queue(
    folder, rings, tmp_path
):
    shutil.copytree(folder, tmp_path / "backup")
    _work(folder, rings, "lost with the disk")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    name, numbers = _state(folder, rings)
    assert name != an_id("one")
    assert numbers == [1]
    assert _state(folder, rings) == (name, numbers)


def test_a_keyring_that_forgot_is_no_sign_of_anything(folder, rings, memory):
    memory.kept = {key: kept for key, kept in memory.kept.items() if "opening" not in key[1]}
    assert _state(folder, rings)[0] == an_id("one")


def test_without_a_keyring_nothing_is_noticed_here(tmp_path):
    replica = create_replica(tmp_path / "desk", password=PASSWORD, rings=())
    replica.note(incarnation=an_id("one"))
    replica.close()
    for _ in range(2):
        again = _opened(tmp_path / "desk", (), PASSWORD)
        assert again.standing().incarnation == an_id("one")
        again.close()


def test_the_end_of_a_device_lets_go_of_this_too(folder, rings, memory):
    assert len(memory.kept) == 2
    keys.destroy(folder, rings)
    assert memory.kept == {}
