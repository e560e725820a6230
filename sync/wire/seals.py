"""How a device signs a call: what is signed, and the header that carries it.

A token without the device's key is worth nothing, and a recorded call is good once, for minutes.
"""

import binascii
import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

HEADER_SEAL = "X-Seal"
WINDOW_SECONDS = 300
"""How far from head office's clock a call's moment may be: a slow part of a file takes minutes."""

_PARTS = (5, 8, 32, 64)
"""Bytes of the moment, the nonce, the body's hash and the signature, in the header's order."""
_FORM = re.compile("[A-Za-z0-9_-]{146}")
_PURPOSE = "gendan call 1"


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """A call's signature. `at` is head office's time in seconds, as the desk believes it to be."""

    at: int
    nonce: str
    digest: str
    signature: str = ""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """What of a call is signed beside the seal's own fields."""

    method: str
    path: str
    token: str = ""
    server_id: str = ""
    epoch: str = ""
    schema: str = ""
    span: str = ""


def digest_of(body: bytes | bytearray) -> str:
    """Return a body's hash, as the seal names it."""
    return hashlib.sha256(body).hexdigest()


def text_of(call: Sealed, seal: Seal) -> bytes:
    """Return the bytes that are signed: a line each, so that nothing can move to its neighbour."""
    said = (call.method, call.path, call.token, call.server_id, call.epoch, call.schema, call.span)
    lines = (_PURPOSE, *said, str(seal.at), seal.nonce, seal.digest)
    return "\n".join(line.replace("\n", "") for line in lines).encode()


def header_of(seal: Seal) -> str:
    """Return the header that carries a seal: its bytes as base64, since each call pays for it."""
    parts = (seal.nonce, seal.digest, seal.signature)
    packed = seal.at.to_bytes(_PARTS[0]) + b"".join(map(bytes.fromhex, parts))
    return urlsafe_b64encode(packed).decode().rstrip("=")


def seal_in(header: str) -> Seal | None:
    """Return the seal in a header, or None where there is none."""
    if not _FORM.fullmatch(header):
        return None
    try:
        packed = urlsafe_b64decode(header + "==")
    except binascii.Error:
        return None
    moment, nonce, digest, _ = _PARTS
    start = moment + nonce
    return Seal(
        at=int.from_bytes(packed[:moment]),
        nonce=packed[moment:start].hex(),
        digest=packed[start : start + digest].hex(),
        signature=packed[start + digest :].hex(),
    )
