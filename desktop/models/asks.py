"""What waits for the person's word, and what their roles were told."""

from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.people import roles_of
from sync.store import asks
from sync.store.asks import NEWS, Ask

__all__ = ["NEWS", "Ask", "Asked"]


class Asked:
    """Reads what is asked of whoever sits at the desk, in `role` or, without one, in all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.role = ""
        self.elsewhere = 0
        """How much waits in the person's other roles."""

    def read(self, connection: Connection) -> list[Ask]:
        """Return what waits, what is due first, news last."""
        user = self._desk.seat.user
        today = self._desk.today()
        everything = asks.read_asks(connection, user.id, sorted(roles_of(user)), today=today)
        if not self.role:
            self.elsewhere = 0
            return everything
        found = asks.read_asks(connection, user.id, [self.role], today=today)
        known = {ask.id for ask in found}
        self.elsewhere = sum(ask.id not in known for ask in everything)
        return found
