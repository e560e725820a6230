"""Attaches a file: its content is sealed and safe on this disk before anything refers to it."""

import hashlib
import mimetypes
from pathlib import Path

import msgspec

from sync import clock
from sync.client import doing
from sync.client.contents import blobs_of, told_when_full, upload_of
from sync.client.replica import Replica
from sync.domain.attachments import FilePlace
from sync.domain.blobs import CHUNK_BYTES, CONTENT_BYTES_MAX
from sync.domain.changes import Changes
from sync.domain.commands import Attach
from sync.domain.file_names import safe_name
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.store import transfers
from sync.store.blobs import Blobs


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A content as it was read."""

    sha256: str
    size_bytes: int


def attach(replica: Replica, path: Path, place: FilePlace, *, offline: bool = False) -> Changes:
    """Attach a file's content as it is now, and queue it; Refused or Trouble says why not."""
    blobs, attachment_id = blobs_of(replica), clock.new_id()
    with told_when_full(replica.folder):
        try:
            content = _sealed(blobs, attachment_id, path)
            blobs.keep(attachment_id, content.sha256)
        except BaseException:
            blobs.drop_part(attachment_id)
            raise
    name = safe_name(path.name)
    command = Attach(
        id=attachment_id,
        order_id=place.order_id,
        name=name,
        size_bytes=content.size_bytes,
        sha256=content.sha256,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        subject_id=place.subject_id,
        node=place.node,
        item=place.item,
        replaces=place.replaces,
    )
    return _written(replica, blobs, command, offline=offline)


def _written(replica: Replica, blobs: Blobs, command: Attach, *, offline: bool) -> Changes:
    """Write the action, what is kept and what is to be sent in one transaction, or nothing."""
    now = str(to_value(clock.now()))
    was_kept = True
    try:
        with replica.write() as connection:
            was_kept = transfers.is_kept(connection, command.sha256)
            around = doing.circumstances(connection, offline=offline)
            changes = doing.do_within(connection, "attachment.add", command, around)
            transfers.note_kept(connection, command.sha256, command.size_bytes, at=now)
            queued = upload_of(command.id, command.name, command.sha256, command.size_bytes)
            transfers.put(connection, msgspec.structs.replace(queued, changed_at=now))
    except BaseException:
        if not was_kept:
            blobs.remove(command.sha256)
        raise
    return changes


def _sealed(blobs: Blobs, name: str, path: Path) -> Content:
    """Seal a file's bytes while they are read: what is hashed is what is kept."""
    digest, size, part = hashlib.sha256(), 0, blobs.part(name)
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from None
    with file:
        while piece := file.read(4 * CHUNK_BYTES):
            if size + len(piece) > CONTENT_BYTES_MAX:
                limit = CONTENT_BYTES_MAX >> 20
                raise refuse("file_too_large", name=path.name[:80], limit=limit)
            part.put(size, piece)
            digest.update(piece)
            size += len(piece)
    return Content(sha256=digest.hexdigest(), size_bytes=size)


def _unreadable(path: Path, error: OSError) -> Exception:
    reason = error.strerror or type(error).__name__
    return refuse("file_unreadable", name=path.name[:80], reason=reason)
