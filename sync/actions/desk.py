"""Doing an action on the desk: tried by the same rules as at head office, written.

And put into the outbox.
"""

import msgspec
from sqlalchemy import Connection

from sync.actions.context import Context
from sync.actions.deed import Deed
from sync.actions.keeping import order_of
from sync.actions.operations import operation_of
from sync.actions.perform import perform
from sync.actions.replay import encode_effects
from sync.actions.survivors import landed, landing
from sync.actions.workspace import Effect, Workspace
from sync.domain.changes import Changes
from sync.domain.commands import ACTIONS, Command
from sync.domain.ids import Id
from sync.store import bases, meta, outbox, rows
from sync.store.outbox import OutboxItem, OutboxState
from sync.store.tables import SCHEMA


def do(connection: Connection, name: str, command: Command, *, context: Context) -> Changes:
    """Do the action within the connection's transaction, or raise Refused having written nothing.

    What it changes here, what it needs to be judged at head office, and how to take it back are
    written together.
    """
    work = Workspace(connection)
    deed = Deed(work, context)
    work.begin()
    command = _tried(deed, name, command)
    seq, spoken = outbox.next_seq(connection), meta.spoken(connection)
    operation = operation_of(deed, name, command, seq=seq, spoken=spoken)
    bases.keep(connection, work.before)
    write_effects(connection, work.effects)
    changes = changes_of(work, context.operation_id)
    item = OutboxItem(
        op_id=context.operation_id,
        seq=seq,
        state=OutboxState.WAITING,
        action=operation.action,
        at=operation.at,
        order_id=min(changes.orders, default=""),
        body=msgspec.msgpack.encode(operation),
        effects=encode_effects(work.effects),
    )
    outbox.put(connection, item, work.before)
    return changes


def try_out(connection: Connection, name: str, command: Command, *, context: Context) -> Changes:
    """Return what the action would touch, or raise Refused; nothing is written.

    A button asks this before it is pressed.
    """
    work = Workspace(connection)
    work.begin()
    deed = Deed(work, context)
    command = _tried(deed, name, command)
    spoken = meta.spoken(connection)
    if spoken < SCHEMA:
        operation_of(deed, name, command, seq=1, spoken=spoken)
    return changes_of(work, context.operation_id)


def _tried(deed: Deed, name: str, command: Command) -> Command:
    """Do the action on what stands for the firms that it names; return it as it was done."""
    if name in ACTIONS:
        deed.landed = landing(deed.work, name, command)
        command = landed(name, command, deed.landed)
    perform(deed, name, command)
    return command


def write_effects(connection: Connection, effects: list[Effect]) -> None:
    """Write an action's effects into the nouns' tables."""
    for effect in effects:
        if effect.kind == "put":
            rows.put_row(connection, effect.entity, effect.fields)
        elif effect.kind == "remove":
            rows.remove_many(connection, effect.entity, (effect.id,))
        else:
            values = (*effect.fields.values(), effect.id)
            rows.update_many(connection, effect.entity, tuple(effect.fields), (values,))


def changes_of(work: Workspace, operation_id: Id) -> Changes:
    """Return what the action under way touches."""
    touched: dict[str, set[Id]] = {}
    orders: set[Id] = set()
    for (entity, row_id), before in work.before.items():
        touched.setdefault(entity, set()).add(row_id)
        row = work.get(entity, row_id) or before
        orders.add(order_of(entity, row) if row is not None else "")
    return Changes(
        rows={entity: frozenset(ids) for entity, ids in touched.items()},
        orders=frozenset(orders - {""}),
        operation_id=operation_id,
    )
