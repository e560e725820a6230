"""A file sealed in chunks of 1 MiB by AES-256-GCM: any part of it is read, or written, alone.

It begins with a mark and a salt, from which the file's own key comes. Each chunk is a nonce, the
sealed bytes and a tag over them and the chunk's place. A nonce is random: a chunk written again
after a crash, with other bytes, must not have the same.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.domain.blobs import CHUNK_BYTES
from sync.store.safe_files import flush_folder

_MARK = b"gendan sealed 1\n"
_SALT_BYTES = 16
_HEAD_BYTES = len(_MARK) + _SALT_BYTES
_NONCE_BYTES = 12
_AROUND_BYTES = _NONCE_BYTES + 16
_STRIDE = CHUNK_BYTES + _AROUND_BYTES
_PURPOSE = b"gendan sealed file 1"

Fetch = Callable[[int, int], bytes]
"""Gives sealed bytes: from where, and how many."""


class Damaged(Exception):  # noqa: N818  the disk's fault, told as it is
    """The sealed bytes are not those that were written, or some are missing."""


class SealedPart:
    """A sealed file that grows: written from the front, safe on disk after each `put`."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path: Final = path
        self._cipher = _begun(path, key)

    def reached(self, size: int) -> int:
        """Return how much of a content of this size is here: whole chunks, or all of it."""
        sealed = self.path.stat().st_size - _HEAD_BYTES
        whole = max(sealed, 0) // _STRIDE * CHUNK_BYTES
        rest = size - whole
        if 0 < rest < CHUNK_BYTES and sealed == sealed_length(size):
            return size
        return min(whole, size)

    def put(self, offset: int, data: bytes) -> None:
        """Write bytes at a chunk's beginning; what lay behind is gone."""
        index = offset // CHUNK_BYTES
        with self.path.open("r+b") as file:
            file.seek(_HEAD_BYTES + index * _STRIDE)
            for start in range(0, len(data), CHUNK_BYTES):
                file.write(_sealed(self._cipher, index, data[start : start + CHUNK_BYTES]))
                index += 1
            file.truncate()
            file.flush()
            os.fsync(file.fileno())


class SealedContent:
    """A sealed file that is whole, read by any part of it."""

    def __init__(self, fetch: Fetch, key: bytes) -> None:
        self._fetch = fetch
        self._cipher = _cipher(key, _salt(fetch(0, _HEAD_BYTES)))

    def read(self, start: int, stop: int) -> bytes:
        """Return the content's bytes from `start` to `stop`, or raise Damaged."""
        if stop <= start:
            return b""
        first, last = start // CHUNK_BYTES, (stop - 1) // CHUNK_BYTES
        found = self._fetch(_HEAD_BYTES + first * _STRIDE, (last - first + 1) * _STRIDE)
        opened = b"".join(
            _opened(self._cipher, index, found[(index - first) * _STRIDE :][:_STRIDE])
            for index in range(first, last + 1)
        )
        part = opened[start - first * CHUNK_BYTES : stop - first * CHUNK_BYTES]
        if len(part) != stop - start:
            raise Damaged
        return part

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the whole content, a chunk at a time."""
        for start in range(0, size, CHUNK_BYTES):
            yield self.read(start, min(size, start + CHUNK_BYTES))


def sealed_length(size: int) -> int:
    """Return how many bytes the sealed chunks of a content take."""
    return size + -(-size // CHUNK_BYTES) * _AROUND_BYTES


def fetch_from(path: Path) -> Fetch:
    """Return what reads sealed bytes from a file."""

    def fetch(start: int, length: int) -> bytes:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    return fetch


def _begun(path: Path, key: bytes) -> AESGCM:
    """Return the cipher of a part that is there, or begin one anew."""
    if path.exists():
        try:
            return _cipher(key, _salt(fetch_from(path)(0, _HEAD_BYTES)))
        except Damaged:
            path.unlink()
    salt = os.urandom(_SALT_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_MARK + salt)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(path.parent)
    return _cipher(key, salt)


def _salt(head: bytes) -> bytes:
    if len(head) != _HEAD_BYTES or not head.startswith(_MARK):
        raise Damaged
    return head[len(_MARK) :]


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, _PURPOSE).derive(key))


def _sealed(cipher: AESGCM, index: int, data: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, index.to_bytes(8, "big"))


def _opened(cipher: AESGCM, index: int, sealed: bytes) -> bytes:
    if len(sealed) <= _AROUND_BYTES:
        raise Damaged
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, rest, index.to_bytes(8, "big"))
    except InvalidTag:
        raise Damaged from None
