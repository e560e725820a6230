"""Takes contents in: offered, proved or sent in parts, verified, and only then told to others."""

import errno
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.domain.attachments import Attachment
from sync.domain.blobs import PART_BYTES, is_part
from sync.domain.records import to_value
from sync.server import attachments, bearers, exchange
from sync.server.administration import write_as_office
from sync.server.bearers import Badge, Caller
from sync.server.calls import Noted
from sync.server.office import Office
from sync.server.refusing import Declined, decline
from sync.store import feed, uploads
from sync.store.blobs import Blobs
from sync.store.byte_stores import StoreFailed
from sync.store.sealed_files import Damaged
from sync.store.uploads import Upload
from sync.wire.transfers import (
    HEADER_DIGEST,
    PROOF_RANGES,
    UploadAnswer,
    UploadProof,
    UploadWanted,
)

UPLOADS_OF_A_DEVICE_MAX = 64
_RANGE_BYTES = 64 << 10

T = TypeVar("T")


async def answer_begin(office: Office, request: Request, noted: Noted) -> Response:
    """Answer how the offered content of an attachment is to be given."""
    exchange.check_schema(request)
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        office.rates.count_part(badge.token_hash)
        incoming = await exchange.read_body(request)
        wanted = exchange.opened(incoming, UploadWanted)
        noted["attachment"] = wanted.attachment_id
        begun = await office.workers.write(
            lambda connection: _begun(connection, badge, wanted, now=clock.now())
        )
        if isinstance(begun, int):
            office.waking.tell(begun)
            return _told(UploadAnswer(status="have"), incoming.media_type)
        answer = await thought(office, lambda: _next(files, begun))
        return _told(answer, incoming.media_type)


async def answer_proof(office: Office, request: Request, noted: Noted) -> Response:
    """Answer whether the proof shows that the caller has the content, which is here as well."""
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        proof = exchange.opened(incoming, UploadProof)
        upload = await _upload(office, request, badge, noted)
        is_right = await thought(office, lambda: _is_proof(files, upload, proof))

        def judged(connection: Connection) -> int | None:
            uploads.note_proved(connection, upload.id)
            has_it = is_right and not upload.is_proved
            if has_it and uploads.is_stored(connection, upload.sha256):
                return _stored(connection, badge, upload, now=clock.now())
            return None

        head = await office.workers.write(judged)
        if head is not None:
            office.waking.tell(head)
            return _told(UploadAnswer(status="have"), incoming.media_type)
        proved = msgspec.structs.replace(upload, is_proved=1)
        return _told(await thought(office, lambda: _next(files, proved)), incoming.media_type)


async def answer_offset(office: Office, request: Request, noted: Noted) -> Response:
    """Answer how far an upload has come."""
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        upload = await _upload(office, request, badge, noted)
        answer = await thought(office, lambda: _next(files, upload))
        return _told(answer, exchange.media_type_of(request))


async def answer_part(office: Office, request: Request, noted: Noted) -> Response:
    """Take in one part of an upload, where the one before it ended."""
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        upload = await _upload(office, request, badge, noted)
        office.rates.count_part(badge.token_hash)
        data = await exchange.read_bytes(request, limit=PART_BYTES)
        offset = _offset_named(request)
        if not is_part(offset, len(data), upload.size_bytes):
            raise decline(400, "request_garbled")
        if hashlib.sha256(data).hexdigest() != request.headers.get(HEADER_DIGEST, ""):
            raise decline(422, "part_damaged")
        with office.busy.alone(upload.id):
            answer = await thought(office, lambda: _put(files, upload, offset, data))
        return _told(answer, exchange.media_type_of(request))


async def answer_complete(office: Office, request: Request, noted: Noted) -> Response:
    """Verify what was sent; when it is the content, say to everybody that it is here."""
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        upload = await _upload(office, request, badge, noted)
        with office.busy.alone(upload.id):
            if not await thought(office, lambda: _finished(files, upload)):
                raise decline(422, "upload_bytes_differ")
            head = await office.workers.write(
                lambda connection: _stored(connection, badge, upload, now=clock.now())
            )
        office.waking.tell(head)
        return _told(UploadAnswer(status="have"), exchange.media_type_of(request))


def files_of(office: Office) -> Blobs:
    """Return where contents lie, or decline: this head office was not told where."""
    if office.files is None:
        raise decline(501, "office_keeps_no_files")
    return office.files


async def thought(office: Office, work: Callable[[], T]) -> T:
    """Return what work on contents returns; a full disk and damage are told apart."""
    try:
        return await office.workers.think(work)
    except StoreFailed:
        raise decline(503, "files_store_unreachable") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise decline(507, "office_disk_full") from None
        raise


def _begun(
    connection: Connection, badge: Badge, wanted: UploadWanted, *, now: datetime
) -> Upload | int:
    """Return the upload to go on with, or head office's version where nothing is needed."""
    caller = bearers.identify(connection, badge, now=now)
    attachment = attachments.readable(connection, caller, wanted.attachment_id)
    if (attachment.sha256, attachment.size_bytes) != (wanted.sha256, wanted.size_bytes):
        raise decline(409, "attachment_of_other_bytes")
    if attachments.may_read_content(connection, caller, wanted.sha256):
        return _note_stored(connection, attachment, now=now)
    return _resumed(connection, caller, wanted, now=now)


def _resumed(
    connection: Connection, caller: Caller, wanted: UploadWanted, *, now: datetime
) -> Upload:
    device_id = caller.actor.device_id
    known = uploads.of_attachment(connection, wanted.attachment_id, device_id)
    if known is not None:
        return known
    if uploads.count_of(connection, device_id) >= UPLOADS_OF_A_DEVICE_MAX:
        raise decline(429, "uploads_too_many", limit=UPLOADS_OF_A_DEVICE_MAX)
    upload = Upload(
        id=clock.new_id(),
        attachment_id=wanted.attachment_id,
        device_id=device_id,
        sha256=wanted.sha256,
        size_bytes=wanted.size_bytes,
        nonce=secrets.token_hex(16),
        ranges=_chosen_ranges(wanted.size_bytes),
        is_proved=int(wanted.size_bytes <= PART_BYTES),
        begun_at=str(to_value(now)),
    )
    uploads.begin(connection, upload)
    return upload


def _chosen_ranges(size: int) -> str:
    """Return where the content is asked for; only whoever has all of it can answer everywhere."""
    last = max(size - _RANGE_BYTES, 0)
    starts = sorted(secrets.randbelow(last + 1) for _ in range(PROOF_RANGES))
    return ",".join(f"{start}-{min(start + _RANGE_BYTES, size)}" for start in starts)


def ranges_of(upload: Upload) -> tuple[tuple[int, int], ...]:
    """Return the ranges over which an upload's proof is asked."""
    pairs = (part.split("-") for part in upload.ranges.split(","))
    return tuple((int(start), int(stop)) for start, stop in pairs)


def _next(files: Blobs, upload: Upload) -> UploadAnswer:
    if not upload.is_proved:
        return UploadAnswer(
            status="prove", upload_id=upload.id, nonce=upload.nonce, ranges=ranges_of(upload)
        )
    offset = files.reached(upload.id, upload.size_bytes)
    return UploadAnswer(status="send", upload_id=upload.id, offset=offset)


def _put(files: Blobs, upload: Upload, offset: int, data: bytes) -> UploadAnswer:
    part = files.part(upload.id)
    reached = part.reached(upload.size_bytes)
    if offset > reached:
        raise decline(409, "upload_offset_wrong", offset=reached)
    if offset == reached:
        part.put(offset, data)
    return UploadAnswer(status="send", upload_id=upload.id, offset=part.reached(upload.size_bytes))


def _finished(files: Blobs, upload: Upload) -> bool:
    """Keep what was sent, if it is the content; one that lost its answer was kept before."""
    if upload.size_bytes == 0:
        files.part(upload.id)
    return files.finish(upload.id, upload.sha256, upload.size_bytes)


def _is_proof(files: Blobs, upload: Upload, proof: UploadProof) -> bool:
    digest = hashlib.sha256(upload.nonce.encode())
    try:
        for start, stop in ranges_of(upload):
            digest.update(files.read(upload.sha256, start, stop))
    except (FileNotFoundError, Damaged):
        return False
    return hmac.compare_digest(digest.hexdigest(), proof.digest)


def _stored(connection: Connection, badge: Badge, upload: Upload, *, now: datetime) -> int:
    """Note that a content is here, for an attachment that may have been removed meanwhile."""
    caller = bearers.identify(connection, badge, now=now)
    uploads.note_stored(connection, upload.sha256, upload.size_bytes, at=str(to_value(now)))
    uploads.end(connection, upload.id)
    try:
        attachment = attachments.readable(connection, caller, upload.attachment_id)
    except Declined:
        return feed.meta(connection).head
    return _note_stored(connection, attachment, now=now)


def _note_stored(connection: Connection, attachment: Attachment, *, now: datetime) -> int:
    """Say to everybody that an attachment's content is here; return the version that says it."""
    if attachment.stored_at is not None:
        return feed.meta(connection).head
    fields = {"id": attachment.id, "stored_at": to_value(now)}
    return write_as_office(connection, [("attachments", fields)], now=now)


async def _upload(office: Office, request: Request, badge: Badge, noted: Noted) -> Upload:
    """Return the upload that a call is about, or decline as for one that never was."""
    upload_id = str(request.path_params["upload_id"])[:64]
    noted["upload"] = upload_id

    def found(connection: Connection) -> Upload | None:
        caller = bearers.identify(connection, badge, now=clock.now())
        upload = uploads.of_device(connection, upload_id, caller.actor.device_id)
        if upload is not None:
            attachments.readable(connection, caller, upload.attachment_id)
        return upload

    upload = await office.workers.read(found)
    if upload is None:
        raise decline(404, "upload_unknown")
    return upload


def _offset_named(request: Request) -> int:
    text = request.query_params.get("offset", "")
    if not text.isdigit() or len(text) > 12:
        raise decline(400, "request_garbled")
    return int(text)


def _told(answer: UploadAnswer, media_type: str) -> Response:
    return exchange.response(exchange.answer(answer, media_type), media_type)
