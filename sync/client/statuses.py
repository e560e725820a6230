"""How far desk and head office agree, as one record for the status bar and the command line."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.client import standing
from sync.domain.conflicts import ConflictState
from sync.domain.refusals import Refusal
from sync.store import copying, outbox
from sync.store.outbox import OutboxState


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far both ends agree.

    `waiting`: on this device only. `sent`: left, or decided and not back yet. `needs_you`: refused
    and not dealt with. `copied` of `total` rows while the first copy comes; `total` 0 otherwise.
    `agreed_at`: when everything of head office's was last here.
    """

    company: str
    login: str
    is_signed_in: bool
    is_paused: bool
    online_since: datetime | None
    waiting: int
    sent: int
    needs_you: int
    conflicts: int
    cursor: int
    head: int
    copied: int
    total: int
    agreed_at: str
    trouble: Refusal | None

    @property
    def is_online(self) -> bool:
        """Whether the last exchange with head office went well."""
        return self.online_since is not None

    @property
    def is_idle(self) -> bool:
        """Whether head office has everything of ours."""
        return self.waiting == 0 and self.sent == 0


def read_status(
    connection: Connection,
    *,
    online_since: datetime | None = None,
    is_paused: bool = False,
    trouble: Refusal | None = None,
) -> SyncStatus:
    """Return the status as the replica has it, with what the loop knows."""
    state = standing.load(connection)
    counts = outbox.unfinished(connection)
    return SyncStatus(
        company=state.company,
        login=state.login,
        is_signed_in=bool(state.token),
        is_paused=is_paused,
        online_since=online_since,
        waiting=counts.get(OutboxState.WAITING, 0),
        sent=counts.get(OutboxState.SENT, 0) + counts.get(OutboxState.SETTLING, 0),
        needs_you=counts.get(OutboxState.REFUSED, 0),
        conflicts=copying.count_where(connection, "conflicts", "state", ConflictState.OPEN),
        cursor=state.cursor,
        head=state.head,
        copied=state.copied,
        total=state.total,
        agreed_at=state.agreed_at,
        trouble=trouble,
    )
