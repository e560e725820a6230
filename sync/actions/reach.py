"""What the author of an operation may hold: head office judges nothing else of what they say.

A row that they may not hold is to them as one that does not exist, in every word of the answer; a
field that is hidden from them they have not seen, and cannot set.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from sync.actions.audiences import container_in
from sync.actions.seen import Noted, row_of
from sync.actions.workspace import Fields, Workspace
from sync.domain import scopes
from sync.domain.commands import Action, Add, Command, DecideConflict, Edit
from sync.domain.ids import Id
from sync.domain.people import Actor
from sync.domain.projections import Projection, projection_of
from sync.domain.refusals import refuse
from sync.domain.rights import Permissions
from sync.store import audiences, grants

_NAMED = {
    "order_id": "orders",
    "approval_id": "approvals",
    "shipment_id": "shipments",
    "line_id": "order_lines",
    "receipt_id": "receipts",
    "partner_id": "partners",
    "buyer_id": "partners",
    "supplier_id": "partners",
    "keep_id": "partners",
    "lose_id": "partners",
    "first_id": "partners",
    "second_id": "partners",
    "exception_id": "exceptions",
    "dispute_id": "disputes",
    "project_id": "projects",
}
_NOTHING: frozenset[str] = frozenset()
_PAIR = ("keep_id", "lose_id", "first_id", "second_id")
_BY_COMMANDS = ("order_id", "approval_id", "exception_id", "dispute_id", *_PAIR)
_BY_FIRM = ("partners", "contacts", "history", "conflicts")


class Reach:
    """What one person may hold of the rows of a workspace."""

    def __init__(
        self, connection: Connection, work: Workspace, actor: Actor, *, permissions: Permissions
    ) -> None:
        self._connection = connection
        self._work = work
        self._roles = actor.roles
        self._permissions = permissions
        self._scopes = grants.held(connection, actor.id)
        self._held = frozenset(self._scopes)
        self._seen_by: dict[Id, set[str]] = {}
        self._views: dict[frozenset[str], Projection] = {}
        self._hiding: dict[tuple[str, Id], tuple[Fields, frozenset[str] | None]] = {}

    def prefetch(self, named: Iterable[tuple[str, Id]]) -> None:
        """Read the audiences of many rows at once, ahead of the operations that name them."""
        rows = ((entity, self._work.get(entity, row_id)) for entity, row_id in named)
        found = {container_in(self._work, entity, row) for entity, row in rows if row is not None}
        missing = sorted(found - self._seen_by.keys())
        known = audiences.held_through(self._connection, missing, self._scopes)
        self._seen_by.update({each: known.get(each, set()) for each in missing})

    def require_named(self, action: Action, command: Command, base: Noted) -> None:
        """Raise Refused when the operation names a row that its author may not hold."""
        for entity, row_id in _named(action, command, base):
            row = self._work.get(entity, row_id) if self._work.knows(entity) else None
            if row is not None and self._hidden(entity, row) is None:
                raise refuse("row_gone", kind="gone", entity=entity, id=row_id[:40])

    def require_settable(self, action: Action, command: Command) -> None:
        """Raise Refused when the operation sets a field that its author does not see."""
        row = self._work.get(action.entity, getattr(command, "id", "") or "")
        hidden = (row and self._hidden(action.entity, row)) or _NOTHING
        hidden &= _set_by(command).keys()
        if hidden:
            name = min(hidden)
            raise refuse("field_not_permitted", kind="denied", field=name, group="", roles="")

    def holds_firm(self, row: Fields) -> bool:
        """Return whether the author may hold a firm's row."""
        return self._hidden("partners", row) is not None

    def as_seen(self, base: Noted) -> Noted:
        """Return what the author saw, with what is hidden from them as it stands now."""
        return {key: self._seen(key, noted) for key, noted in base.items()}

    def _seen(self, key: str, noted: Fields) -> Fields:
        entity, row_id = row_of(key)
        row = self._work.get(entity, row_id) if self._work.knows(entity) else None
        hidden = None if row is None else self._hidden(entity, row)
        if row is None or not hidden or hidden.isdisjoint(noted):
            return noted
        return {**noted, **{name: row.get(name) for name in hidden & noted.keys()}}

    def _hidden(self, entity: str, row: Fields) -> frozenset[str] | None:
        """Return the fields of a row that its author does not see; None where not the row.

        Kept while the row stands as it is: an operation is asked for it four times. Of what
        belongs to a firm, the firm may change what is seen.
        """
        key = entity, str(row["id"])
        kept = self._hiding.get(key)
        if kept is not None and kept[0] is row:
            return kept[1]
        view = self._view(entity, row)
        firm = self._firm(entity, row)
        hidden = None if view is None else view.hidden(entity, row, firm)
        if entity not in _BY_FIRM and hidden is not None:
            self._hiding[key] = row, hidden
        return hidden

    def _view(self, entity: str, row: Fields) -> Projection | None:
        """Return what the author sees of a row's container; None where nothing, or not the row."""
        container = container_in(self._work, entity, row)
        if container not in self._seen_by:
            known = audiences.held_through(self._connection, [container], self._scopes)
            self._seen_by[container] = known.get(container, set())
        through = self._held.intersection(self._seen_by[container])
        if not through and not self._is_new(container):
            return None
        view = self._views.get(through) or self._view_through(through)
        return None if view.hides(entity, row, self._firm(entity, row)) else view

    def _view_through(self, through: frozenset[str]) -> Projection:
        """Return what is seen through these scopes, by all roles of what is new; made once."""
        permissions = self._permissions
        reaching = scopes.roles_reaching(through, self._roles, permissions=permissions)
        view = projection_of(reaching if through else self._roles, permissions)
        self._views[through] = view
        return view

    def _is_new(self, container: Id) -> bool:
        """Return whether a container is made by this very push."""
        made = any((noun, container) in self._work.changed for noun in scopes.HOLDERS)
        return made and not audiences.of_containers(self._connection, [container])

    def _firm(self, entity: str, row: Fields) -> Fields | None:
        if entity not in _BY_FIRM:
            return None
        return self._work.get("partners", container_in(self._work, entity, row))


def _named(action: Action, command: Command, base: Noted) -> Iterator[tuple[str, Id]]:
    yield from map(row_of, base)
    identifier = getattr(command, "id", "")
    if identifier:
        yield action.entity, identifier
    said = {name: getattr(command, name, "") for name in _BY_COMMANDS}
    fields = {**said, **_set_by(command)}
    for name, entity in _NAMED.items():
        if fields.get(name):
            yield entity, str(fields[name])


def _set_by(command: Command) -> Fields:
    """Return the fields that a command sets one by one, as far as it does."""
    return command.set if isinstance(command, (Add, Edit, DecideConflict)) else {}
