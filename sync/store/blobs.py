"""Contents by their SHA-256, sealed at rest, and those still on their way as parts.

The names on disk are keyed: whoever has the folder cannot ask whether a document that they know
lies in it.
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sync.store.byte_stores import ByteStore, FolderStore
from sync.store.safe_files import make_private_folder
from sync.store.sealed_files import Damaged, Fetch, SealedContent, SealedPart, fetch_from

_PARTS = "parts"
_SUFFIX = ".part"


class Blobs:
    """The contents in one store. Blocking: not for a window's or a server's main thread."""

    def __init__(self, store: ByteStore, parts: Path, key: bytes) -> None:
        self.store: Final = store
        self._parts = parts
        self._key = key

    @property
    def key(self) -> bytes:
        """The key that the contents are sealed by, for a backup."""
        return self._key

    def part(self, name: str) -> SealedPart:
        """Return the part of this name as far as it has come; begun now if there is none."""
        return SealedPart(self._part_path(name), self._key)

    def reached(self, name: str, size: int) -> int:
        """Return how far a part has come; 0 where there is none."""
        return self.part(name).reached(size) if self._part_path(name).exists() else 0

    def drop_part(self, name: str) -> None:
        """Let go of a part."""
        self._part_path(name).unlink(missing_ok=True)

    def finish(self, name: str, sha256: str, size: int) -> bool:
        """Keep a part whose bytes are the content, and return True; else let go of it."""
        path = self._part_path(name)
        if not path.exists() or not _is_content(fetch_from(path), self._key, sha256, size):
            self.drop_part(name)
            return False
        self.keep(name, sha256)
        return True

    def keep(self, name: str, sha256: str) -> None:
        """Keep a part as the content that it is known to be; safe on disk when this returns."""
        self.store.take(self._name(sha256), self._part_path(name))

    def holds(self, sha256: str) -> bool:
        """Return whether the content is here."""
        return self.store.holds(self._name(sha256))

    def read(self, sha256: str, start: int, stop: int) -> bytes:
        """Return a range of a content, or raise Damaged or FileNotFoundError."""
        return self._content(sha256).read(start, stop)

    def pieces(self, sha256: str, size: int) -> Iterator[bytes]:
        """Yield a content from its beginning, or raise Damaged or FileNotFoundError."""
        return self._content(sha256).pieces(size)

    def is_sound(self, sha256: str, size: int) -> bool:
        """Return whether the content is here and is what its name says: reads all of it."""
        name = self._name(sha256)
        if not self.store.holds(name):
            return False
        return _is_content(
            lambda at, count: self.store.fetch(name, at, count), self._key, sha256, size
        )

    def remove(self, sha256: str) -> None:
        """Let go of a content."""
        self.store.remove(self._name(sha256))

    def part_names(self) -> list[str]:
        """Return the names of the parts that lie here."""
        return sorted(path.name.removesuffix(_SUFFIX) for path in self._parts.glob(f"*{_SUFFIX}"))

    def _content(self, sha256: str) -> SealedContent:
        name = self._name(sha256)
        return SealedContent(lambda at, count: self.store.fetch(name, at, count), self._key)

    def _name(self, sha256: str) -> str:
        return hmac.new(self._key, sha256.encode(), hashlib.sha256).hexdigest()

    def _part_path(self, name: str) -> Path:
        return self._parts / f"{name}{_SUFFIX}"


def blobs_in(folder: Path, key: bytes) -> Blobs:
    """Return the contents that lie in a folder of this machine, made where it is absent."""
    make_private_folder(folder)
    make_private_folder(folder / _PARTS)
    return Blobs(FolderStore(folder), folder / _PARTS, key)


def _is_content(fetch: Fetch, key: bytes, sha256: str, size: int) -> bool:
    digest = hashlib.sha256()
    try:
        for piece in SealedContent(fetch, key).pieces(size):
            digest.update(piece)
    except Damaged:
        return False
    return digest.hexdigest() == sha256
