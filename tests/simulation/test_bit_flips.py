"""A bit that flips at rest is noticed: the replica does not open, or says that it is damaged."""

import pytest

from sync.store.database import Unreadable, damage_in, open_file
from tests.amounts import amount, chance_of
from tests.builders import KEY, an_order, desk_database, put_records

FLIPS = amount(120)


@pytest.mark.slow
def test_a_flipped_bit_is_noticed_wherever_it_is(tmp_path):
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, [an_order() for _ in range(50)])
    database.close()
    whole = (tmp_path / "desk.db").read_bytes()
    chance = chance_of(5)
    for _ in range(FLIPS):
        assert _is_noticed(tmp_path / "flipped.db", whole, chance)


def _is_noticed(path, whole, chance):
    place = chance.randrange(len(whole))
    flipped = bytes([whole[place] ^ (1 << chance.randrange(8))])
    path.write_bytes(whole[:place] + flipped + whole[place + 1 :])
    try:
        database = open_file(path, KEY)
    except Unreadable:
        return True
    try:
        return damage_in(database) != "" or _pages_that_do_not_verify(database) > 0
    finally:
        database.close()


def _pages_that_do_not_verify(database):
    with database.read() as connection:
        return len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())
