"""What `gendan-office check` looks at; a line for each thing that does not hold.

Versions themselves leave no list behind (a push whose operations are all refused takes one too), so
that they are dense is the counter's doing; here none may be beyond it, and no row without one.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.records import to_value
from sync.store import audit, epochs, feed, history_chain, uploads
from sync.store.audit import Found
from sync.store.blobs import Blobs
from sync.store.byte_stores import StoreFailed
from sync.store.database import Database, damage_in

LEDGER_DAYS = 400
"""How long the ledger remembers; history that is older has no operation there."""


def wrong_in(database: Database, files: Blobs | None, *, now: datetime) -> list[str]:
    """Return what does not hold, a line for each; empty when all is sound."""
    damage = damage_in(database, quick=False) if database.is_sqlite else ""
    if damage:
        return [f"damaged: {damage[:200]}"]
    with database.read() as connection:
        return [
            *_of_epochs(connection),
            *_of_rows(connection),
            *_of_ledger(connection, now=now),
            *_of_chain(connection),
            *_of_files(connection, files),
        ]


def _of_epochs(connection: Connection) -> Iterator[str]:
    head = feed.meta(connection).head
    known = epochs.listing(connection)
    if not epochs.is_bound(connection):
        yield "epoch: the database was put back or promoted; serving or writing begins a new one"
    if known and [each.number for each in known] != list(range(len(known))):
        yield f"epochs: {len(known)} are listed, not one after another"
    if known and known[-1].epoch != feed.meta(connection).epoch:
        yield "epochs: the latest is not the one in use"
    for each in known:
        if each.restored_head > head:
            yield f"epochs: {each.epoch} begins at {each.restored_head}, after version {head}"


def _of_rows(connection: Connection) -> Iterator[str]:
    head = feed.meta(connection).head
    for entity in ENTITIES:
        yield from _told(
            f"{entity}: not in the feed as they stand", audit.unnoted(connection, entity)
        )
        yield from _told(
            f"{entity}: in the feed and not there", audit.noted_absent(connection, entity)
        )
        yield from _told(f"{entity}: beyond version {head}", audit.beyond(connection, entity, head))
    if feed.newest(connection) > head:
        yield f"feed: version {feed.newest(connection)} is beyond {head}"
    yield from _told("orders: a number twice", audit.doubled_numbers(connection))


def _of_ledger(connection: Connection, *, now: datetime) -> Iterator[str]:
    head = feed.meta(connection).head
    since = str(to_value(now - timedelta(days=LEDGER_DAYS)))
    yield from _told("history: of no operation in the ledger", audit.unjudged(connection, since))
    yield from _told(f"ledger: beyond version {head}", audit.ledger_beyond(connection, head))


def _of_chain(connection: Connection) -> Iterator[str]:
    wrong = history_chain.amiss(connection)
    if wrong:
        yield f"history: not as it was chained, {len(wrong)} versions, the first is {wrong[0]}"


def _of_files(connection: Connection, files: Blobs | None) -> Iterator[str]:
    yield from _told("attachments: stored, yet not noted", audit.stored_unnoted(connection))
    if files is None:
        return
    try:
        for sha256, size in uploads.stored(connection):
            if not files.is_sound(sha256, size):
                named = audit.attachment_of(connection, sha256)
                yield f"files: the content of {named} is missing or damaged"
    except StoreFailed:
        yield "files: the store cannot be reached"


def _told(what: str, found: Found) -> Iterator[str]:
    if found.count:
        yield f"{what}: {found.count}, such as {found.first}"
