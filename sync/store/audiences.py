"""Head office's audiences: which scopes see a container, since which version, or until which."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import (
    BindParameter,
    Connection,
    Dialect,
    bindparam,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.store.statements import ask, compiled, run_many
from sync.store.tables import TABLES, audiences

_COLUMNS = ("container", "scope", "ver", "gone")
_PORTION = 500
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_SCOPES: BindParameter[str] = bindparam("scopes", expanding=True)
_IS_LIVE = audiences.c.gone == literal_column("0")
_OF = select(audiences.c.container, audiences.c.scope).where(
    audiences.c.container.in_(_IDS), _IS_LIVE
)
_HELD = _OF.where(audiences.c.scope.in_(_SCOPES))
_CHANGES = (
    select(audiences.c.container, audiences.c.ver)
    .where(
        audiences.c.scope.in_(_SCOPES),
        audiences.c.ver > bindparam("after"),
        audiences.c.ver <= bindparam("through"),
    )
    .order_by(audiences.c.ver, audiences.c.container)
)
_CONTAINERS = select(audiences.c.container).where(audiences.c.scope == bindparam("scope"), _IS_LIVE)
_AFTER = (
    select(audiences.c.container, audiences.c.ver)
    .where(
        audiences.c.scope == bindparam("scope"),
        _IS_LIVE,
        tuple_(audiences.c.ver, audiences.c.container)
        > tuple_(bindparam("ver"), bindparam("container")),
    )
    .order_by(audiences.c.ver, audiences.c.container)
    .limit(bindparam("most"))
)


class Change(msgspec.Struct, frozen=True):
    """A scope that sees a container from a version on, or no longer."""

    container: Id
    scope: str
    is_gone: bool


def note(connection: Connection, ver: int, changed: Iterable[Change]) -> None:
    """Note who sees what from a version on, and who no longer does."""
    rows = [(each.container, each.scope, ver, int(each.is_gone)) for each in changed]
    run_many(connection, compiled(_noting, _COLUMNS, connection.dialect), rows)


def of_containers(connection: Connection, containers: Sequence[Id]) -> dict[Id, set[str]]:
    """Return the scopes that see each of the containers now."""
    return _gathered(connection, containers, None)


def held_through(
    connection: Connection, containers: Sequence[Id], scopes: Sequence[str]
) -> dict[Id, set[str]]:
    """Return through which of a person's scopes each container is seen; absent where by none."""
    return _gathered(connection, containers, scopes)


def changes_between(
    connection: Connection, scopes: Sequence[str], *, after: int, through: int
) -> list[tuple[Id, int]]:
    """Return the containers whose audience changed in these scopes, with the version, in order."""
    asked = {"scopes": list(scopes), "after": after, "through": through}
    return [(str(row[0]), int(row[1])) for row in ask(connection, _CHANGES, asked).all()]


def containers_of(connection: Connection, scope: str) -> list[Id]:
    """Return the containers that a scope sees now."""
    found = connection.execute(_CONTAINERS, {"scope": scope})
    return [str(each) for each in found.scalars()]


def containers_after(
    connection: Connection, scope: str, *, after: tuple[int, Id], limit: int
) -> list[tuple[Id, int]]:
    """Return the next containers that a scope sees, with the version since which it does.

    In this order; `after` is the version and the container of the last one that was returned.
    """
    asked = {"scope": scope, "ver": after[0], "container": after[1], "most": limit}
    return [(str(row[0]), int(row[1])) for row in connection.execute(_AFTER, asked).all()]


def containers_beyond(
    connection: Connection, scopes: Sequence[str], others: Sequence[str]
) -> list[Id]:
    """Return the containers that some of the first scopes see and none of the others does."""
    seen_too = audiences.alias()
    also = (
        select(seen_too.c.container)
        .where(
            seen_too.c.container == audiences.c.container,
            seen_too.c.scope.in_(list(others)),
            seen_too.c.gone == literal_column("0"),
        )
        .exists()
    )
    chosen = (
        select(audiences.c.container)
        .where(audiences.c.scope.in_(list(scopes)), _IS_LIVE, ~also)
        .distinct()
        .order_by(audiences.c.container)
    )
    return [str(each) for each in connection.execute(chosen).scalars()]


def containers_between(
    connection: Connection, scopes: Sequence[str], *, after: Id, until: Id, limit: int
) -> list[Id]:
    """Return the containers that some of the scopes see, after one id up to another; "": all."""
    chosen = (
        select(audiences.c.container)
        .where(audiences.c.container > after, audiences.c.scope.in_(list(scopes)), _IS_LIVE)
        .distinct()
        .order_by(audiences.c.container)
        .limit(limit)
    )
    if until:
        chosen = chosen.where(audiences.c.container <= until)
    return [str(each) for each in connection.execute(chosen).scalars()]


def containers_since(connection: Connection, ver: int) -> set[Id]:
    """Return the containers whose audience changed after a version."""
    chosen = select(audiences.c.container).where(audiences.c.ver > ver).distinct()
    return {str(each) for each in connection.execute(chosen).scalars()}


def buyers_seen(connection: Connection, partners: Sequence[Id], scope: str) -> set[Id]:
    """Return those of the partners that have to do with an order which the scope sees."""
    orders, lines = TABLES["orders"], TABLES["order_lines"]
    found: set[Id] = set()
    for table, column, order in (
        (orders, orders.c.buyer_id, orders.c.id),
        (lines, lines.c.supplier_id, lines.c.order_id),
    ):
        chosen = (
            select(column)
            .select_from(table.join(audiences, audiences.c.container == order))
            .where(column.in_(partners), audiences.c.scope == scope, _IS_LIVE)
            .distinct()
        )
        found.update(str(each) for each in connection.execute(chosen).scalars())
    return found


def _gathered(
    connection: Connection, containers: Sequence[Id], scopes: Sequence[str] | None
) -> dict[Id, set[str]]:
    found: dict[Id, set[str]] = {}
    for ids in _portions(containers):
        asked = {"ids": ids}
        chosen = _OF
        if scopes is not None:
            chosen, asked["scopes"] = _HELD, list(scopes)
        for container, scope in ask(connection, chosen, asked).all():
            found.setdefault(str(container), set()).add(str(scope))
    return found


def _portions(ids: Sequence[Id]) -> Iterator[list[Id]]:
    for start in range(0, len(ids), _PORTION):
        yield list(ids[start : start + _PORTION])


def _noting(dialect: Dialect) -> ClauseElement:
    module = sqlite if dialect.name == "sqlite" else postgresql
    statement = module.insert(audiences).values({name: bindparam(name) for name in _COLUMNS})
    latest = {"ver": statement.excluded.ver, "gone": statement.excluded.gone}
    upsert: ClauseElement = statement.on_conflict_do_update(
        index_elements=list(_COLUMNS[:2]), set_=latest
    )
    return upsert
