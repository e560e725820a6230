"""The open orders of one person, newest first: what they must have before anything else."""

from sqlalchemy import Connection, bindparam, literal_column, select

from sync.domain.ids import Id
from sync.store.tables import TABLES, audiences

_ORDERS = TABLES["orders"]
_OWNED = (
    select(_ORDERS.c.id)
    .where(_ORDERS.c.owner_id == bindparam("person"), _ORDERS.c.state == "open")
    .order_by(_ORDERS.c.id.desc())
    .limit(bindparam("most"))
)
_WORKED_ON = (
    select(_ORDERS.c.id)
    .select_from(_ORDERS.join(audiences, audiences.c.container == _ORDERS.c.id))
    .where(
        audiences.c.scope == bindparam("scope"),
        audiences.c.gone == literal_column("0"),
        _ORDERS.c.state == "open",
    )
    .order_by(_ORDERS.c.id.desc())
    .limit(bindparam("most"))
)


def owned(connection: Connection, person_id: Id, *, limit: int) -> list[Id]:
    """Return the open orders that a person owns."""
    found = connection.execute(_OWNED, {"person": person_id, "most": limit})
    return [str(each) for each in found.scalars()]


def worked_on(connection: Connection, scope: str, *, limit: int) -> list[Id]:
    """Return the open orders that a scope sees."""
    found = connection.execute(_WORKED_ON, {"scope": scope, "most": limit})
    return [str(each) for each in found.scalars()]
