"""Containers of rows that the desk may hold and has not got yet: each is asked for whole."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from sync.domain.ids import Id
from sync.store.statements import ask
from sync.store.tables import missing

_FIRST = (
    select(missing.c.container)
    .order_by(missing.c.place, missing.c.container)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(missing)
_FORGET = delete(missing).where(missing.c.container.in_(bindparam("these", expanding=True)))
_BEFORE_ALL = 0
_AFTER = 1


def note(connection: Connection, containers: Iterable[Id]) -> None:
    """Note containers that are to be asked for."""
    _note(connection, containers, _AFTER)


def note_first(connection: Connection, containers: Iterable[Id]) -> None:
    """Note containers that are to be asked for before all others."""
    _note(connection, containers, _BEFORE_ALL)


def has_first(connection: Connection) -> bool:
    """Return whether some are to be asked for before all others."""
    chosen = select(missing.c.container).where(missing.c.place == _BEFORE_ALL).limit(1)
    return connection.execute(chosen).scalar() is not None


def first(connection: Connection, limit: int) -> list[Id]:
    """Return some of the containers to be asked for."""
    return [str(each) for each in ask(connection, _FIRST, {"most": limit}).scalars()]


def count(connection: Connection) -> int:
    """Return how many containers are still to be asked for."""
    return int(ask(connection, _COUNT).scalar_one())


def forget(connection: Connection, containers: Iterable[Id]) -> None:
    """Note that containers have come."""
    these = list(containers)
    if these:
        ask(connection, _FORGET, {"these": these})


def forget_all(connection: Connection) -> None:
    """Ask for nothing: everything is copied anew."""
    connection.execute(delete(missing))


def _note(connection: Connection, containers: Iterable[Id], place: int) -> None:
    rows = [{"container": each, "place": place} for each in containers]
    if rows:
        connection.execute(insert(missing).on_conflict_do_nothing(), rows)
