"""What the person of a desk does not see: what is empty there for them says nothing."""

from collections.abc import Callable

from sqlalchemy import Connection

from sync.domain.people import User, actor_of
from sync.domain.projections import projection_of
from sync.domain.records import Row, record
from sync.domain.scopes import roles_on
from sync.store import meta, permission_files, rows

Hidden = Callable[[Row], frozenset[str]]


def nothing_hidden(_order: Row) -> frozenset[str]:
    """Tell that everything is seen, as at head office."""
    return frozenset()


def hidden_here(connection: Connection) -> Hidden:
    """Return what tells, of an order's row, which nouns and fields are hidden from the person."""
    row = rows.get(connection, "users", meta.get(connection, "user_id"))
    if row is None:
        return nothing_hidden
    actor = actor_of(record(User, row))
    permissions = permission_files.load_permissions()

    def hidden(order: Row) -> frozenset[str]:
        owner, team = str(order["owner_id"]), str(order["team"] or "")
        roles = roles_on(actor, owner, team, permissions=permissions)
        return projection_of(roles, permissions).names

    return hidden
