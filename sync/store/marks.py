"""The mark beside head office's SQLite file: which version it is known to have reached.

It outlives the file's being put back: a file that stands before its mark was restored.
"""

from pathlib import Path
from typing import Final

import msgspec

_BYTES = 256
"""One write within one sector; a longer text before it leaves nothing behind."""


class Marked(msgspec.Struct, frozen=True):
    """A version of an epoch of a head office that was committed."""

    server_id: str
    epoch: str
    head: int


class Mark:
    """The file that holds it; written in place, since it is only ever raised."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.taken: Marked | None = None

    def read(self) -> Marked | None:
        """Return what is marked; None where nothing is, or nothing that can be read."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Marked)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def keep(self, marked: Marked) -> None:
        """Mark a version."""
        if not self.path.exists():
            self.path.touch(mode=0o600)
        with self.path.open("r+b", buffering=0) as file:
            file.write(msgspec.json.encode(marked).ljust(_BYTES))

    def settle(self) -> None:
        """Mark the version that was taken last: it has been committed now."""
        taken, self.taken = self.taken, None
        if taken is not None:
            self.raise_to(taken)

    def raise_to(self, marked: Marked) -> None:
        """Mark a version of the epoch that is marked already, unless a later one is."""
        kept = self.read()
        if kept is None or (kept.epoch == marked.epoch and kept.head < marked.head):
            self.keep(marked)
