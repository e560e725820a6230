"""A desk's replica: one folder, locked, with the encrypted database that the person works on."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sync import clock
from sync.client import clones, copying_again, folders, leases, standing, upgrading
from sync.client.folder_locks import FolderLock
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.entities import ENTITIES
from sync.domain.records import columns, split
from sync.domain.refusals import refuse
from sync.store import keys
from sync.store.completing import complete_tables
from sync.store.database import (
    REPLICA_TABLES,
    Database,
    Key,
    Unreadable,
    damage_in,
    open_file,
)
from sync.store.keyrings import Ring, system_rings
from sync.store.safe_files import make_private_folder
from sync.store.tables import SCHEMA

_DAMAGED = ("malformed", "not a database", "disk image", "hmac", "decrypt", "corrupt")


class Replica:
    """An open replica. Everything that reads or writes it goes through `read` and `write`."""

    def __init__(self, folder: Path, database: Database, lock: FolderLock) -> None:
        self.folder: Final = folder
        self.database: Final = database
        self._lock = lock

    @contextlib.contextmanager
    def write(self, *, comes_again: bool = False) -> Generator[Connection, None, None]:
        """Run one writing transaction: all of it, or nothing; Trouble when the disk is full.

        `comes_again` is for what head office says again when a power cut takes it back.
        """
        with self._told(), self.database.write(comes_again=comes_again) as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Generator[Connection, None, None]:
        """Read from one snapshot."""
        with self._told(), self.database.read() as connection:
            yield connection

    def standing(self) -> Standing:
        """Return where the replica stands."""
        with self.read() as connection:
            return standing.load(connection)

    def note(self, **values: str | int) -> None:
        """Set fields of the standing."""
        with self.write() as connection:
            standing.note(connection, **values)

    def damage(self, *, quick: bool = True) -> str:
        """Return what an integrity check finds wrong; empty when all is well."""
        return damage_in(self.database, quick=quick)

    def close(self) -> None:
        """Close the database and let the folder go."""
        self.database.close()
        self._lock.release()

    @contextlib.contextmanager
    def _told(self) -> Generator[None, None, None]:
        try:
            yield
        except DBAPIError as error:
            raise self._trouble(str(error.orig).lower(), error) from None

    def _trouble(self, text: str, error: DBAPIError) -> Exception:
        folder = str(self.folder)
        if "disk is full" in text or "disk i/o" in text:
            folders.give_up_reserve(self.folder)
            return Trouble("disk_full", folder=folder)
        if "readonly" in text:
            return Trouble("disk_read_only", folder=folder)
        if "locked" in text or "busy" in text:
            return Trouble("replica_busy", folder=folder)
        if any(word in text for word in _DAMAGED):
            return Trouble("replica_damaged", folder=folder)
        return error


def create_replica(
    folder: Path, *, password: str | None, rings: Sequence[Ring] | None = None
) -> Replica:
    """Make an empty replica in a folder that has none, and open it."""
    make_private_folder(folder)
    lock = FolderLock(folder)
    try:
        key = keys.create_key(folder, password, system_rings() if rings is None else rings)
        return _opened(folder, key, lock)
    except BaseException:
        lock.release()
        raise


def open_replica(
    folder: Path,
    *,
    password: str | None = None,
    rings: Sequence[Ring] | None = None,
    is_checked: bool = True,
    is_signing_in: bool = False,
) -> Replica:
    """Open the replica in a folder, or refuse.

    Codes: replica_absent, replica_in_use, replica_newer, replica_damaged, and those of the key. A
    lease that is over ends with head office's half of the key: only signing in opens it again.
    """
    keys.read_wrapping(folder)
    lock = FolderLock(folder)
    try:
        found = system_rings() if rings is None else rings
        key = keys.unlock(folder, password, found)
        replica = _opened(folder, key, lock)
        if is_checked:
            _require_sound(replica)
        if not is_signing_in:
            _require_lease(replica)
        clones.notice(replica, found)
    except BaseException:
        lock.release()
        raise
    return replica


def has_replica(folder: Path) -> bool:
    """Return whether there is a replica in a folder."""
    return (folder / keys.FILE_NAME).exists()


def needs_password(folder: Path) -> bool:
    """Return whether the replica in a folder opens by the person's password only."""
    return keys.read_wrapping(folder).holder == "password"


def _opened(folder: Path, key: Key, lock: FolderLock) -> Replica:
    path = folder / folders.DATABASE
    try:
        database = _ready(path, key)
    except Unreadable as unreadable:
        code = "replica_damaged" if "damaged" in unreadable.reason else unreadable.reason
        raise refuse(code, folder=str(folder), path=str(path)) from None
    except DBAPIError as error:
        raise _refused(folder, error) from None
    folders.keep_reserve(folder)
    return Replica(folder, database, lock)


def _ready(path: Path, key: Key) -> Database:
    upgrading.remove_leftovers(path.parent)
    database = open_file(path, key)
    try:
        state = _found(database)
        schema = _schema_of(state, path.parent)
        if schema < SCHEMA:
            upgrading.upgrade(database, path, key, schema=schema)
            database = open_file(path, key)
        _prepare(database, state)
    except BaseException:
        database.close()
        raise
    return database


def _refused(folder: Path, error: DBAPIError) -> Exception:
    text = str(error.orig).lower()
    if any(word in text for word in _DAMAGED):
        return refuse("replica_damaged", folder=str(folder))
    if "disk is full" in text or "disk i/o" in text:
        folders.give_up_reserve(folder)
        return Trouble("disk_full", folder=str(folder))
    return error


def _require_sound(replica: Replica) -> None:
    if replica.damage():
        folder = str(replica.folder)
        replica.database.close()
        raise refuse("replica_damaged", folder=folder)


def _require_lease(replica: Replica) -> None:
    state, now = replica.standing(), clock.now()
    if leases.is_over(state, now):
        replica.database.close()
        keys.forget_half(replica.folder)
        raise refuse("lease_over")
    leases.note_clock(replica, state, now)


def _found(database: Database) -> Standing | None:
    """Return where the replica stands; None where the file is new."""
    with database.read() as connection:
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name='meta'")
        return standing.load(connection) if tables.scalar_one() else None


def _schema_of(state: Standing | None, folder: Path) -> int:
    """Return the schema of a replica that is not newer than this program."""
    schema = SCHEMA if state is None else state.schema or SCHEMA
    if schema > SCHEMA:
        raise refuse("replica_newer", folder=str(folder), theirs=schema, ours=SCHEMA)
    return schema


def _prepare(database: Database, state: Standing | None) -> None:
    """Make the tables; copy again what an older program could not keep."""
    complete_tables(database, *REPLICA_TABLES)
    if state is None:
        with database.write() as connection:
            standing.note(connection, schema=SCHEMA)
    elif _learned(state):
        with database.write() as connection:
            if standing.load(connection).unknown:
                copying_again.copy_again(connection, unknown="")


def _learned(state: Standing) -> bool:
    """Return whether something head office sent, and we had no place for, is known by now."""
    for name in split(state.unknown):
        entity, _, column = name.partition(".")
        if entity in ENTITIES and (not column or column in columns(ENTITIES[entity])):
            return True
    return False
