"""Several processes serve one PostgreSQL: what is written through one wakes the desks of all."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync import clock
from sync.server import address, administration, listening
from sync.server.listening import Listener
from sync.store import feed
from sync.wire.messages import PullAnswer
from tests.end_to_end.clusters import Cluster
from tests.end_to_end.running import RunningOffice, until

pytestmark = pytest.mark.postgresql
WITHIN_SECONDS = 1.0


@pytest.fixture
def two(cluster: Cluster, tmp_path: Path) -> Iterator[tuple[RunningOffice, RunningOffice]]:
    database = cluster.new_database()
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(RunningOffice(folder, database))
    made[0].found()
    for office in made:
        office.start("--blobs", tmp_path / "files")
    yield made[0], made[1]
    for office in made:
        office.stop()


def test_a_change_reaches_the_desks_of_every_process_within_a_second(two):
    writing, waiting = two
    author = writing.hand("mgr")
    readers = [waiting.hand("mgr2"), writing.hand("gm"), waiting.hand("doc")]
    order, _ = author.new_order()
    cursors = [reader.pull().head for reader in readers]
    slowest = 0.0
    with ThreadPoolExecutor(len(readers)) as pool:
        for number in range(5):
            polls = [
                pool.submit(_arrival, reader, cursor)
                for reader, cursor in zip(readers, cursors, strict=True)
            ]
            time_given = time.monotonic()
            until(lambda t=time_given: time.monotonic() - t > 0.2, "the polls' beginning")
            pushed = time.monotonic()
            text = f"note {number}"
            assert author.do("comment.add", id=f"{number:032x}", order_id=order, text=text)
            arrivals = [poll.result(timeout=30) for poll in polls]
            slowest = max(slowest, *(at - pushed for at, _ in arrivals))
            cursors = [head for _, head in arrivals]
    assert slowest < WITHIN_SECONDS


def test_a_change_wakes_nobody_who_may_not_see_it(two):
    writing, waiting = two
    author = writing.hand("mgr")
    readers = [writing.hand("sr"), waiting.hand("sr2")]
    order, _ = author.new_order()
    cursors = [reader.pull().head for reader in readers]
    with ThreadPoolExecutor(len(readers)) as pool:
        begun = time.monotonic()
        polls = [
            pool.submit(reader.pull, cursor, wait=3)
            for reader, cursor in zip(readers, cursors, strict=True)
        ]
        until(lambda: time.monotonic() - begun > 0.5, "the polls' beginning")
        author.do("comment.add", id=clock.new_id(), order_id=order, text="not for them")
        answers = [poll.result(timeout=30) for poll in polls]
    assert time.monotonic() - begun > 3
    assert [answer.rows for answer in answers] == [{}, {}]


def _arrival(reader, cursor) -> tuple[float, int]:
    """Wait for news; return when it came and the version."""
    page = reader.pull(cursor, wait=25)
    assert isinstance(page, PullAnswer)
    assert page.head > cursor
    return time.monotonic(), page.end


@pytest.fixture
def database(cluster: Cluster):
    url = cluster.new_database()
    made = address.open_new(url)
    with made.write() as connection:
        administration.found(connection, "Probe", now=clock.now())
    yield made
    made.close()


def test_a_notice_is_heard_and_heard_again_after_the_connection_was_lost(database, monkeypatch):
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.01)
    heard: list[int] = []

    def write() -> int:
        with database.write() as connection:
            return feed.raise_head(connection)

    def cut() -> None:
        with database.read() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
            )

    async def story() -> tuple[int, int]:
        listener = Listener(database, heard.append)
        listener.start()
        work = asyncio.get_running_loop().run_in_executor
        try:
            await work(None, until, lambda: listener.is_listening, "listening")
            first = await work(None, write)
            await work(None, until, lambda: first in heard, "the notice")
            await work(None, cut)
            await work(None, until, lambda: not listener.is_listening, "the loss")
            await work(None, until, lambda: listener.is_listening, "listening again")
            second = await work(None, write)
            await work(None, until, lambda: second in heard, "the second notice")
        finally:
            await work(None, listener.stop)
        return first, second

    first, second = asyncio.run(asyncio.wait_for(story(), 60))
    assert heard == [first, second]
