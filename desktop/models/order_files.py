"""Files of an order: a file's name, size, kind and SHA-256, read in the background."""

import hashlib
import mimetypes
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject

from desktop.background import Background
from sync.domain.commands import Attach
from sync.domain.ids import Id
from sync.domain.refusals import Refusal

_PIECE = 1 << 20


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file's content."""

    name: str
    size_bytes: int
    sha256: str
    media_type: str


def file_facts(path: Path) -> FileFacts:
    """Return a file's facts; reads all of it, piece by piece."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return FileFacts(
        name=path.name,
        size_bytes=size,
        sha256=digest.hexdigest(),
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
    )


def read_file(
    background: Background,
    path: str,
    *,
    owner: QObject,
    done: Callable[[FileFacts], None],
    failed: Callable[[Refusal], None],
) -> None:
    """Give `done` the facts of a file, or `failed` the reason why it cannot be read."""

    def fail(error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        reason = error.strerror or type(error).__name__
        failed(Refusal(code="file_unreadable", facts={"name": Path(path).name, "reason": reason}))

    background.network(lambda: file_facts(Path(path)), owner=owner, done=done, failed=fail)


def attach_command(file: FileFacts, *, order_id: Id, subject_id: Id = "", item: str = "") -> Attach:
    """Return the action's arguments that note a file on an order or on one of its items."""
    return Attach(
        order_id=order_id,
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        media_type=file.media_type,
        subject_id=subject_id,
        item=item,
    )


def size_words(size: int) -> str:
    """Return a size for people: 820 KB, 1.4 MB."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"
