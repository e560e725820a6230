"""What the person was nudged about and has still in hand, with the orders' numbers."""

from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync import clock
from sync.domain.ids import Id, order_name
from sync.domain.nudges import Digest
from sync.store import nudge_lists, rows


class Nudged:
    """Reads the digest of whoever sits at the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, connection: Connection) -> tuple[Digest | None, dict[Id, str]]:
        """Return the digest, if there is one now, and the numbers of its orders."""
        seat = self._desk.seat
        company = seat.rules.calendars.company
        digest = nudge_lists.read_digest(connection, seat.user.id, now=clock.now(), company=company)
        ids = [] if digest is None else [each.order_id for each in digest.reminders]
        found = rows.get_many(connection, "orders", ids)
        return digest, {key: order_name(key, str(row["order_no"])) for key, row in found.items()}
