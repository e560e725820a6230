"""Waiting polls go on when a newer version is told, and never for an older one."""

import asyncio

from sync.server.waking import Waking


def _run(story):
    return asyncio.run(asyncio.wait_for(story(), 10))


def test_a_version_told_before_the_wait_is_not_missed():
    async def story():
        waking = Waking()
        waking.tell(5)
        return await waking.newer(4, 5)

    assert _run(story)


def test_a_version_told_during_the_wait_wakes_all_that_are_behind_it():
    async def story():
        waking = Waking()
        waits = [asyncio.ensure_future(waking.newer(cursor, 0.3)) for cursor in (1, 2, 3)]
        await asyncio.sleep(0)
        waking.tell(3)
        return await asyncio.gather(*waits)

    assert _run(story) == [True, True, False]


def test_an_older_version_wakes_nobody():
    async def story():
        waking = Waking()
        waking.tell(9)
        waking.tell(3)
        return await waking.newer(9, 0.05)

    assert not _run(story)


def test_stopping_ends_waits_that_are_and_that_come():
    async def story():
        waking = Waking()
        wait = asyncio.ensure_future(waking.newer(1, 60))
        await asyncio.sleep(0)
        waking.stop()
        return [await wait, await waking.newer(1, 60)]

    assert _run(story) == [False, False]


def test_another_epoch_wakes_all_and_versions_count_from_where_it_stands():
    async def story():
        waking = Waking()
        waking.tell(9)
        wait = asyncio.ensure_future(waking.newer(9, 5))
        await asyncio.sleep(0)
        waking.restart(4)
        return [await wait, await waking.newer(4, 0.05), await waking.newer(3, 0.05)]

    assert _run(story) == [True, False, True]
