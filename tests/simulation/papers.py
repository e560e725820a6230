"""14: a content is what its name says wherever it lies, and what is shown as here is here."""

import hashlib
import random
from collections.abc import Iterable
from contextlib import ExitStack
from types import ModuleType
from unittest.mock import patch

from sync.server import uploads
from sync.store import rows, sealed_files
from tests.offices import OfficeHere, Row
from tests.simulation.oracle import require
from tests.simulation.station import Station

FILE_EVERY = 18
FETCHED_MAX = 2
"""So many files every desk fetches at the end."""
CHUNK, PART = 64, 128
_SIZES = (0, 40, 64, 150, 330)


class Papers:
    """The bytes of the files that people attached."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def draw(self, chance: random.Random, size: int = -1) -> bytes:
        """Return a new file's bytes, or, as people do, those of one that was there before."""
        if size < 0 and self._contents and chance.randrange(4) == 0:
            return chance.choice(list(self._contents.values()))
        data = chance.randbytes(chance.choice(_SIZES) if size < 0 else size)
        self._contents[hashlib.sha256(data).hexdigest()] = data
        return data

    def check_stored(self, office: OfficeHere) -> None:
        """Look at what has just been said to be at head office."""
        with office.database.read() as connection:
            moved = rows.find(connection, "attachments", "ver", office.head())
        for row in moved:
            if row["stored_at"] is not None:
                self._require_whole(office, row)

    def check_quiet(self, stations: list[Station], office: OfficeHere) -> None:
        """All is at head office that a desk of its author holds, and whole wherever it is."""
        for row in office.rows("attachments"):
            if row["stored_at"] is not None:
                self._require_whole(office, row)
        for station in stations:
            for row in station.rows("attachments"):
                if station.holds(str(row["sha256"])):
                    is_own = row["added_by"] == station.user.id
                    is_left = is_own and row["stored_at"] is None
                    require(not is_left, "a file was never sent", row=row)
                    self._require_fetched(station, row)
        for station in stations:
            there = [row for row in station.rows("attachments") if row["stored_at"] is not None]
            for row in there[:FETCHED_MAX]:
                self._require_fetched(station, row)

    def _require_fetched(self, station: Station, row: Row) -> None:
        data, known = station.fetch(str(row["id"])), self._contents[str(row["sha256"])]
        require(data == known, "a desk has other bytes", row=row)

    def _require_whole(self, office: OfficeHere, row: Row) -> None:
        assert office.files is not None
        sha256, size = str(row["sha256"]), int(row["size_bytes"] or 0)
        require(office.files.holds(sha256), "a file shown as here is not here", row=row)
        data = b"".join(office.files.pieces(sha256, size))
        require(data == self._contents[sha256], "a file is not what its name says", row=row)


class _Chosen:
    """What head office asks for at random, from a world's own chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def token_hex(self, count: int) -> str:
        return self._chance.randbytes(count).hex()

    def randbelow(self, limit: int) -> int:
        return self._chance.randrange(limit)


def small_parts(stack: ExitStack, modules: Iterable[ModuleType], chance: random.Random) -> None:
    """Let small files travel in several parts."""
    for module in modules:
        for name, small in (("CHUNK_BYTES", CHUNK), ("PART_BYTES", PART)):
            if hasattr(module, name):
                stack.enter_context(patch.object(module, name, small))
    stride = CHUNK + sealed_files._AROUND_BYTES
    stack.enter_context(patch.object(sealed_files, "_STRIDE", stride))
    stack.enter_context(patch.object(uploads, "_RANGE_BYTES", CHUNK))
    stack.enter_context(patch.object(uploads, "secrets", _Chosen(chance)))
