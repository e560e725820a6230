"""Sets a damaged replica aside and begins a new one, with what waits in the old one's queue.

Nothing is deleted: the damaged file stays beside the new one, sealed by the same key.
"""

import contextlib
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sync.client import folders, standing
from sync.client.folder_locks import FolderLock
from sync.clock import new_id
from sync.domain.refusals import refuse
from sync.store import incarnations, keys, meta
from sync.store.database import (
    Database,
    Key,
    Unreadable,
    create_replica_tables,
    damage_in,
    open_file,
)
from sync.store.keyrings import Ring
from sync.store.tables import SCHEMA

_KEPT = (
    "url",
    "ca_file",
    "company",
    "server_id",
    "epoch",
    "spoken",
    "user_id",
    "login",
    "device_id",
    "token",
    "device_key",
    "office_key",
    "lease_until",
    "lease_renewed_at",
    "clock_seen",
    "files_key",
)


class Rescue(msgspec.Struct, frozen=True, kw_only=True):
    """What could be read of a damaged replica."""

    identity: dict[str, str] = {}
    waiting: list[dict[str, object]] = []
    is_whole: bool = False


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """What a repair did. `rescued` operations wait again; with `is_known` nobody signs in anew."""

    aside: str
    rescued: int
    is_known: bool


def repair(
    folder: Path, *, password: str | None, rings: tuple[Ring, ...], now: datetime
) -> Repaired:
    """Repair the replica in a folder, or refuse: it is sound."""
    keys.read_wrapping(folder)
    lock = FolderLock(folder)
    try:
        key = keys.unlock(folder, password, rings)
        path = folder / folders.DATABASE
        rescue = rescue_from(path, key)
        if rescue.is_whole:
            raise refuse("replica_sound", folder=str(folder))
        aside = _set_aside(path, now)
        _begin_anew(path, key, rescue)
    finally:
        lock.release()
    return Repaired(
        aside=str(aside), rescued=len(rescue.waiting), is_known=bool(rescue.identity.get("token"))
    )


def rescue_from(path: Path, key: Key) -> Rescue:
    """Return what can be read; empty when the file does not even open."""
    try:
        database = open_file(path, key)
    except Unreadable:
        return Rescue()
    try:
        is_whole = not damage_in(database)
        return Rescue(identity=_identity(database), waiting=_waiting(database), is_whole=is_whole)
    finally:
        with contextlib.suppress(DBAPIError):
            database.close()


def _identity(database: Database) -> dict[str, str]:
    try:
        with database.read() as connection:
            known = meta.everything(connection)
    except DBAPIError:
        return {}
    return {name: known[name] for name in _KEPT if name in known}


def _waiting(database: Database) -> list[dict[str, object]]:
    """Return the operations as far as they can be read, oldest first."""
    found: list[dict[str, object]] = []
    with contextlib.suppress(DBAPIError), database.read() as connection:
        found.extend(incarnations.unanswered_values(connection))
    return found


def _set_aside(path: Path, now: datetime) -> Path:
    folder = path.parent / f"damaged-{now:%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700)
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(folder / part.name)
    return folder


def _begin_anew(path: Path, key: Key, rescue: Rescue) -> None:
    database = open_file(path, key)
    try:
        create_replica_tables(database)
        with database.write() as connection:
            _fill(connection, rescue)
    finally:
        database.close()


def _fill(connection: Connection, rescue: Rescue) -> None:
    standing.note(connection, **rescue.identity, schema=SCHEMA)
    for values in rescue.waiting:
        incarnations.restore_item(connection, values)
    incarnations.begin_incarnation(connection, new_id())
