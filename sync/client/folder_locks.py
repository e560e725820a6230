"""Keeps a second program from opening the same replica; the system frees it if we are killed."""

import os
import sys
from pathlib import Path

from sync.domain.refusals import refuse

FILE_NAME = "replica.lock"


class FolderLock:
    """Holds a folder until released."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, or refuse: another program has it."""
        path = folder / FILE_NAME
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise refuse("replica_in_use", folder=str(folder)) from None

    def release(self) -> None:
        """Let the folder go; once is enough."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
