"""Takes back what deputies had when the last day has passed: they no longer see the orders.

Who has the work follows from the days alone, on every desk; this is what ends their sight of it.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from sync.clock import today
from sync.domain.handovers import ItemState
from sync.domain.records import Value, to_value
from sync.server.administration import write_as_office
from sync.store.tables import TABLES

_OPEN = (ItemState.OFFERED.value, ItemState.ACCEPTED.value)


def take_back(connection: Connection, *, now: datetime) -> int:
    """Say of every item whose days are over that it is back; return how many there were."""
    items = TABLES["handover_items"]
    chosen = select(items.c.id).where(
        items.c.to_on < today(now).isoformat(), items.c.state.in_(_OPEN)
    )
    ids = [str(each) for each in connection.execute(chosen).scalars()]
    back: dict[str, Value] = {"state": ItemState.RETURNED.value, "answered_at": to_value(now)}
    if ids:
        write_as_office(
            connection, [("handover_items", {"id": each, **back}) for each in ids], now=now
        )
    return len(ids)
