"""Handing over one's desk: work goes to a deputy for some days, item by item, and comes back alone.

An item belongs to its own person until the deputy accepts it, to the deputy on the days agreed,
and to its own person after them. Who has it on a day follows from the rows and that day alone, so
that it is one person on every desk, whether it heard of the last day or not (product.md S04, D11).
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec

from sync.domain.ids import Id
from sync.domain.records import Record

DAYS_MAX = 30
"""A handover may be renewed, but no single one is longer (domain.md 4.6)."""
ENTITIES_HANDED = ("orders", "nodes", "tasks")


class HandoverKind(StrEnum):
    """Why: the last is for good and has no last day."""

    LEAVE = "leave"
    TRAVEL = "travel"
    FOR_GOOD = "for_good"


class HandoverState(StrEnum):
    """Whether a packet still counts."""

    OPEN = "open"
    ENDED = "ended"


class ItemState(StrEnum):
    """What the deputy said of an item, and whether it has come back."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETURNED = "returned"


class Handover(Record, frozen=True, kw_only=True):
    """A packet: whose desk, from which day through which."""

    from_id: str
    kind: HandoverKind = HandoverKind.LEAVE
    from_on: date
    to_on: date | None = None
    state: HandoverState = HandoverState.OPEN
    created_by: str = ""
    created_at: datetime | None = None


class HandoverItem(Record, frozen=True, kw_only=True):
    """One piece of work in a packet, with all that says whose it is on a day.

    `entity` and `row_id` name the order, the node or the task.
    """

    handover_id: str
    order_id: str
    entity: str
    row_id: str
    from_id: str
    to_id: str
    from_on: date
    to_on: date | None = None
    state: ItemState = ItemState.OFFERED
    reason: str = ""
    answered_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Return whether the day is one of those agreed."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def is_over(self, day: date) -> bool:
        """Return whether the last day has passed, or the item was refused or has come back."""
        is_past = self.to_on is not None and day > self.to_on
        return is_past or self.state in (ItemState.REFUSED, ItemState.RETURNED)


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """A handover with its items, as far as they are here."""

    handover: Handover
    items: tuple[HandoverItem, ...]

    def count(self, state: ItemState) -> int:
        """Return how many items stand so."""
        return sum(item.state is state for item in self.items)

    def fallen_back(self, today: date) -> int:
        """Return how many items nobody accepted in time: they are still with their own person."""
        return sum(item.state is ItemState.OFFERED and item.from_on <= today for item in self.items)


def present(entity: str, row_id: Id, owner_id: Id, items: Iterable[HandoverItem]) -> Id:
    """Return who has a piece of work, by the items in force: exactly one person, whatever they say.

    An item counts only while its own person is still the owner: whoever is given the work for good
    meanwhile has it.
    """
    wanted = (entity, row_id, owner_id)
    found = [each for each in items if (each.entity, each.row_id, each.from_id) == wanted]
    return min(found, key=lambda each: each.id).to_id if found else owner_id


def stands_for(person_id: Id, entity: str, row_id: Id, items: Iterable[HandoverItem]) -> Id:
    """Return for whom somebody has a piece of work; empty where it is their own.

    `items` are those in force.
    """
    for each in items:
        if (each.to_id, each.entity, each.row_id) == (person_id, entity, row_id):
            return each.from_id
    return ""


def in_force(items: Iterable[HandoverItem], day: date) -> tuple[HandoverItem, ...]:
    """Return the items by which deputies stand in on a day."""
    return tuple(each for each in items if each.state is ItemState.ACCEPTED and each.covers(day))


def gives_sight(item: HandoverItem, day: date) -> bool:
    """Return whether the deputy sees the order: from the offer on, until it is over."""
    return not item.is_over(day)
