"""How long this device may be used without head office; after that only signing in opens it.

The end is told as a number of seconds, so that a clock that is a year off harms nobody; a clock put
back by more than an hour ends the lease, since nobody knows how long it has been.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sync.client.office import Office
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.records import to_value

if TYPE_CHECKING:
    from sync.client.replica import Replica

BACK_MAX = timedelta(hours=1)
RENEWED_EVERY = timedelta(days=1)


def is_over(state: Standing, now: datetime) -> bool:
    """Return whether a lease has ended; one that never began has not."""
    if not state.lease_until:
        return False
    seen = _moment(state.clock_seen) if state.clock_seen else now
    return now >= _moment(state.lease_until) or now < seen - BACK_MAX


def noted(seconds: int, now: datetime) -> dict[str, str]:
    """Return a lease as the standing keeps it."""
    return {
        "lease_until": str(to_value(now + timedelta(seconds=seconds))),
        "lease_renewed_at": str(to_value(now)),
        "clock_seen": str(to_value(now)),
    }


def note_clock(replica: "Replica", state: Standing, now: datetime) -> None:
    """Remember how late it has been, so that a clock put back is noticed."""
    if state.lease_until and (not state.clock_seen or now > _moment(state.clock_seen)):
        replica.note(clock_seen=str(to_value(now)))


def renew_if_due(replica: "Replica", office: Office, now: datetime) -> None:
    """Ask for a longer lease once a day; what goes wrong with it is tried again by itself."""
    state = replica.standing()
    if not state.lease_until:
        return
    note_clock(replica, state, now)
    since = now - _moment(state.lease_renewed_at)
    if timedelta() <= since < RENEWED_EVERY:
        return
    try:
        lease = office.lease(state.badge)
    except Trouble:
        return
    replica.note(**noted(lease.seconds, now))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
