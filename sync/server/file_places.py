"""Where head office keeps files' contents, and the key that they are sealed by.

The key is `GENDAN_FILES_KEY` (64 hexadecimal digits), else the one in the system's keyring, else a
file in the folder (`files.key`, mode 0600), as with the database. It is never an argument.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sync.domain.refusals import Refused, refuse
from sync.server import address
from sync.store.blobs import Blobs, blobs_in
from sync.store.keyrings import Ring, system_rings
from sync.store.safe_files import make_private_folder, write_private_file

KEY_VARIABLE = "GENDAN_FILES_KEY"
ACCESS_VARIABLE = "GENDAN_S3_ACCESS_KEY"
SECRET_VARIABLE = "GENDAN_S3_SECRET_KEY"  # noqa: S105  the variable's name
BACKUP_VARIABLE = "GENDAN_BACKUP_KEY"
KEY_FILE = "files.key"


def files_at(
    place: str | None, database_url: str, *, environment: Mapping[str, str] = os.environ
) -> Blobs | None:
    """Return the contents at a place: a folder, a bucket, or the folder beside a database."""
    if place is not None and place.startswith("s3://"):
        return _objects_at(place, database_url, environment)
    folder = address.files_folder(database_url) if place is None else Path(place).absolute()
    if folder is None:
        return None
    make_private_folder(folder)
    return blobs_in(folder, files_key(folder, environment, system_rings()))


def _objects_at(place: str, database_url: str, environment: Mapping[str, str]) -> Blobs:
    """Return the contents in a bucket; their parts come together on this machine first."""
    from sync.server import object_store  # noqa: PLC0415  most head offices have no bucket

    where, rings = object_store.place_named(place), system_rings()
    beside = address.files_folder(database_url)
    parts = Path(where.parts).absolute() if where.parts else beside
    if parts is None:
        raise refuse("files_parts_missing")
    secrets = object_store.ObjectSecrets(
        access_key=_required(environment, rings, ACCESS_VARIABLE),
        secret_key=_required(environment, rings, SECRET_VARIABLE),
    )
    make_private_folder(parts)
    key = files_key(parts, environment, rings)
    return Blobs(object_store.ObjectStore(where, secrets), parts, key)


def _required(environment: Mapping[str, str], rings: Sequence[Ring], name: str) -> str:
    said = environment.get(name) or secret_in(rings, name)
    if not said:
        raise refuse("files_secret_missing", variable=name)
    return said


def files_key(folder: Path, environment: Mapping[str, str], rings: Sequence[Ring]) -> bytes:
    """Return the key that contents are sealed by, made the first time."""
    said = environment.get(KEY_VARIABLE) or secret_in(rings, KEY_VARIABLE)
    return _key_of(said, KEY_VARIABLE) if said else _key_beside(folder)


def backup_key(
    path: Path, environment: Mapping[str, str] = os.environ, *, is_made: bool = False
) -> bytes:
    """Return the key of backups: said, or in a file, made there the first time where it may be."""
    said = environment.get(BACKUP_VARIABLE) or secret_in(system_rings(), BACKUP_VARIABLE)
    if said:
        return _key_of(said, BACKUP_VARIABLE)
    if not path.exists():
        if not is_made:
            raise refuse("backup_key_missing", path=str(path), variable=BACKUP_VARIABLE)
        write_private_file(path, os.urandom(32).hex().encode())
    return _key_of(path.read_text(encoding="ascii", errors="replace").strip(), str(path))


def secret_in(rings: Sequence[Ring], account: str) -> str:
    """Return a secret from the keyrings; nothing where none has it."""
    for ring in rings:
        try:
            return ring.secret(account)
        except Refused:
            continue
    return ""


def _key_beside(folder: Path) -> bytes:
    path = folder / KEY_FILE
    if not path.exists():
        write_private_file(path, os.urandom(32).hex().encode())
    return _key_of(path.read_text(encoding="ascii").strip(), str(path))


def _key_of(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise refuse("files_key_not_valid", place=place)
    return key
