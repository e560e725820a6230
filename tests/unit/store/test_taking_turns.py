"""Writers of one program take turns at its database, however long a turn is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from sync.store import meta
from tests.builders import desk_database


def test_a_writer_waits_for_another_of_the_same_program_longer_than_sqlite_would(tmp_path):
    database = desk_database(tmp_path)
    with database.read() as one, database.read() as other:
        for connection in (one, other):
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")  # SQLite itself waits no moment
    begun, end = Event(), Event()

    def long():
        with database.write() as connection:
            begun.set()
            assert end.wait(30)
            meta.put(connection, first="1")

    def second():
        with database.write() as connection:
            meta.put(connection, second=meta.get(connection, "first", "nobody"))

    with ThreadPoolExecutor(2) as threads:
        writing = threads.submit(long)
        assert begun.wait(30)
        waiting = threads.submit(second)
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        end.set()
        writing.result(30)
        waiting.result(30)
    with database.read() as connection:
        assert meta.get(connection, "second", "") == "1"
    database.close()
