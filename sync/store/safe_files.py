"""Writes small files whole or not at all, readable by their owner only."""

import os
import sys
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner enters."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step, safe on disk when this returns (mode 0600)."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make what was renamed or made in a folder safe on disk."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there; the rename is journalled
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
