"""Rows as one person may see them: only what their roles show, each container by its own."""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import Connection

from sync.domain import scopes
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.people import Role
from sync.domain.projections import Projection, projection_of, quoted
from sync.domain.records import Row, Value, columns, defaults
from sync.domain.rights import Permissions
from sync.store import audiences, feed, permission_files, rows
from sync.wire.messages import Page

Tuple = tuple[Value, ...]
_BY_FIRM = ("partners", "contacts", "history", "conflicts")


def viewer_of(roles: frozenset[Role], held: Sequence[str]) -> "Viewer":
    """Return the person as one who looks, by the permissions of now."""
    return Viewer(roles, list(held), permission_files.load_permissions())


def shown_through(scope: str, roles: frozenset[Role]) -> Projection:
    """Return what these roles see of a container that they reach by one scope alone."""
    permissions = permission_files.load_permissions()
    reaching = scopes.roles_reaching([scope], roles, permissions=permissions)
    return projection_of(reaching, permissions)


def viewer_through(scope: str, view: Projection) -> "Viewer":
    """Return one who looks through one scope, whoever they are."""
    viewer = Viewer(frozenset(), [scope], permission_files.load_permissions())
    viewer.look_through(view)
    return viewer


class Viewer:
    """A person's roles and scopes, and the rows that they see through them."""

    def __init__(self, roles: frozenset[Role], held: list[str], permissions: Permissions) -> None:
        self.scopes = held
        self._roles = roles
        self._permissions = permissions
        self._is_uniform = scopes.is_uniform(roles, permissions=permissions)
        self._whole = projection_of(roles, permissions)
        self._seen: dict[Id, frozenset[str]] = {}

    def look_through(self, view: Projection) -> None:
        """See everything in one way."""
        self._is_uniform, self._whole = True, view

    def changed(
        self, connection: Connection, nouns: Iterable[str], *, after: int, through: int
    ) -> dict[str, Page]:
        """Return the rows of these nouns put after one version and up to another."""
        found: dict[str, Page] = {}
        for entity in nouns:
            given = feed.rows_between(connection, self.scopes, entity, after=after, through=through)
            self._put(connection, found, entity, given)
        return found

    def whole(self, connection: Connection, containers: Sequence[Id]) -> dict[str, Page]:
        """Return everything in these containers, as far as the person sees them."""
        seen = audiences.held_through(connection, containers, self.scopes)
        places: dict[str, dict[Id, Id]] = {}
        for note in feed.notes_in(connection, [each for each in containers if each in seen]):
            if not note.is_gone:
                places.setdefault(note.entity, {})[note.row_id] = note.container
        found: dict[str, Page] = {}
        for entity in ENTITIES:
            at = places.get(entity, {})
            given = [
                (*row.values(), at[row_id])
                for row_id, row in rows.get_many(connection, entity, at).items()
            ]
            self._put(connection, found, entity, given)
        return found

    def sees(self, connection: Connection, entity: str, row: Row, container: Id) -> bool:
        """Return whether the person sees a row of a container."""
        seen = audiences.held_through(connection, [container], self.scopes)
        if container not in seen:
            return False
        view = self._view(seen[container])
        return view.shown(entity, row, self._firm(connection, entity, row)) is not None

    def _put(
        self, connection: Connection, found: dict[str, Page], entity: str, given: Sequence[Tuple]
    ) -> None:
        """Add a noun's rows; each is given with its version and container at the end."""
        shown = self._shown(connection, entity, given)
        if shown:
            found[entity] = Page(columns=[*columns(ENTITIES[entity]), "ver"], rows=shown)

    def _shown(self, connection: Connection, entity: str, given: Sequence[Tuple]) -> list[Tuple]:
        if not self._is_uniform:
            return self._shown_apart(connection, entity, given)
        return self._through(connection, self._whole, entity, given)

    def _shown_apart(
        self, connection: Connection, entity: str, given: Sequence[Tuple]
    ) -> list[Tuple]:
        """Show each container as those roles see it that reach it."""
        self._look_up(connection, {str(row[-1]) for row in given})
        apart: dict[frozenset[str], list[Tuple]] = {}
        for row in given:
            apart.setdefault(self._seen[str(row[-1])], []).append(row)
        return [
            shown
            for through, part in apart.items()
            for shown in self._through(connection, self._view(through), entity, part)
        ]

    def _look_up(self, connection: Connection, containers: set[Id]) -> None:
        """Find out through which scopes these are seen: once for all nouns of an answer."""
        new = sorted(containers - self._seen.keys())
        found = audiences.held_through(connection, new, self.scopes)
        self._seen.update({each: frozenset(found.get(each, ())) for each in new})

    def _view(self, through: Iterable[str]) -> Projection:
        if self._is_uniform:
            return self._whole
        reaching = scopes.roles_reaching(through, self._roles, permissions=self._permissions)
        return projection_of(reaching, self._permissions)

    def _through(
        self, connection: Connection, view: Projection, entity: str, given: Sequence[Tuple]
    ) -> list[Tuple]:
        if view.is_plain(entity):
            return [row[:-1] for row in given]
        if entity not in _BY_FIRM:
            return _blanked(view, entity, given)
        names = (*columns(ENTITIES[entity]), "ver")
        found: list[Tuple] = []
        for each in given:
            row = dict(zip(names, each[:-1], strict=True))
            seen = view.shown(entity, row, self._firm(connection, entity, row))
            if seen is not None:
                found.append(tuple(seen[name] for name in names))
        return found

    def _firm(self, connection: Connection, entity: str, row: Row) -> Row | None:
        """Return the firm that a contact, or what is quoted of one, belongs to."""
        noun = str(row["entity"]) if entity in ("history", "conflicts") else entity
        row_id = str(row["row_id"]) if noun != entity else str(row["id"])
        if noun == "contacts":
            contact = row if noun == entity else rows.get(connection, noun, row_id)
            row_id = str((contact or quoted(row.get("old"))).get("partner_id") or "")
        elif noun != "partners":
            return None
        return row if noun == entity == "partners" else rows.get(connection, "partners", row_id)


def _blanked(view: Projection, entity: str, given: Sequence[Tuple]) -> list[Tuple]:
    """Return rows with their hidden fields at their defaults; none where the noun is hidden."""
    if entity in view.nouns:
        return []
    names = columns(ENTITIES[entity])
    plain = cast("dict[str, Value]", {**dict.fromkeys(names), **defaults(ENTITIES[entity])})
    hidden = [(names.index(name), plain[name]) for name in view.fields[entity]]
    found: list[Tuple] = []
    for row in given:
        shown = list(row[:-1])
        for at, value in hidden:
            shown[at] = value
        found.append(tuple(shown))
    return found
