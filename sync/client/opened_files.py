"""Contents as plain files: saved where a person says, or opened from a private folder.

The folder is emptied at start and at the end. What came from others carries the system's mark that
it did, and what could run is never opened from here, only saved.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sync import clock
from sync.client.contents import blobs_of, told_when_full
from sync.client.replica import Replica
from sync.client.troubles import Trouble
from sync.domain.attachments import Attachment
from sync.domain.file_names import is_program, numbered, safe_name
from sync.domain.ids import Id
from sync.domain.records import record
from sync.domain.refusals import refuse
from sync.store import rows, transfers
from sync.store.blobs import Blobs
from sync.store.safe_files import make_private_folder
from sync.store.sealed_files import Damaged

FOLDER = "opened"
_HEAD_BYTES = 16
_FROM_ELSEWHERE = "[ZoneTransfer]\r\nZoneId=3\r\n"
_QUARANTINE = "0081;00000000;Gendan;"


def empty_folder(replica: Replica) -> None:
    """Remove what was opened before; what another program still holds goes the next time."""
    shutil.rmtree(replica.folder / FOLDER, ignore_errors=True)


def open_copy(replica: Replica, attachment_id: Id) -> Path:
    """Return a plain, read-only copy of a content for another program; refused for programs."""
    attachment, blobs = _here(replica, attachment_id)
    head = _piece(replica, blobs, attachment, min(_HEAD_BYTES, attachment.size_bytes))
    if is_program(attachment.name, head):
        raise refuse("attachment_is_program", name=attachment.name)
    folder = replica.folder / FOLDER / clock.new_id()
    make_private_folder(folder.parent)
    make_private_folder(folder)
    path = folder / safe_name(attachment.name)
    _write(replica, blobs, attachment, path)
    path.chmod(0o400)
    return path


def save_as(replica: Replica, attachment_id: Id, place: Path) -> Path:
    """Write a content to a place, a folder or a name; nothing that is there is overwritten."""
    attachment, blobs = _here(replica, attachment_id)
    path = place / safe_name(attachment.name) if place.is_dir() else place
    path = free_path(path)
    _write(replica, blobs, attachment, path)
    return path


def free_path(path: Path) -> Path:
    """Return the path, or one with a number where it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(numbered(path.name, number))
    return free


def _here(replica: Replica, attachment_id: Id) -> tuple[Attachment, Blobs]:
    with replica.read() as connection:
        row = rows.get(connection, "attachments", attachment_id)
        if row is None:
            raise refuse("attachment_gone", kind="gone", name="")
        attachment = record(Attachment, row)
        is_here = transfers.is_kept(connection, attachment.sha256)
    if not is_here:
        raise refuse("attachment_not_here", name=attachment.name)
    return attachment, blobs_of(replica)


def _write(replica: Replica, blobs: Blobs, attachment: Attachment, path: Path) -> None:
    """Write a content whole, or leave nothing."""
    part = path.with_name(f".{clock.new_id()}.part")
    try:
        with told_when_full(replica.folder):
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for piece in blobs.pieces(attachment.sha256, attachment.size_bytes):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except (Damaged, FileNotFoundError):
        raise _lost(replica, attachment) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse("file_not_written", name=path.name[:80], reason=reason) from None
    finally:
        part.unlink(missing_ok=True)
    mark_as_foreign(path)


def _piece(replica: Replica, blobs: Blobs, attachment: Attachment, stop: int) -> bytes:
    try:
        return blobs.read(attachment.sha256, 0, stop)
    except (Damaged, FileNotFoundError):
        raise _lost(replica, attachment) from None


def _lost(replica: Replica, attachment: Attachment) -> Trouble:
    """Forget a content that the disk no longer has whole, so that it can be fetched again."""
    with replica.write() as connection:
        transfers.forget_kept(connection, attachment.sha256)
    return Trouble("content_lost", name=attachment.name)


def mark_as_foreign(path: Path) -> None:
    """Give a file the mark by which the system warns of what came from elsewhere."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "win32":
            Path(f"{path}:Zone.Identifier").write_text(_FROM_ELSEWHERE, encoding="ascii")
        elif sys.platform == "darwin":
            words = ["/usr/bin/xattr", "-w", "com.apple.quarantine", _QUARANTINE, str(path)]
            subprocess.run(words, check=False, timeout=5)  # noqa: S603  the system's own program
