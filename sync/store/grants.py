"""Which scopes a person holds, and since which version."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from sync.domain.ids import Id
from sync.store.tables import grants

_HELD = select(grants.c.scope).where(grants.c.user_id == bindparam("user")).order_by(grants.c.scope)


def give(connection: Connection, user_id: Id, scope: str, *, since: int) -> None:
    """Give a person a scope; one they hold already stays as it is."""
    if scope not in held(connection, user_id):
        row = {"user_id": user_id, "scope": scope, "since_ver": since}
        connection.execute(insert(grants).values(row))


def take_all(connection: Connection, user_id: Id) -> None:
    """Take every scope from a person; their desks drop the rows at the next pull."""
    connection.execute(delete(grants).where(grants.c.user_id == user_id))


def held(connection: Connection, user_id: Id) -> list[str]:
    """Return the scopes a person holds, by name."""
    return [str(scope) for scope in connection.execute(_HELD, {"user": user_id}).scalars()]
