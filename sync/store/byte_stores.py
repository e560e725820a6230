"""Where sealed contents lie: anything that takes a file under a name and gives parts of it back."""

from pathlib import Path
from typing import Protocol

from sync.store.safe_files import flush_folder, make_private_folder
from sync.store.sealed_files import fetch_from


class StoreFailed(Exception):  # noqa: N818  the world's fault, which passes
    """The store cannot be reached now, or does not let us in; only the kind of error is told."""


class ByteStore(Protocol):
    """A place for sealed contents."""

    def take(self, name: str, file: Path) -> None:
        """Take a whole file in; it lies safe under the name when this returns."""
        ...

    def fetch(self, name: str, start: int, length: int) -> bytes:
        """Return bytes of a content, or raise FileNotFoundError."""
        ...

    def holds(self, name: str) -> bool:
        """Return whether there is a content of this name."""
        ...

    def remove(self, name: str) -> None:
        """Let go of a content, if it is there."""
        ...


class FolderStore:
    """A folder on this machine's disk, in subfolders by the first letters of a name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str, file: Path) -> None:
        """Move a file, which is on disk already, to its place in one step."""
        place = self._place(name)
        if not place.parent.exists():
            make_private_folder(place.parent)
            flush_folder(self._folder)
        file.replace(place)
        flush_folder(place.parent)

    def fetch(self, name: str, start: int, length: int) -> bytes:
        """Return bytes of a content, or raise FileNotFoundError."""
        return fetch_from(self._place(name))(start, length)

    def holds(self, name: str) -> bool:
        """Return whether there is a content of this name."""
        return self._place(name).is_file()

    def remove(self, name: str) -> None:
        """Let go of a content, if it is there."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name
