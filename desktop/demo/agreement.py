"""Whether the desks and head office are the same in the end, and nothing anybody did is lost."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

import msgspec
from sqlalchemy import Connection

from desktop.demo.company import HeadOffice
from sync.actions.workspace import Effect
from sync.client.replica import Replica
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.ids import Id
from sync.domain.records import Value, record
from sync.store import outbox, rows
from sync.store.digests import digests
from sync.store.outbox import OutboxItem, OutboxState

ANSWERED = (OutboxState.DONE, OutboxState.REFUSED, OutboxState.HANDLED)
BROUGHT_IN = "order.import"

NOTED_BY_OFFICE = {"conflicts": frozenset({"decided_at", "before"})}
"""What a desk only foresees: head office writes when it decided, and what stood there then."""

_effects = msgspec.msgpack.Decoder(list[Effect])


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the story; `differing` and `lost` are empty when all is well."""

    edits: int
    conflicts: int
    resolved: int
    differing: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def converged(self) -> bool:
        """Whether every copy is the same."""
        return not self.differing


class Copies(msgspec.Struct, frozen=True):
    """The company as head office has it and as each desk does."""

    office: HeadOffice
    desks: Mapping[str, Replica]


def outcome_of(copies: Copies, *, known_conflicts: frozenset[Id]) -> Outcome:
    """Compare every table of every copy, and look for everything that was done at a desk."""
    found: list[str] = []
    edits = 0
    with ExitStack() as reading:
        own = {
            name: reading.enter_context(replica.read()) for name, replica in copies.desks.items()
        }
        memories = {name: Memory(connection) for name, connection in own.items()}
        for name, connection in own.items():
            items = outbox.listing(connection, tuple(OutboxState), 1_000_000)
            edits += sum(item.action != BROUGHT_IN for item in items)
            others = [memory for other, memory in memories.items() if other != name]
            lost = lost_of(items, [memories[name], *others])
            found += [f"{name}: {what}" for what in lost]
    raised = _raised(copies, known_conflicts)
    return Outcome(
        edits=edits,
        conflicts=len(raised),
        resolved=sum(each.state is ConflictState.DECIDED for each in raised),
        differing=tuple(_differing(copies)),
        lost=tuple(found),
    )


def conflict_ids(replica: Replica) -> frozenset[Id]:
    """Return the conflicts that a desk knows."""
    with replica.read() as connection:
        return frozenset(str(row["id"]) for row in rows.all_rows(connection, "conflicts"))


def lost_of(items: Iterable[OutboxItem], memories: Sequence["Memory"]) -> list[str]:
    """Return the operations that nobody answered, or whose values no copy holds any more.

    A copy that does not see them does not lose them: who brings suppliers in with a file of
    orders may not see suppliers, so other people's copies are asked too.
    """
    return [
        f"{item.action} {item.op_id}"
        for item in items
        if item.state not in ANSWERED
        or not item.status
        or not all(
            any(memory.holds(effect) for memory in memories)
            for effect in _effects.decode(item.effects)
        )
    ]


class Memory:
    """What the copy knows of rows: as they are, as they were, and as somebody wanted them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[str, dict[Id, Mapping[str, Value]]] = {}
        self._told: dict[Id, set[str]] | None = None

    def holds(self, effect: Effect) -> bool:
        """Return whether what an effect did is still to be found."""
        row = self._rows(effect.entity).get(effect.id)
        if effect.kind == "put":
            return row is not None or bool(self._of(effect.id))
        if effect.kind == "remove":
            return row is None or bool(self._of(effect.id))
        said = effect.fields.keys() - NOTED_BY_OFFICE.get(effect.entity, frozenset())
        return all(self._holds_value(effect, name, row) for name in said)

    def _holds_value(self, effect: Effect, name: str, row: Mapping[str, Value] | None) -> bool:
        value = effect.fields[name]
        is_there = row is not None and row.get(name) == value
        return is_there or str(value) in self._of(effect.id)

    def _rows(self, entity: str) -> dict[Id, Mapping[str, Value]]:
        if entity not in self._ids:
            found = rows.all_rows(self._connection, entity)
            self._ids[entity] = {str(row["id"]): row for row in found}
        return self._ids[entity]

    def _of(self, row_id: Id) -> set[str]:
        """Return the values that history and conflicts keep of a row."""
        if self._told is None:
            self._told = _told(self._connection)
        return self._told.get(row_id, set())


def _told(connection: Connection) -> dict[Id, set[str]]:
    found: dict[Id, set[str]] = {}
    for line in rows.all_rows(connection, "history"):
        values = {str(line[name]) for name in ("old", "new", "base")}
        found.setdefault(str(line["row_id"]), set()).update(values)
    for row in rows.all_rows(connection, "conflicts"):
        conflict = record(Conflict, row)
        kept = found.setdefault(conflict.row_id, set())
        for side in (conflict.base, conflict.mine, conflict.theirs):
            kept.update(map(str, msgspec.json.decode(side, type=dict[str, Value]).values()))
    return found


def _raised(copies: Copies, known: frozenset[Id]) -> list[Conflict]:
    """Return the conflicts that the story raised, as any desk has them."""
    replica = next(iter(copies.desks.values()))
    with replica.read() as connection:
        found = [record(Conflict, row) for row in rows.all_rows(connection, "conflicts")]
    return [conflict for conflict in found if conflict.id not in known]


def _differing(copies: Copies) -> list[str]:
    """Return where a desk's table is not head office's."""
    found: list[str] = []
    for name, replica in copies.desks.items():
        login = replica.standing().login
        told: dict[str, str] = json.loads(copies.office.run("digest", "--user", login))["digests"]
        with replica.read() as connection:
            own = digests(connection)
        found += [f"{name}: {entity}" for entity in told if own[entity] != told[entity]]
    return found
