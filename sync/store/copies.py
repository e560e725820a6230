"""A copy of an open SQLite database, made while others write to it; encrypted as it is."""

import os
from pathlib import Path

from sync.store.database import Database


def copy_into(database: Database, path: Path) -> None:
    """Write a copy to a path where nothing is, safe on disk when this returns.

    Copying the file itself lost the last 50 commits (reliability.md 1.17).
    """
    path.touch(mode=0o600)
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()
    with path.open("rb+") as file:
        os.fsync(file.fileno())
