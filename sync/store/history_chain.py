"""The chain over history: a link a version, each over the one before, so that no line can change.

A line that was altered, removed or slipped in later breaks the links from its version on. Whoever
keeps a link's digest elsewhere can tell that the whole chain was not made anew.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import groupby

import msgspec
from sqlalchemy import Connection, insert, select

from sync.domain.records import Value
from sync.store.tables import TABLES, history_links

_CHAINED = (
    *("id", "order_id", "entity", "row_id", "field", "kind", "old", "new", "base"),
    *("operation_id", "actor_id", "device_id", "acted_at", "accepted_at", "cause"),
)


class Link(msgspec.Struct, frozen=True):
    """One version's link: how many lines it covers, and the digest over them and all before."""

    ver: int
    lines: int
    digest: str


def extend(connection: Connection, ver: int, lines: Iterable[Mapping[str, Value]]) -> None:
    """Add the link of a version whose lines of history are written with it."""
    before = newest(connection)
    digest, count = _digest("" if before is None else before.digest, ver, lines)
    connection.execute(insert(history_links).values(ver=ver, lines=count, digest=digest))


def newest(connection: Connection) -> Link | None:
    """Return the last link; None before the first."""
    chosen = select(history_links).order_by(history_links.c.ver.desc()).limit(1)
    row = connection.execute(chosen).first()
    return None if row is None else Link(*row)


def amiss(connection: Connection) -> list[int]:
    """Return the versions whose lines are not as they were chained; empty where all are."""
    links = [Link(*row) for row in connection.execute(select(history_links).order_by("ver"))]
    table = TABLES["history"]
    if not links:  # only an older program writes lines that have no cause, and no chain
        caused = select(table.c.ver).where(table.c.cause != "").order_by(table.c.ver).limit(1)
        return [int(ver) for ver in connection.execute(caused).scalars()]
    names = [table.c[name] for name in (*_CHAINED, "ver")]
    chosen = select(*names).where(table.c.ver >= links[0].ver).order_by(table.c.ver, table.c.id)
    found: list[dict[str, Value]] = [dict(row) for row in connection.execute(chosen).mappings()]
    known = {ver: list(lines) for ver, lines in groupby(found, _version)}
    wrong = sorted(known.keys() - {link.ver for link in links})
    before = ""
    for link in links:
        digest, count = _digest(before, link.ver, known.get(link.ver, ()))
        if (digest, count) != (link.digest, link.lines):
            wrong.append(link.ver)
        before = link.digest
    return wrong


def _version(row: Mapping[str, Value]) -> int:
    return int(row["ver"] or 0)


def _digest(before: str, ver: int, lines: Iterable[Mapping[str, Value]]) -> tuple[str, int]:
    told = sorted(([row[name] for name in _CHAINED] for row in lines), key=lambda row: str(row[0]))
    said = json.dumps([before, ver, told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest(), len(told)
