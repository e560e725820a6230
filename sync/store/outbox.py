"""The desk's outbox: every operation made here.

From the moment it is safe on disk until long after its verdict.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Connection,
    Dialect,
    Result,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.store.statements import Values, ask, compiled, run_many
from sync.store.tables import outbox, touched


class OutboxState(StrEnum):
    """How far an operation has come.

    waiting: on this device. sent: left, no answer yet. settling: head office has decided, its rows
    are not here yet. done: its rows are here. refused: head office said no, or asked a person.
    handled: a person has dealt with that.
    """

    WAITING = "waiting"
    SENT = "sent"
    SETTLING = "settling"
    DONE = "done"
    REFUSED = "refused"
    HANDLED = "handled"


PENDING = (OutboxState.WAITING, OutboxState.SENT, OutboxState.SETTLING)
"""States in which the operation's effects are replayed over what head office sends."""


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One operation and its fate.

    `body` is the wire's Operation, `effects` what it did here, both msgpack.
    """

    op_id: Id
    seq: int
    state: OutboxState
    status: str = ""
    action: str
    at: str
    order_id: Id = ""
    body: bytes
    effects: bytes
    ver: int = 0
    detail: str = ""
    decided_at: str | None = None


_COLUMNS = OutboxItem.__struct_fields__
_KEY = ("entity", "row_id", "op_id")
_ALL = tuple(outbox.c[name] for name in _COLUMNS)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_LAST_SEQ = select(func.max(outbox.c.seq))
_TO_SEND = (
    select(*_ALL)
    .where(outbox.c.state.in_((OutboxState.WAITING.value, OutboxState.SENT.value)))
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)
_MARK_SENT = (
    update(outbox)
    .where(outbox.c.op_id.in_(_IDS), outbox.c.state == OutboxState.WAITING.value)
    .values(state=OutboxState.SENT.value)
)
_SETTLING = (
    select(*_ALL)
    .where(outbox.c.state == OutboxState.SETTLING.value, outbox.c.ver <= bindparam("through"))
    .order_by(outbox.c.seq)
)
_IS_PENDING = outbox.c.state.in_([state.value for state in PENDING])
_TOUCHES = (touched.c.entity == bindparam("of"), touched.c.row_id.in_(_IDS))
_PENDING_ROWS = (
    select(touched.c.row_id)
    .join(outbox, touched.c.op_id == outbox.c.op_id)
    .where(*_TOUCHES, _IS_PENDING)
    .distinct()
)
_PENDING_EFFECTS = (
    select(outbox.c.effects)
    .where(outbox.c.op_id.in_(select(touched.c.op_id).where(*_TOUCHES)), _IS_PENDING)
    .order_by(outbox.c.seq)
)
_TOUCHED_BY = select(touched.c.entity, touched.c.row_id).where(touched.c.op_id.in_(_IDS))
_FORGET_TOUCHED = delete(touched).where(touched.c.op_id.in_(_IDS))
_COUNTS = select(outbox.c.state, func.count()).group_by(outbox.c.state)
_OVER = (OutboxState.DONE, OutboxState.HANDLED)
_UNFINISHED = _COUNTS.where(
    outbox.c.state.in_([state.value for state in OutboxState if state not in _OVER])
)
_SETTLED = ("state_", "status_", "ver_", "detail_", "decided_at_", "op_id_")


def put(connection: Connection, item: OutboxItem, keys: Iterable[tuple[str, Id]]) -> None:
    """Add an operation with the rows that it touches."""
    put_all(connection, [item], [(entity, row_id, item.op_id) for entity, row_id in keys])


def put_all(
    connection: Connection, items: Iterable[OutboxItem], keys: Sequence[tuple[str, Id, Id]]
) -> None:
    """Add operations, and the rows they touch as (noun, row, operation)."""
    values = [_values(item) for item in items]
    run_many(connection, compiled(_adding, _COLUMNS, connection.dialect), values)
    run_many(connection, compiled(_touching, _KEY, connection.dialect), keys)


def next_seq(connection: Connection) -> int:
    """Return the sequence number for the next operation of this incarnation."""
    return 1 + (ask(connection, _LAST_SEQ).scalar() or 0)


def to_send(connection: Connection, limit: int) -> list[OutboxItem]:
    """Return the oldest operations that head office has not answered, in order."""
    return _found(ask(connection, _TO_SEND, {"most": limit}))


def mark_sent(connection: Connection, ids: Sequence[Id]) -> None:
    """Note that operations have left this device."""
    ask(connection, _MARK_SENT, {"ids": list(ids)})


def mark_unsent(connection: Connection, ids: Sequence[Id]) -> None:
    """Note that head office said it took in none of these: they wait as before they left."""
    connection.execute(
        update(outbox)
        .where(outbox.c.op_id.in_(ids), outbox.c.state == OutboxState.SENT)
        .values(state=OutboxState.WAITING)
    )


def settle(connection: Connection, items: Sequence[OutboxItem]) -> None:
    """Write the items' state, verdict and version."""
    settled = [
        (item.state.value, item.status, item.ver, item.detail, item.decided_at, item.op_id)
        for item in items
    ]
    run_many(connection, compiled(_settling, _SETTLED, connection.dialect), settled)


def get_many(connection: Connection, ids: Sequence[Id]) -> list[OutboxItem]:
    """Return the operations that are known here, in order."""
    return _items(connection, select(outbox).where(outbox.c.op_id.in_(ids)).order_by(outbox.c.seq))


def settling_through(connection: Connection, ver: int) -> list[OutboxItem]:
    """Return the decided operations whose rows have come by version `ver`."""
    return _found(ask(connection, _SETTLING, {"through": ver}))


def pending_rows(connection: Connection, entity: str, ids: Sequence[Id]) -> set[Id]:
    """Return those of a noun's rows over which operations are still to be replayed."""
    found = ask(connection, _PENDING_ROWS, {"of": entity, "ids": list(ids)})
    return {str(row_id) for row_id in found.scalars()}


def pending_effects(connection: Connection, entity: str, ids: Sequence[Id]) -> Iterator[bytes]:
    """Yield what the operations did here that are to be replayed over these rows, oldest first."""
    for (effects,) in ask(connection, _PENDING_EFFECTS, {"of": entity, "ids": list(ids)}):
        yield bytes(effects)


def rows_touched(connection: Connection, ids: Sequence[Id]) -> set[tuple[str, Id]]:
    """Return the rows that these operations touch."""
    found = ask(connection, _TOUCHED_BY, {"ids": list(ids)})
    return {(str(entity), str(row_id)) for entity, row_id in found}


def forget_touched(connection: Connection, ids: Sequence[Id]) -> None:
    """Let go of the rows of operations that are no longer replayed."""
    ask(connection, _FORGET_TOUCHED, {"ids": list(ids)})


def listing(connection: Connection, states: Sequence[OutboxState], limit: int) -> list[OutboxItem]:
    """Return operations in these states, newest first, for a person to look at."""
    chosen = select(outbox).where(outbox.c.state.in_(states)).order_by(outbox.c.seq.desc())
    return _items(connection, chosen.limit(limit))


def counts(connection: Connection) -> dict[OutboxState, int]:
    """Return how many operations are in each state."""
    return {OutboxState(state): count for state, count in ask(connection, _COUNTS)}


def unfinished(connection: Connection) -> dict[OutboxState, int]:
    """Return how many operations are in each state but done and handled: those pile up."""
    return {OutboxState(state): count for state, count in ask(connection, _UNFINISHED)}


def _items(connection: Connection, chosen: Select[Any]) -> list[OutboxItem]:
    return _found(connection.execute(chosen.with_only_columns(*_ALL)))


def _found(result: Result[Any]) -> list[OutboxItem]:
    return [_item(dict(zip(_COLUMNS, row, strict=True))) for row in result.all()]


def _item(values: dict[str, Any]) -> OutboxItem:
    values["state"] = OutboxState(values["state"])
    return OutboxItem(**values)


def _values(item: OutboxItem) -> Values:
    return tuple(
        value.value if isinstance(value, OutboxState) else value
        for value in msgspec.structs.astuple(item)
    )


def _adding(_dialect: Dialect) -> ClauseElement:
    values: dict[str, object] = {name: bindparam(name) for name in _COLUMNS}
    return insert(outbox).values(values)


def _touching(_dialect: Dialect) -> ClauseElement:
    values: dict[str, object] = {name: bindparam(name) for name in _KEY}
    return insert(touched).values(values)


def _settling(_dialect: Dialect) -> ClauseElement:
    values: dict[str, object] = {name[:-1]: bindparam(name) for name in _SETTLED[:-1]}
    return update(outbox).where(outbox.c.op_id == bindparam("op_id_")).values(values)
