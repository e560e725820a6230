"""One operation under way: what an action writes through.

So that the field rules hold whatever it does.

The code is the same on both ends. On the desk nobody can have changed anything between seeing and
doing; at head office what the author saw is compared with what stands.
"""

import json

import msgspec

from sync.actions.context import Context
from sync.actions.keeping import Clash, Entry, keep_as_comment, note, raise_conflict
from sync.actions.seen import Noted, Seen
from sync.actions.workspace import Workspace
from sync.domain.entities import ENTITIES
from sync.domain.field_rules import REVIEW, Group
from sync.domain.history import ChangeKind
from sync.domain.ids import Id, is_id
from sync.domain.merging import Merge, merge
from sync.domain.records import Value, defaults
from sync.domain.refusals import Refusal, refuse

Fields = dict[str, Value]


class Deed:
    """The writes of one operation. `conflicts` and `overwrote` tell what its verdict must say.

    `cause` is the action's name, for history. `told` is why a decision on an approval took no
    effect, though it is kept. `landed` says of firms that are gone which record stands for them.
    """

    def __init__(self, work: Workspace, context: Context, noted: Noted | None = None) -> None:
        self.work = work
        self.context = context
        self.seen = Seen(work, noted)
        self.conflicts: list[Id] = []
        self.overwrote = False
        self.told: Refusal | None = None
        self.cause = ""
        self.landed: dict[Id, Id] = {}

    def add(self, entity: str, fields: Fields, *, is_noted: bool = True) -> Fields:
        """Put a new row and note its making; refuse when there is one with this id."""
        identifier = str(fields["id"])
        if not is_id(identifier):
            raise refuse("value_not_valid", entity=entity, field="id", value=identifier[:40])
        if self.work.get(entity, identifier) is not None:
            raise refuse("row_exists", entity=entity, id=identifier)
        merged = self._merged_new(entity, fields)
        row = self.work.insert(entity, fields if merged is None else merged.write)
        if is_noted:
            self.note(entity, row, Entry(kind=ChangeKind.CREATED))
        for group in () if merged is None else merged.taken:
            clash = Clash(group=group, base=defaults(ENTITIES[entity]), wanted=fields)
            self._clash(entity, row, clash)
        return row

    def _merged_new(self, entity: str, fields: Fields) -> Merge | None:
        """Return how a new row goes in whose guards were changed unseen; None where they hold.

        A price meant in one currency does not join another: the row comes without it, and with a
        conflict.
        """
        plain = defaults(ENTITIES[entity])
        said = frozenset(n for n, value in fields.items() if value != plain.get(n))
        guarded = self.seen.broken_guards(entity, fields, said)
        if not guarded:
            return None
        return merge(entity, base=plain, current=plain, wanted=fields, guarded=guarded)

    def edit(
        self, entity: str, identifier: Id, wanted: Fields, kind: ChangeKind = ChangeKind.EDITED
    ) -> Merge:
        """Change fields by the field rules: what somebody changed unseen becomes a conflict.

        Never a loss.
        """
        current = self.work.require(entity, identifier)
        names = frozenset(wanted)
        base = self.seen.of(entity, current, names)
        guarded = self.seen.broken_guards(entity, current, names)
        merged = merge(entity, base=base, current=current, wanted=wanted, guarded=guarded)
        self._note_fields(entity, current, merged, base=base, kind=kind)
        self.work.patch(entity, identifier, merged.write)
        self.overwrote = self.overwrote or bool(merged.overwrote)
        for text in merged.unmerged.values():
            self._keep_text(entity, current, str(text or ""))
        for group in merged.taken:
            self._clash(entity, current, Clash(group=group, base=base, wanted=wanted))
        return merged

    def set(self, entity: str, identifier: Id, fields: Fields) -> None:
        """Set fields that the action itself decides, whatever was seen of them."""
        current = self.work.require(entity, identifier)
        for name, value in fields.items():
            if current.get(name) != value:
                entry = Entry(kind=ChangeKind.EDITED, field=name, old=current.get(name), new=value)
                self.note(entity, current, entry)
        self.work.patch(entity, identifier, fields)

    def remove(self, entity: str, identifier: Id) -> None:
        """Take a row away and keep it whole in history.

        What somebody changed unseen beats the removal.
        """
        current = self.work.require(entity, identifier)
        groups = REVIEW.get(entity, ())
        names = frozenset(name for group in groups for name in group.fields)
        base = self.seen.of(entity, current, names)
        changed = [group for group in groups if _differs(group, base, current)]
        for group in changed:
            self._clash(entity, current, Clash(group=group, base=base, wanted={}, note="removed"))
        if not changed:
            whole = json.dumps(current, ensure_ascii=False)
            self.note(entity, current, Entry(kind=ChangeKind.REMOVED, old=whole))
            self.work.remove(entity, identifier)

    def note(self, entity: str, row: Fields, entry: Entry) -> None:
        """Write one line of history of a row, with the action's name; on the desk nothing."""
        caused = msgspec.structs.replace(entry, cause=self.cause)
        note(self.work, self.context, entity, row, caused)

    def _note_fields(
        self, entity: str, row: Fields, merged: Merge, *, base: Fields, kind: ChangeKind
    ) -> None:
        for name, value in merged.write.items():
            if row.get(name) != value:
                replaced = ChangeKind.OVERWROTE if name in merged.overwrote else kind
                entry = Entry(
                    kind=replaced, field=name, old=row.get(name), new=value, base=base.get(name)
                )
                self.note(entity, row, entry)

    def _keep_text(self, entity: str, row: Fields, text: str) -> None:
        if self.context.at_head_office:
            keep_as_comment(self.work, self.context, entity, row, text)

    def _clash(self, entity: str, row: Fields, clash: Clash) -> None:
        self.conflicts.append(raise_conflict(self.work, self.context, entity, row, clash))


def _differs(group: Group, base: Fields, current: Fields) -> bool:
    return any(base.get(name) != current.get(name) for name in group.fields)
