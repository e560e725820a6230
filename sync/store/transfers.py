"""The desk's queue of files: what is to be sent or fetched, how far each has come, why it rests."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, delete, insert, not_, select, update

from sync.domain.attachments import Attachment
from sync.domain.ids import Id
from sync.domain.records import record
from sync.store.file_tables import kept_blobs, transfers
from sync.store.tables import TABLES

_ATTACHMENTS = TABLES["attachments"]
_FIELDS = Attachment.__struct_fields__
_UNKNOWN = ("attachment_gone", "attachment_unknown")


class Direction(StrEnum):
    """Which way a file goes."""

    UP = "up"
    DOWN = "down"


class TransferState(StrEnum):
    """What becomes of a file: it waits, rests because a person said so, failed, or is there."""

    WAITING = "waiting"
    PAUSED = "paused"
    FAILED = "failed"
    DONE = "done"


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """One file on its way. `code` says what it last met with; empty while all goes well."""

    attachment_id: Id
    direction: Direction
    state: TransferState = TransferState.WAITING
    name: str
    sha256: str
    size_bytes: int
    done_bytes: int = 0
    code: str = ""
    tries: int = 0
    changed_at: str = ""


_COLUMNS = Transfer.__struct_fields__


def put(connection: Connection, transfer: Transfer) -> None:
    """Queue a transfer; one of the same attachment that was there is replaced."""
    forget(connection, transfer.attachment_id)
    connection.execute(insert(transfers).values(**msgspec.to_builtins(transfer)))


def note(connection: Connection, attachment_id: Id, **values: str | int) -> None:
    """Set fields of a transfer."""
    connection.execute(
        update(transfers).where(transfers.c.attachment_id == attachment_id).values(**values)
    )


def get(connection: Connection, attachment_id: Id) -> Transfer | None:
    """Return the transfer of an attachment, if there is one."""
    found = _found(connection, select(transfers).where(transfers.c.attachment_id == attachment_id))
    return found[0] if found else None


def waiting(connection: Connection) -> list[Transfer]:
    """Return what is to be done, in the order it was asked for: what was sent before it first."""
    chosen = select(transfers).where(transfers.c.state == TransferState.WAITING.value)
    return _found(connection, chosen.order_by(transfers.c.tries, transfers.c.attachment_id))


def everything(connection: Connection) -> list[Transfer]:
    """Return the whole queue, the newest first."""
    return _found(connection, select(transfers).order_by(transfers.c.attachment_id.desc()))


def unfinished(connection: Connection) -> list[Transfer]:
    """Return what is not done, the newest first."""
    return [each for each in everything(connection) if each.state is not TransferState.DONE]


def set_state(
    connection: Connection,
    state: TransferState,
    *,
    among: Sequence[TransferState],
    attachment_id: Id = "",
) -> int:
    """Put one transfer, or all, that are in certain states into another; return how many."""
    chosen = update(transfers).where(transfers.c.state.in_([each.value for each in among]))
    if attachment_id:
        chosen = chosen.where(transfers.c.attachment_id == attachment_id)
    return connection.execute(chosen.values(state=state.value, code="", tries=0)).rowcount


def unstored(connection: Connection, user_id: Id, *, just_now: tuple[str, str]) -> list[Attachment]:
    """Return a person's attachments that head office has no content of, and nothing is sending.

    One that was sent just now is still to be told to us. One that was unknown, to head office or
    here, is known again: its row is here.
    """
    is_over = (transfers.c.state == TransferState.DONE.value) & not_(
        transfers.c.changed_at.between(*just_now)
    )
    is_over |= (transfers.c.state == TransferState.FAILED.value) & transfers.c.code.in_(_UNKNOWN)
    chosen = select(_ATTACHMENTS).where(
        _ATTACHMENTS.c.stored_at.is_(None),
        _ATTACHMENTS.c.added_by == user_id,
        _ATTACHMENTS.c.id.not_in(select(transfers.c.attachment_id).where(not_(is_over))),
    )
    found = connection.execute(chosen).mappings()
    return [record(Attachment, {str(name): row[name] for name in _FIELDS}) for row in found]


def forget(connection: Connection, attachment_id: Id) -> None:
    """Take a transfer off the queue."""
    connection.execute(delete(transfers).where(transfers.c.attachment_id == attachment_id))


def forget_done_before(connection: Connection, moment: str) -> None:
    """Take off the queue what was done before a moment."""
    over = (transfers.c.state == TransferState.DONE.value) & (transfers.c.changed_at < moment)
    connection.execute(delete(transfers).where(over))


def note_kept(connection: Connection, sha256: str, size_bytes: int, *, at: str) -> None:
    """Note that a content is on this device; its bytes are safe on disk before."""
    if not is_kept(connection, sha256):
        row = {"sha256": sha256, "size_bytes": size_bytes, "kept_at": at}
        connection.execute(insert(kept_blobs).values(**row))


def is_kept(connection: Connection, sha256: str) -> bool:
    """Return whether a content is on this device."""
    chosen = select(kept_blobs.c.sha256).where(kept_blobs.c.sha256 == sha256)
    return connection.execute(chosen).first() is not None


def kept_among(connection: Connection, sha256s: Sequence[str]) -> set[str]:
    """Return those of the contents that are on this device."""
    chosen = select(kept_blobs.c.sha256).where(kept_blobs.c.sha256.in_(sha256s))
    return {str(each) for each in connection.execute(chosen).scalars()}


def forget_kept(connection: Connection, sha256: str) -> None:
    """Note that a content is no longer on this device."""
    connection.execute(delete(kept_blobs).where(kept_blobs.c.sha256 == sha256))


def _found(connection: Connection, chosen: Select[Any]) -> list[Transfer]:
    rows = connection.execute(chosen).mappings()
    return [msgspec.convert({str(name): row[name] for name in _COLUMNS}, Transfer) for row in rows]
