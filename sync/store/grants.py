"""Which scopes a person holds, and since which version."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from sync.domain.ids import Id
from sync.store.statements import ask
from sync.store.tables import grants

_HELD = select(grants.c.scope).where(grants.c.user_id == bindparam("user")).order_by(grants.c.scope)


def set_all(connection: Connection, user_id: Id, scopes: Iterable[str], *, since: int) -> None:
    """Let a person hold these scopes and no others; one they hold already stays as it is."""
    wanted, now = set(scopes), set(held(connection, user_id))
    if now - wanted:
        gone = grants.c.scope.in_(sorted(now - wanted))
        connection.execute(delete(grants).where(grants.c.user_id == user_id, gone))
    new = [
        {"user_id": user_id, "scope": scope, "since_ver": since} for scope in sorted(wanted - now)
    ]
    if new:
        connection.execute(insert(grants), new)


def take_all(connection: Connection, user_id: Id) -> None:
    """Take every scope from a person; their desks drop the rows at the next pull."""
    connection.execute(delete(grants).where(grants.c.user_id == user_id))


def held(connection: Connection, user_id: Id) -> list[str]:
    """Return the scopes a person holds, by name."""
    return [str(scope) for scope in ask(connection, _HELD, {"user": user_id}).scalars()]
