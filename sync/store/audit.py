"""What head office's tables say that does not fit together: how many, and one of them."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, func, or_, select

from sync.domain.conflicts import ConflictState
from sync.store.file_tables import blobs
from sync.store.tables import TABLES, feed, operations


class Found(msgspec.Struct, frozen=True):
    """How many there are, and the id of one."""

    count: int
    first: str


def row_count(connection: Connection, entity: str) -> int:
    """Return how many rows a noun has."""
    chosen = select(func.count()).select_from(TABLES[entity])
    return int(connection.execute(chosen).scalar_one())


def newest(connection: Connection, entity: str) -> int:
    """Return the latest version a row of a noun has; 0 without rows."""
    return int(connection.execute(select(func.max(TABLES[entity].c.ver))).scalar() or 0)


def verdicts(connection: Connection) -> dict[str, int]:
    """Return how many operations were judged, by what became of them."""
    counted = select(operations.c.status, func.count()).group_by(operations.c.status)
    found = connection.execute(counted.order_by(operations.c.status))
    return {str(status): int(count) for status, count in found}


def open_conflicts(connection: Connection) -> int:
    """Return how many conflicts nobody has decided."""
    table = TABLES["conflicts"]
    chosen = select(func.count()).select_from(table).where(table.c.state == ConflictState.OPEN)
    return int(connection.execute(chosen).scalar_one())


def unnoted(connection: Connection, entity: str) -> Found:
    """Return a noun's rows that the feed does not have at their version."""
    table = TABLES[entity]
    latest = (
        select(feed.c.row_id, func.max(feed.c.ver).label("ver"))
        .where(feed.c.entity == entity, feed.c.gone == 0)
        .group_by(feed.c.row_id)
        .subquery()
    )
    joined = table.outerjoin(latest, latest.c.row_id == table.c.id)
    wrong = or_(latest.c.ver.is_(None), latest.c.ver != table.c.ver)
    return _found(connection, select(table.c.id).select_from(joined).where(wrong))


def noted_absent(connection: Connection, entity: str) -> Found:
    """Return what the feed has of a noun and its table has not."""
    table = TABLES[entity]
    joined = feed.outerjoin(table, table.c.id == feed.c.row_id)
    chosen = select(feed.c.row_id).select_from(joined)
    wrong = (feed.c.entity == entity, feed.c.gone == 0, table.c.id.is_(None))
    return _found(connection, chosen.where(*wrong))


def beyond(connection: Connection, entity: str, head: int) -> Found:
    """Return a noun's rows with no version, or one that was never given out."""
    table = TABLES[entity]
    wrong = or_(table.c.ver > head, table.c.ver < 1)
    return _found(connection, select(table.c.id).where(wrong))


def doubled_numbers(connection: Connection) -> Found:
    """Return order numbers that more than one order has."""
    number = TABLES["orders"].c.order_no
    counted = select(number).where(number != "").group_by(number).having(func.count() > 1)
    return _found(connection, counted)


def unjudged(connection: Connection, since: str) -> Found:
    """Return lines of history, later than a moment, whose operation is not in the ledger."""
    history = TABLES["history"]
    joined = history.outerjoin(operations, operations.c.op_id == history.c.operation_id)
    wrong = (
        history.c.device_id != "",
        history.c.accepted_at >= since,
        operations.c.op_id.is_(None),
    )
    return _found(connection, select(history.c.id).select_from(joined).where(*wrong))


def ledger_beyond(connection: Connection, head: int) -> Found:
    """Return operations with a version that was never given out."""
    wrong = select(operations.c.op_id).where(operations.c.ver > head)
    return _found(connection, wrong)


def stored_unnoted(connection: Connection) -> Found:
    """Return attachments that everybody sees as stored, without a content that is noted."""
    table = TABLES["attachments"]
    joined = table.outerjoin(blobs, blobs.c.sha256 == table.c.sha256)
    wrong = (table.c.stored_at.is_not(None), blobs.c.sha256.is_(None))
    return _found(connection, select(table.c.id).select_from(joined).where(*wrong))


def attachment_of(connection: Connection, sha256: str) -> str:
    """Return the id of an attachment that has a content; what nobody refers to has none."""
    table = TABLES["attachments"]
    chosen = select(table.c.id).where(table.c.sha256 == sha256).order_by(table.c.id).limit(1)
    return str(connection.execute(chosen).scalar() or "no attachment")


def _found(connection: Connection, chosen: Select[Any]) -> Found:
    count = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    first = connection.execute(chosen.limit(1)).scalar() if count else ""
    return Found(int(count), str(first))
