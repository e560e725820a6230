"""What a replica knows of itself: whose it is, which head office it follows.

How far it has come.
"""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from sync.store.tables import meta


def get(connection: Connection, key: str, default: str = "") -> str:
    """Return a value, or the default."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return default if found is None else str(found)


def put(connection: Connection, **values: str) -> None:
    """Set values."""
    for key, value in values.items():
        chosen = insert(meta).values(key=key, value=value).prefix_with("OR REPLACE")
        connection.execute(chosen)


def everything(connection: Connection) -> dict[str, str]:
    """Return all values."""
    return {str(key): str(value) for key, value in connection.execute(select(meta))}
