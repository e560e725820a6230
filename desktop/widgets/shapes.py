"""The sixteen shapes of states, painted; colour never speaks alone."""

from collections.abc import Callable
from math import cos, pi, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.theme import Role, Shape, look
from desktop.theme.cells import Mark

UNIT = 16.0  # shapes are drawn on a grid of 16 and scaled into their rectangle


def paint_shape(painter: QPainter, rect: QRectF, *, shape: Shape, colour: QColor) -> None:
    """Paint `shape` in `colour`, centred in `rect`."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / UNIT, side / UNIT)
    _PAINTERS[shape](painter, colour)
    painter.restore()


def _stroke(colour: QColor, width: float = 1.6) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _fill(painter: QPainter, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QBrush(colour))


def _outline(painter: QPainter, colour: QColor, width: float = 1.6) -> None:
    painter.setPen(_stroke(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _exclaim(painter: QPainter, top: float, bottom: float, dot: float) -> None:
    painter.setPen(_stroke(look().colour("on_shape"), 1.7))
    painter.drawLine(QPointF(8, top), QPointF(8, bottom))
    painter.drawPoint(QPointF(8, dot))


def _octagon(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    corners = [radians(22.5 + 45 * corner) for corner in range(8)]
    painter.drawPolygon(QPolygonF([QPointF(8 + 7 * cos(a), 8 + 7 * sin(a)) for a in corners]))
    _exclaim(painter, 4.8, 8.4, 11.2)


def _triangle(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(15, 14), QPointF(1, 14)]))
    _exclaim(painter, 6.4, 9.4, 12.0)


def _diamond(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    corners = [QPointF(8, 1.5), QPointF(14.5, 8), QPointF(8, 14.5), QPointF(1.5, 8)]
    painter.drawPolygon(QPolygonF(corners))


def _ring(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour)
    painter.drawEllipse(QPointF(8, 8), 5.6, 5.6)


def _disc_tick(painter: QPainter, colour: QColor) -> None:
    _fill(painter, colour)
    painter.drawEllipse(QPointF(8, 8), 6.9, 6.9)
    _outline(painter, look().colour("on_shape"), 1.8)
    painter.drawPolyline(QPolygonF([QPointF(5, 8.3), QPointF(7.2, 10.4), QPointF(11, 6)]))


def _dashed_ring(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, 1.8, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    around = 2 * pi * 5.8 / 1.8 / 8  # one eighth of the ring, in pen widths
    pen.setDashPattern([around * 0.56, around * 0.44])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(8, 8), 5.8, 5.8)


def _fork(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.9)
    path = QPainterPath(QPointF(8, 14))
    path.lineTo(8, 9)
    path.lineTo(3.2, 2.6)
    path.moveTo(8, 9)
    path.lineTo(12.8, 2.6)
    painter.drawPath(path)


def _device(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.4)
    painter.drawRoundedRect(QRectF(3.2, 2.8, 9.6, 7.4), 1.2, 1.2)
    painter.drawLine(QPointF(1.2, 13), QPointF(14.8, 13))


def _arrow_up(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.8)
    painter.drawLine(QPointF(8, 13.6), QPointF(8, 2.8))
    painter.drawPolyline(QPolygonF([QPointF(3.6, 7), QPointF(8, 2.6), QPointF(12.4, 7)]))


def _clock(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.4)
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.drawPolyline(QPolygonF([QPointF(8, 4.6), QPointF(8, 8), QPointF(10.4, 9.4)]))


def _half_disc(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour)
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(QRectF(2, 2, 12, 12), -90 * 16, 180 * 16)


def _barred_ring(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour)
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.drawLine(QPointF(3.9, 3.9), QPointF(12.1, 12.1))


def _dash(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.5)
    painter.drawLine(QPointF(4.6, 8), QPointF(11.4, 8))


def _page(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.4)
    painter.drawRoundedRect(QRectF(3.6, 2, 8.8, 12), 1.2, 1.2)
    for line in (5.6, 8.2, 10.8):
        painter.drawLine(QPointF(6, line), QPointF(10, line))


def _box_cross(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour)
    painter.drawRoundedRect(QRectF(2.2, 2.2, 11.6, 11.6), 2, 2)
    painter.drawLine(QPointF(5.7, 5.7), QPointF(10.3, 10.3))
    painter.drawLine(QPointF(10.3, 5.7), QPointF(5.7, 10.3))


def _tick(painter: QPainter, colour: QColor) -> None:
    _outline(painter, colour, 1.7)
    painter.drawPolyline(QPolygonF([QPointF(2.8, 8.6), QPointF(6.2, 12), QPointF(13.2, 4)]))


_PAINTERS: dict[Shape, Callable[[QPainter, QColor], None]] = {
    "octagon": _octagon,
    "triangle": _triangle,
    "diamond": _diamond,
    "ring": _ring,
    "disc_tick": _disc_tick,
    "dashed_ring": _dashed_ring,
    "fork": _fork,
    "device": _device,
    "arrow_up": _arrow_up,
    "clock": _clock,
    "half_disc": _half_disc,
    "barred_ring": _barred_ring,
    "dash": _dash,
    "page": _page,
    "box_cross": _box_cross,
    "tick": _tick,
}


class ShapeMark(QWidget):
    """One state's shape on its own; its word is the accessible name and the tooltip."""

    def __init__(self, mark: Mark, *, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._shape: Shape = mark.shape
        self._colour: Role = mark.colour
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._shape, self._colour = mark.shape, mark.colour
        self.setAccessibleName(mark.text)
        self.setToolTip(mark.text)
        side = look().px(self._size)
        self.setFixedSize(side, side)
        self.update()

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        colour = look().colour(self._colour)
        paint_shape(painter, QRectF(self.rect()), shape=self._shape, colour=colour)
