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
KEY_FILE = "files.key"


def files_at(
    place: str | None, database_url: str, *, environment: Mapping[str, str] = os.environ
) -> Blobs | None:
    """Return the contents at a place: a folder, or the one beside a database's file."""
    folder = address.files_folder(database_url) if place is None else Path(place).absolute()
    if folder is None:
        return None
    make_private_folder(folder)
    return blobs_in(folder, files_key(folder, environment, system_rings()))


def files_key(folder: Path, environment: Mapping[str, str], rings: Sequence[Ring]) -> bytes:
    """Return the key that contents are sealed by, made the first time."""
    said = environment.get(KEY_VARIABLE) or secret_in(rings, KEY_VARIABLE)
    return _key_of(said, KEY_VARIABLE) if said else _key_beside(folder)


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
