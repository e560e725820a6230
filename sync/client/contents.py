"""The contents of files on this device: sealed in the replica's folder, noted in the replica.

Their key is random and lies in the replica, which is sealed itself: whoever cannot open the one
cannot read the others.
"""

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from sync.client import folders
from sync.client.replica import Replica
from sync.client.troubles import Trouble
from sync.domain.records import to_value
from sync.store import meta, transfers
from sync.store.blobs import Blobs, blobs_in
from sync.store.transfers import Transfer, TransferState

FOLDER = "files"
_TELLING = timedelta(minutes=10)
KEY_NAME = "files_key"


def blobs_of(replica: Replica) -> Blobs:
    """Return the contents in a replica's folder; their key is made the first time."""
    with replica.read() as connection:
        key = meta.get(connection, KEY_NAME)
    if not key:
        with replica.write() as connection:
            key = meta.get(connection, KEY_NAME) or os.urandom(32).hex()
            meta.put(connection, **{KEY_NAME: key})
    return blobs_in(replica.folder / FOLDER, bytes.fromhex(key))


def drop_left_parts(replica: Replica, blobs: Blobs) -> None:
    """Let go of parts that nothing goes on with: of a file whose attaching was killed.

    Only for the beginning, before anything is attached: what is being attached has no row yet.
    """
    names = blobs.part_names()
    if names:
        with replica.read() as connection:
            going_on = {each.attachment_id for each in transfers.unfinished(connection)}
        for name in set(names) - going_on:
            blobs.drop_part(name)


@contextmanager
def told_when_full(folder: Path) -> Generator[None]:
    """Turn a full disk into a Trouble, and give up the reserve so that the replica goes on."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        folders.give_up_reserve(folder)
        raise Trouble("disk_full", folder=str(folder)) from None


def queue_unsent(connection: Connection, blobs: Blobs, *, user_id: str, now: datetime) -> None:
    """Queue own attachments' contents that are here and that head office does not have.

    After a restored head office or a repaired replica nothing else knows of them. What was sent
    by a clock that is not as now's was not sent just now, whichever of the two is wrong.
    """
    just_now = (_text(now - _TELLING), _text(now + _TELLING))
    for attachment in transfers.unstored(connection, user_id, just_now=just_now):
        sha256, size = attachment.sha256, attachment.size_bytes
        if not blobs.holds(sha256):
            continue
        transfers.note_kept(connection, sha256, size, at=_text(now))
        transfers.put(connection, upload_of(attachment.id, attachment.name, sha256, size))


def upload_of(attachment_id: str, name: str, sha256: str, size: int) -> Transfer:
    """Return an upload that waits."""
    return Transfer(
        attachment_id=attachment_id,
        direction=transfers.Direction.UP,
        state=TransferState.WAITING,
        name=name,
        sha256=sha256,
        size_bytes=size,
    )


def _text(moment: datetime) -> str:
    return str(to_value(moment))
