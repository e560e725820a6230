"""Head office's feed: the newest version of every row, and the counter that orders them.

A row is noted once, in its container; who sees the container, the audiences say.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Text,
    bindparam,
    cast,
    delete,
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
from sync.store import epochs
from sync.store.marks import Marked
from sync.store.statements import ask, compiled, run_many
from sync.store.tables import TABLES, audiences, feed, server_meta

_META = select(
    server_meta.c.server_id,
    server_meta.c.company,
    server_meta.c.epoch,
    server_meta.c.head,
    server_meta.c.horizon,
    server_meta.c.schema,
)
_RAISE = update(server_meta).values(head=server_meta.c.head + 1)
_RAISE_ON_SQLITE = _RAISE.returning(
    server_meta.c.head, server_meta.c.epoch, server_meta.c.server_id
)
CHANNEL = "gendan_head"
"""On which PostgreSQL tells every process a version, once it is committed."""

_RAISE_ON_POSTGRESQL = _RAISE.returning(
    server_meta.c.head,
    server_meta.c.binding,
    epochs.BINDING_NOW,
    func.pg_notify(CHANNEL, cast(server_meta.c.head, Text)),
)
_SCOPES: BindParameter[str] = bindparam("scopes", expanding=True)
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_IS_SEEN: ColumnElement[bool] = (
    select(audiences.c.container)
    .where(
        audiences.c.container == feed.c.container,
        audiences.c.scope.in_(_SCOPES),
        audiences.c.gone == literal_column("0"),
    )
    .exists()
)
_BETWEEN = (feed.c.ver > bindparam("after"), feed.c.ver <= bindparam("through"))
_EARLIEST = (
    select(feed.c.ver, feed.c.entity, feed.c.gone)
    .where(*_BETWEEN, _IS_SEEN)
    .order_by(feed.c.ver)
    .limit(bindparam("most"))
)
_NOUNS = select(feed.c.entity).where(*_BETWEEN, _IS_SEEN).distinct()
_GONE = select(feed.c.entity, feed.c.row_id).where(
    *_BETWEEN, _IS_SEEN, feed.c.gone == literal_column("1")
)
_IN_CONTAINERS = select(feed.c.entity, feed.c.row_id, feed.c.container, feed.c.gone).where(
    feed.c.container.in_(_IDS)
)
_OLDER = (
    select(feed.c.container)
    .where(feed.c.container.in_(_IDS), feed.c.ver <= bindparam("before"))
    .distinct()
)
_SCOPES_BETWEEN = (
    select(audiences.c.scope)
    .join(feed, audiences.c.container == feed.c.container)
    .where(
        *_BETWEEN,
        (audiences.c.gone == literal_column("0")) | (audiences.c.ver > bindparam("after")),
    )
    .distinct()
)
_COLUMNS = ("container", "entity", "row_id", "ver", "gone")
_PORTION = 500


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
    return OfficeMeta(*ask(connection, _META).one())


def scopes_between(connection: Connection, *, after: int, through: int) -> frozenset[str]:
    """Return the scopes that see, or saw until then, what changed between two versions."""
    span = {"after": after, "through": through}
    return frozenset(str(each) for each in connection.execute(_SCOPES_BETWEEN, span).scalars())


def raise_head(connection: Connection) -> int:
    """Take the next version.

    Every writer does this first: whoever holds the row writes, until its commit.

    So versions are dense and in the order of commits, on SQLite and on PostgreSQL alike, and what a
    writer reads after this is what stands: no change can be committed behind a desk's cursor.

    Raise epochs.Rebound where the database is not the one that its epoch is bound to.
    """
    if connection.dialect.name != "sqlite":
        head, kept, now, _ = ask(connection, _RAISE_ON_POSTGRESQL).one()
        epochs.require_same(str(kept), str(now))
        return int(head)
    head, epoch, server_id = ask(connection, _RAISE_ON_SQLITE).one()
    epochs.require_marked(connection, Marked(str(server_id), str(epoch), int(head) - 1))
    return int(head)


class Note(msgspec.Struct, frozen=True):
    """One row in the feed: where it belongs, and whether it is gone."""

    entity: str
    row_id: Id
    container: Id
    is_gone: bool


def note(connection: Connection, ver: int, changed: Iterable[Note]) -> None:
    """Note rows as put or gone at a version; only the latest note of a row is kept."""
    noted = [(each.container, each.entity, each.row_id, ver, int(each.is_gone)) for each in changed]
    run_many(connection, compiled(_noting, _COLUMNS, connection.dialect), noted)


def move_out(connection: Connection, moved: Iterable[tuple[Id, str, Id]]) -> None:
    """Forget rows, said by container, noun and id, where they were: each is noted elsewhere now.

    Whoever sees the container that they leave sees the other too, so nobody has them removed.
    """
    for container, entity, row_id in moved:
        connection.execute(
            delete(feed).where(
                feed.c.container == container, feed.c.entity == entity, feed.c.row_id == row_id
            )
        )


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A page's versions, and what some scopes see of them.

    Between `first` and `last` lies all they see; the page itself goes through `end`.
    """

    end: int
    first: int
    last: int
    nouns: tuple[str, ...] = ()
    has_gone: bool = False


def stretch(
    connection: Connection, scopes: Sequence[str], *, after: int, through: int, limit: int
) -> Stretch:
    """Return a page of about `limit` rows: it never ends inside a version.

    One look along the versions finds where it ends and what is in it; what is then read of it is
    read from where something is, however long the desk was told nothing.
    """
    found = ask(connection, _EARLIEST, {**_span(scopes, after, through), "most": limit + 1}).all()
    if not found:
        return Stretch(end=through, first=through, last=after)
    first, end = int(found[0][0]), through
    if len(found) > limit:
        cut = int(found[limit][0])
        if cut == first:
            return _whole_version(connection, scopes, cut)
        end = cut - 1
    kept = [(str(entity), bool(gone), int(ver)) for ver, entity, gone in found if ver <= end]
    return Stretch(
        end=end,
        first=first,
        last=kept[-1][2],
        nouns=_in_order({entity for entity, is_gone, _ in kept if not is_gone}),
        has_gone=any(is_gone for _, is_gone, _ in kept),
    )


def _whole_version(connection: Connection, scopes: Sequence[str], ver: int) -> Stretch:
    """Return a page of one version that is larger than a page may be."""
    nouns = set(ask(connection, _NOUNS, _span(scopes, ver - 1, ver)).scalars())
    return Stretch(end=ver, first=ver, last=ver, nouns=_in_order(nouns), has_gone=True)


def _in_order(nouns: set[str]) -> tuple[str, ...]:
    """Return nouns in the order in which they are told: what others name comes first."""
    return tuple(entity for entity in ENTITIES if entity in nouns)


def gone_between(
    connection: Connection, scopes: Sequence[str], *, after: int, through: int
) -> list[tuple[str, Id]]:
    """Return the rows gone after one version and up to another, from what these scopes see."""
    found = ask(connection, _GONE, _span(scopes, after, through))
    return [(str(entity), str(row_id)) for entity, row_id in found]


def notes_in(connection: Connection, containers: Sequence[Id]) -> Iterator[Note]:
    """Yield everything that is noted in these containers."""
    for start in range(0, len(containers), _PORTION):
        asked = {"ids": list(containers[start : start + _PORTION])}
        for row in ask(connection, _IN_CONTAINERS, asked).all():
            yield _noted(row)


def rows_between(
    connection: Connection, scopes: Sequence[str], entity: str, *, after: int, through: int
) -> list[tuple[Value, ...]]:
    """Return a noun's rows put after one version and up to another, in what these scopes see.

    As tuples of its columns, `ver` and their container.
    """
    found = ask(connection, _rows_put(entity), _span(scopes, after, through))
    return [tuple(row) for row in found.all()]


def older_than(connection: Connection, containers: Sequence[Id], ver: int) -> set[Id]:
    """Return those of the containers in which something is no newer than a version."""
    found: set[Id] = set()
    for start in range(0, len(containers), _PORTION):
        asked = {"ids": list(containers[start : start + _PORTION]), "before": ver}
        found.update(str(each) for each in ask(connection, _OLDER, asked).scalars())
    return found


def newest(connection: Connection) -> int:
    """Return the latest version in the feed; 0 while it is empty."""
    return int(connection.execute(select(func.max(feed.c.ver))).scalar() or 0)


def row_count(connection: Connection, scopes: Sequence[str]) -> int:
    """Return how many rows these scopes see; for showing how far a first copy has come."""
    chosen = select(func.count()).select_from(feed)
    held = chosen.where(feed.c.gone == literal_column("0"), _IS_SEEN)
    return int(connection.execute(held, {"scopes": list(scopes)}).scalar_one())


def containers_since(connection: Connection, ver: int) -> set[Id]:
    """Return the containers in which something changed after a version."""
    chosen = select(feed.c.container).where(feed.c.ver > ver).distinct()
    return {str(each) for each in connection.execute(chosen).scalars()}


def has_at_least(connection: Connection, scope: str, count: int) -> bool:
    """Return whether a scope sees so many rows: looks at no more than these."""
    some = (
        select(feed.c.row_id)
        .select_from(audiences.join(feed, feed.c.container == audiences.c.container))
        .where(
            audiences.c.scope == scope,
            audiences.c.gone == literal_column("0"),
            feed.c.gone == literal_column("0"),
        )
        .limit(count)
        .subquery()
    )
    found = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return int(found) >= count


def changed_count(connection: Connection, scopes: Sequence[str], *, after: int) -> int:
    """Return how many rows of what these scopes see were changed after a version."""
    chosen = select(func.count()).select_from(feed).where(feed.c.ver > bindparam("after"), _IS_SEEN)
    found = connection.execute(chosen, {"scopes": list(scopes), "after": after})
    return int(found.scalar_one())


def _noted(row: Sequence[Any]) -> Note:
    return Note(str(row[0]), str(row[1]), str(row[2]), bool(row[3]))


def _noting(dialect: Dialect) -> ClauseElement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    statement = module.insert(feed).values({name: bindparam(name) for name in _COLUMNS})
    latest = {"ver": statement.excluded.ver, "gone": statement.excluded.gone}
    upsert: ClauseElement = statement.on_conflict_do_update(
        index_elements=list(_COLUMNS[:3]), set_=latest
    )
    return upsert


def _span(scopes: Sequence[str], after: int, through: int) -> "dict[str, int | list[str]]":
    """Return the values that `_BETWEEN` and `_IS_SEEN` ask for."""
    return {"scopes": list(scopes), "after": after, "through": through}


@cache
def _rows_put(entity: str) -> Select[Any]:
    table = TABLES[entity]
    columns = [table.c[name] for name in ENTITIES[entity].__struct_fields__]
    return (
        select(*columns, table.c.ver, feed.c.container)
        .join(feed, feed.c.row_id == table.c.id)
        .where(*_BETWEEN, _IS_SEEN, feed.c.entity == entity, feed.c.gone == 0)
        .order_by(table.c.id)
    )
