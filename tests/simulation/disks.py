"""Disks of a world: real encrypted databases, made once and copied, and errors a disk can give."""

import shutil
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import OperationalError

from sync.store.database import Database, create_replica_tables, open_file
from tests.builders import KEY

ERRORS = {
    "disk full": "database or disk is full",
    "database busy": "database is locked",
    "read-only disk": "attempt to write a readonly database",
    "fsync error": "disk I/O error",
}
_first: list[Database] = []
_blanks: list[bytes] = []


def opened(path: Path) -> Database:
    """Open a database; all share what SQLAlchemy compiled, which is half of a world's time."""
    database = open_file(path, KEY, readers=1)
    first = (_first or [database])[0]
    _first[:] = [first]
    engine = database.engine
    engine.dialect = engine.pool._dialect = first.engine.dialect
    engine._compiled_cache = first.engine._compiled_cache
    return database


def fresh_desk(path: Path) -> None:
    """Put an empty replica there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_blank(path.parent.parent))


def copied(source: Path, target: Path) -> None:
    """Copy a closed database; nothing of what was at the target stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copy(source, target)


def error_of(kind: str) -> OperationalError:
    """Return the error that the driver gives in such a case."""
    return OperationalError("", None, sqlcipher.OperationalError(ERRORS[kind]))


def _blank(folder: Path) -> bytes:
    if not _blanks:
        path = folder / "blank.db"
        database = opened(path)
        create_replica_tables(database)
        database.close()
        _blanks.append(path.read_bytes())
        path.unlink()
    return _blanks[0]
