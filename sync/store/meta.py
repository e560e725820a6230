"""What a replica knows of itself: whose it is, which head office it follows.

How far it has come.
"""

from sqlalchemy import Connection, Dialect, bindparam, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.expression import ClauseElement

from sync.store.statements import ask, compiled, run_many
from sync.store.tables import SCHEMA, meta

_EVERYTHING = select(meta)
_VALUE = select(meta.c.value).where(meta.c.key == bindparam("key"))


def get(connection: Connection, key: str, default: str = "") -> str:
    """Return a value, or the default."""
    found = ask(connection, _VALUE, {"key": key}).scalar()
    return default if found is None else str(found)


def put(connection: Connection, **values: str) -> None:
    """Set values."""
    run_many(
        connection, compiled(_putting, ("key", "value"), connection.dialect), [*values.items()]
    )


def spoken(connection: Connection) -> int:
    """Return the schema in which head office is spoken to: ours, or an older one."""
    return (int(get(connection, "spoken", "0")) or SCHEMA) if SCHEMA > 1 else SCHEMA


def everything(connection: Connection) -> dict[str, str]:
    """Return all values."""
    return {str(key): str(value) for key, value in ask(connection, _EVERYTHING)}


def _putting(_dialect: Dialect) -> ClauseElement:
    values: dict[str, object] = {"key": bindparam("key"), "value": bindparam("value")}
    return insert(meta).values(values).prefix_with("OR REPLACE")
