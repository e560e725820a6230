"""Doing many actions on the desk in one go: judged one by one, written together.

The same rules as `desk.do`, over one workspace: an import of thousands of orders reads and writes
with a few statements for each portion.
"""

from collections.abc import Iterable
from operator import itemgetter

import msgspec
from sqlalchemy import Connection

from sync.actions.context import Context
from sync.actions.deed import Deed
from sync.actions.desk import changes_of
from sync.actions.operations import operation_of
from sync.actions.perform import perform
from sync.actions.replay import encode_effects
from sync.actions.workspace import Workspace
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.ids import Id
from sync.domain.records import Row, Value
from sync.domain.refusals import Refused
from sync.store import bases, meta, outbox, rows
from sync.store.outbox import OutboxItem, OutboxState
from sync.wire.messages import Operation

Key = tuple[str, Id]
Fields = dict[str, Value]


class Batch:
    """Actions done in memory until `write` puts them into the replica."""

    def __init__(self, connection: Connection) -> None:
        self.work = Workspace(connection)
        self._connection = connection
        self._first = outbox.next_seq(connection)
        self._spoken = meta.spoken(connection)
        self._items: list[OutboxItem] = []
        self._before: dict[Key, Fields | None] = {}
        self._touched: list[tuple[str, Id, Id]] = []

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Read the rows that the actions are going to ask for."""
        wanted: dict[str, list[Id]] = {}
        for entity, row_id in keys:
            if self.work.knows(entity):
                wanted.setdefault(entity, []).append(row_id)
        for entity, ids in wanted.items():
            self.work.prefetch(entity, ids)

    def do(self, name: str, command: Command, *, context: Context) -> Changes:
        """Do one action, or raise Refused: then it is as if it had not been tried."""
        self.work.begin()
        deed = Deed(self.work, context)
        try:
            perform(deed, name, command)
            operation = operation_of(deed, name, command, seq=self._next_seq(), spoken=self._spoken)
        except Refused:
            self.work.roll_back()
            raise
        changes = changes_of(self.work, context.operation_id)
        order_id = min(changes.orders, default="")
        self._note(deed, operation, order_id)
        return changes

    def write(self) -> None:
        """Put everything done into the replica and its queue."""
        bases.keep(self._connection, dict(sorted(self._before.items(), key=itemgetter(0))))
        self._write_rows()
        outbox.put_all(self._connection, self._items, sorted(self._touched))

    def _next_seq(self) -> int:
        return self._first + len(self._items)

    def _note(self, deed: Deed, operation: Operation, order_id: Id) -> None:
        self._items.append(
            OutboxItem(
                op_id=operation.op_id,
                seq=operation.seq,
                state=OutboxState.WAITING,
                action=operation.action,
                at=operation.at,
                order_id=order_id,
                body=msgspec.msgpack.encode(operation),
                effects=encode_effects(deed.work.effects),
            )
        )
        for key, row in deed.work.before.items():
            self._before.setdefault(key, row)
            self._touched.append((*key, operation.op_id))

    def _write_rows(self) -> None:
        puts: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        gone: dict[str, list[Id]] = {}
        for entity, row_id in sorted(self._before):
            row = self.work.get(entity, row_id)
            if row is None:
                gone.setdefault(entity, []).append(row_id)
            else:
                puts.setdefault((entity, tuple(row)), []).append(row)
        for (entity, names), changed in puts.items():
            values = [tuple(row.values()) for row in changed]
            rows.put_many(self._connection, entity, names, values)
        for entity, ids in gone.items():
            rows.remove_many(self._connection, entity, ids)
