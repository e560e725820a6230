"""The nudges of a person that nothing has answered yet, as one digest."""

from datetime import datetime

from sqlalchemy import Connection, and_, select

from sync.domain.dates import Calendar
from sync.domain.ids import Id
from sync.domain.nudges import Digest, Nudge, digest_of
from sync.domain.records import columns, record
from sync.store.derived import work
from sync.store.tables import TABLES


def read_digest(
    connection: Connection, person_id: Id, *, now: datetime, company: Calendar
) -> Digest | None:
    """Return the digest of a person: only of work that is still in their hands."""
    nudges = TABLES["nudges"]
    in_hand = and_(work.c.subject_id == nudges.c.subject_id, work.c.node == nudges.c.node)
    chosen = (
        select(*(nudges.c[name] for name in columns(Nudge)))
        .join(work, in_hand)
        .where(nudges.c.to_id == person_id, work.c.owner_id == person_id)
    )
    found = [dict(row) for row in connection.execute(chosen).mappings()]
    return digest_of(
        [record(Nudge, {str(k): v for k, v in row.items()}) for row in found],
        now=now,
        company=company,
    )
