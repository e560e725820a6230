"""Brings a replica that an older program made up to date, on a copy of its file.

The old file stays as it was until the copy is whole and swapped for it by one rename: whatever
happens before leaves the old one, whatever happens afterwards the new one. What waits in the queue
is written into a sealed file of its own first, and stays there until the next time.
"""

import contextlib
import os
import shutil
from pathlib import Path

from sqlalchemy import insert

from sync.client import copying_again, folders, standing
from sync.client.troubles import Trouble
from sync.domain import releases
from sync.store import incarnations, tables
from sync.store.completing import complete_tables
from sync.store.database import REPLICA_TABLES, Database, Key, damage_in, open_file

COPY = "upgrade.db"
QUEUE = "queue-before-upgrade.db"
_BESIDE = ("", "-wal", "-shm", "-journal")


def remove_leftovers(folder: Path) -> None:
    """Remove the copy of an upgrade that was cut short."""
    _remove(folder / COPY)


def upgrade(database: Database, path: Path, key: Key, *, schema: int) -> None:
    """Close a replica of an older `schema` and put an upgraded one in its place.

    Raise Trouble: disk_full, replica_busy, replica_damaged; the old one is unchanged then.
    """
    copy = path.with_name(COPY)
    try:
        try:
            _export_queue(database, path.with_name(QUEUE), key)
        finally:
            database.close()
        _require_alone(path)
        copy.touch(mode=0o600)
        shutil.copyfile(path, copy)
        _complete(copy, key, schema)
        _require_alone(copy)
        _flush(copy)
        copy.replace(path)
        _flush(path.parent)
    except OSError:
        folders.give_up_reserve(path.parent)
        raise Trouble("disk_full", folder=str(path.parent)) from None
    finally:
        with contextlib.suppress(OSError):
            _remove(copy)


def _export_queue(database: Database, path: Path, key: Key) -> None:
    """Write what waits into a file of its own, sealed by the same key."""
    with database.read() as connection:
        waiting = list(incarnations.unanswered_values(connection))
    _remove(path)
    kept = open_file(path, key)
    try:
        with kept.write() as connection:
            tables.outbox.create(connection)
            if waiting:
                connection.execute(insert(tables.outbox), waiting)
    finally:
        kept.close()


def _complete(copy: Path, key: Key, schema: int) -> None:
    """Give the copy what it lacks; what an older program was not told is copied again."""
    upgraded = open_file(copy, key)
    try:
        complete_tables(upgraded, *REPLICA_TABLES)
        with upgraded.write() as connection:
            standing.note(connection, schema=tables.SCHEMA, unknown="")
            if not releases.lacks(schema).is_nothing:
                copying_again.copy_again(connection)
        if damage_in(upgraded):
            raise Trouble("replica_damaged", folder=str(copy.parent))
    finally:
        upgraded.close()


def _require_alone(path: Path) -> None:
    """Raise Trouble where something of the file is beside it still: somebody has it open."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise Trouble("replica_busy", folder=str(path.parent))


def _flush(path: Path) -> None:
    """Have a file, or what a folder says of its files, safe on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
