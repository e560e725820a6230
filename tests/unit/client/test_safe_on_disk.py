"""What a person was told is saved outlives a power cut; what head office says again need not."""

from sqlalchemy import event

from sync.client import push
from tests.builders import NOW
from tests.unit.client.deeds import add_buyer, add_order

FULL, NORMAL = 2, 1


def _levels(database):
    """Return a list that grows by how safe each writing transaction is when it ends."""
    found = []

    def noted(connection, _cursor, statement, *_):
        if statement == "BEGIN IMMEDIATE":
            cursor = connection.connection.cursor()
            found.append(cursor.execute("PRAGMA synchronous").fetchone()[0])

    event.listen(database.engine, "after_cursor_execute", noted)
    return found


def test_only_what_comes_again_may_be_taken_back_by_a_power_cut(desk):
    database = desk.replica.database
    for comes_again, level in ((False, FULL), (True, NORMAL), (False, FULL), (True, NORMAL)):
        with database.write(comes_again=comes_again) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level


def test_an_action_and_that_it_left_are_safe_before_anybody_hears_of_them(desk):
    levels = _levels(desk.replica.database)
    add_order(desk, add_buyer(desk))
    assert levels == [FULL] * len(levels)
    levels.clear()
    push.push_once(desk.replica, desk.office, now=NOW)
    assert levels == [FULL, NORMAL]  # that it left, then its verdict: the ledger says that again
    levels.clear()
    desk.pull()
    assert set(levels) == {NORMAL}
