"""The history that a sample order would have left at head office, in its main lines."""

from collections.abc import Iterator
from datetime import datetime

from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.ids import row_id
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.server.sample_orders import Told


def history_of(told: Told) -> Iterator[HistoryEntry]:
    """Yield the order's making, each node's end, and the order's own."""
    order = told.facts.order
    made = order.created_at or told.plot.clock.now
    yield _entry(told, ("orders", order.id, ""), order.owner_id, made)
    for node in told.facts.nodes:
        if node.finished_at is not None:
            change = (NodeState.IN_PROGRESS.value, node.state.value)
            place = ("nodes", node.id, "state")
            yield _entry(told, place, node.finished_by, node.finished_at, change)
    if order.closed_at is not None:
        change = (OrderState.OPEN.value, order.state.value)
        yield _entry(told, ("orders", order.id, "state"), order.owner_id, order.closed_at, change)


def _entry(
    told: Told,
    place: tuple[str, str, str],
    actor_id: str,
    moment: datetime,
    change: tuple[str, str] | None = None,
) -> HistoryEntry:
    entity, row, field = place
    operation_id = row_id("sample", *place)
    return HistoryEntry(
        id=row_id("history", operation_id),
        order_id=told.plot.id,
        entity=entity,
        row_id=row,
        field=field,
        kind=ChangeKind.EDITED if change else ChangeKind.CREATED,
        old=change[0] if change else None,
        new=change[1] if change else None,
        base=change[0] if change else None,
        operation_id=operation_id,
        actor_id=actor_id,
        acted_at=moment,
        accepted_at=moment,
    )
