"""Head office's feed: for each scope the latest version of each row.

And the one counter that orders everything.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    bindparam,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store.statements import compiled, run_many
from sync.store.tables import TABLES, feed, grants, server_meta

COMPANY = "company"
"""The scope that everybody of the company holds."""

_COLUMNS = ("scope", "entity", "row_id", "ver", "gone")


class OfficeMeta(msgspec.Struct, frozen=True):
    """Who head office is, and how far its counter has come."""

    server_id: str
    company: str
    epoch: str
    head: int
    horizon: int
    schema: int


def meta(connection: Connection) -> OfficeMeta:
    """Return who head office is."""
    chosen = select(
        server_meta.c.server_id,
        server_meta.c.company,
        server_meta.c.epoch,
        server_meta.c.head,
        server_meta.c.horizon,
        server_meta.c.schema,
    )
    return OfficeMeta(*connection.execute(chosen).one())


def raise_head(connection: Connection) -> int:
    """Take the next version.

    Every writer does this first: whoever holds the row writes, until its commit.

    So versions are dense and in the order of commits, on SQLite and on PostgreSQL alike, and what a
    writer reads after this is what stands: no change can be committed behind a desk's cursor.
    """
    raised = update(server_meta).values(head=server_meta.c.head + 1).returning(server_meta.c.head)
    return int(connection.execute(raised).scalar_one())


def note(
    connection: Connection, scope: str, ver: int, changed: Iterable[tuple[str, Id, bool]]
) -> None:
    """Note rows as put (False) or gone (True) at a version.

    Only the latest note of a row is kept.
    """
    noted = [(scope, entity, row_id, ver, int(gone)) for entity, row_id, gone in changed]
    run_many(connection, compiled(_noting, _COLUMNS, connection.dialect), noted)


def scopes_of(connection: Connection, user_id: Id) -> list[str]:
    """Return the scopes that a person holds now."""
    chosen = select(grants.c.scope).where(grants.c.user_id == user_id).order_by(grants.c.scope)
    return [str(scope) for scope in connection.execute(chosen).scalars()]


def page_end(connection: Connection, scope: str, *, after: int, through: int, limit: int) -> int:
    """Return the version at which a page of about `limit` rows ends: never inside a version."""
    versions = (
        select(feed.c.ver)
        .where(feed.c.scope == scope, feed.c.ver > after, feed.c.ver <= through)
        .order_by(feed.c.ver)
    )
    cut = connection.execute(versions.offset(limit).limit(1)).scalar()
    if cut is None:
        return through
    first = connection.execute(versions.limit(1)).scalar_one()
    return int(cut) - 1 if int(cut) > int(first) else int(cut)


def rows_between(
    connection: Connection, scope: str, entity: str, *, after: int, through: int
) -> list[tuple[Value, ...]]:
    """Return a noun's rows put after one version and up to another.

    As tuples of its columns and `ver`.
    """
    table = TABLES[entity]
    columns = [table.c[name] for name in ENTITIES[entity].__struct_fields__]
    chosen = (
        select(*columns, table.c.ver)
        .join(feed, feed.c.row_id == table.c.id)
        .where(*_between(scope, after, through), feed.c.entity == entity, feed.c.gone == 0)
        .order_by(table.c.id)
    )
    return [tuple(row) for row in connection.execute(chosen)]


def nouns_between(connection: Connection, scope: str, *, after: int, through: int) -> list[str]:
    """Return the nouns that have something after one version and up to another.

    In the order of arrival.
    """
    chosen = select(feed.c.entity).where(*_between(scope, after, through)).distinct()
    found = set(connection.execute(chosen).scalars())
    return [entity for entity in ENTITIES if entity in found]


def gone_between(
    connection: Connection, scope: str, *, after: int, through: int
) -> list[tuple[str, Id]]:
    """Return the rows gone after one version and up to another."""
    chosen = select(feed.c.entity, feed.c.row_id).where(
        *_between(scope, after, through), feed.c.gone == 1
    )
    return [(str(entity), str(row_id)) for entity, row_id in connection.execute(chosen)]


def row_count(connection: Connection, scopes: Sequence[str]) -> int:
    """Return how many rows the scopes hold; for showing how far a first copy has come."""
    chosen = select(func.count()).select_from(feed)
    held = chosen.where(feed.c.scope.in_(scopes), feed.c.gone == literal_column("0"))
    return int(connection.execute(held).scalar_one())


def _noting(dialect: Dialect) -> ClauseElement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    statement = module.insert(feed).values({name: bindparam(name) for name in _COLUMNS})
    latest = {"ver": statement.excluded.ver, "gone": statement.excluded.gone}
    upsert: ClauseElement = statement.on_conflict_do_update(
        index_elements=list(_COLUMNS[:3]), set_=latest
    )
    return upsert


def _between(scope: str, after: int, through: int) -> tuple[ColumnElement[bool], ...]:
    return feed.c.scope == scope, feed.c.ver > after, feed.c.ver <= through
