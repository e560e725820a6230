"""Head office's own key: it signs what devices must not take from anybody else."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from sync.store.tables import office_keys


def key_of(connection: Connection) -> str:
    """Return the private key; empty where none was made yet."""
    return str(connection.execute(select(office_keys.c.private_key)).scalar() or "")


def require(connection: Connection, make: Callable[[], str]) -> str:
    """Return the private key, making it the first time."""
    known = key_of(connection)
    if not known:
        known = make()
        connection.execute(insert(office_keys).values(one=1, private_key=known))
    return known
