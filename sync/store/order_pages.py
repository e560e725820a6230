"""An order page's questions: what of the order has not arrived yet, and what happened to it."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, or_, select

from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.history import HistoryEntry
from sync.domain.ids import Id
from sync.domain.records import columns, record
from sync.store.outbox import PENDING, OutboxState
from sync.store.tables import TABLES, outbox, touched

RowKey = tuple[str, Id]


class PendingDeed(msgspec.Struct, frozen=True, kw_only=True):
    """An action on the order whose result head office has not sent back. `at` is UTC text."""

    op_id: Id
    state: OutboxState
    action: str
    at: str
    rows: frozenset[RowKey]


def pending_deeds(connection: Connection, order_id: Id) -> list[PendingDeed]:
    """Return the actions on an order that are still under way, the newest first."""
    chosen = (
        select(outbox.c.op_id, outbox.c.state, outbox.c.action, outbox.c.at)
        .where(outbox.c.order_id == order_id, outbox.c.state.in_(PENDING))
        .order_by(outbox.c.seq.desc())
    )
    found = connection.execute(chosen).all()
    rows = _rows_touched(connection, [str(row.op_id) for row in found])
    return [
        PendingDeed(
            op_id=row.op_id,
            state=OutboxState(row.state),
            action=row.action,
            at=row.at,
            rows=frozenset(rows.get(row.op_id, ())),
        )
        for row in found
    ]


def states_of_rows(deeds: Sequence[PendingDeed]) -> dict[RowKey, OutboxState]:
    """Return how far each touched row has come: no further than its last action."""
    found: dict[RowKey, OutboxState] = {}
    for deed in reversed(deeds):
        found |= dict.fromkeys(deed.rows, deed.state)
    return found


def history_of(connection: Connection, order_id: Id, *, limit: int = 2000) -> list[HistoryEntry]:
    """Return what happened to an order and all that belongs to it, the newest first."""
    table = TABLES["history"]
    return _history(connection, [table.c.order_id == order_id], limit)


def history_of_row(connection: Connection, row_id: Id) -> list[HistoryEntry]:
    """Return what happened to one row, the newest first."""
    return _history(connection, [TABLES["history"].c.row_id == row_id], 500)


def conflicts_since(connection: Connection, moment: str) -> list[Conflict]:
    """Return the open conflicts and those decided since `moment` (UTC text), the newest first."""
    table = TABLES["conflicts"]
    wanted = or_(table.c.state == ConflictState.OPEN.value, table.c.decided_at >= moment)
    names = columns(Conflict)
    chosen = select(*(table.c[name] for name in names)).where(wanted)
    found = connection.execute(chosen.order_by(table.c.raised_at.desc(), table.c.id))
    return [record(Conflict, dict(zip(names, row, strict=True))) for row in found]


def _history(
    connection: Connection, where: Sequence[ColumnElement[bool]], limit: int
) -> list[HistoryEntry]:
    table, names = TABLES["history"], columns(HistoryEntry)
    chosen = (
        select(*(table.c[name] for name in names))
        .where(*where)
        .order_by(table.c.accepted_at.desc(), table.c.operation_id.desc(), table.c.id)
        .limit(limit)
    )
    found = connection.execute(chosen)
    return [record(HistoryEntry, dict(zip(names, row, strict=True))) for row in found]


def _rows_touched(connection: Connection, ids: Sequence[Id]) -> dict[Id, list[RowKey]]:
    chosen = select(touched.c.op_id, touched.c.entity, touched.c.row_id)
    found: dict[Id, list[RowKey]] = {}
    for op_id, entity, row_id in connection.execute(chosen.where(touched.c.op_id.in_(ids))):
        found.setdefault(op_id, []).append((entity, row_id))
    return found
