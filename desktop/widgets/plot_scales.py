"""The axis of a plot: round steps that hold all values, and where a value stands."""

from collections.abc import Iterable, Sequence
from math import floor, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_step(span: float, *, count: int) -> float:
    """Return the round number next above `span / count`; 1 for a span of nothing."""
    if span <= 0:
        return 1.0
    rough = span / count
    power: float = 10.0 ** floor(log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * 0.999)


def axis(values: Iterable[float], *, count: int = 3) -> list[float]:
    """Return round places for lines across a plot, lowest first, around all values."""
    known = list(values)
    if not known:
        return [0.0, 1.0]
    low, high = min(known), max(known)
    step = round_step(high - low, count=count)
    start = floor(low / step)
    places = [start * step]
    while places[-1] < high:
        places.append((start + len(places)) * step)
    return places if len(places) > 1 else [places[0], places[0] + step]


def placed(value: float, *, places: Sequence[float], top: float, bottom: float) -> float:
    """Return how far down a value stands between `top` and `bottom`."""
    share = (value - places[0]) / (places[-1] - places[0])
    return bottom - share * (bottom - top)


def axis_text(value: float) -> str:
    """Return a place on the axis as short text."""
    return f"{value:g}"
