"""Ways of the flow map are elbows, and the keys find the nearest box."""

from itertools import pairwise

from PySide6.QtCore import QRectF

from desktop.widgets.flow_routes import elbow, neighbour


def test_way_within_a_column_is_straight():
    points = elbow(QRectF(0, 0, 100, 40), QRectF(0, 50, 100, 40), gap=16)
    assert points == [(15, 40), (15, 50)]


def test_way_to_the_right_leaves_at_the_side_and_turns_in_the_gap():
    points = elbow(QRectF(0, 0, 100, 40), QRectF(116, 50, 100, 40), gap=16)
    assert points[0] == (100, 20)
    assert points[-1] == (116, 70)
    assert {x for x, _ in points[1:3]} == {108}


def test_every_piece_of_a_way_is_level_or_upright():
    points = elbow(QRectF(300, 90, 100, 40), QRectF(0, 0, 100, 40), gap=16, lane=0.3)
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))


PLACES = {"a": (0, 0), "b": (0, 1), "c": (1, 0), "d": (1, 3)}


def test_sideways_comes_to_the_box_nearest_in_height():
    assert neighbour(PLACES, "b", step=(1, 0)) == "c"
    assert neighbour(PLACES, "d", step=(-1, 0)) == "b"


def test_border_keeps_the_box():
    assert neighbour(PLACES, "a", step=(-1, 0)) == "a"
    assert neighbour(PLACES, "b", step=(0, 1)) == "b"
