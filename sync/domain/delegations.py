"""Deputies: who decides in whose stead, from when to when, and up to what (domain.md 4.6)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from sync.domain.records import Record

DAYS_MAX = 30
"""How long a delegation may last; it can be given again."""


class Delegation(Record, frozen=True, kw_only=True):
    """One person's leave to another to decide in their stead.

    `level_max` caps the level, `amount_max` the order's amount in the decision table's currency,
    `team` the orders. What somebody decides as a deputy they cannot hand on.
    """

    delegator_id: str
    delegate_id: str
    starts_on: date
    ends_on: date
    reason: str = ""
    level_max: int = 4
    amount_max: Decimal | None = None
    team: str = ""
    ended_at: datetime | None = None


def stands(delegation: Delegation, today: date) -> bool:
    """Return whether the delegation holds on this day."""
    is_within = delegation.starts_on <= today <= delegation.ends_on
    return is_within and delegation.ended_at is None


def circles(given: Iterable[Delegation]) -> tuple[tuple[str, ...], ...]:
    """Return the people who stand in for each other in a circle, each circle once.

    A circle ends nothing: a deputy hands nothing on. But when all of it are away, nobody decides.
    """
    heirs: dict[str, list[str]] = {}
    for each in given:
        heirs.setdefault(each.delegator_id, []).append(each.delegate_id)
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for first in sorted(heirs):
        circle = _circle_from(first, heirs)
        if circle:
            found.setdefault(frozenset(circle), circle)
    return tuple(found.values())


def _circle_from(first: str, heirs: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the way by deputies from somebody back to them; nothing where there is none."""
    ways: list[tuple[str, ...]] = [(first,)]
    seen = {first}
    while ways:
        way = ways.pop()
        for heir in sorted(heirs.get(way[-1], ())):
            if heir == first:
                return way
            if heir not in seen:
                seen.add(heir)
                ways.append((*way, heir))
    return ()


def covers(delegation: Delegation, *, team: str, amount: Decimal | None) -> bool:
    """Return whether an order of this team and amount is among those that were handed over."""
    if delegation.team and delegation.team != team:
        return False
    if delegation.amount_max is None:
        return True
    return amount is not None and amount <= delegation.amount_max
