"""Puts a backup where no head office is, under a new epoch: desks then give back what is later."""

from datetime import datetime
from pathlib import Path

import msgspec

from sync.domain.refusals import refuse
from sync.server import address, backups, file_places, pg_programs
from sync.server.backups import Manifest, Secrets
from sync.store import epochs
from sync.store.epochs import Epoch
from sync.store.safe_files import make_private_folder, write_private_file


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where to put a backup; `files` is None where contents lie in a bucket."""

    url: str
    files: Path | None


def restore(folder: Path, target: Target, key: bytes, *, now: datetime) -> tuple[Manifest, Epoch]:
    """Put a whole, verified backup in place; return what it held and the epoch begun on it."""
    manifest = backups.verify(folder, key)
    secrets = backups.secrets_of(folder, manifest, key)
    is_file = address.file_path(target.url) is not None
    if is_file != (manifest.engine == "sqlite"):
        raise refuse("backup_of_another_engine", engine=manifest.engine)
    address.require_empty(target.url)
    if target.files is not None:
        _put_files(folder, manifest, target.files, secrets)
    if is_file:
        _put_file(folder / backups.DATABASE, target.url, secrets)
    else:
        pg_programs.restored(target.url, backups.dump_of(folder, manifest, key))
    return manifest, _begin_epoch(target.url, manifest, now)


def _put_file(copy: Path, url: str, secrets: Secrets) -> None:
    path, place = address.file_path(url), address.key_path(url)
    assert path is not None, "it was asked"  # noqa: S101
    assert place is not None, "a file has a key"  # noqa: S101
    make_private_folder(path.parent)
    _put_key(place, secrets.office)
    for left in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)
    new = path.with_name(path.name + ".new")
    backups.copy_file(copy, new)
    new.replace(path)


def _put_files(folder: Path, manifest: Manifest, files: Path, secrets: Secrets) -> None:
    make_private_folder(files)
    if secrets.files:
        _put_key(files / file_places.KEY_FILE, secrets.files)
    start = backups.FILES + "/"
    for entry in manifest.entries:
        if not entry.path.startswith(start):
            continue
        place = files / entry.path.removeprefix(start)
        if not place.exists():
            make_private_folder(place.parent)
            backups.copy_file(folder / entry.path, place)


def _put_key(path: Path, key: str) -> None:
    """Put a key file in place; one that is there must be the same."""
    if not path.exists():
        write_private_file(path, key.encode())
    elif path.read_text(encoding="ascii", errors="replace").strip() != key:
        raise refuse("backup_meets_other_key", path=str(path))


def _begin_epoch(url: str, manifest: Manifest, now: datetime) -> Epoch:
    database = address.open_office(url, to_write=False)
    try:
        with database.write() as connection:
            head = manifest.head
            return epochs.begin(connection, epochs.RESTORED, restored_head=head, now=now)
    finally:
        database.close()
