"""The sample's time standards: what its own history offers, one of them accepted."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from sync.domain.limits import office_day
from sync.domain.nodes import NodeState
from sync.domain.people import Role
from sync.domain.process import Node
from sync.domain.records import Record
from sync.domain.time_standards import (
    Key,
    Past,
    Spread,
    StandardState,
    TimeStandard,
    lane_among,
    only,
    spreads,
    standard_id,
)
from sync.server.sample_orders import Told, World

_ACCEPTED = "N16"
"""The stage whose owner has accepted what history offers."""


def time_rows(told: Sequence[Told], world: World) -> Iterator[tuple[str, Record]]:
    """Yield what history offers for each stage that takes other days than the process says."""
    families = {product.id: product.family for product in world.market.products}
    for node in world.process.nodes:
        if node.standards:
            pasts = [past for each in told for past in _pasts(each, node.id, families)]
            standard = node.standards[-1]
            for spread in spreads(pasts, standard.unit, world.calendars.company):
                if spread.p80 != standard.days:
                    yield "time_standards", _offer(spread, node, world)


def _pasts(told: Told, node: str, families: dict[str, str]) -> Iterator[Past]:
    facts = told.facts
    family = only(families.get(line.product_id, "") for line in facts.lines)
    for row in facts.nodes:
        is_done = row.node == node and row.state is NodeState.DONE
        if is_done and row.started_at is not None and row.finished_at is not None:
            yield Past(
                key=Key(
                    node,
                    family,
                    lane_among(facts.shipments, row.subject_id),
                    facts.order.payment_term,
                ),
                started_on=office_day(row.started_at),
                finished_on=office_day(row.finished_at),
            )


def _offer(spread: Spread, node: Node, world: World) -> TimeStandard:
    manager = world.cast.with_role(Role.MGR)[0]
    asked = world.now - timedelta(days=3)
    offer = TimeStandard(
        id=standard_id(spread.key, 1),
        **msgspec.structs.asdict(spread.key),
        days=spread.p80,
        unit=spread.unit,
        p50=spread.p50,
        p80=spread.p80,
        samples=spread.samples,
        days_before=node.standards[-1].days,
        proposed_by=manager.id,
        proposed_at=asked,
    )
    if spread.key != Key(_ACCEPTED):
        return offer
    return msgspec.structs.replace(
        offer,
        state=StandardState.ACCEPTED,
        decided_by=world.cast.with_role(Role.DOC)[0].id,
        decided_at=asked + timedelta(hours=26),
    )
