"""First copies come in segments that head office builds by itself, on both engines."""

import json

from sync.client.replica import open_replica
from sync.store.digests import digests
from tests.end_to_end.desks import Terminal
from tests.end_to_end.running import PASSWORD, until
from tests.performance.offices import fill

ORDERS = 5_500


def _snapshots(office):
    told = office.run("snapshots")
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def _agrees(office, desk: Terminal, login: str) -> bool:
    told = json.loads(office.run("digest", "--user", login).stdout)["digests"]
    replica = open_replica(desk.folder, password=PASSWORD, rings=())
    try:
        with replica.read() as connection:
            own = digests(connection)
    finally:
        replica.close()
    return {entity: own[entity] for entity in told} == told


def test_a_serving_head_office_has_first_copies_ready_by_itself(own_office, tmp_path):
    own_office.stop()
    fill(own_office.database, ORDERS)
    assert _snapshots(own_office) == []
    own_office.start()
    until(lambda: "snapshot_built" in own_office.log(), "a snapshot")
    assert {each["scope"] for each in _snapshots(own_office)} == {"orders"}
    assert sum(each["rows"] for each in _snapshots(own_office)) >= ORDERS
    desk = Terminal(tmp_path / "desk").sign_in(own_office.url, "mgr")
    assert "/v1/segments/" in own_office.log()
    assert _agrees(own_office, desk, "mgr")


def test_what_is_built_beforehand_is_used_at_once_and_not_built_again(sqlite_office, tmp_path):
    sqlite_office.stop()
    fill(sqlite_office.database, ORDERS)
    built = sqlite_office.run("snapshots", "--build")
    assert built.returncode == 0, built.stderr
    assert sqlite_office.run("snapshots", "--build").stdout == built.stdout
    sqlite_office.start()
    desk = Terminal(tmp_path / "desk").sign_in(sqlite_office.url, "gm")
    assert "/v1/segments/" in sqlite_office.log()
    assert _agrees(sqlite_office, desk, "gm")
