"""Judging operations at head office: each on the rows as they stand now.

A whole push in one transaction.

An operation that is refused writes only its verdict; the others of its push are not held up by it.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from sync.actions.audiences import Audiences, container_in
from sync.actions.context import Context
from sync.actions.deed import Deed
from sync.actions.numbering import number_new_orders
from sync.actions.perform import perform
from sync.actions.reach import Reach
from sync.actions.seen import Noted, as_told
from sync.actions.survivors import Landing, landed, landed_noted, landing
from sync.actions.workspace import Workspace
from sync.domain.commands import ACTIONS, Command
from sync.domain.ids import Id
from sync.domain.people import Actor
from sync.domain.records import Row, Value
from sync.domain.refusals import Refusal, Refused
from sync.store import feed, history_chain, permission_files, rows
from sync.store.feed import Note
from sync.wire.messages import NUMBERED, Operation, Verdict

_encode = msgspec.json.Encoder().encode
_MOVING = frozenset({"contacts", "conflicts"})
"""Nouns of which a row may come to belong elsewhere: to the firm that theirs became one with."""


class Bench:
    """Where operations are judged one after another.

    And then written together under one version.
    """

    def __init__(self, connection: Connection, ver: int) -> None:
        self.work = Workspace(connection)
        self.ver = ver
        self.reach: Reach | None = None
        self._connection = connection
        self._audiences = Audiences(self.work)

    def begin(self) -> None:
        """Begin the next change; what the one before it did is counted."""
        self._audiences.gather()
        self.work.begin()

    def limit_to(self, actor: Actor, named: Iterable[tuple[str, Id]]) -> None:
        """Judge as of somebody who may hold only what their roles show them.

        `named` are rows that the operations name, to be looked up together.
        """
        permissions = permission_files.load_permissions()
        self.reach = Reach(self._connection, self.work, actor, permissions=permissions)
        self.reach.prefetch(named)

    def judge(self, operation: Operation, command: Command, context: Context) -> Verdict:
        """Return the operation's verdict, having done in memory what it may do."""
        self.begin()
        base = as_told(self.work, operation.base, operation.schema)
        moved = self._landing(operation.action, command, base)
        if moved:
            base = landed_noted(base, moved)
        if self.reach is not None:
            base = self.reach.as_seen(base)
        deed = Deed(self.work, context, base)
        deed.landed = moved
        try:
            self._perform(deed, operation.action, landed(operation.action, command, moved))
        except Refused as refused:
            return self._refused(operation, refused.refusal)
        given = number_new_orders(deed, operation.numbers)
        return self._verdict(deed, operation.op_id, given)

    def _refused(self, operation: Operation, refusal: Refusal) -> Verdict:
        self.work.roll_back()
        detail = _encode({"code": refusal.code, "facts": refusal.facts}).decode()
        return Verdict(op_id=operation.op_id, status=refusal.kind, ver=0, detail=detail)

    def write(self) -> None:
        """Write every row that the judged operations changed, with the version.

        And note it in the feed, and who sees it.
        """
        self.begin()
        puts: dict[str, list[Row]] = {}
        gone: list[tuple[str, Id]] = []
        for entity, row_id in sorted(self.work.changed):
            row = self.work.get(entity, row_id)
            if row is None:
                gone.append((entity, row_id))
            else:
                puts.setdefault(entity, []).append({**row, "ver": self.ver})
        for entity, changed in puts.items():
            columns = tuple(changed[0])
            values = [tuple(map(row.__getitem__, columns)) for row in changed]
            stored = self._stored(entity, columns, changed)
            rows.put_changed(self._connection, entity, columns, values, stored)
        for entity, row_id in gone:
            rows.remove_many(self._connection, entity, (row_id,))
        if "history" in puts:
            history_chain.extend(self._connection, self.ver, puts["history"])
        feed.move_out(self._connection, self._moved(puts))
        feed.note(self._connection, self.ver, self._noted(puts, gone))
        permissions = permission_files.load_permissions()
        self._audiences.settle(self._connection, self.ver, permissions=permissions)

    def _stored(
        self, entity: str, columns: tuple[str, ...], changed: Sequence[Row]
    ) -> dict[Id, tuple[Value, ...]]:
        """Return the rows as the database has them, of those that it has."""
        known = ((str(row["id"]), self.work.stored[entity, str(row["id"])]) for row in changed)
        return {row_id: tuple(map(row.get, columns)) for row_id, row in known if row is not None}

    def _moved(self, puts: dict[str, list[Row]]) -> Iterable[tuple[Id, str, Id]]:
        """Yield the rows that were in another container, of the nouns that may move."""
        for entity in _MOVING & puts.keys():
            for row in puts[entity]:
                row_id = str(row["id"])
                before = self.work.stored[entity, row_id]
                if before is not None:
                    left = container_in(self.work, entity, before)
                    if left != container_in(self.work, entity, dict(row)):
                        yield left, entity, row_id

    def _noted(self, puts: dict[str, list[Row]], gone: list[tuple[str, Id]]) -> Iterable[Note]:
        place = self._audiences.container_of
        for entity, changed in puts.items():
            for row in changed:
                row_id = str(row["id"])
                yield Note(entity, row_id, place(entity, row_id, dict(row)), is_gone=False)
        for entity, row_id in gone:
            yield Note(entity, row_id, place(entity, row_id, None), is_gone=True)

    def _landing(self, name: str, command: Command, base: Noted) -> Landing:
        if self.reach is None:
            return landing(self.work, name, command, base)
        return landing(self.work, name, command, base, may_hold=self.reach.holds_firm)

    def _perform(self, deed: Deed, name: str, command: Command) -> None:
        if self.reach is not None:
            action = ACTIONS[name]
            self.reach.require_named(action, command, deed.seen.noted)
            self.reach.require_settable(action, command)
        perform(deed, name, command)

    def _verdict(self, deed: Deed, op_id: Id, given: Sequence[str]) -> Verdict:
        if deed.told is not None:
            detail = _encode({"code": deed.told.code, "facts": deed.told.facts}).decode()
            return Verdict(op_id=op_id, status="stale_approval", ver=self.ver, detail=detail)
        if deed.conflicts:
            detail = _encode({"code": "conflict", "facts": {"id": deed.conflicts[0]}}).decode()
            return Verdict(op_id=op_id, status="review", ver=self.ver, detail=detail)
        if not self.work.effects:
            return Verdict(op_id=op_id, status="noop", ver=self.ver)
        return Verdict(op_id=op_id, status="applied", ver=self.ver, detail=_told(deed, given))


def _told(deed: Deed, given: Sequence[str]) -> str:
    """Return what the author is told of an operation that was applied."""
    if deed.overwrote:
        return _encode({"code": "overwrote", "facts": {}}).decode()
    if len(given) == 1:
        return _encode({"code": NUMBERED, "facts": {"number": given[0]}}).decode()
    return ""
