"""What became of warnings: fired, came true, or did not (product.md S44).

Kept on the device that computed them, from the day it began: what one person's desk warned of is
not what another's did, and head office need not be told the same by each.
A warning of goods that are late comes true when they leave late; any other when it turns red after
it was told earlier. What was red when it was first told was told too late, and is counted apart.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from sync.domain.early_warnings import Level
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.records import Record
from sync.domain.shipments import Shipment
from sync.domain.warning_case import has_left

OF_GOODS = frozenset(
    ("W03", "W05", "W11", "W12", "W13", "W15", "W16", "W17", "W20", "W21", "W22", "W23", "W24")
)
"""Rules that say the goods may leave late: whether they did decides."""


class Goods(StrEnum):
    """How an order's goods left: unknown while some are here and nothing is missed."""

    UNKNOWN = ""
    IN_TIME = "in_time"
    LATE = "late"


class Firing(Record, frozen=True, kw_only=True):
    """One warning from the day it was told. `came_true` is None while nobody can say.

    `warning_id` is the row it stands in while it lasts; `order_no` and `name` are as told then.
    """

    warning: str
    warning_id: Id
    order_id: Id
    order_no: str
    name: str
    about: str | None = None
    fired_on: date
    first_level: Level
    red_on: date | None = None
    ended_on: date | None = None
    came_true: bool | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A warning as it stands now."""

    warning: str
    warning_id: Id
    order_id: Id
    order_no: str
    name: str
    about: str | None
    level: Level


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule was right. `told_late` were red at once; `open` are not decided yet.

    `misses` are the orders, or whom else, of those that did not come true.
    """

    warning: str
    fired: int
    came_true: int
    did_not: int
    told_late: int
    open: int
    percent: int | None
    misses: tuple[str, ...]


def goods_of(facts: OrderFacts, today: date) -> Goods:
    """Return how an order's goods left, against what was promised for each shipment."""
    promised = [(each, _promised(each)) for each in facts.shipments]
    for shipment, day in promised:
        if day is not None and (shipment.on_board_on or today) > day and _counts(shipment):
            return Goods.LATE
    is_gone = bool(promised) and all(has_left(each) for each, _ in promised)
    return Goods.IN_TIME if is_gone else Goods.UNKNOWN


def _promised(shipment: Shipment) -> date | None:
    return shipment.committed_ship_on or shipment.promised_etd


def _counts(shipment: Shipment) -> bool:
    """Return whether it is known when a shipment left, or that it has not."""
    return shipment.on_board_on is not None or not has_left(shipment)


def followed(
    known: Iterable[Firing], told: Iterable[Told], goods: Mapping[Id, Goods], today: date
) -> list[Firing]:
    """Return what is new or other of the firings of some orders, or about some subjects.

    `known` are those not decided or not ended; `told` is all that stands of them now. What is only
    watched is still green, and has not fired.
    """
    standing = {each.warning_id: each for each in told if each.level is not Level.WATCH}
    found: list[Firing] = []
    lasting: set[Id] = set()
    for firing in known:
        here = standing.get(firing.warning_id) if firing.ended_on is None else None
        if here is not None:
            lasting.add(firing.warning_id)
        after = _gone_on(firing, here, goods.get(firing.order_id, Goods.UNKNOWN), today)
        if after != firing:
            found.append(after)
    new = (each for key, each in sorted(standing.items()) if key not in lasting)
    return [*found, *(_fired(each, goods, today) for each in new)]


def _fired(told: Told, goods: Mapping[Id, Goods], today: date) -> Firing:
    first = Firing(
        id=row_id("firing", told.warning_id, today.isoformat()),
        warning=told.warning,
        warning_id=told.warning_id,
        order_id=told.order_id,
        order_no=told.order_no,
        name=told.name,
        about=told.about,
        fired_on=today,
        first_level=told.level,
    )
    return _gone_on(first, told, goods.get(told.order_id, Goods.UNKNOWN), today)


def _gone_on(firing: Firing, here: Told | None, goods: Goods, today: date) -> Firing:
    """Return a firing a day on: still told (`here`), or gone."""
    is_red = here is not None and here.level == Level.URGENT
    red_on = firing.red_on or (today if is_red else None)
    ended_on = firing.ended_on or (None if here is not None else today)
    came_true = firing.came_true
    if came_true is None:
        came_true = _outcome(firing, goods, is_red=red_on is not None, is_over=ended_on is not None)
    return msgspec.structs.replace(firing, red_on=red_on, ended_on=ended_on, came_true=came_true)


def _outcome(firing: Firing, goods: Goods, *, is_red: bool, is_over: bool) -> bool | None:
    if firing.warning in OF_GOODS and firing.order_id:
        return None if goods is Goods.UNKNOWN else goods is Goods.LATE
    if is_red:
        return True
    return False if is_over else None


def rates_of(firings: Iterable[Firing]) -> tuple[Rate, ...]:
    """Return how often each rule was right, by rule."""
    grouped: dict[str, list[Firing]] = {}
    for each in firings:
        grouped.setdefault(each.warning, []).append(each)
    return tuple(_rate(rule, grouped[rule]) for rule in sorted(grouped))


def _rate(rule: str, firings: list[Firing]) -> Rate:
    late = [each for each in firings if _was_told_late(each)]
    early = [each for each in firings if not _was_told_late(each)]
    right = sum(each.came_true is True for each in early)
    wrong = [each for each in early if each.came_true is False]
    decided = right + len(wrong)
    return Rate(
        warning=rule,
        fired=len(firings),
        came_true=right,
        did_not=len(wrong),
        told_late=len(late),
        open=len(early) - decided,
        percent=100 * right // decided if decided else None,
        misses=tuple(sorted({each.order_no or each.name for each in wrong} - {""})),
    )


def _was_told_late(firing: Firing) -> bool:
    """Return whether it was red at once, where turning red is what it warns of."""
    is_red_at_once = firing.first_level == Level.URGENT
    return is_red_at_once and not (firing.warning in OF_GOODS and firing.order_id)
