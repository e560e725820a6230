"""Head office's account of contents: which are here, which are being sent, who refers to them."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from sync.domain.ids import Id
from sync.store.file_tables import blobs, uploads
from sync.store.tables import TABLES

_ATTACHMENTS = TABLES["attachments"]


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A content that a device is sending. `nonce` and `ranges` are what a proof is asked over."""

    id: Id
    attachment_id: Id
    device_id: Id
    sha256: str
    size_bytes: int
    nonce: str = ""
    ranges: str = ""
    is_proved: int = 0
    begun_at: str = ""


def begin(connection: Connection, upload: Upload) -> None:
    """Note an upload."""
    connection.execute(insert(uploads).values(**msgspec.structs.asdict(upload)))


def of_attachment(connection: Connection, attachment_id: Id, device_id: Id) -> Upload | None:
    """Return the upload of an attachment by a device that is under way, if any."""
    return _one(
        connection, uploads.c.attachment_id == attachment_id, uploads.c.device_id == device_id
    )


def of_device(connection: Connection, upload_id: Id, device_id: Id) -> Upload | None:
    """Return an upload of a device by its id, if any."""
    return _one(connection, uploads.c.id == upload_id, uploads.c.device_id == device_id)


def note_proved(connection: Connection, upload_id: Id) -> None:
    """Note that an upload's proof was given, right or wrong: it is asked only once."""
    connection.execute(update(uploads).where(uploads.c.id == upload_id).values(is_proved=1))


def end(connection: Connection, upload_id: Id) -> None:
    """Forget an upload."""
    connection.execute(delete(uploads).where(uploads.c.id == upload_id))


def count_of(connection: Connection, device_id: Id) -> int:
    """Return how many uploads of a device are under way."""
    chosen = select(func.count()).select_from(uploads).where(uploads.c.device_id == device_id)
    return int(connection.execute(chosen).scalar_one())


def begun_before(connection: Connection, moment: str) -> list[Id]:
    """Return the uploads begun before a moment."""
    chosen = select(uploads.c.id).where(uploads.c.begun_at < moment)
    return [str(each) for each in connection.execute(chosen).scalars()]


def under_way(connection: Connection) -> set[Id]:
    """Return all uploads."""
    return {str(each) for each in connection.execute(select(uploads.c.id)).scalars()}


def note_stored(connection: Connection, sha256: str, size_bytes: int, *, at: str) -> None:
    """Note that a content is here."""
    here = update(blobs).where(blobs.c.sha256 == sha256).values(unreferenced_since=None)
    if connection.execute(here).rowcount == 0:
        row = {"sha256": sha256, "size_bytes": size_bytes, "stored_at": at}
        connection.execute(insert(blobs).values(**row))


def is_stored(connection: Connection, sha256: str) -> bool:
    """Return whether a content is here."""
    chosen = select(blobs.c.sha256).where(blobs.c.sha256 == sha256)
    return connection.execute(chosen).first() is not None


def note_unreferenced(connection: Connection, *, now: str) -> int:
    """Note since when no attachment refers to a content, and which are referred to again."""
    referred = select(_ATTACHMENTS.c.sha256)
    connection.execute(
        update(blobs).where(blobs.c.sha256.in_(referred)).values(unreferenced_since=None)
    )
    left = update(blobs).where(
        blobs.c.sha256.not_in(referred), blobs.c.unreferenced_since.is_(None)
    )
    return connection.execute(left.values(unreferenced_since=now)).rowcount


def unreferenced_before(connection: Connection, moment: str) -> list[str]:
    """Return the contents that nothing has referred to since before a moment."""
    chosen = select(blobs.c.sha256).where(blobs.c.unreferenced_since < moment)
    return [str(each) for each in connection.execute(chosen).scalars()]


def forget_stored(connection: Connection, sha256s: Sequence[str]) -> None:
    """Note that contents are no longer here."""
    connection.execute(delete(blobs).where(blobs.c.sha256.in_(sha256s)))


def stored_totals(connection: Connection) -> tuple[int, int]:
    """Return how many contents are here, and how many bytes they have together."""
    chosen = select(func.count(), func.coalesce(func.sum(blobs.c.size_bytes), 0))
    count, size = connection.execute(chosen.select_from(blobs)).one()
    return int(count), int(size)


def stored(connection: Connection) -> list[tuple[str, int]]:
    """Return the contents that are here, by their SHA-256, with their sizes."""
    chosen = select(blobs.c.sha256, blobs.c.size_bytes).order_by(blobs.c.sha256)
    return [(str(sha256), int(size)) for sha256, size in connection.execute(chosen)]


def _one(connection: Connection, *where: ColumnElement[bool]) -> Upload | None:
    row = connection.execute(select(uploads).where(*where)).mappings().first()
    return None if row is None else Upload(**{str(name): value for name, value in row.items()})
