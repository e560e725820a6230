"""Where something is done about a warning: the order, one's handovers, or the sync page."""

from desktop.screens.page import Where
from sync.domain.summaries import WarningRow

_PLACES = {"users": Where("handovers"), "devices": Where("sync")}


def place_of(row: WarningRow) -> Where | None:
    """Return the place to act in; None where a warning is about many orders at once."""
    if row.order_id:
        return Where("orders", id=row.order_id)
    return _PLACES.get(row.entity)
