"""Where a replica lies: the platform's place for a program's data, unless the person names one."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

RESERVE_BYTES = 16 << 20
"""Given up when the disk is full, so that drafts can be kept, the queue sent, the file closed."""

DATABASE = "replica.db"
RESERVE = "reserve"


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for this person's replica on this platform."""
    if sys.platform == "win32":
        place = environment.get("LOCALAPPDATA")
        return (Path(place) if place else Path.home() / "AppData" / "Local") / "Gendan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Gendan"
    place = environment.get("XDG_DATA_HOME")
    return (Path(place) if place else Path.home() / ".local" / "share") / "gendan"


def keep_reserve(folder: Path) -> bool:
    """Keep 16 MiB of the disk in reserve; return whether there was room."""
    path = folder / RESERVE
    try:
        if path.exists() and path.stat().st_size == RESERVE_BYTES:
            return True
        if shutil.disk_usage(folder).free < 4 * RESERVE_BYTES:
            return False
        with path.open("wb") as file:
            for _ in range(RESERVE_BYTES >> 20):
                file.write(b"\0" * (1 << 20))
    except OSError:
        path.unlink(missing_ok=True)
        return False
    path.chmod(0o600)
    return True


def give_up_reserve(folder: Path) -> bool:
    """Free the reserve; return whether there was one."""
    path = folder / RESERVE
    had_one = path.exists()
    path.unlink(missing_ok=True)
    return had_one
