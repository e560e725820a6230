"""Networks of work in which pieces wait for each other: their order, and loops that are none (S63).

A piece is known by any key; `waits` names what each waits for. Nothing here knows of days.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

K = TypeVar("K", bound=Hashable)
Waits = Mapping[K, Sequence[K]]


class Tie(msgspec.Struct, Generic[K], frozen=True, kw_only=True):
    """That `after` begins once `before` is finished, and `lag` working days more have gone by."""

    id: str
    before: K
    after: K
    lag: int = 0


class LeftOut(msgspec.Struct, Generic[K], frozen=True, kw_only=True):
    """A tie that would close a loop, and the loop, each piece before the one that waits for it."""

    tie: Tie[K]
    loop: tuple[K, ...]


def loop_closed(waits: Waits[K], before: K, after: K) -> tuple[K, ...]:
    """Return the loop that `after` waiting for `before` would close; empty where it closes none.

    It begins with `after`, and each piece is followed by one that waits for it.
    """
    led_from: dict[K, K] = {}
    found, seen = [before], {before}
    for piece in found:
        if piece == after:
            return _followed(led_from, after, before)
        for other in waits.get(piece, ()):
            if other not in seen:
                seen.add(other)
                led_from[other] = piece
                found.append(other)
    return ()


def without_loops(
    waits: Waits[K], ties: Sequence[Tie[K]]
) -> tuple[tuple[Tie[K], ...], tuple[LeftOut[K], ...]]:
    """Return the ties that close no loop with what stands before them, and those that would.

    Two desks may each have made one half of a loop, and a removed tie may come back: of a loop the
    tie of the highest id gives way, on every desk the same.
    """
    known = {piece: list(before) for piece, before in waits.items()}
    kept: list[Tie[K]] = []
    left_out: list[LeftOut[K]] = []
    for tie in sorted(ties, key=lambda each: each.id):
        loop = loop_closed(known, tie.before, tie.after)
        if loop:
            left_out.append(LeftOut(tie=tie, loop=loop))
        else:
            known.setdefault(tie.after, []).append(tie.before)
            kept.append(tie)
    return tuple(kept), tuple(left_out)


def each_after_what_it_waits_for(pieces: Sequence[K], waits: Waits[K]) -> tuple[K, ...]:
    """Return the pieces, each after all it waits for; otherwise in the order in which they came."""
    placed: dict[K, None] = {}
    for piece in pieces:
        _place(piece, waits, placed)
    known = set(pieces)
    return tuple(piece for piece in placed if piece in known)


def _place(piece: K, waits: Waits[K], placed: dict[K, None]) -> None:
    """Place a piece behind all it waits for. A way may be long: no call within a call."""
    under_way = [piece]
    entered: set[K] = set()
    while under_way:
        last = under_way[-1]
        entered.add(last)
        missing = [b for b in waits.get(last, ()) if b not in placed and b not in entered]
        if missing:
            under_way.append(missing[0])
        else:
            placed.setdefault(under_way.pop())


def _followed(led_from: Mapping[K, K], first: K, last: K) -> tuple[K, ...]:
    way = [first]
    while way[-1] != last:
        way.append(led_from[way[-1]])
    return tuple(way)
