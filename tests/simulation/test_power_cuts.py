"""A power cut takes nothing that was called saved, whatever the disk had written of what came next.

A state of the disk is what was there when the last action was acknowledged, and any part, sector by
sector, of what the next one wrote: to the log, or, when that is folded in, to the file itself.
"""

import itertools
import random
from pathlib import Path

import msgspec
import pytest

from sync.client import doing, standing
from sync.client.folder_locks import FolderLock
from sync.client.replica import Replica
from sync.domain.commands import Edit
from sync.store import outbox, rows
from sync.store.database import damage_in, open_file
from tests.amounts import amount, chance_of
from tests.builders import (
    KEY,
    STAFF,
    a_line,
    a_partner,
    an_id,
    an_order,
    desk_database,
    put_records,
)

CUTS = amount(200)
SECTOR = 512
ACTIONS_DONE = 14


class Disk(msgspec.Struct, frozen=True):
    """What the two files hold."""

    file: bytes
    log: bytes


def _disk(folder: Path) -> Disk:
    log = folder / "desk.db-wal"
    return Disk((folder / "desk.db").read_bytes(), log.read_bytes() if log.exists() else b"")


@pytest.fixture
def written(tmp_path: Path) -> list[tuple[int, Disk]]:
    """Return how many actions were acknowledged, and the disk, after each; folded in often."""
    folder = tmp_path / "desk"
    folder.mkdir()
    replica = Replica(folder, desk_database(folder), FolderLock(folder))
    with replica.write() as connection:
        line = a_line(id=an_id("line"), order_id=an_id("order"))
        buyer = a_partner(id=an_id("buyer"), owner_id=an_id("lin"))
        put_records(connection, [*STAFF, buyer, an_order(id=an_id("order")), line])
        standing.note(connection, user_id=STAFF[1].id, device_id=an_id("device"), cursor=1)
    found = [(0, _disk(folder))]
    for number in range(1, ACTIONS_DONE + 1):
        command = Edit(id=an_id("line"), set={"unit_price": f"{number}.5"})
        doing.do(replica, "line.edit", command)
        found.append((number, _disk(folder)))
        if number % 4 == 0:
            with replica.database.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            found.append((number, _disk(folder)))
    replica.close()
    return found


@pytest.mark.slow
def test_a_power_cut_takes_nothing_that_was_acknowledged(
    written: list[tuple[int, Disk]], tmp_path: Path
):
    chance = chance_of(11)
    for cut in range(CUTS):
        at = chance.randrange(len(written) - 1)
        (acknowledged, before), (_, after) = written[at], written[at + 1]
        state = Disk(
            _partly(before.file, after.file, chance), _partly(before.log, after.log, chance)
        )
        done, price = _opened(tmp_path / "cut", state)
        assert acknowledged <= done <= acknowledged + 1, cut
        assert price == (f"{done}.5" if done else "2.50"), cut


def test_the_states_of_both_kinds_come_about(written: list[tuple[int, Disk]]):
    """The log grows while the file stands still, and the file changes when it is folded in."""
    pairs = list(itertools.pairwise(written))
    assert any(a[1].file == b[1].file and a[1].log != b[1].log for a, b in pairs)
    assert any(a[1].file != b[1].file and a[0] == b[0] for a, b in pairs)


def _partly(before: bytes, after: bytes, chance: random.Random) -> bytes:
    """Return the old bytes with some sectors of the new ones, and a length between the two."""
    if before == after:
        return before
    length = chance.choice((len(before), len(after), chance.randint(0, len(after))))
    length = max(len(before), length) if len(after) >= len(before) else length
    old = bytearray(before.ljust(length, b"\0")[:length])
    share = chance.choice((0.1, 0.5, 0.9, 1.0))
    for start in range(0, min(length, len(after)), SECTOR):
        if chance.random() < share:
            old[start : start + SECTOR] = after[start : min(start + SECTOR, length)]
    return bytes(old)


def _opened(folder: Path, state: Disk) -> tuple[int, str]:
    """Return how many actions a program finds after the cut, and the price; it must be sound."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    (folder / "desk.db").write_bytes(state.file)
    (folder / "desk.db-wal").write_bytes(state.log)
    database = open_file(folder / "desk.db", KEY)
    try:
        assert damage_in(database) == ""
        with database.read() as connection:
            waiting = sum(outbox.counts(connection).values())
            line = rows.get(connection, "order_lines", an_id("line"))
    finally:
        database.close()
    assert line is not None
    return waiting, str(line["unit_price"])
