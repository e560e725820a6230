"""Head office's ledger: every operation once, by its id, and the place of each device's queue."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, Dialect, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.store.statements import compiled, run_many
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


def known(connection: Connection, ids: Sequence[Id]) -> dict[Id, LedgerEntry]:
    """Return the operations of these that were judged before."""
    found: dict[Id, LedgerEntry] = {}
    for start in range(0, len(ids), 500):
        chosen = select(operations).where(operations.c.op_id.in_(ids[start : start + 500]))
        for row in connection.execute(chosen):
            found[str(row[0])] = LedgerEntry(*row)
    return found


def write(connection: Connection, entries: Iterable[LedgerEntry]) -> None:
    """Enter operations that were judged now."""
    rows = [msgspec.structs.astuple(entry) for entry in entries]
    run_many(connection, compiled(_entering, _COLUMNS, connection.dialect), rows)


def last_seq(connection: Connection, device_id: Id, incarnation: str) -> int:
    """Return the last sequence number judged of a device's incarnation; 0 for a new one."""
    chosen = select(incarnations.c.last_seq).where(
        incarnations.c.device_id == device_id, incarnations.c.incarnation == incarnation
    )
    return int(connection.execute(chosen).scalar() or 0)


def put_last_seq(connection: Connection, device_id: Id, incarnation: str, seq: int) -> None:
    """Note how far a device's incarnation has been judged."""
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = module.insert(incarnations).values(
        device_id=device_id, incarnation=incarnation, last_seq=seq
    )
    keys = ["device_id", "incarnation"]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"last_seq": seq}))


def _entering(_dialect: Dialect) -> ClauseElement:
    return insert(operations).values({name: bindparam(name) for name in _COLUMNS})
