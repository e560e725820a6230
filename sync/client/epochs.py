"""What a desk does when head office was restored: gives back what it knows, copies all again."""

from datetime import datetime, timedelta

from sync.client import pull, rebase, standing
from sync.client.replica import Replica
from sync.client.troubles import EpochChanged
from sync.clock import new_id
from sync.store import incarnations

KEPT_DAYS = 365
"""How old decided operations may be to be given back: longer than a clock is wrong by, shorter than
head office remembers which it knows."""


def adopt(replica: Replica, changed: EpochChanged, *, now: datetime) -> int:
    """Follow the new epoch; return how many operations wait again that head office has lost.

    Their ids stay, so that what it does still know happens once only. Its head tells nothing of
    what it lost: other desks may have pushed since.
    """
    since = now - timedelta(days=KEPT_DAYS)
    with replica.write() as connection:
        is_other = standing.load(connection).epoch != changed.epoch
        head = 0 if is_other else changed.head
        given_back = incarnations.take_back(connection, head=head, since=since)
        incarnations.begin_incarnation(connection, new_id())
        rebase.show(connection, incarnations.touched_keys(connection))
        pull.copy_again(connection, epoch=changed.epoch, head=changed.head)
    return given_back


def begin_again(replica: Replica) -> None:
    """Begin a new incarnation: head office does not know our queue as we know it."""
    with replica.write() as connection:
        incarnations.begin_incarnation(connection, new_id())
