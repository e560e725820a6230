"""The flow map: where the open orders stand, how many are overdue or silent there, for how long."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from sqlalchemy import Connection, case, func, select

from sync.store.derived import summaries
from sync.store.order_lists import Asking, conditions

Days = tuple[int, int]
"""For how many days how many orders have been at a stage."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at one stage: orders, how many of them are overdue or silent, and days there.

    The days are calendar days since the orders came to the stage; None where nothing says when.
    """

    node: str
    count: int = 0
    overdue: int = 0
    silent: int = 0
    median_days: int | None = None
    oldest_days: int | None = None


class FlowCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Where the orders stand, by stage, and all of them together.

    `idle` are open orders at no stage: all that is left waits for something outside.
    """

    stages: tuple[Standing, ...]
    count: int
    overdue: int
    silent: int
    idle: int


class _Group(msgspec.Struct, frozen=True):
    """Orders that came to one stage on one day."""

    node: str
    days: int | None
    count: int
    overdue: int
    silent: int


def read_flow(connection: Connection, asking: Asking) -> FlowCounts:
    """Return where the orders asked for stand: each counts once, at its current node.

    One pass over the table that the orders list shows, so that both always say the same; which
    nodes are asked for makes no difference.
    """
    groups = _groups(connection, asking)
    nodes = sorted({group.node for group in groups if group.node})
    return FlowCounts(
        stages=tuple(_standing(node, [g for g in groups if g.node == node]) for node in nodes),
        count=sum(group.count for group in groups),
        overdue=sum(group.overdue for group in groups),
        silent=sum(group.silent for group in groups),
        idle=sum(group.count for group in groups if not group.node),
    )


def _groups(connection: Connection, asking: Asking) -> list[_Group]:
    chosen = (
        select(
            summaries.c.node,
            summaries.c.node_since,
            func.count(),
            func.sum(case((summaries.c.ball_overdue == 1, 1), else_=0)),
            func.sum(case((summaries.c.silent_days > 0, 1), else_=0)),
        )
        .where(*conditions(msgspec.structs.replace(asking, nodes=())))
        .group_by(summaries.c.node, summaries.c.node_since)
    )
    return [
        _Group(str(node), _age(since, asking.today), int(count), int(overdue), int(silent))
        for node, since, count, overdue, silent in connection.execute(chosen)
    ]


def _age(since: object, today: date) -> int | None:
    return (today - date.fromisoformat(str(since))).days if since else None


def _standing(node: str, groups: Sequence[_Group]) -> Standing:
    known = sorted((group.days, group.count) for group in groups if group.days is not None)
    return Standing(
        node=node,
        count=sum(group.count for group in groups),
        overdue=sum(group.overdue for group in groups),
        silent=sum(group.silent for group in groups),
        median_days=median(known),
        oldest_days=max((days for days, _ in known), default=None),
    )


def median(known: Iterable[Days]) -> int | None:
    """Return the days that half of the orders do not exceed, of counted days in their order."""
    found = list(known)
    left = (sum(count for _, count in found) + 1) // 2
    for days, count in found:
        left -= count
        if left <= 0:
            return days
    return None
