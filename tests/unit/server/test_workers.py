"""The database's failures: repeated where the engine asks for it, else told apart, never leaked."""

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.server.refusing import Declined
from sync.server.workers import TRIES_MAX, DatabaseFailed, Workers
from sync.store import feed
from sync.store.tables import server_meta


@pytest.fixture
def workers(database):
    made = Workers(database)
    yield made
    made.close()


class _SerializationError(Exception):
    sqlstate = "40001"


class _DiskFullError(Exception):
    sqlstate = "53100"


def _failing(times, error):
    left = [times]

    def work(connection):
        feed.raise_head(connection)
        if left[0]:
            left[0] -= 1
            raise error
        return "done"

    return work


def _head(database):
    with database.read() as connection:
        return feed.meta(connection).head


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked")),
        DBAPIError("UPDATE", {}, _SerializationError()),
    ],
)
def test_what_the_engine_wants_again_is_done_again_and_counts_once(workers, database, error):
    assert asyncio.run(workers.write(_failing(TRIES_MAX - 1, error))) == "done"
    assert _head(database) == 2


def test_it_is_not_done_again_for_ever(workers, database):
    error = DBAPIError("UPDATE", {}, _SerializationError())
    with pytest.raises(Declined) as declined:
        asyncio.run(workers.write(_failing(TRIES_MAX, error)))
    assert (declined.value.status, declined.value.problem.code) == (503, "office_database_busy")
    assert _head(database) == 1


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
        DBAPIError("INSERT", {}, _DiskFullError()),
        OSError(28, "No space left on device"),
    ],
)
def test_a_full_disk_is_told_and_nothing_is_written(workers, database, error):
    with pytest.raises(Declined) as declined:
        asyncio.run(workers.write(_failing(1, error)))
    assert (declined.value.status, declined.value.problem.code) == (507, "office_disk_full")
    assert _head(database) == 1


def test_a_full_database_file_is_told_and_takes_up_work_again(workers, database):
    def limit(connection, pages):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill(connection):
        limit(connection, 1)
        statement = server_meta.update().values(company="x" * 3_000_000)
        connection.execute(statement)

    with pytest.raises(Declined) as declined:
        asyncio.run(workers.write(fill))
    assert declined.value.status == 507
    asyncio.run(workers.write(lambda connection: limit(connection, 2**31)))
    assert asyncio.run(workers.write(feed.raise_head)) == 2


def test_a_failure_of_ours_tells_its_kind_and_no_value(workers):
    wrong = "SELECT 'canary' FROM nowhere WHERE"
    with pytest.raises((DatabaseFailed, Declined)) as failed:
        asyncio.run(workers.read(lambda connection: connection.exec_driver_sql(wrong)))
    assert "canary" not in repr(failed.value)
