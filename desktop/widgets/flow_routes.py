"""Where the ways of a flow map run, and which box the arrow keys come to next."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF


def elbow(
    start: QRectF, end: QRectF, *, gap: float, lane: float = 0.5
) -> list[tuple[float, float]]:
    """Return the corners of a way between two boxes.

    Straight down within a column; else out to the right, along the gap before the end's column
    (`lane` is the share of the gap), and in from the left.
    """
    start_y, end_y = start.center().y(), end.center().y()
    if abs(start.left() - end.left()) < 1:
        x = start.left() + 15
        if start_y < end_y:
            return [(x, start.bottom()), (x, end.top())]
        return [(x, start.top()), (x, end.bottom())]
    if end.left() > start.left():
        turn = end.left() - gap * (1 - lane)
        return [(start.right(), start_y), (turn, start_y), (turn, end_y), (end.left(), end_y)]
    turn = start.left() - gap * lane
    return [(start.left(), start_y), (turn, start_y), (turn, end_y), (end.right(), end_y)]


def neighbour(places: Mapping[str, tuple[int, int]], key: str, *, step: tuple[int, int]) -> str:
    """Return the box next to `key` in a direction; `key` itself at the border.

    Sideways it is the box of the next column whose row is nearest.
    """
    column, row = places[key]
    across, down = step
    if down:
        wanted = (column, row + down)
        return next((name for name, place in places.items() if place == wanted), key)
    beside = [name for name, place in places.items() if place[0] == column + across]
    return min(beside, key=lambda name: abs(places[name][1] - row), default=key)
