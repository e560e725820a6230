"""What the author of an operation saw: noted on the desk, compared at head office.

By "entity/id", the values of the fields that the operation would change: whole review groups, with
their guards.
"""

from sync.actions.workspace import Workspace
from sync.domain import releases
from sync.domain.field_rules import Group, Guard, groups_touched
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.domain.refusals import refuse
from sync.domain.releases import Lacks

Fields = dict[str, Value]
Noted = dict[str, Fields]


class Seen:
    """The values one operation's author saw.

    With `noted` None they are being noted now, from what stands.
    """

    def __init__(self, work: Workspace, noted: Noted | None = None) -> None:
        self.is_noting = noted is None
        self.noted: Noted = {} if noted is None else noted
        self._work = work

    def of(self, entity: str, row: Fields, names: frozenset[str]) -> Fields:
        """Return what was seen of these fields and of the whole groups they stand in."""
        grouped = {name for group in groups_touched(entity, names) for name in group.fields}
        key = f"{entity}/{row['id']}"
        if self.is_noting:
            self._note(key, row, sorted(names | grouped))
        base = self.noted.get(key, {})
        if not grouped <= base.keys():
            raise refuse("seen_values_missing", entity=entity, id=str(row["id"]))
        return base

    def broken_guards(self, entity: str, row: Fields, names: frozenset[str]) -> frozenset[str]:
        """Return the touched groups whose guards changed since.

        Fields of other rows without which they mean nothing.
        """
        groups = groups_touched(entity, names)
        return frozenset(group.name for group in groups if not self._all_hold(group, row))

    def _all_hold(self, group: Group, row: Fields) -> bool:
        checks = [
            self._is_as_seen(guard, other)
            for guard in group.guards
            for other in guarded_rows(self._work, guard, row)
        ]
        return all(checks)

    def _is_as_seen(self, guard: Guard, other: Fields) -> bool:
        key = f"{guard.entity}/{other['id']}"
        if self.is_noting:
            self._note(key, other, guard.fields)
        base = self.noted.get(key, {})
        return all(name in base and base[name] == other.get(name) for name in guard.fields)

    def _note(self, key: str, row: Fields, names: "list[str] | tuple[str, ...]") -> None:
        noted = self.noted.setdefault(key, {})
        for name in names:
            noted.setdefault(name, row.get(name))


def as_told(work: Workspace, noted: Noted, schema: int) -> Noted:
    """Return what the author saw whose program is of `schema`, in today's words.

    A column that it does not know counts as seen as it stands, and so does a value that it was told
    another one for.
    """
    lacks = releases.lacks(schema)
    if lacks.is_nothing:
        return noted
    return {key: _as_told(work, key, fields, lacks) for key, fields in noted.items()}


def _as_told(work: Workspace, key: str, fields: Fields, lacks: Lacks) -> Fields:
    entity, row_id = row_of(key)
    row = work.get(entity, row_id) if work.knows(entity) else None
    if row is None:
        return fields
    added = {name: row.get(name) for name in lacks.columns.get(entity, ())}
    told = {
        name: row[name] if name in row and value == lacks.told(entity, name, row[name]) else value
        for name, value in fields.items()
    }
    return {**added, **told}


def guarded_rows(work: Workspace, guard: Guard, row: Fields) -> list[Fields]:
    """Return the other rows that a guard of this row speaks of."""
    value = row.get(guard.key)
    if guard.column == "id":
        other = work.get(guard.entity, str(value or ""))
        return [] if other is None else [other]
    return work.find(guard.entity, guard.column, value)


def row_of(key: str) -> tuple[str, Id]:
    """Return the noun and id that a key of what was seen stands for."""
    entity, _, identifier = key.partition("/")
    return entity, identifier
