"""Opens the desk's replica (SQLCipher) or head office's database (SQLCipher or PostgreSQL).

Runs one transaction.

How each must be opened was tried (reliability.md 1): a raw key, never a passphrase;
`synchronous=FULL`, or a power cut takes back what the desk called saved; every writer begins
IMMEDIATE; nothing in temporary files.
"""

import gc
import re
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from typing_extensions import override

from sync.store import derived, file_tables, snapshot_tables, tables

_PLAIN_HEADER = b"SQLite format 3"
_SQLITE_MIN = (3, 51, 3)
"""Older SQLite can damage a WAL database that two connections write and checkpoint at once."""


_COLLECT_AFTER = 50_000
_OF_DESK = {file_tables.transfers.metadata, snapshot_tables.arriving.metadata}
_OF_OFFICE = {file_tables.blobs.metadata, snapshot_tables.snapshots.metadata}
REPLICA_TABLES = (tables.entities, *_OF_DESK, derived.metadata)
OFFICE_TABLES = (tables.entities, *_OF_OFFICE)


class Key:
    """A database's 256-bit key. It shows nothing of itself."""

    __slots__ = ("_hex",)

    def __init__(self, data: bytes) -> None:
        if len(data) != 32:
            message = "a database key has 32 bytes"
            raise ValueError(message)
        self._hex = data.hex()

    @override
    def __repr__(self) -> str:
        return "Key(...)"

    def pragma(self) -> str:
        """Return the statement that gives the key to SQLCipher; 64 digits.

        Or it would be taken for a passphrase.
        """
        if not re.fullmatch("[0-9a-f]{64}", self._hex):
            message = "a database key has 64 hexadecimal digits"
            raise ValueError(message)
        return f"PRAGMA key = \"x'{self._hex}'\""


class Unreadable(Exception):  # noqa: N818  the world's fault, told to the person as it is
    """The file is not a database of ours, is damaged, or the key is not its key.

    `reason` is a refusal code.
    """

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.path: Final = path


class Database:
    """One open database: transactions to read and to write."""

    def __init__(self, engine: Engine) -> None:
        self.engine: Final = engine
        self.is_sqlite: Final = engine.dialect.name == "sqlite"
        self._turn = Lock()

    @contextmanager
    def write(self, *, comes_again: bool = False) -> Generator[Connection, None, None]:
        """Run one writing transaction: all of it, or nothing. On SQLite it begins IMMEDIATE.

        There the threads of one program take turns, however long one takes: an import may write for
        longer than SQLite itself would wait.

        `comes_again` says that a power cut may take it back, as it would only be fetched again: it
        is then safe on disk with the next writing that is not so, and never without what came
        before it.
        """
        with self._turn if self.is_sqlite else nullcontext(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.info["immediate"] = "NORMAL" if comes_again else "FULL"
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Generator[Connection, None, None]:
        """Read from one snapshot; nothing is written."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ"
                )
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections; on SQLite the write-ahead log is folded in by the last of them."""
        self.engine.dispose()


def open_file(path: Path, key: Key, *, readers: int = 4) -> Database:
    """Open an encrypted SQLite file.

    Making it when it is absent (mode 0600 in a folder of mode 0700).
    """
    _prepare_file(path)
    collect_seldom()
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _connect(path, key),
        poolclass=QueuePool,
        pool_size=readers + 1,
        max_overflow=2,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_sqlite)
    database = Database(engine)
    try:
        with database.read() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except DBAPIError:
        database.close()
        raise Unreadable("file_damaged_or_key_wrong", str(path)) from None
    return database


def open_postgresql(url: str) -> Database:
    """Open a PostgreSQL database by its SQLAlchemy URL; psycopg 3 whatever driver the URL names."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    collect_seldom()
    engine = create_engine(
        address,
        paramstyle="format",
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    return Database(engine)


def collect_seldom() -> None:
    """Have Python look for cycles less often: rows by the thousand are none, and are passed over.

    Every 700 new things, as it comes, took a sixth of a large push.
    """
    if gc.get_threshold()[0] < _COLLECT_AFTER:
        gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])


def create_tables(database: Database, *metadata: MetaData) -> None:
    """Make what is absent of the given tables."""
    with database.write() as connection:
        for part in metadata:
            part.create_all(connection)


def create_replica_tables(database: Database) -> None:
    """Make a desk's tables."""
    create_tables(database, *REPLICA_TABLES)


def create_office_tables(database: Database) -> None:
    """Make head office's tables."""
    create_tables(database, *OFFICE_TABLES)


def damage_in(database: Database, *, quick: bool = True) -> str:
    """Return what an integrity check finds wrong with a SQLite file; empty when it is sound."""
    statement = "PRAGMA quick_check(1)" if quick else "PRAGMA integrity_check(10)"
    try:
        with database.read() as connection:
            found = [str(row[0]) for row in connection.execute(text(statement))]
    except DBAPIError as error:
        return str(error.orig)
    return "" if found == ["ok"] else "; ".join(found)


def _prepare_file(path: Path) -> None:
    if sqlcipher.sqlite_version_info < _SQLITE_MIN:
        raise Unreadable("sqlite_too_old", str(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise Unreadable("file_not_encrypted", str(path))


def _connect(path: Path, key: Key) -> sqlcipher.Connection:
    connection = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=15
    )
    for statement in ("PRAGMA cipher_log_level = NONE", key.pragma(), *_PRAGMAS):
        connection.execute(statement)
    return connection


_PRAGMAS = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA wal_autocheckpoint = 1000",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA foreign_keys = OFF",
)


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; a writing one is as safe on disk as it asks to be."""
    synchronous = connection.info.pop("immediate", None)
    if synchronous is None:
        connection.exec_driver_sql("BEGIN")
        return
    if connection.info.setdefault("synchronous", "FULL") != synchronous:
        connection.info["synchronous"] = synchronous
        connection.exec_driver_sql(f"PRAGMA synchronous = {synchronous}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
