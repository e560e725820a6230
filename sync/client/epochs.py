"""What a desk does when head office was restored: gives back what it knows, copies all again."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from sync.actions.workspace import Effect
from sync.client import copying_again, rebase, standing
from sync.client.replica import Replica
from sync.client.troubles import EpochChanged
from sync.client.verdicts import number_told
from sync.clock import new_id
from sync.domain.ids import Id
from sync.store import incarnations, rows
from sync.store.outbox import OutboxItem
from sync.wire.messages import Operation

KEPT_DAYS = 365
"""How old decided operations may be to be given back where nobody knows what was lost: longer than
a clock is wrong by, shorter than head office remembers which it knows."""

_effects = msgspec.msgpack.Decoder(list[Effect])
_operation = msgspec.msgpack.Decoder(Operation)
_encode = msgspec.msgpack.Encoder().encode


def adopt(replica: Replica, changed: EpochChanged, *, now: datetime) -> int:
    """Follow the new epoch; return how many operations wait again that head office has lost.

    Their ids stay, so that what it does still know happens once only. Lost is what has a version
    after the last that both epochs share. Where head office does not know which that is (it was
    told of the restore only after others had pushed), its head says nothing: all that was
    answered in a year is given back, and the ledger knows what is still there.
    """
    with replica.write() as connection:
        is_other = standing.load(connection).epoch != changed.epoch
        shared = changed.restored_head if is_other else changed.head
        since = None if shared else now - timedelta(days=KEPT_DAYS)
        _mark(connection, incarnations.lost(connection, head=shared, since=since))
        given_back = incarnations.take_back(connection, head=shared, since=since)
        incarnations.begin_incarnation(connection, new_id())
        rebase.show(connection, incarnations.touched_keys(connection))
        copying_again.copy_again(connection, epoch=changed.epoch, head=changed.head)
    return given_back


def give_all_back(replica: Replica, *, now: datetime) -> int:
    """Give back whatever was answered: head office has forgotten part of our queue.

    It expects an earlier operation than the next of ours, so it was put back without its epoch
    having changed.
    """
    epoch = replica.standing().epoch
    return adopt(replica, EpochChanged(epoch, 0), now=now)


def begin_again(replica: Replica) -> None:
    """Begin a new incarnation: head office does not know our queue as we know it."""
    with replica.write() as connection:
        incarnations.begin_incarnation(connection, new_id())


def _mark(connection: Connection, lost: list[OutboxItem]) -> None:
    """Have operations say that they are given back, and the numbers that orders were once given."""
    for item in lost:
        given = {
            effect.id: number
            for effect in _effects.decode(item.effects)
            if effect.kind == "put" and effect.entity == "orders"
            if (number := _number_of(connection, effect.id) or number_told(item))
        }
        operation = _operation.decode(item.body)
        marked = msgspec.structs.replace(operation, numbers=given, again=True)
        incarnations.put_body(connection, item.op_id, _encode(marked))


def _number_of(connection: Connection, order_id: Id) -> str:
    row = rows.get(connection, "orders", order_id)
    return str(row["order_no"] or "") if row else ""
