"""Reads how long stages took in finished instances, and which standards orders may follow."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Row, select

from sync.domain.ids import Id
from sync.domain.limits import office_day
from sync.domain.nodes import NodeState
from sync.domain.orders import Order, OrderLine
from sync.domain.records import record
from sync.domain.time_standards import (
    Key,
    Past,
    StandardState,
    TimeStandard,
    followed_by,
    lane_between,
    only,
)
from sync.store import rows
from sync.store.tables import TABLES

DECIDED = (StandardState.ACCEPTED.value, StandardState.RETIRED.value)
"""States of standards that some order may have begun with."""
PASTS_MAX = 2_000
"""Finished instances that history looks back on: the newest of them."""


def read_pasts(connection: Connection, node: str) -> list[Past]:
    """Return the newest finished instances of a stage, with what their orders are."""
    nodes, orders = TABLES["nodes"], TABLES["orders"]
    chosen = (
        select(
            nodes.c.order_id,
            nodes.c.subject_id,
            nodes.c.started_at,
            nodes.c.finished_at,
            orders.c.payment_term,
        )
        .join_from(nodes, orders, orders.c.id == nodes.c.order_id)
        .where(nodes.c.node == node, nodes.c.state == NodeState.DONE.value)
        .where(nodes.c.started_at.is_not(None), nodes.c.finished_at.is_not(None))
        .order_by(nodes.c.finished_at.desc(), nodes.c.id)
        .limit(PASTS_MAX)
    )
    found = connection.execute(chosen).all()
    ids = sorted({str(row.order_id) for row in found})
    lanes, families = _lanes(connection, ids), _families(connection, ids)
    return [_past(node, row, lanes, families) for row in found]


class _Lanes:
    """Lanes by shipment, and by order where all its shipments have one."""

    def __init__(self) -> None:
        self.shipments: dict[Id, str] = {}
        self.orders: dict[Id, set[str]] = {}


def _past(
    node: str, row: "Row[str, str, str, str, str]", lanes: _Lanes, families: dict[Id, set[str]]
) -> Past:
    order_id, subject_id = str(row.order_id), str(row.subject_id)
    lane = lanes.shipments.get(subject_id)
    return Past(
        key=Key(
            node,
            family=only(families.get(order_id, ())),
            lane=only(lanes.orders.get(order_id, ())) if lane is None else lane,
            payment_term=str(row.payment_term),
        ),
        started_on=_day(row.started_at),
        finished_on=_day(row.finished_at),
    )


def _day(moment: object) -> date:
    return office_day(datetime.fromisoformat(str(moment)))


def _lanes(connection: Connection, order_ids: Sequence[Id]) -> _Lanes:
    found = _Lanes()
    for row in rows.find_many(connection, "shipments", "order_id", order_ids):
        lane = lane_between(str(row["load_port"]), str(row["discharge_port"]))
        found.shipments[str(row["id"])] = lane
        found.orders.setdefault(str(row["order_id"]), set()).add(lane)
    return found


def _families(connection: Connection, order_ids: Sequence[Id]) -> dict[Id, set[str]]:
    lines = rows.find_many(connection, "order_lines", "order_id", order_ids)
    products = {str(line["product_id"]) for line in lines if line["product_id"]}
    named = _named(connection, products)
    found: dict[Id, set[str]] = {}
    for line in lines:
        family = named.get(str(line["product_id"]), "")
        found.setdefault(str(line["order_id"]), set()).add(family)
    return found


def _named(connection: Connection, product_ids: Iterable[Id]) -> dict[Id, str]:
    known = rows.get_many(connection, "products", sorted(product_ids))
    return {identifier: str(row["family"] or "") for identifier, row in known.items()}


class Followed:
    """Which standards orders began with; most companies have none, and then nothing is read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        kept = rows.find_many(connection, "time_standards", "state", list(DECIDED))
        self._all = [record(TimeStandard, row) for row in kept]

    def by(self, order: Order, lines: Sequence[OrderLine]) -> tuple[TimeStandard, ...]:
        """Return the standards of an order, the most special first."""
        if not self._all:
            return ()
        families: Iterable[str] = ()
        if any(each.family for each in self._all):
            named = _named(self._connection, {x.product_id for x in lines if x.product_id})
            families = [named.get(line.product_id, "") for line in lines]
        return followed_by(self._all, order, families)
