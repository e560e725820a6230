"""A new incarnation of a desk's queue: what was not answered is numbered from 1 again.

And operations that a restored head office has lost go back into the queue, with the ids they had.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.store import bases, meta, rows
from sync.store.outbox import OutboxState
from sync.store.tables import outbox, touched

_UNANSWERED = (OutboxState.WAITING, OutboxState.SENT)
_ANSWERED = (OutboxState.SETTLING, OutboxState.DONE)


class _Touch(msgspec.Struct, frozen=True, array_like=True):
    """Of an effect, which row it touches."""

    kind: str
    entity: str
    id: Id


_touches = msgspec.msgpack.Decoder(list[_Touch])


def begin_incarnation(connection: Connection, name: str) -> None:
    """Begin again: unanswered operations count from 1 under a new name; ids and order stay.

    Answered ones move below 1, so that the next operation follows the unanswered. What was sent
    stays sent: head office may have it.
    """
    last = connection.execute(select(func.max(outbox.c.seq))).scalar() or 0
    connection.execute(update(outbox).values(seq=outbox.c.seq - last))
    waiting = select(outbox.c.op_id).where(outbox.c.state.in_(_UNANSWERED)).order_by(outbox.c.seq)
    for seq, op_id in enumerate(list(connection.execute(waiting).scalars()), start=1):
        connection.execute(update(outbox).where(outbox.c.op_id == op_id).values(seq=seq))
    meta.put(connection, incarnation=name)


def take_back(connection: Connection, *, head: int, since: datetime) -> int:
    """Let operations wait again whose answer a restored head office does not know any more.

    Those with a version after `head`, decided after `since`. Return how many.
    """
    lost = (
        select(outbox.c.op_id, outbox.c.effects)
        .where(outbox.c.state.in_(_ANSWERED), outbox.c.ver > head)
        .where(outbox.c.decided_at >= to_value(since))
    )
    found = [(str(op_id), bytes(effects)) for op_id, effects in connection.execute(lost)]
    for op_id, effects in found:
        _touch_again(connection, op_id, effects)
        fresh = {"state": OutboxState.WAITING, "status": "", "ver": 0, "detail": ""}
        connection.execute(update(outbox).where(outbox.c.op_id == op_id).values(**fresh))
    return len(found)


def touched_keys(connection: Connection) -> set[tuple[str, Id]]:
    """Return the rows that operations still to be replayed touch."""
    chosen = select(touched.c.entity, touched.c.row_id).distinct()
    return {(str(entity), str(row_id)) for entity, row_id in connection.execute(chosen)}


def restore_item(connection: Connection, values: dict[str, object]) -> None:
    """Put an operation rescued from a damaged replica into this one's queue."""
    connection.execute(insert(outbox).values(**values).prefix_with("OR IGNORE"))
    effects = values["effects"]
    if isinstance(effects, bytes):
        _touch_again(connection, str(values["op_id"]), effects)


def _touch_again(connection: Connection, op_id: Id, effects: bytes) -> None:
    keys = {(touch.entity, touch.id) for touch in _touches.decode(effects)}
    here = {key: _row_here(connection, key) for key in keys}
    bases.keep(connection, here)
    lines = [{"entity": entity, "row_id": row_id, "op_id": op_id} for entity, row_id in keys]
    if lines:
        connection.execute(insert(touched).prefix_with("OR IGNORE"), lines)


def _row_here(connection: Connection, key: tuple[str, Id]) -> bases.Fields | None:
    return rows.get(connection, *key)


def unanswered_values(connection: Connection) -> Iterable[dict[str, object]]:
    """Yield the columns of every operation that head office has not answered, oldest first."""
    chosen = select(outbox).where(outbox.c.state.in_(_UNANSWERED)).order_by(outbox.c.seq)
    for row in connection.execute(chosen).mappings():
        yield dict(row)
