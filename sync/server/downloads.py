"""Gives contents out by ranges, to whoever may read an attachment that has them."""

import re

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.domain.attachments import Attachment
from sync.domain.blobs import PART_BYTES
from sync.server import attachments, bearers, exchange
from sync.server.calls import Noted
from sync.server.office import Office
from sync.server.refusing import decline
from sync.server.uploads import files_of, thought
from sync.store import uploads
from sync.store.blobs import Blobs
from sync.store.sealed_files import Damaged
from sync.wire.transfers import MEDIA_TYPE_BYTES

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{1,12})")


async def answer_content(office: Office, request: Request, noted: Noted) -> Response:
    """Answer one range of an attachment's content."""
    exchange.check_schema(request)
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        attachment_id = str(request.path_params["attachment_id"])[:64]
        noted["attachment"] = attachment_id

        def found(connection: Connection) -> Attachment:
            caller = bearers.identify(connection, badge, now=clock.now())
            readable = attachments.readable(connection, caller, attachment_id)
            is_here = uploads.is_stored(connection, readable.sha256)
            if readable.stored_at is None:
                raise decline(409, "attachment_on_its_way")
            if not is_here:
                raise decline(410, "attachment_bytes_gone")
            return readable

        attachment = await office.workers.read(found)
        start, stop = range_named(request, attachment.size_bytes)
        data = await thought(office, lambda: _read(files, attachment, start, stop))
        answer = exchange.response(data, MEDIA_TYPE_BYTES, status=206)
        answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{attachment.size_bytes}"
        return answer


def range_named(request: Request, size: int) -> tuple[int, int]:
    """Return which bytes are asked for, at most a part; or decline what lies outside."""
    said = _RANGE.fullmatch(request.headers.get("Range", ""))
    if said is None:
        raise decline(416, "range_not_valid")
    start, stop = int(said[1]), min(int(said[2]) + 1, size)
    if start >= stop:
        raise decline(416, "range_not_valid")
    return start, min(stop, start + PART_BYTES)


def _read(files: Blobs, attachment: Attachment, start: int, stop: int) -> bytes:
    try:
        return files.read(attachment.sha256, start, stop)
    except (FileNotFoundError, Damaged):
        raise decline(410, "attachment_bytes_gone") from None
