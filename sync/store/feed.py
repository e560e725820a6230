"""Head office's feed: for each scope the latest version of each row.

And the one counter that orders everything.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Dialect,
    Select,
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

_META = select(
    server_meta.c.server_id,
    server_meta.c.company,
    server_meta.c.epoch,
    server_meta.c.head,
    server_meta.c.horizon,
    server_meta.c.schema,
)
_RAISE_HEAD = update(server_meta).values(head=server_meta.c.head + 1).returning(server_meta.c.head)
_BETWEEN = (
    feed.c.scope == bindparam("in_scope"),
    feed.c.ver > bindparam("after"),
    feed.c.ver <= bindparam("through"),
)
_VERSION_AT = (
    select(feed.c.ver).where(*_BETWEEN).order_by(feed.c.ver).offset(bindparam("at")).limit(1)
)
_NOUNS = select(feed.c.entity).where(*_BETWEEN).distinct()
_GONE = select(feed.c.entity, feed.c.row_id).where(*_BETWEEN, feed.c.gone == 1)
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
    return OfficeMeta(*connection.execute(_META).one())


def raise_head(connection: Connection) -> int:
    """Take the next version.

    Every writer does this first: whoever holds the row writes, until its commit.

    So versions are dense and in the order of commits, on SQLite and on PostgreSQL alike, and what a
    writer reads after this is what stands: no change can be committed behind a desk's cursor.
    """
    return int(connection.execute(_RAISE_HEAD).scalar_one())


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
    span = _span(scope, after, through)
    cut = connection.execute(_VERSION_AT, {**span, "at": limit}).scalar()
    if cut is None:
        return through
    first = connection.execute(_VERSION_AT, {**span, "at": 0}).scalar_one()
    return int(cut) - 1 if int(cut) > int(first) else int(cut)


def rows_between(
    connection: Connection, scope: str, entity: str, *, after: int, through: int
) -> list[tuple[Value, ...]]:
    """Return a noun's rows put after one version and up to another.

    As tuples of its columns and `ver`.
    """
    found = connection.execute(_rows_put(entity), _span(scope, after, through))
    return [tuple(row) for row in found.all()]


def nouns_between(connection: Connection, scope: str, *, after: int, through: int) -> list[str]:
    """Return the nouns that have something after one version and up to another.

    In the order of arrival.
    """
    found = set(connection.execute(_NOUNS, _span(scope, after, through)).scalars())
    return [entity for entity in ENTITIES if entity in found]


def gone_between(
    connection: Connection, scope: str, *, after: int, through: int
) -> list[tuple[str, Id]]:
    """Return the rows gone after one version and up to another."""
    found = connection.execute(_GONE, _span(scope, after, through))
    return [(str(entity), str(row_id)) for entity, row_id in found]


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


def _span(scope: str, after: int, through: int) -> dict[str, str | int]:
    """Return the values that `_BETWEEN` asks for."""
    return {"in_scope": scope, "after": after, "through": through}


@cache
def _rows_put(entity: str) -> Select[Any]:
    table = TABLES[entity]
    columns = [table.c[name] for name in ENTITIES[entity].__struct_fields__]
    return (
        select(*columns, table.c.ver)
        .join(feed, feed.c.row_id == table.c.id)
        .where(*_BETWEEN, feed.c.entity == entity, feed.c.gone == 0)
        .order_by(table.c.id)
    )
