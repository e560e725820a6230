"""Backups of head office: made while it serves, sealed, and read again before they count.

A backup is a folder. `manifest.json` says what is in it: head office, epoch and version, each file
with its size and SHA-256, all of it signed by the backup key. SQLite's copy stays encrypted by its
own key; a dump of PostgreSQL is sealed as it is written, so that no plain byte reaches the disk.
The keys of database and files lie in `keys.sealed`. So whoever has the folder alone can read
nothing, and whoever has the folder and the backup key needs nothing else.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.server import pg_programs
from sync.store import feed
from sync.store.copies import copy_into
from sync.store.database import Database, Key, Unreadable, damage_in, open_file
from sync.store.feed import OfficeMeta
from sync.store.safe_files import flush_folder, make_private_folder, write_private_file
from sync.store.sealed_files import Damaged, SealedContent, SealedPart, fetch_from

MANIFEST = "manifest.json"
DATABASE = "office.db"
DUMP = "office.dump.sealed"
KEYS = "keys.sealed"
FILES = "files"
_PIECE_BYTES = 1 << 20


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a backup; `opened_bytes` is what a sealed one holds."""

    path: str
    size_bytes: int
    sha256: str
    opened_bytes: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `files`: included, left_out, elsewhere (a bucket) or none."""

    version: int = 1
    engine: str
    server_id: str
    company: str
    epoch: str
    head: int
    made_at: str
    files: str
    entries: list[Entry]
    seal: str = ""

    def entry(self, path: str) -> Entry:
        """Return a file by its path, or refuse."""
        for entry in self.entries:
            if entry.path == path:
                return entry
        raise refuse("backup_damaged", path=path)


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """The keys that a restored head office needs, as hexadecimal digits; empty where none is."""

    office: str = ""
    files: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to back up, where to and by which key; without a folder no files are copied."""

    url: str
    to: Path
    key: bytes
    secrets: Secrets
    files: str
    files_folder: Path | None


def make(database: Database, plan: Plan, *, now: datetime) -> Manifest:
    """Make a backup and read it again; it stands under its name only when it is whole."""
    if plan.to.exists():
        raise refuse("backup_place_taken", path=str(plan.to))
    making = plan.to.with_name(plan.to.name + ".unfinished")
    if making.exists():
        raise refuse("backup_place_taken", path=str(making))
    make_private_folder(making)
    office, dump_bytes = _database_into(database, plan, making)
    keys_bytes = _seal(making / KEYS, plan.key, [msgspec.json.encode(plan.secrets)])
    opened = {DUMP: dump_bytes, KEYS: keys_bytes}
    if plan.files_folder is not None:
        _copy_files(plan.files_folder, making / FILES)
    manifest = Manifest(
        engine="sqlite" if database.is_sqlite else "postgresql",
        server_id=office.server_id,
        company=office.company,
        epoch=office.epoch,
        head=office.head,
        made_at=str(to_value(now)),
        files=plan.files,
        entries=[_entry(making, path, opened) for path in _paths(making)],
    )
    signed = msgspec.structs.replace(manifest, seal=_signature(manifest, plan.key))
    write_private_file(making / MANIFEST, msgspec.json.encode(signed))
    verify(making, plan.key)
    making.replace(plan.to)
    flush_folder(plan.to.parent)
    return signed


def verify(folder: Path, key: bytes) -> Manifest:
    """Return what a backup holds, all of it having been read; or refuse."""
    manifest = read_manifest(folder, key)
    for entry in manifest.entries:
        path = folder / entry.path
        if not path.is_file() or _digest(path) != (entry.size_bytes, entry.sha256):
            raise refuse("backup_damaged", path=entry.path)
    secrets = secrets_of(folder, manifest, key)
    if manifest.engine == "postgresql":
        pg_programs.read_through(dump_of(folder, manifest, key))
    else:
        _verify_copy(folder / DATABASE, Key(bytes.fromhex(secrets.office)), manifest)
    return manifest


def read_manifest(folder: Path, key: bytes) -> Manifest:
    """Return what a backup says of itself, or refuse: there is none, or another key made it."""
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = msgspec.json.decode(content, type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise refuse("backup_absent", path=str(folder)) from None
    except msgspec.DecodeError:
        raise refuse("backup_damaged", path=MANIFEST) from None
    if manifest.version != 1:
        raise refuse("backup_newer", path=str(folder))
    if not hmac.compare_digest(manifest.seal, _signature(manifest, key)):
        raise refuse("backup_key_wrong", path=str(folder))
    return manifest


def secrets_of(folder: Path, manifest: Manifest, key: bytes) -> Secrets:
    """Return the keys in a backup, or refuse."""
    content = b"".join(_opened(folder, manifest.entry(KEYS), key))
    return msgspec.json.decode(content, type=Secrets)


def dump_of(folder: Path, manifest: Manifest, key: bytes) -> Iterator[bytes]:
    """Yield a backup's dump of PostgreSQL."""
    return _opened(folder, manifest.entry(DUMP), key)


def _database_into(database: Database, plan: Plan, making: Path) -> tuple[OfficeMeta, int]:
    """Write the database's copy; return the office it holds, and how long an opened dump is."""
    if not database.is_sqlite:
        with database.read() as connection:
            snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar())
            dump = pg_programs.dumped(plan.url, snapshot)
            return feed.meta(connection), _seal(making / DUMP, plan.key, dump)
    copy_into(database, making / DATABASE)
    copy = open_file(making / DATABASE, Key(bytes.fromhex(plan.secrets.office)))
    try:
        with copy.read() as connection:
            return feed.meta(connection), 0
    finally:
        copy.close()


def _verify_copy(path: Path, key: Key, manifest: Manifest) -> None:
    try:
        copy = open_file(path, key)
    except Unreadable:
        raise refuse("backup_damaged", path=path.name) from None
    try:
        damage = damage_in(copy, quick=False)
        with copy.read() as connection:
            head = feed.meta(connection).head
    finally:
        copy.close()
    if damage or head != manifest.head:
        raise refuse("backup_damaged", path=path.name)


def _seal(path: Path, key: bytes, pieces: Iterable[bytes]) -> int:
    """Write pieces sealed; all but the last are whole chunks. Return how many bytes they have."""
    part = SealedPart(path, key)
    reached = 0
    for piece in pieces:
        part.put(reached, piece)
        reached += len(piece)
    return reached


def _opened(folder: Path, entry: Entry, key: bytes) -> Iterator[bytes]:
    try:
        yield from SealedContent(fetch_from(folder / entry.path), key).pieces(entry.opened_bytes)
    except Damaged:
        raise refuse("backup_damaged", path=entry.path) from None


def _copy_files(source: Path, target: Path) -> None:
    for path in _contents(source):
        place = target / path.relative_to(source)
        make_private_folder(place.parent)
        copy_file(path, place)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, safe on disk when this returns."""
    with source.open("rb") as reading, target.open("wb") as writing:
        while piece := reading.read(_PIECE_BYTES):
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    target.chmod(0o600)


def _contents(folder: Path) -> list[Path]:
    """Return the sealed contents in a folder of files, not parts on their way nor the key."""
    found = folder.glob("[0-9a-f][0-9a-f]/*")
    return sorted(path for path in found if len(path.name) == 64 and path.is_file())


def _paths(making: Path) -> list[Path]:
    return sorted(path for path in making.rglob("*") if path.is_file())


def _entry(making: Path, path: Path, opened: Mapping[str, int]) -> Entry:
    size, sha256 = _digest(path)
    name = path.relative_to(making).as_posix()
    return Entry(path=name, size_bytes=size, sha256=sha256, opened_bytes=opened.get(name, 0))


def _digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, found


def _signature(manifest: Manifest, key: bytes) -> str:
    content = msgspec.json.encode(msgspec.structs.replace(manifest, seal=""))
    return hmac.new(key, b"gendan backup 1\n" + content, hashlib.sha256).hexdigest()
