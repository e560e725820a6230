"""What separates two orders of one list, as runs of rows to remove and to insert."""

from collections.abc import Hashable, Iterable, Sequence


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def runs_removed(old: Sequence[Hashable], new: Iterable[Hashable]) -> list[tuple[int, int]]:
    """Return first and last places in `old` of what is not in `new`, ascending."""
    stays = set(new)
    return _runs(place for place, entry in enumerate(old) if entry not in stays)


def runs_inserted(old: Iterable[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return first and last places in `new` of what is not in `old`, ascending.

    Inserted in that order into `old`, they make `new`, if both share one order.
    """
    was = set(old)
    return _runs(place for place, entry in enumerate(new) if entry not in was)
