"""What waits for the person's word, and what their roles were told."""

from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.people import roles_of
from sync.store import asks
from sync.store.asks import NEWS, Ask

__all__ = ["NEWS", "Ask", "Asked"]


class Asked:
    """Reads what is asked of whoever sits at the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, connection: Connection) -> list[Ask]:
        """Return what waits, what is due first, news last."""
        user = self._desk.seat.user
        roles = sorted(roles_of(user))
        return asks.read_asks(connection, user.id, roles, today=self._desk.today())
