"""An epoch ends where the database was put back, by itself, and says what both have in common."""

import pytest
from sqlalchemy import update

from sync.store import epochs, feed, numbers
from sync.store.database import open_file
from sync.store.marks import Mark
from sync.store.tables import server_meta
from tests.builders import EPOCH, KEY, NOW, prepare_office


@pytest.fixture
def marked(tmp_path):
    """A SQLite head office with its mark, and what opens it again."""

    def opened():
        database = open_file(tmp_path / "office.db", KEY)
        mark = Mark(tmp_path / "office.mark")
        database.engine.update_execution_options(**{epochs.OPTION: mark})
        return database

    database = opened()
    prepare_office(database)
    with database.write() as connection:
        assert epochs.confirm(connection, now=NOW) is None
    database.close()
    return opened


def _raised(database, times=1):
    for _ in range(times):
        with database.write() as connection:
            head = feed.raise_head(connection)
    return head


def _rolled_back(database):
    with database.write() as connection:
        feed.raise_head(connection)
        raise ZeroDivisionError


def _put_back(database, head):
    """Take the counter back, as a copy of the file would."""
    with database.write() as connection:
        connection.execute(update(server_meta).values(head=head))


def test_a_file_that_stands_before_its_mark_gives_out_no_version(marked):
    database = marked()
    _raised(database, 5)
    _put_back(database, 2)
    with pytest.raises(epochs.Rebound):
        _raised(database)
    with database.read() as connection:
        assert feed.meta(connection).head == 2
        assert not epochs.is_bound(connection)
    with database.write() as connection:
        begun = epochs.confirm(connection, now=NOW)
    assert begun is not None
    assert (begun.number, begun.restored_head) == (1, 2)
    assert _raised(database) == 3
    with database.write() as connection:
        assert epochs.confirm(connection, now=NOW) is None
        assert feed.meta(connection).epoch == begun.epoch != EPOCH
    database.close()


def test_a_copy_from_before_an_epoch_is_noticed_at_any_version(marked):
    database = marked()
    _raised(database, 2)
    with database.write() as connection:
        epochs.begin(connection, epochs.SAID, restored_head=0, now=NOW)
    _raised(database)
    with database.write() as connection:
        connection.execute(update(server_meta).values(epoch=EPOCH, head=9))
        connection.exec_driver_sql("DELETE FROM epochs WHERE number > 0")
    with pytest.raises(epochs.Rebound):
        _raised(database)
    database.close()


def test_a_mark_that_a_crash_left_behind_starts_nothing(marked):
    database = marked()
    _raised(database, 3)
    with database.write() as connection:
        epochs.begin(connection, epochs.SAID, restored_head=0, now=NOW)
    assert _raised(database) == 4
    with pytest.raises(ZeroDivisionError):
        _rolled_back(database)
    assert _raised(database) == 5
    database.close()


def test_the_shared_version_is_the_least_of_all_epochs_since(marked):
    database = marked()
    with database.write() as connection:
        begun = [
            epochs.begin(connection, epochs.SAID, restored_head=head, now=NOW).epoch
            for head in (90, 70, 80)
        ]
        shared = [epochs.restored_head(connection, each) for each in (EPOCH, *begun)]
        assert shared == [70, 70, 80, 0]
        assert epochs.restored_head(connection, "f" * 32) == 0
    database.close()


def test_a_number_from_before_a_restore_is_taken_once_and_not_given_to_another(marked):
    database = marked()
    with database.write() as connection:
        assert numbers.next_number(connection, "SO26") == "SO26-0001"
        numbers.skip(connection)
        assert numbers.take(connection, "SO26", "SO26-0007")
        assert numbers.take(connection, "SO26", "SO26-0205")
        assert numbers.next_number(connection, "SO26") == "SO26-0206"
        assert numbers.next_number(connection, "SO25") == "SO25-0101"
        assert numbers.take(connection, "SO24", "SO24-0103")
        assert numbers.next_number(connection, "SO24") == "SO24-0104"
        for wrong in ("SO26-99999", "SO25-0001", "SO26-1", "order 7", "SO26-0001x"):
            assert not numbers.take(connection, "SO26", wrong), wrong
    database.close()
