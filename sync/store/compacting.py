"""What head office lets go of: traces of what is gone, and old entries of its ledger.

A trace goes together with the horizon passing it, in one transaction: a desk that has not come so
far copies everything anew, and so misses nothing by what is not there any more.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from sync.domain.records import to_value
from sync.store.tables import audiences, feed, operations, server_meta


def version_before(connection: Connection, moment: datetime) -> int:
    """Return the newest version that was certainly given before a moment; 0 where none is known."""
    chosen = select(func.max(operations.c.ver)).where(operations.c.at < str(to_value(moment)))
    return int(connection.execute(chosen).scalar() or 0)


def forget_gone(connection: Connection, through: int) -> int:
    """Let go of what tells that rows and audiences are gone, up to a version; return how many.

    And raise the horizon to it: nobody may ask any more for what changed before.
    """
    count = 0
    for table in (feed, audiences):
        gone = delete(table).where(table.c.gone == 1, table.c.ver <= through)
        count += connection.execute(gone).rowcount
    raised = update(server_meta).where(server_meta.c.horizon < through)
    connection.execute(raised.values(horizon=through))
    return count


def forget_judged(connection: Connection, before: datetime) -> int:
    """Let go of what the ledger says of operations judged before a moment; return how many."""
    old = delete(operations).where(operations.c.at < str(to_value(before)))
    return connection.execute(old).rowcount
