"""Turns messages into bytes and back: msgpack in a zstd frame, within stated limits.

A frame must state its size and keep to it: a decompressor that trusts the frame turned 65 KB into 2
GiB (reliability.md 1.8). Whatever is wrong with the bytes, `Garbled` says so; nothing else is
raised.
"""

import sys
from typing import TypeVar, cast

import msgspec

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd  # pyright: ignore[reportMissingTypeStubs]  types its submodule

MEDIA_TYPE = "application/vnd.gendan+zstd"
REQUEST_BYTES_MAX = 1 << 20
OPENED_BYTES_MAX = 8 << 20
ANSWER_BYTES_MAX = 64 << 20
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}

M = TypeVar("M")
_encoder = msgspec.msgpack.Encoder()


class Garbled(Exception):  # noqa: N818  the other end's fault, not ours
    """Bytes that are not a message of ours: cut short, damaged, too large or of another kind."""


def encode(message: object) -> bytes:
    """Return the message as msgpack in one zstd frame that states its size and its checksum."""
    return zstd.compress(_encoder.encode(message), options=_OPTIONS)


def decode(data: bytes, kind: type[M], *, opened_max: int = OPENED_BYTES_MAX) -> M:
    """Return the message, or raise Garbled."""
    try:
        return msgspec.msgpack.decode(unpack(data, opened_max=opened_max), type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Garbled(type(error).__name__) from None


def unpack(data: bytes, *, opened_max: int = OPENED_BYTES_MAX) -> bytes:
    """Return what one whole zstd frame holds, within the limit, or raise Garbled."""
    try:
        stated = cast("int | None", zstd.get_frame_info(data).decompressed_size)
        if stated is None or stated > opened_max:
            raise Garbled("size not stated or too large")
        decompressor = zstd.ZstdDecompressor()
        opened = decompressor.decompress(data, max_length=stated + 1)
    except (zstd.ZstdError, EOFError, OverflowError) as error:
        raise Garbled(type(error).__name__) from None
    if not decompressor.eof or decompressor.unused_data or len(opened) != stated:
        raise Garbled("cut short or followed by something")
    return opened


def pack_args(command: object) -> msgspec.Raw:
    """Return a command's record as the msgpack that an operation carries."""
    return msgspec.Raw(_encoder.encode(command))


def unpack_args(data: msgspec.Raw | bytes, kind: type[M]) -> M:
    """Return an operation's arguments as their record, or raise Garbled."""
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Garbled(type(error).__name__) from None
