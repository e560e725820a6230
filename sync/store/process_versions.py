"""Reads the company's own versions of the order process, beside those that came with the program.

A version never changes, so its text is read and decoded once in a program; where the company has
versions of its own, the newest of them runs.
"""

import msgspec
from sqlalchemy import Connection, select

from sync.domain.process import Process
from sync.domain.process_versions import read
from sync.store import process_files, process_names
from sync.store.tables import TABLES

_known: dict[str, Process] = {}


class Versions(msgspec.Struct, frozen=True):
    """The versions of this database's company, by number; and what the program brought."""

    own: dict[int, Process]

    @property
    def newest(self) -> int:
        """The number of the version that new orders run by."""
        return max(self.own) if self.own else shipped_newest()

    def of(self, number: int) -> Process:
        """Return the version of a number, or the newest before it that is known here."""
        found = self.own.get(number)
        if found is not None:
            return found
        older = [known for known in self.own if known <= number]
        shipped = process_files.process_of(number)
        if older and max(older) > shipped.version:
            return self.own[max(older)]
        return shipped


def shipped_newest() -> int:
    """Return the newest version that came with the program."""
    return max(process_files.processes())


def versions(connection: Connection) -> Versions:
    """Return the company's versions as they stand in this database."""
    table = TABLES["process_versions"]
    chosen = select(table.c.number, table.c.digest).order_by(table.c.number)
    listed = {int(number): str(digest) for number, digest in connection.execute(chosen)}
    missing = [number for number, digest in listed.items() if digest not in _known]
    if missing:
        bodies = select(table.c.digest, table.c.body).where(table.c.number.in_(missing))
        for digest, body in connection.execute(bodies):
            _keep(str(digest), str(body))
    own = {number: _known[digest] for number, digest in listed.items() if digest in _known}
    return Versions(own)


def _keep(digest: str, body: str) -> None:
    """Keep a version that can be read; one from a program of another time stays out of use."""
    try:
        process = read(body)
    except ValueError:
        return
    _known[digest] = process
    process_names.learn(process)
