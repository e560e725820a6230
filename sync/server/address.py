"""Opens head office's database by its address: a SQLCipher file, or PostgreSQL.

The key of a file lies beside it (`office.key`, mode 0600): whoever copies both can read it. That is
said at `init` and in the manual; the folder and its backups are to be guarded accordingly.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import inspect, select, update
from sqlalchemy.exc import ArgumentError, OperationalError

from sync import clock
from sync.domain.refusals import refuse
from sync.store import epochs, feed
from sync.store.completing import complete_tables
from sync.store.database import (
    OFFICE_TABLES,
    Database,
    Key,
    Unreadable,
    create_office_tables,
    open_file,
    open_postgresql,
)
from sync.store.marks import Mark
from sync.store.safe_files import write_private_file
from sync.store.tables import SCHEMA, server_meta

KEY_FILE = "office.key"
MARK_FILE = "office.mark"
FILES_FOLDER = "files"
_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")


def open_new(url: str) -> Database:
    """Return an empty head office's database with its tables; refuse one that has an office."""
    database = _open(url, make=True)
    if _has_office(database):
        database.close()
        raise refuse("office_exists", database=shown(url))
    create_office_tables(database)
    return database


def open_office(url: str, *, to_write: bool = True) -> Database:
    """Return the database of a head office that was made before, or refuse.

    To write, its epoch is confirmed: one that was put back or promoted begins a new one.
    """
    database = _open(url, make=False)
    if not _has_office(database):
        database.close()
        raise refuse("office_absent", database=shown(url))
    try:
        _bring_up_to_date(database, url)
    except BaseException:
        database.close()
        raise
    if to_write:
        with database.write() as connection:
            epochs.confirm(connection, now=clock.now())
    return database


def _bring_up_to_date(database: Database, url: str) -> None:
    """Give a database that an older program made what it lacks; refuse a newer one.

    The schema is raised last: cut short before, it is done again.
    """
    with database.read() as connection:
        schema = feed.meta(connection).schema
    if schema > SCHEMA:
        raise refuse("database_newer", database=shown(url), theirs=schema, ours=SCHEMA)
    complete_tables(database, *OFFICE_TABLES)
    if schema < SCHEMA:
        with database.write() as connection:
            raised = update(server_meta).where(server_meta.c.schema < SCHEMA)
            connection.execute(raised.values(schema=SCHEMA))


def key_path(url: str) -> Path | None:
    """Return where the key of a file lies; None for PostgreSQL."""
    return None if _is_postgresql(url) else _path(url).with_name(KEY_FILE)


def key_digits(url: str) -> str:
    """Return the key of a SQLite file as hexadecimal digits; nothing for PostgreSQL."""
    place = key_path(url)
    return "" if place is None else place.read_text(encoding="ascii").strip()


def file_path(url: str) -> Path | None:
    """Return where a SQLite file lies; None for PostgreSQL."""
    return None if _is_postgresql(url) else _path(url)


def require_empty(url: str) -> None:
    """Refuse a place at which there is a head office already, or something of one."""
    path = file_path(url)
    if path is None:
        database = _reachable(url)
        is_taken = bool(inspect(database.engine).get_table_names())
        database.close()
    else:
        is_taken = path.exists()
    if is_taken:
        raise refuse("office_exists", database=shown(url))


def files_folder(url: str) -> Path | None:
    """Return where files' contents lie unless said otherwise: beside a file, nowhere else."""
    return None if _is_postgresql(url) else _path(url).with_name(FILES_FOLDER)


def shown(url: str) -> str:
    """Return an address without its password."""
    if not _is_postgresql(url):
        return url
    parts = urlsplit(url)
    return f"postgresql://{parts.hostname or ''}{parts.path}"


def _open(url: str, *, make: bool) -> Database:
    if _is_postgresql(url):
        return _reachable(url)
    path = _path(url)
    if not make and not path.is_file():
        raise refuse("office_absent", database=url)
    try:
        database = open_file(path, _key(path, make=make))
    except Unreadable as unreadable:
        raise refuse(unreadable.reason, path=str(path)) from None
    mark = Mark(path.with_name(MARK_FILE))
    database.engine.update_execution_options(**{epochs.OPTION: mark})
    return database


def _reachable(url: str) -> Database:
    normal = "postgresql://" + url.split("://", 1)[1]
    try:
        database = open_postgresql(normal)
        with database.read() as connection:
            connection.execute(select(1))
    except OperationalError:
        raise refuse("database_unreachable", database=shown(url)) from None
    except (ArgumentError, ValueError):
        raise refuse("database_url_not_valid", database=shown(url)) from None
    return database


def _path(url: str) -> Path:
    if not url.startswith(_SQLITE) or len(url) == len(_SQLITE):
        raise refuse("database_url_not_valid", database=url.split("://", maxsplit=1)[0])
    return Path(unquote(url.removeprefix(_SQLITE))).expanduser().absolute()


def _is_postgresql(url: str) -> bool:
    return url.startswith(_POSTGRESQL)


def _key(path: Path, *, make: bool) -> Key:
    place = path.with_name(KEY_FILE)
    if make and not place.exists():
        if path.exists():
            raise refuse("office_key_missing", path=str(place))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private_file(place, os.urandom(32).hex().encode())
    try:
        return Key(bytes.fromhex(place.read_text(encoding="ascii").strip()))
    except FileNotFoundError:
        raise refuse("office_key_missing", path=str(place)) from None
    except ValueError:
        raise refuse("office_key_not_valid", path=str(place)) from None


def _has_office(database: Database) -> bool:
    if not inspect(database.engine).has_table(server_meta.name):
        return False
    with database.read() as connection:
        return connection.execute(select(server_meta.c.one)).first() is not None


def is_checksummed(database: Database) -> bool:
    """Return whether the engine notices a flipped bit; a SQLCipher file always does."""
    if database.is_sqlite:
        return True
    with database.read() as connection:
        return connection.exec_driver_sql("SHOW data_checksums").scalar() == "on"
