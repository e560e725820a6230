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
from sync.store import outbox as queue
from sync.store.outbox import OutboxItem, OutboxState
from sync.store.statements import ask
from sync.store.tables import outbox, touched

_UNANSWERED = (OutboxState.WAITING, OutboxState.SENT)
_ANSWERED = (OutboxState.SETTLING, OutboxState.DONE)
_PORTION = 500
_TOUCHED = select(touched.c.entity, touched.c.row_id).distinct()
_GONE = (
    select(outbox.c.op_id)
    .where(outbox.c.state == OutboxState.REFUSED.value, outbox.c.status == "gone")
    .order_by(outbox.c.seq)
)


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


def lost(connection: Connection, *, head: int, since: datetime | None) -> list[OutboxItem]:
    """Return the operations whose answer a restored head office does not know any more.

    Those with a version after `head`, decided after `since` where that is said; in their order.
    """
    chosen = select(outbox.c.op_id).where(outbox.c.state.in_(_ANSWERED), outbox.c.ver > head)
    if since is not None:
        chosen = chosen.where(outbox.c.decided_at >= to_value(since))
    ids = [str(op_id) for op_id in connection.execute(chosen.order_by(outbox.c.seq)).scalars()]
    portions = (ids[start : start + _PORTION] for start in range(0, len(ids), _PORTION))
    return [item for portion in portions for item in queue.get_many(connection, portion)]


def take_back(connection: Connection, *, head: int, since: datetime | None) -> int:
    """Let the lost operations wait again. Return how many they are."""
    found = lost(connection, head=head, since=since)
    for item in found:
        _let_wait(connection, item, item.seq)
    return len(found)


def gone(connection: Connection) -> list[OutboxItem]:
    """Return the refused operations whose row head office did not have, in their order."""
    ids = [str(op_id) for op_id in ask(connection, _GONE).scalars()]
    return queue.get_many(connection, ids) if ids else []


def ask_again(connection: Connection, item: OutboxItem) -> None:
    """Let a refused operation wait again, as the last of the queue."""
    _let_wait(connection, item, queue.next_seq(connection))


def _let_wait(connection: Connection, item: OutboxItem, seq: int) -> None:
    _touch_again(connection, item.op_id, item.effects)
    fresh = {"state": OutboxState.WAITING, "status": "", "ver": 0, "detail": "", "seq": seq}
    connection.execute(update(outbox).where(outbox.c.op_id == item.op_id).values(**fresh))


def put_body(connection: Connection, op_id: Id, body: bytes) -> None:
    """Change how an operation is said; what it is stays."""
    connection.execute(update(outbox).where(outbox.c.op_id == op_id).values(body=body))


def touched_keys(connection: Connection) -> set[tuple[str, Id]]:
    """Return the rows that operations still to be replayed touch."""
    return {(str(entity), str(row_id)) for entity, row_id in ask(connection, _TOUCHED)}


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
