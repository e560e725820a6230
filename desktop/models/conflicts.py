"""Conflicts: both sides of each field, what a choice would do, and deciding."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import msgspec
from sqlalchemy import Connection
from typing_extensions import override

from desktop.models.order_fields import same
from desktop.models.order_names import names_in
from desktop.models.views import ViewsModel
from sync import clock
from sync.domain.commands import DecideConflict, Fields
from sync.domain.conflicts import Conflict, ConflictState
from sync.domain.facts import OrderFacts
from sync.domain.field_rules import TEXTS, groups_touched
from sync.domain.ids import Id
from sync.domain.records import Value, to_value
from sync.store import order_pages, rows
from sync.store.facts import load_facts
from sync.store.outbox import OutboxState

_DECIDED_DAYS = 30
_NOUNS = ("conflicts", "users")


class FieldChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a conflict: what it was, what each side has."""

    name: str
    base: Value
    mine: Value
    theirs: Value
    can_keep_both: bool = False

    @property
    def is_mine_changed(self) -> bool:
        """Return whether the author changed it."""
        return not same(self.base, self.mine)

    @property
    def is_theirs_changed(self) -> bool:
        """Return whether head office's value is another than the author saw."""
        return not same(self.base, self.theirs)

    @property
    def side(self) -> str:
        """Return the only side that changed it: "mine" or "theirs"; "" when both did."""
        if self.is_mine_changed and self.is_theirs_changed:
            return ""
        return "mine" if self.is_mine_changed else "theirs"


class ConflictView(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict as the desk shows it."""

    conflict: Conflict
    fields: tuple[FieldChoice, ...]
    order_no: str
    buyer: str
    facts: OrderFacts | None
    names: dict[str, str]
    merged: tuple[str, ...]
    is_row_gone: bool
    state: OutboxState | None

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be decided."""
        return self.conflict.state is ConflictState.OPEN

    @property
    def is_removal(self) -> bool:
        """Return whether the author removed the row that somebody else changed."""
        return self.conflict.note == "removed"

    @property
    def id(self) -> Id:
        """Return the id of what is shown."""
        return self.conflict.id

    @property
    def watched_order(self) -> Id:
        """Return the order whose changes change it too."""
        return self.conflict.order_id if self.is_open else ""


class ConflictsModel(ViewsModel[ConflictView]):
    """The conflicts that are open, and those decided lately; `loaded` carries their views."""

    nouns = _NOUNS

    @override
    def _read(self, connection: Connection) -> list[ConflictView]:
        since = to_value(clock.now() - timedelta(days=_DECIDED_DAYS))
        found = order_pages.conflicts_since(connection, str(since))
        orders = sorted({conflict.order_id for conflict in found if conflict.order_id})
        facts = {each.order.id: each for each in load_facts(connection, orders)}
        return [
            self._view(connection, conflict, facts.get(conflict.order_id)) for conflict in found
        ]

    def _view(
        self, connection: Connection, conflict: Conflict, facts: OrderFacts | None
    ) -> ConflictView:
        row = rows.get(connection, conflict.entity, conflict.row_id)
        people = self.desk.seat.people
        names = {user: self.desk.name_of(user, self._language) for user in people}
        if facts is not None:
            names = names_in(connection, facts, people=people, language=self._language)
        linked = _linked(connection, conflict, row or {})
        pending = order_pages.pending_deeds(connection, conflict.order_id)
        states = order_pages.states_of_rows(pending)
        return ConflictView(
            conflict=conflict,
            fields=fields_of(conflict, row),
            order_no="" if facts is None else facts.order.order_no,
            buyer="" if facts is None or facts.buyer is None else facts.buyer.name,
            facts=facts,
            names={**names, **linked},
            merged=_merged(connection, conflict),
            is_row_gone=row is None,
            state=states.get(("conflicts", conflict.id)),
        )


def fields_of(conflict: Conflict, row: Mapping[str, Value] | None) -> tuple[FieldChoice, ...]:
    """Return the fields on which the sides differ; of head office's side what stands now."""
    base, mine, theirs = (_read_fields(t) for t in (conflict.base, conflict.mine, conflict.theirs))
    if row is not None and conflict.state is ConflictState.OPEN:
        theirs = {name: row.get(name) for name in theirs}
    found = (
        FieldChoice(
            name=name,
            base=base.get(name),
            mine=mine.get(name),
            theirs=theirs.get(name),
            can_keep_both=(conflict.entity, name) in TEXTS,
        )
        for name in mine
    )
    is_removal = conflict.note == "removed"
    return tuple(f for f in found if f.is_mine_changed or f.is_theirs_changed or is_removal)


def preselected(view: ConflictView) -> dict[str, str]:
    """Return the side of each field that only one side changed."""
    if view.is_removal:
        return {}
    return {field.name: field.side for field in view.fields if field.side}


def both(field: FieldChoice, first: str, second: str) -> str:
    """Return a text that keeps what both wrote, each signed with its author's name."""
    return f"{field.mine or ''} ({first})\n{field.theirs or ''} ({second})"


def decision(view: ConflictView, chosen: Fields) -> DecideConflict:
    """Return the action's arguments for the values chosen."""
    return DecideConflict(id=view.conflict.id, set=chosen, note=view.conflict.note)


def upheld_removal(view: ConflictView) -> DecideConflict:
    """Return the action's arguments that let a removal stand."""
    return DecideConflict(id=view.conflict.id, remove=True)


def _read_fields(text: str) -> dict[str, Value]:
    return cast("dict[str, Value]", json.loads(text)) if text else {}


def _linked(connection: Connection, conflict: Conflict, row: Mapping[str, Value]) -> dict[str, str]:
    """Return the names of firms that the two sides point to."""
    sides = (_read_fields(text) for text in (conflict.base, conflict.mine, conflict.theirs))
    wanted = {
        str(value)
        for side in (*sides, dict(row))
        for name, value in side.items()
        if name.endswith("_id") and value
    }
    firms = rows.get_many(connection, "partners", wanted)
    return {firm: str(found["name"]) for firm, found in firms.items()}


def _merged(connection: Connection, conflict: Conflict) -> tuple[str, ...]:
    """Return the other fields of the same action that needed nobody's decision."""
    history = order_pages.history_of_row(connection, conflict.row_id)
    own = [entry.field for entry in history if entry.operation_id == conflict.operation_id]
    touched = groups_touched(conflict.entity, frozenset(_read_fields(conflict.mine)))
    held = {name for each in touched for name in each.fields}
    return tuple(dict.fromkeys(name for name in own if name and name not in held))
