"""One call as bytes: its body read within limits, its headers understood, its answer written."""

import re
from typing import TypeVar, cast

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sync.server import scrutiny
from sync.server.bearers import Badge, hash_of, token_in
from sync.server.refusing import Declined, decline
from sync.server.scrutiny import ReceivedPush
from sync.wire import codec, seals, versions
from sync.wire.codec import Garbled
from sync.wire.messages import Message
from sync.wire.transfers import MEDIA_TYPE_BYTES

JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_CLOSING = {"Connection": "close"}
_NUMBER = re.compile("[0-9]{1,9}")

M = TypeVar("M", bound=Message)


class Incoming(msgspec.Struct, frozen=True):
    """A body as it came, and in which of the two spellings."""

    body: bytes
    media_type: str


def badge_of(request: Request) -> Badge:
    """Return what the call shows of itself, or decline."""
    headers = request.headers
    return Badge(
        token_hash=hash_of(token_in(headers.get("Authorization", ""))),
        server_id=headers.get(versions.HEADER_SERVER, "")[:64],
        epoch=headers.get(versions.HEADER_EPOCH, "")[:64],
    )


def check_schema(request: Request, *, is_push: bool = False) -> int:
    """Return which schema a desk speaks, or decline one that is too old or too new.

    An old one may still push its work.
    """
    text = request.headers.get(versions.HEADER_SCHEMA, str(versions.SCHEMA))
    if not _NUMBER.fullmatch(text):
        raise decline(400, "request_garbled")
    schema = int(text)
    if schema > versions.SCHEMA:
        raise decline(426, "office_older", newest=versions.SCHEMA)
    if schema < versions.SCHEMA_MIN and not is_push:
        raise decline(426, "desk_too_old", oldest=versions.SCHEMA_MIN)
    return schema


def media_type_of(request: Request) -> str:
    """Return in which spelling the desk speaks, or decline another."""
    named = request.headers.get("Content-Type", codec.MEDIA_TYPE).partition(";")[0].strip()
    if named == MEDIA_TYPE_BYTES and request.method == "PUT":
        return codec.MEDIA_TYPE
    if named not in (codec.MEDIA_TYPE, JSON):
        raise decline(415, "media_type_unknown", media_type=named[:40])
    return named


async def read_body(request: Request) -> Incoming:
    """Return the body, or decline as soon as it is seen to be too large."""
    media_type = media_type_of(request)
    return Incoming(await read_bytes(request, limit=codec.REQUEST_BYTES_MAX), media_type)


async def read_bytes(request: Request, *, limit: int) -> bytes:
    """Return a body as it came, or decline as soon as it is seen to be too large."""
    stated = request.headers.get("Content-Length", "0")
    if not stated.isdigit() or int(stated[:18]) > limit:
        raise decline(413, "request_too_large", limit=limit)
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise decline(413, "request_too_large", limit=limit)
    except ClientDisconnect:
        raise decline(400, "request_garbled") from None
    if getattr(request.state, "digest", None) not in (None, seals.digest_of(body)):
        raise decline(401, "request_damaged")
    return bytes(body)


def opened(incoming: Incoming, kind: type[M]) -> M:
    """Return the message in a body, or decline: it is not one of ours."""
    try:
        if incoming.media_type == JSON:
            return _from_json(incoming.body, kind)
        if kind is ReceivedPush:
            return cast("M", scrutiny.read_push(codec.unpack(incoming.body)))
        return codec.decode(incoming.body, kind)
    except (Garbled, msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError):
        raise decline(400, "request_garbled") from None


def answer(message: Message, media_type: str) -> bytes:
    """Return an answer's bytes in the desk's spelling."""
    return msgspec.json.encode(message) if media_type == JSON else codec.encode(message)


def response(content: bytes, media_type: str, *, status: int = 200) -> Response:
    """Return the answer; nobody on the way may keep it."""
    return Response(content, status, headers=dict(_NO_STORE), media_type=media_type)


def problem_response(declined: Declined, media_type: str) -> Response:
    """Return the answer to a call that is not done; after a body cut short the line is closed."""
    made = response(answer(declined.problem, media_type), media_type, status=declined.status)
    if declined.status in (408, 413):
        made.headers.update(_CLOSING)
    if declined.wait_seconds:
        made.headers["Retry-After"] = str(declined.wait_seconds)
    return made


def _from_json(body: bytes, kind: type[M]) -> M:
    message = msgspec.json.decode(body, type=kind)
    if isinstance(message, ReceivedPush):
        packed = [
            msgspec.structs.replace(
                each, args=codec.pack_args(msgspec.json.decode(bytes(each.args)))
            )
            for each in message.operations
        ]
        return msgspec.structs.replace(message, operations=packed)
    return message
