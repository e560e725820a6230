"""The time-standard library: how long a stage takes for an order of some kind, from own history.

A row is one version of one key: stage, product family, lane, payment term; an empty part stands for
every one. History proposes, who answers for the stage decides, orders made from then on follow
(domain.md 1.7, product.md S19).
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec

from sync.domain.dates import Calendar, working_days_between
from sync.domain.ids import Id, row_id
from sync.domain.orders import Order
from sync.domain.people import Actor
from sync.domain.process import Node, Standard
from sync.domain.records import Record
from sync.domain.refusals import Refusal
from sync.domain.rights import Permissions
from sync.domain.shipments import Shipment

SAMPLES_MIN = 20
"""Finished instances from which history is offered (domain.md 1.7)."""
DAYS_MAX = 365


class StandardState(StrEnum):
    """How far a version of a standard is; only an accepted one is followed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETIRED = "retired"


class Key(msgspec.Struct, frozen=True):
    """What a standard is for."""

    node: str
    family: str = ""
    lane: str = ""
    payment_term: str = ""

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """How special it is: the more parts are said, the more; then the goods, then the lane."""
        parts = (self.family, self.lane, self.payment_term)
        return sum(map(bool, parts)), bool(self.family), bool(self.lane)


class TimeStandard(Record, frozen=True, kw_only=True):
    """One version of a standard. `days` is followed; `p50`, `p80`, `samples` are what history says.

    `days_before` is what was followed when it was proposed.
    """

    node: str
    family: str = ""
    lane: str = ""
    payment_term: str = ""
    number: int = 1
    days: int
    unit: str = "wd"
    p50: int
    p80: int
    samples: int
    days_before: int = 0
    state: StandardState = StandardState.PROPOSED
    proposed_by: str = ""
    proposed_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""

    @property
    def key(self) -> Key:
        """What it is for."""
        return Key(self.node, self.family, self.lane, self.payment_term)


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One finished instance of a stage: the whole key of its order, and when it ran."""

    key: Key
    started_on: date
    finished_on: date


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """What history says of a key: half of the instances took `p50` days or fewer, 80 % `p80`."""

    key: Key
    unit: str
    p50: int
    p80: int
    samples: int


def may_refresh(actor: Actor, permissions: Permissions) -> Refusal | None:
    """Return why somebody may not ask history, or None: they do not see every order."""
    if any(permissions.row_scopes.get(role) == "company" for role in actor.roles):
        return None
    roles = ",".join(r for r, scope in permissions.row_scopes.items() if scope == "company")
    return Refusal(code="standards_need_all_orders", kind="denied", facts={"roles": roles})


def standard_id(key: Key, number: int) -> Id:
    """Return the id of a version's row: there is one for each number of a key."""
    return row_id("time standard", key.node, key.family, key.lane, key.payment_term, str(number))


def lane_of(shipment: Shipment) -> str:
    """Return the lane of a shipment, "CNNGB-DEHAM"; empty where a port is not known."""
    return lane_between(shipment.load_port, shipment.discharge_port)


def lane_between(load_port: str, discharge_port: str) -> str:
    """Return the lane between two ports; empty where one is not known."""
    ports = (load_port.strip().upper(), discharge_port.strip().upper())
    return "-".join(ports) if all(ports) else ""


def lane_among(shipments: Iterable[Shipment], shipment_id: Id) -> str:
    """Return the lane of one shipment, or of an order whose shipments all sail the same."""
    lanes = {each.id: lane_of(each) for each in shipments}
    if shipment_id in lanes:
        return lanes[shipment_id]
    return only(lanes.values())


def only(texts: Iterable[str]) -> str:
    """Return the text that all are; empty where they differ, or there is none."""
    found = set(texts)
    return found.pop() if len(found) == 1 else ""


def took(past: Past, unit: str, calendar: Calendar) -> int:
    """Return how many days an instance took, as standards count them; the first day counts.

    Calendar days are those after the day on which it began.
    """
    if unit == "cd":
        return max(1, (past.finished_on - past.started_on).days)
    return max(1, working_days_between(past.started_on, past.finished_on, calendar) + 1)


def spreads(pasts: Iterable[Past], unit: str, calendar: Calendar) -> list[Spread]:
    """Return what history says of a stage, the plainest key first; only from 20 instances on.

    A more special key is told only where its 80 % differ from those of the whole stage.
    """
    grouped: dict[Key, list[int]] = {}
    for past in pasts:
        days = took(past, unit, calendar)
        for key in _keys(past.key):
            grouped.setdefault(key, []).append(days)
    found = [
        _spread(key, unit, sorted(days))
        for key, days in grouped.items()
        if len(days) >= SAMPLES_MIN
    ]
    found.sort(key=lambda each: (each.key.rank, msgspec.structs.astuple(each.key)))
    return [each for each in found if not any(each.key.rank) or each.p80 != found[0].p80]


def _keys(key: Key) -> set[Key]:
    """Return the keys that an instance counts for: the stage, each part alone, all of them."""
    parts = {"family": key.family, "lane": key.lane, "payment_term": key.payment_term}
    alone = {Key(key.node, **{name: part}) for name, part in parts.items() if part}
    return {Key(key.node), key, *alone}


def _spread(key: Key, unit: str, days: list[int]) -> Spread:
    return Spread(
        key=key,
        unit=unit,
        p50=_percentile(days, 50),
        p80=_percentile(days, 80),
        samples=len(days),
    )


def _percentile(days: list[int], percent: int) -> int:
    """Return the least of the sorted days that `percent` of them do not exceed."""
    return days[-(-len(days) * percent // 100) - 1]


def versions_of(standards: Iterable[TimeStandard], key: Key) -> list[TimeStandard]:
    """Return the versions of a key, the newest first."""
    mine = [each for each in standards if each.key == key]
    return sorted(mine, key=lambda each: each.number, reverse=True)


def waiting(versions: Iterable[TimeStandard]) -> TimeStandard | None:
    """Return the version that nobody has decided about yet, or None."""
    return next((each for each in versions if each.state is StandardState.PROPOSED), None)


def accepted(versions: Iterable[TimeStandard]) -> TimeStandard | None:
    """Return the version that new orders follow, or None; they come the newest first."""
    decided = (StandardState.ACCEPTED, StandardState.RETIRED)
    newest = next((each for each in versions if each.state in decided), None)
    return newest if newest is not None and newest.state is StandardState.ACCEPTED else None


def says_something_new(spread: Spread, versions: list[TimeStandard], now_days: int) -> bool:
    """Return whether history is worth a proposal: other days than those followed, or refused."""
    last = next((each for each in versions if each.state is not StandardState.PROPOSED), None)
    if last is not None and last.state is StandardState.REFUSED and last.p80 == spread.p80:
        return False
    return spread.p80 != now_days


def followed_by(
    standards: Iterable[TimeStandard], order: Order, families: Iterable[str]
) -> tuple[TimeStandard, ...]:
    """Return the standards that an order began with, the most special first; of any lane.

    As with the process: what was accepted after the order was made does not move its days.
    """
    if order.created_at is None:
        return ()
    family, newest = only(families), dict[Key, TimeStandard]()
    for each in standards:
        fits = each.family in ("", family) and each.payment_term in ("", order.payment_term)
        in_time = each.decided_at is not None and each.decided_at <= order.created_at
        if not fits or not in_time or each.state is StandardState.REFUSED:
            continue
        known = newest.get(each.key)
        if known is None or known.number < each.number:
            newest[each.key] = each
    kept = [e for e in newest.values() if e.ended_at is None or e.ended_at > order.created_at]
    return tuple(sorted(kept, key=lambda each: each.key.rank, reverse=True))


def library_standard(followed: Iterable[TimeStandard], node: Node, lane: str) -> Standard | None:
    """Return what the library says of a stage on a lane, or None; they come special first."""
    for each in followed:
        if each.node == node.id and each.lane in ("", lane):
            return Standard(days=each.days, unit=each.unit)
    return None
