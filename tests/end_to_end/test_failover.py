"""A real PostgreSQL standby, cut off and promoted while behind: 0 lost, 0 doubled."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sync.store import outbox
from sync.store.outbox import OutboxState
from tests.end_to_end.clusters import Cluster, programs
from tests.end_to_end.file_desks import FileDesk
from tests.end_to_end.running import RunningOffice, until

LOGINS = ("mgr", "mgr2", "sr")
pytestmark = pytest.mark.postgresql


@pytest.fixture
def primary(cluster: Cluster) -> Iterator[Cluster]:
    """A PostgreSQL of this test's own: it is going to fail."""
    made = Cluster(programs())
    yield made
    made.stop()


@pytest.fixture
def standby(primary: Cluster) -> Iterator[Cluster]:
    made = Cluster(programs(), standby_of=primary)
    yield made
    made.stop()


@pytest.fixture
def office(primary: Cluster, standby: Cluster, tmp_path: Path) -> Iterator[RunningOffice]:
    """A head office that serves from whichever of the two takes writes."""
    primary.new_database()
    hosts = f"host={primary.folder}&host={standby.folder}&target_session_attrs=read-write"
    running = RunningOffice(tmp_path, f"postgresql://gendan@/office_1?{hosts}").found().start()
    yield running
    running.stop()


def caught_up(primary: Cluster, standby: Cluster) -> None:
    written = primary.ask("SELECT pg_current_wal_lsn()::text")
    behind = f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
    until(lambda: standby.ask(behind), "the standby's catching up")


def failed_over(primary: Cluster, standby: Cluster, office: RunningOffice) -> None:
    primary.fail()
    until(lambda: requests.get(office.url + "/health/ready", timeout=30).status_code == 503)
    assert requests.get(office.url + "/health/live", timeout=5).ok
    standby.ask("SELECT pg_promote(true, 30)")
    until(lambda: not standby.ask("SELECT pg_is_in_recovery()"), "the promotion")
    until(lambda: requests.get(office.url + "/health/ready", timeout=5).ok, "being ready again")


def numbers(desk: FileDesk) -> dict[str, str]:
    return {row["id"]: row["order_no"] for row in desk.rows("orders")}


def test_a_standby_promoted_while_behind_gets_back_the_lost_tail(
    primary, standby, office, tmp_path
):
    desks = [FileDesk(tmp_path / login, office.url, login) for login in LOGINS]
    first, second, late = desks
    for desk in desks:
        desk.sync()
        desk.order()
        desk.sync()
    caught_up(primary, standby)
    standby.follow_no_more()
    until(lambda: not standby.ask("SELECT count(*) FROM pg_stat_wal_receiver"), "the cut")
    kept = numbers(first)
    lost = [desk.order() for desk in (first, second) for _ in range(4)]
    for desk in (first, second, first):
        desk.sync()
    second.do("order.edit", id=lost[0], set={"note": "call before noon"})  # an order of the first's
    second.sync()
    before = numbers(first)
    assert set(lost) <= set(before)
    assert set(kept) < set(before)
    failed_over(primary, standby, office)
    # The one who has seen nothing of the lost tail goes on past the version that it had reached.
    for _ in range(12):
        late.order()
        late.sync()
    for desk in (second, first, *desks, *desks):
        desk.sync()
    notes = {row["id"]: row["note"] for row in first.rows("orders")}
    assert notes[lost[0]] == "call before noon"
    found = [numbers(desk) for desk in (first, second)]
    assert found[0] == found[1]
    assert {each: found[0][each] for each in before} == before, "an order or its number was lost"
    assert len(set(found[0].values())) == len(found[0]) == len(before) + 12
    for desk in desks:
        with desk.replica.read() as connection:
            assert set(outbox.counts(connection)) == {OutboxState.DONE}
        desk.close()
    listed = json.loads(office.run("epoch").stdout)
    assert [each["why"] for each in listed] == ["founded", "binding"]
    assert listed[1]["restored_head"] > 0
    checked = office.run("check", "--blobs", office.folder / "files")
    assert checked.returncode == 0, checked.stdout
