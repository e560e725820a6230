"""What a desk does when head office was restored: gives back what it knows, copies all again."""

from datetime import datetime, timedelta

from sync.client import pull
from sync.client.replica import Replica
from sync.client.troubles import EpochChanged
from sync.clock import new_id
from sync.store import incarnations

KEPT_DAYS = 30
"""How long decided operations are kept, to be given back to a restored head office."""


def adopt(replica: Replica, changed: EpochChanged, *, now: datetime) -> int:
    """Follow the new epoch; return how many operations wait again that head office has lost.

    Their ids stay, so that what it does still know happens once only.
    """
    since = now - timedelta(days=KEPT_DAYS)
    with replica.write() as connection:
        given_back = incarnations.take_back(connection, head=changed.head, since=since)
        incarnations.begin_incarnation(connection, new_id())
        pull.copy_again(connection, epoch=changed.epoch, head=changed.head)
    return given_back


def begin_again(replica: Replica) -> None:
    """Begin a new incarnation: head office does not know our queue as we know it."""
    with replica.write() as connection:
        incarnations.begin_incarnation(connection, new_id())
