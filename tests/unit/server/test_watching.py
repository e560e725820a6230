"""What other processes wrote is found, and a database that was put back begins a new epoch."""

import asyncio

import pytest
from sqlalchemy import update

from sync.server import doubting
from sync.server.bearers import Badge, hash_of
from sync.server.refusing import decline
from sync.server.waking import Waking
from sync.server.watching import Watch
from sync.server.workers import Workers
from sync.store import epochs, feed
from sync.store.marks import Mark
from sync.store.tables import server_meta
from tests.builders import EPOCH, SERVER_ID, a_user, an_id, office_database, seed_office
from tests.offices import OfficeHere


@pytest.fixture
def database(tmp_path):
    opened = office_database(tmp_path)
    mark = Mark(tmp_path / "office.mark")
    opened.engine.update_execution_options(**{epochs.OPTION: mark})
    yield opened
    opened.close()


def _raise_head(database, times):
    for _ in range(times):
        with database.write() as connection:
            feed.raise_head(connection)


def _put_back(database, head):
    with database.write() as connection:
        connection.execute(update(server_meta).values(head=head))


def _watched(database, story):
    async def told():
        workers, waking = Workers(database), Waking()
        watch = Watch(workers, waking)
        try:
            return await asyncio.wait_for(story(workers, waking, watch), 10)
        finally:
            workers.close()

    return asyncio.run(told())


def test_what_another_process_wrote_wakes_who_waits(database):
    async def story(_workers, waking, watch):
        await watch.look()
        wait = asyncio.ensure_future(waking.newer(0, ["all"], 5))
        await asyncio.sleep(0)
        _raise_head(database, 1)
        await watch.look()
        return await wait

    assert _watched(database, story)


def test_a_file_put_back_before_its_mark_begins_an_epoch_before_anybody_writes(database):
    _raise_head(database, 5)
    _put_back(database, 2)

    async def story(_workers, _waking, watch):
        await watch.look()
        return watch.is_ready, watch.seen.office

    is_ready, office = _watched(database, story)
    assert is_ready
    assert office.head == 2
    assert office.epoch != EPOCH


def test_the_mark_has_a_version_as_soon_as_it_is_committed_and_not_before(database):
    def fails(connection):
        feed.raise_head(connection)
        raise ZeroDivisionError

    async def story(workers, _waking, _watch):
        await workers.write(feed.raise_head)
        with pytest.raises(ZeroDivisionError):
            await workers.write(fails)
        await workers.write(feed.meta)

    _watched(database, story)
    marked = database.engine.get_execution_options()[epochs.OPTION].read()
    assert marked.head == 1


def test_versions_that_went_back_without_a_trace_begin_an_epoch_that_shares_nothing(database):
    _raise_head(database, 5)

    async def story(_workers, waking, watch):
        await watch.look()
        wait = asyncio.ensure_future(waking.newer(5, ["all"], 5))
        await asyncio.sleep(0)
        database.engine.get_execution_options()[epochs.OPTION].path.unlink()
        _put_back(database, 2)
        await watch.look()
        return await wait, watch.seen.office

    is_woken, office = _watched(database, story)
    assert is_woken
    assert office.epoch != EPOCH
    with database.read() as connection:
        newest = epochs.newest(connection)
    assert (newest.why, newest.restored_head) == (epochs.WENT_BACK, 0)


def test_a_desk_ahead_of_us_begins_an_epoch_but_its_person_is_heard_once(database):
    device = an_id("device")
    user = a_user("mei", "SR")
    office = OfficeHere(database)
    seed_office(database, user)
    badge = Badge(token_hash=hash_of(office.admit(user, device)), server_id=SERVER_ID, epoch=EPOCH)
    ahead = decline(409, "cursor_ahead")

    async def story(workers, _waking, _watch):
        async def told(cursor, epoch):
            shown = Badge(token_hash=badge.token_hash, server_id=SERVER_ID, epoch=epoch)
            return await doubting.heed(workers, shown, cursor, ahead)

        behind = await told(1, EPOCH)
        first = await told(99, EPOCH)
        second = await told(99, first.problem.epoch)
        return behind.problem.code, first.problem, second.problem.code

    behind, first, second = _watched(database, story)
    assert (behind, first.code, second) == ("cursor_ahead", "epoch_changed", "cursor_ahead")
    assert first.restored_head == 0
    assert first.epoch != EPOCH
