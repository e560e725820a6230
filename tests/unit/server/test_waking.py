"""Waiting polls go on when a version that concerns them is told, and never for another."""

import asyncio

from sync.server.waking import REMEMBERED, Waking

NORTH, SOUTH = frozenset({"team:north"}), frozenset({"team:south"})


def _run(story):
    return asyncio.run(asyncio.wait_for(story(), 10))


def test_a_version_told_before_the_wait_is_not_missed():
    async def story():
        waking = Waking()
        waking.tell(5)
        return await waking.newer(4, NORTH, 5)

    assert _run(story)


def test_a_version_wakes_those_who_may_see_what_it_changed_and_no_others():
    async def story():
        waking = Waking()
        seeing = asyncio.ensure_future(waking.newer(0, NORTH | {"own:lin"}, 5))
        others = asyncio.ensure_future(waking.newer(0, SOUTH, 0.05))
        await asyncio.sleep(0)
        waking.tell(1, NORTH)
        return [await seeing, await others]

    assert _run(story) == [True, False]


def test_a_version_between_the_page_and_the_wait_counts_where_it_concerns():
    async def story():
        waking = Waking()
        waking.tell(1, NORTH)
        waking.tell(2, SOUTH)
        waits = [waking.newer(0, NORTH, 0.05), waking.newer(1, NORTH, 0.05)]
        return [await each for each in waits]

    assert _run(story) == [True, False]


def test_what_is_longer_ago_than_is_remembered_may_concern_anybody():
    async def story():
        waking = Waking()
        for version in range(1, REMEMBERED + 3):
            waking.tell(version, SOUTH)
        return [await waking.newer(0, NORTH, 0.05), await waking.newer(REMEMBERED, NORTH, 0.05)]

    assert _run(story) == [True, False]


def test_whom_other_processes_versions_concern_is_looked_up_once_for_all():
    asked = []

    async def look(after, through):
        asked.append((after, through))
        await asyncio.sleep(0)
        return NORTH

    async def story():
        waking = Waking(look)
        seeing = [asyncio.ensure_future(waking.newer(0, NORTH, 5)) for _ in range(3)]
        others = asyncio.ensure_future(waking.newer(0, SOUTH, 0.05))
        await asyncio.sleep(0)
        waking.tell(3)
        waking.tell(4)
        return [*await asyncio.gather(*seeing), await others]

    assert _run(story) == [True, True, True, False]
    assert asked == [(0, 4)]


def test_a_version_told_with_scopes_after_a_gap_is_looked_up_with_the_gap():
    async def look(_after, _through):
        await asyncio.sleep(0)
        return SOUTH | NORTH

    async def story():
        waking = Waking(look)
        wait = asyncio.ensure_future(waking.newer(0, NORTH, 5))
        await asyncio.sleep(0)
        waking.tell(2, SOUTH)
        return await wait

    assert _run(story)


def test_where_nobody_can_say_whom_it_concerns_all_are_woken():
    async def look(_after, _through):
        return None

    async def story():
        waking = Waking(look)
        wait = asyncio.ensure_future(waking.newer(0, NORTH, 5))
        await asyncio.sleep(0)
        waking.tell(7)
        return await wait

    assert _run(story)


def test_an_older_version_wakes_nobody():
    async def story():
        waking = Waking()
        waking.tell(9)
        waking.tell(3)
        return await waking.newer(9, NORTH, 0.05)

    assert not _run(story)


def test_stopping_ends_waits_that_are_and_that_come():
    async def story():
        waking = Waking()
        wait = asyncio.ensure_future(waking.newer(1, NORTH, 60))
        await asyncio.sleep(0)
        waking.stop()
        return [await wait, await waking.newer(1, NORTH, 60)]

    assert _run(story) == [False, False]


def test_another_epoch_wakes_all_and_versions_count_from_where_it_stands():
    async def story():
        waking = Waking()
        waking.tell(9)
        wait = asyncio.ensure_future(waking.newer(9, NORTH, 5))
        await asyncio.sleep(0)
        waking.restart(4)
        waits = [waking.newer(cursor, NORTH, 0.05) for cursor in (4, 3)]
        return [await wait, *[await each for each in waits]]

    assert _run(story) == [True, False, True]


def test_nobody_who_has_gone_is_kept():
    async def story():
        waking = Waking()
        for _ in range(3):
            await waking.newer(0, NORTH, 0.01)
        return waking._waiting

    assert _run(story) == {}
