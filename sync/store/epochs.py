"""Head office's epochs: which history its versions are of, and what that history is bound to.

A database that was put back, or a standby that was promoted while behind, counts on from an earlier
version and gives versions out again that mean something else. So an epoch is bound to what changes
then: on PostgreSQL to the system identifier, the timeline and the table itself, read in the very
statement that raises the counter; on SQLite to the mark beside the file. A raise finds the
binding changed before anything is written, so that `restored_head`, the last version that two
epochs share, is exact. It is 0 where the change was only told to us: then nobody knows how far
others had come meanwhile.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Text,
    func,
    insert,
    literal_column,
    select,
    update,
)

from sync import clock
from sync.domain.records import to_value
from sync.store import numbers
from sync.store.marks import Mark, Marked
from sync.store.tables import epochs, server_meta

BINDING_NOW: ColumnElement[str] = literal_column(
    "CASE WHEN pg_is_in_recovery() THEN '' ELSE"
    " (SELECT system_identifier FROM pg_control_system())::text || '/' ||"
    " substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) || '/' ||"
    " 'server_meta'::regclass::oid::text END",
    Text,
)
"""What a PostgreSQL database is bound to; nothing while it is a standby.

`pg_control_checkpoint` would still show the old timeline after a promotion (reliability.md 1.5).
"""

OPTION = "mark"
"""The engine's execution option that holds a SQLite head office's mark."""

FOUNDED = "founded"
BINDING_CHANGED = "binding"
RESTORED = "restored"
SAID = "said"
WENT_BACK = "went_back"
CLAIMED = "claimed"

_META = select(
    server_meta.c.server_id, server_meta.c.epoch, server_meta.c.head, server_meta.c.binding
)


class Rebound(Exception):  # noqa: N818  answered by a new epoch
    """The database is not the one that its epoch is bound to: it was put back, or promoted."""


class Epoch(msgspec.Struct, frozen=True):
    """One epoch: it shares the versions up to `restored_head` with the one before it."""

    epoch: str
    number: int
    restored_head: int
    why: str
    began_at: str


class Bound(msgspec.Struct, frozen=True):
    """What an office says of itself, and what its epoch is bound to: kept, and as it is now."""

    marked: Marked
    kept: str
    now: str


def require_same(kept: str, now: str) -> None:
    """Raise Rebound where a PostgreSQL is not the one that the epoch was bound to."""
    if kept not in ("", now):
        raise Rebound


def require_marked(connection: Connection, committed: Marked) -> None:
    """Raise Rebound where a SQLite file stands before its mark; else mark where it stands."""
    mark = mark_of(connection)
    if mark is None:
        return
    marked = mark.read()
    if _is_behind(connection, committed, marked):
        raise Rebound
    if marked != committed:
        mark.keep(committed)
    mark.taken = msgspec.structs.replace(committed, head=committed.head + 1)


def is_bound(connection: Connection) -> bool:
    """Return whether the database is the one that its epoch is bound to; a standby may be."""
    bound = _bound(connection)
    mark = mark_of(connection)
    if mark is not None:
        return not _is_behind(connection, bound.marked, mark.read())
    return bound.kept in ("", bound.now) or is_standby(connection)


def is_standby(connection: Connection) -> bool:
    """Return whether this is a PostgreSQL that follows another and takes no writes."""
    if connection.dialect.name == "sqlite":
        return False
    return bool(connection.execute(select(func.pg_is_in_recovery())).scalar())


def confirm(connection: Connection, *, now: datetime) -> Epoch | None:
    """Begin a new epoch where the database is not the one its epoch is bound to, and return it.

    One that is bound to nothing yet is bound to where it is.
    """
    lock(connection)
    bound = _bound(connection)
    _first(connection, now)
    if not is_bound(connection):
        return begin(connection, BINDING_CHANGED, restored_head=bound.marked.head, now=now)
    if bound.kept != bound.now:
        connection.execute(update(server_meta).values(binding=bound.now))
    return None


def begin(connection: Connection, why: str, *, restored_head: int, now: datetime) -> Epoch:
    """Begin a new epoch; every desk then copies again, and gives back what was lost."""
    number = _first(connection, now).number + 1
    epoch = Epoch(clock.new_id(), number, restored_head, why, _text(now))
    _enter(connection, epoch)
    bound = _bound(connection)
    connection.execute(update(server_meta).values(epoch=epoch.epoch, binding=bound.now))
    numbers.skip(connection)
    return epoch


def restored_head(connection: Connection, epoch: str) -> int:
    """Return up to which version an earlier epoch's history is still ours; 0 where unknown."""
    found = connection.execute(select(epochs.c.number).where(epochs.c.epoch == epoch)).scalar()
    if found is None:
        return 0
    later = select(func.min(epochs.c.restored_head)).where(epochs.c.number > found)
    return int(connection.execute(later).scalar() or 0)


def has_begun(connection: Connection, why: str, *, since: datetime) -> bool:
    """Return whether an epoch has begun for this reason after a moment."""
    chosen = select(epochs.c.epoch).where(epochs.c.why == why, epochs.c.began_at >= _text(since))
    return connection.execute(chosen).first() is not None


def newest(connection: Connection) -> Epoch | None:
    """Return the latest epoch that was entered."""
    chosen = select(epochs).order_by(epochs.c.number.desc()).limit(1)
    row = connection.execute(chosen).first()
    return None if row is None else Epoch(*row)


def listing(connection: Connection) -> list[Epoch]:
    """Return all epochs, oldest first."""
    return [Epoch(*row) for row in connection.execute(select(epochs).order_by(epochs.c.number))]


def mark_of(connection: Connection) -> Mark | None:
    """Return the mark beside a SQLite head office's file, where it has one."""
    return _mark_in(connection.get_execution_options())


@contextmanager
def settled(engine: Engine) -> Generator[None]:
    """Note beside a SQLite head office's file which version a transaction within has committed."""
    mark = _mark_in(engine.get_execution_options())
    if mark is not None:
        mark.taken = None
    yield
    if mark is not None:
        mark.settle()


def _mark_in(options: Mapping[str, object]) -> Mark | None:
    mark = options.get(OPTION)
    return mark if isinstance(mark, Mark) else None


def _is_behind(connection: Connection, committed: Marked, marked: Marked | None) -> bool:
    if marked is None or marked.server_id != committed.server_id:
        return False
    if marked.epoch == committed.epoch:
        return marked.head > committed.head
    known = select(epochs.c.number).where(epochs.c.epoch == marked.epoch)
    return connection.execute(known).first() is None


def _bound(connection: Connection) -> Bound:
    if connection.dialect.name == "sqlite":
        server_id, epoch, head, kept = connection.execute(_META).one()
        now = ""
    else:
        server_id, epoch, head, kept, now = connection.execute(_META.add_columns(BINDING_NOW)).one()
    return Bound(Marked(str(server_id), str(epoch), int(head)), str(kept), str(now))


def lock(connection: Connection) -> None:
    """Have the counter to oneself to the end of the transaction."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(server_meta.c.one).with_for_update())


def _first(connection: Connection, now: datetime) -> Epoch:
    """Return the latest epoch; a head office that has none entered has been founded in its own."""
    latest = newest(connection)
    if latest is None:
        latest = Epoch(_bound(connection).marked.epoch, 0, 0, FOUNDED, _text(now))
        _enter(connection, latest)
    return latest


def _enter(connection: Connection, epoch: Epoch) -> None:
    connection.execute(insert(epochs).values(**msgspec.structs.asdict(epoch)))


def _text(moment: datetime) -> str:
    return str(to_value(moment))
