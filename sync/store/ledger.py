"""Head office's ledger: every operation once, by its id, and the place of each device's queue."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, Dialect, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.store.statements import ask, compiled, run_many
from sync.store.tables import incarnations, operations


class LedgerEntry(msgspec.Struct, frozen=True):
    """What became of an operation.

    `digest` tells a replay from another operation under the same id.
    """

    op_id: Id
    device_id: Id
    digest: str
    status: str
    detail: str
    ver: int
    at: str


_COLUMNS = LedgerEntry.__struct_fields__
_PLACE = ("device_id", "incarnation", "last_seq")
_KNOWN = select(operations).where(operations.c.op_id.in_(bindparam("ids", expanding=True)))
_LAST_SEQ = select(incarnations.c.last_seq).where(
    incarnations.c.device_id == bindparam("device"),
    incarnations.c.incarnation == bindparam("name"),
)


def known(connection: Connection, ids: Sequence[Id]) -> dict[Id, LedgerEntry]:
    """Return the operations of these that were judged before."""
    found: dict[Id, LedgerEntry] = {}
    for start in range(0, len(ids), 500):
        for row in ask(connection, _KNOWN, {"ids": list(ids[start : start + 500])}):
            found[str(row[0])] = LedgerEntry(*row)
    return found


def write(connection: Connection, entries: Iterable[LedgerEntry]) -> None:
    """Enter operations that were judged now."""
    rows = [msgspec.structs.astuple(entry) for entry in entries]
    run_many(connection, compiled(_entering, _COLUMNS, connection.dialect), rows)


def last_seq(connection: Connection, device_id: Id, incarnation: str) -> int:
    """Return the last sequence number judged of a device's incarnation; 0 for a new one."""
    whose = {"device": device_id, "name": incarnation}
    return int(ask(connection, _LAST_SEQ, whose).scalar() or 0)


def put_last_seq(connection: Connection, device_id: Id, incarnation: str, seq: int) -> None:
    """Note how far a device's incarnation has been judged."""
    statement = compiled(_judging, _PLACE, connection.dialect)
    run_many(connection, statement, [(device_id, incarnation, seq)])


def _entering(_dialect: Dialect) -> ClauseElement:
    return insert(operations).values({name: bindparam(name) for name in _COLUMNS})


def _judging(dialect: Dialect) -> ClauseElement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    statement = module.insert(incarnations).values({name: bindparam(name) for name in _PLACE})
    latest = {"last_seq": statement.excluded.last_seq}
    upsert: ClauseElement = statement.on_conflict_do_update(
        index_elements=list(_PLACE[:2]), set_=latest
    )
    return upsert
