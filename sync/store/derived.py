"""What lists show, computed on the device and kept beside the replica's rows.

It can be made anew at any time.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Index,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    true,
)

from sync.domain.firings import Firing
from sync.domain.ids import Id
from sync.domain.records import Record, columns, is_numeric, record, to_value
from sync.domain.summaries import Derived, OrderSummary, WarningRow, WorkItem
from sync.domain.tallies import Tally
from sync.store.statements import Statement, ask, compile_once, run_many
from sync.store.tables import TABLES

metadata = MetaData()

R = TypeVar("R", bound=Record)


def _table(name: str, kind: type[Record], *indexed: str) -> Table:
    fields = (
        Column(field, BigInteger if is_numeric(kind, field) else Text, primary_key=field == "id")
        for field in columns(kind)
    )
    indexes = (Index(f"{name}_by_{column}", column) for column in indexed)
    return Table(name, metadata, *fields, *indexes, sqlite_with_rowid=False)


NEVER = "0001-01-01"
"""The day of a summary that is to be computed anew: lists still read it as a day."""

summaries = _table("summaries", OrderSummary, "state", "owner_id", "slack", "computed_on")
work = _table("work", WorkItem, "order_id", "owner_id", "owner_role")
warnings = _table("warnings", WarningRow, "order_id", "level", "about")
tallies = _table("tallies", Tally, "order_id")
firings = _table("firings", Firing, "order_id", "about", "warning")
warned = Table(
    "warned",
    metadata,
    Column("id", Text, primary_key=True),
    Column("until", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Until when the warnings of an order, or about somebody, stand by themselves."""

Index("tallies_by_subject", tallies.c.kind, tallies.c.subject)

Index("summaries_in_order", summaries.c.state, summaries.c.slack, summaries.c.order_no)
Index("summaries_by_ball", summaries.c.ball_id)
Index("warnings_by_owner", warnings.c.owner_id)
Index(
    "summaries_by_view",
    summaries.c.state,
    summaries.c.owner_id,
    summaries.c.etd,
    summaries.c.payment_term,
    summaries.c.node_state,
)

_IDS_MAX = 500
_WANTED: BindParameter[object] = bindparam("ids", expanding=True)
_FORGET = (
    delete(summaries).where(summaries.c.id.in_(_WANTED)),
    delete(work).where(work.c.order_id.in_(_WANTED)),
)
_TABLES: dict[type[Record], Table] = {
    OrderSummary: summaries,
    WorkItem: work,
    WarningRow: warnings,
    Tally: tallies,
    Firing: firings,
}


def put(connection: Connection, found: Iterable[Derived], order_ids: Sequence[Id]) -> None:
    """Replace what lists show of these orders, beside their warnings."""
    derived = list(found)
    forget(connection, order_ids)
    put_new(connection, summaries, [item.summary for item in derived])
    put_new(connection, work, [item for part in derived for item in part.work])


def forget(connection: Connection, order_ids: Sequence[Id]) -> None:
    """Let go of what lists show of these orders, beside their warnings."""
    for start in range(0, len(order_ids), _IDS_MAX):
        for statement in _FORGET:
            ask(connection, statement, {"ids": list(order_ids[start : start + _IDS_MAX])})


def get_many(connection: Connection, kind: type[R], ids: Sequence[Id]) -> dict[Id, R]:
    """Return derived rows by id: the page of a list that is on screen."""
    table = _TABLES[kind]
    found = _records(connection, kind, select(table).where(table.c.id.in_(ids)))
    return {item.id: item for item in found}


def ids(
    connection: Connection,
    kind: type[Record],
    where: Sequence[ColumnElement[bool]] = (),
    order: Sequence[ColumnElement[object]] = (),
) -> list[Id]:
    """Return the ids of a list's rows, in order; ties by id, so that rows do not jump."""
    table = _TABLES[kind]
    chosen = select(table.c.id).where(and_(true(), *where)).order_by(*order, table.c.id)
    return [str(found) for found in connection.execute(chosen).scalars()]


def everything(
    connection: Connection, kind: type[R], where: Sequence[ColumnElement[bool]] = ()
) -> list[R]:
    """Return derived rows that meet the conditions, by id."""
    table = _TABLES[kind]
    chosen = select(table).where(and_(true(), *where)).order_by(table.c.id)
    return _records(connection, kind, chosen)


def stale(connection: Connection, today: str) -> list[Id]:
    """Return the orders that may still warn and whose summary is not of today, or absent."""
    orders = TABLES["orders"]
    ended = and_(summaries.c.computed_on != NEVER, summaries.c.state.not_in(("open", "cancelled")))
    fresh = select(summaries.c.id).where(or_(summaries.c.computed_on == today, ended))
    chosen = select(orders.c.id).where(orders.c.id.not_in(fresh)).order_by(orders.c.id.desc())
    return [str(found) for found in connection.execute(chosen).scalars()]


def count(connection: Connection, kind: type[Record], *where: ColumnElement[bool]) -> int:
    """Return how many derived rows meet the conditions."""
    chosen = select(func.count()).select_from(_TABLES[kind]).where(and_(true(), *where))
    return int(connection.execute(chosen).scalar_one())


def put_new(connection: Connection, table: Table, items: Sequence[Record]) -> None:
    """Insert derived rows that are not there."""
    if items:
        names = columns(type(items[0]))
        statement = _insertion(table, connection.dialect)
        values = [tuple(to_value(getattr(each, name)) for name in names) for each in items]
        run_many(connection, statement, values)


@cache
def _insertion(table: Table, dialect: Dialect) -> Statement:
    names = tuple(str(column.name) for column in table.columns)
    return compile_once(insert(table).values({n: bindparam(n) for n in names}), names, dialect)


def is_empty(connection: Connection) -> bool:
    """Return whether nothing was derived yet: then there is nothing to be computed anew."""
    return connection.execute(select(summaries.c.id).limit(1)).scalar() is None


def _records(connection: Connection, kind: type[R], chosen: Select[Any]) -> list[R]:
    names = columns(kind)
    found = connection.execute(chosen.with_only_columns(*(_TABLES[kind].c[name] for name in names)))
    return [record(kind, dict(zip(names, row, strict=True))) for row in found]
