"""The rows an action works on: read once, changed in memory, written together.

Both ends use it. Rules see one consistent picture that includes what the same action has already
changed; a refused action leaves nothing behind; and a batch of operations is written with a few
statements instead of one a field.
"""

from collections.abc import Iterable
from functools import cache
from typing import Literal, TypeVar

import msgspec
from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id, is_id
from sync.domain.records import Record, Value, columns, defaults, record
from sync.domain.refusals import refuse
from sync.store import rows

R = TypeVar("R", bound=Record)
Fields = dict[str, Value]
RowKey = tuple[str, Id]


class Effect(msgspec.Struct, frozen=True, array_like=True):
    """What an action does to one row: put it whole, patch fields of it, or remove it."""

    kind: Literal["put", "patch", "remove"]
    entity: str
    id: Id
    fields: Fields = {}


class Workspace:
    """Rows in memory over a connection, with the effects of the action under way."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.effects: list[Effect] = []
        self.before: dict[RowKey, Fields | None] = {}
        self.changed: set[RowKey] = set()
        self.stored: dict[RowKey, Fields | None] = {}
        """Of what has changed, the rows as the database has them."""
        self._fresh: set[RowKey] = set()
        self._rows: dict[RowKey, Fields | None] = {}
        self._whole: set[str] = set()
        self._stored: dict[tuple[str, str], dict[Value, set[Id]]] = {}
        self._changed: dict[tuple[str, str], dict[Value, set[Id]]] = {}

    def prefetch(self, entity: str, ids: Iterable[Id]) -> None:
        """Read many rows with few statements, ahead of the actions that ask for them."""
        missing = [row_id for row_id in ids if is_id(row_id) and (entity, row_id) not in self._rows]
        found = rows.get_many(self.connection, entity, missing) if missing else {}
        for row_id in missing:
            self._rows[entity, row_id] = found.get(row_id)

    @staticmethod
    def knows(entity: str) -> bool:
        """Return whether there is such a noun."""
        return entity in ENTITIES

    def get(self, entity: str, row_id: Id) -> Fields | None:
        """Return a row as it stands now, or None. Not to be changed in place."""
        key = (entity, row_id)
        if key not in self._rows:
            self._rows[key] = rows.get(self.connection, entity, row_id) if is_id(row_id) else None
        return self._rows[key]

    def require(self, entity: str, row_id: Id) -> Fields:
        """Return a row, or refuse: it is gone, or was never there for this person."""
        row = self.get(entity, row_id)
        if row is None:
            raise refuse("row_gone", kind="gone", entity=entity, id=row_id[:40])
        return row

    def load(self, kind: type[R], entity: str, row_id: Id) -> R:
        """Return a row as its record, or refuse."""
        return record(kind, self.require(entity, row_id))

    def find(self, entity: str, column: str, value: Value) -> list[Fields]:
        """Return the rows in which an indexed `column` has this value, as they stand now, by id."""
        stored = self._stored.setdefault((entity, column), {})
        if value not in stored:
            stored[value] = self._look_up(entity, column, value)
        ids = stored[value] | self._changed_by(entity, column).get(value, set())
        candidates = (self._rows[entity, row_id] for row_id in sorted(ids))
        return [row for row in candidates if row is not None and row.get(column) == value]

    def all_of(self, entity: str) -> list[Fields]:
        """Return every row of a noun that has few, as they stand now, by id."""
        if entity not in self._whole:
            self._whole.add(entity)
            for row in rows.all_rows(self.connection, entity):
                self._rows.setdefault((entity, str(row["id"])), row)
        found = {key[1]: row for key, row in self._rows.items() if key[0] == entity}
        return [row for _, row in sorted(found.items()) if row is not None]

    def find_all(self, kind: type[R], entity: str, column: str, value: Value) -> tuple[R, ...]:
        """Return the rows found as records, ordered by id."""
        return tuple(record(kind, row) for row in self.find(entity, column, value))

    def insert(self, entity: str, fields: Fields, *, is_unknown: bool = False) -> Fields:
        """Put a whole new row; what is not said has its default. Return the row.

        `is_unknown` says that its id cannot be in the database yet: nothing is looked up.
        """
        row = {**_blank(entity), **fields}
        key = (entity, str(row["id"]))
        if is_unknown:
            self._rows.setdefault(key, None)
        self._set(key, row)
        self._note(Effect("put", entity, key[1], row))
        return row

    def patch(self, entity: str, row_id: Id, fields: Fields) -> None:
        """Set fields of a row that exists; fields that already have the value are left out."""
        row = self.require(entity, row_id)
        changed = {name: value for name, value in fields.items() if row.get(name) != value}
        if changed:
            self._set((entity, row_id), {**row, **changed})
            self._note(Effect("patch", entity, row_id, changed))

    def remove(self, entity: str, row_id: Id) -> None:
        """Take a row away."""
        self.require(entity, row_id)
        self._set((entity, row_id), None)
        self._note(Effect("remove", entity, row_id))

    def begin(self) -> None:
        """Start an action: its effects are noted from here."""
        self.effects = []
        self.before = {}
        self._fresh = set()

    def roll_back(self) -> None:
        """Undo the action under way: its rows are as before, none counts as changed by it."""
        for key, row in self.before.items():
            self._rows[key] = row
            self._index(key, row)
        self.changed -= self._fresh
        self.begin()

    def _note(self, effect: Effect) -> None:
        self.effects.append(effect)

    def _set(self, key: RowKey, row: Fields | None) -> None:
        known = self.get(*key)
        self.before.setdefault(key, known)
        self._rows[key] = row
        if key not in self.changed:
            self.stored[key] = known
            self._fresh.add(key)
            self.changed.add(key)
        self._index(key, row)

    def _index(self, key: RowKey, row: Fields | None) -> None:
        """Let a changed row be found by the value it has now."""
        if row is not None:
            for (entity, column), known in self._changed.items():
                if entity == key[0]:
                    known.setdefault(row.get(column), set()).add(key[1])

    def _changed_by(self, entity: str, column: str) -> dict[Value, set[Id]]:
        if (entity, column) not in self._changed:
            index: dict[Value, set[Id]] = {}
            for noun, row_id in self.changed:
                row = self._rows[noun, row_id]
                if noun == entity and row is not None:
                    index.setdefault(row.get(column), set()).add(row_id)
            self._changed[entity, column] = index
        return self._changed[entity, column]

    def _look_up(self, entity: str, column: str, value: Value) -> set[Id]:
        found = rows.find(self.connection, entity, column, value)
        for row in found:
            self._rows.setdefault((entity, str(row["id"])), row)
        return {str(row["id"]) for row in found}


@cache
def _blank(entity: str) -> Fields:
    """Return a row in which nothing was said."""
    return {**dict.fromkeys(columns(ENTITIES[entity])), **defaults(ENTITIES[entity])}
