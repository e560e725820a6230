"""Counts with which head office checks that its rows and its feed agree."""

from sqlalchemy import Connection, func, select

from sync.store.tables import TABLES, feed, operations


def row_count(connection: Connection, entity: str) -> int:
    """Return how many rows a noun has."""
    chosen = select(func.count()).select_from(TABLES[entity])
    return int(connection.execute(chosen).scalar_one())


def newest(connection: Connection, entity: str) -> int:
    """Return the latest version a row of a noun has; 0 without rows."""
    return int(connection.execute(select(func.max(TABLES[entity].c.ver))).scalar() or 0)


def noted_count(connection: Connection, entity: str) -> int:
    """Return how many rows of a noun the feed says there are."""
    noted = select(func.count(feed.c.row_id.distinct()))
    chosen = noted.where(feed.c.entity == entity, feed.c.gone == 0)
    return int(connection.execute(chosen).scalar_one())


def operation_count(connection: Connection) -> int:
    """Return how many operations were judged."""
    return int(connection.execute(select(func.count()).select_from(operations)).scalar_one())
