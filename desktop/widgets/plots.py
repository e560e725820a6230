"""Lines over time, painted: a small one beside a figure, and a plot with its axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, look
from desktop.widgets.painting import CENTRE, RIGHT, paint_text, text_width
from desktop.widgets.plot_scales import axis, axis_text, placed


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, which stands at its end, and a value for each label; None is a gap."""

    name: str
    values: tuple[float | None, ...]
    colour: Role = "active"
    dashed: bool = False


def _points(
    values: Sequence[float | None], rect: QRectF, places: Sequence[float]
) -> list[list[QPointF]]:
    """Return the line's pieces; a missing value ends one."""
    step = rect.width() / max(1, len(values) - 1)
    pieces: list[list[QPointF]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        y = placed(value, places=places, top=rect.top(), bottom=rect.bottom())
        pieces[-1].append(QPointF(rect.left() + number * step, y))
    return [piece for piece in pieces if piece]


def _paint_series(
    painter: QPainter, rect: QRectF, series: Series, *, places: Sequence[float], width: float
) -> QPointF | None:
    """Paint one line and the dot at its end; return where that is."""
    colour = look().colour(series.colour)
    style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    pieces = _points(series.values, rect, places)
    painter.setPen(QPen(colour, width, style, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for piece in pieces:
        painter.drawPolyline(QPolygonF(piece))
    if not pieces:
        return None
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(pieces[-1][-1], 1.7 * width, 1.7 * width)
    return pieces[-1][-1]


def _paint_target(painter: QPainter, rect: QRectF, y: float) -> None:
    painter.setPen(QPen(look().colour("control"), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


class Sparkline(QWidget):
    """A line of a year without words, with its target dotted; `text` says it aloud."""

    def __init__(
        self,
        values: Sequence[float | None],
        *,
        text: str,
        target: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._series = Series("", tuple(values))
        self._target = target
        self.show_values(values, text=text, target=target)

    def show_values(
        self, values: Sequence[float | None], *, text: str, target: float | None = None
    ) -> None:
        """Show another line."""
        self._series, self._target = Series("", tuple(values)), target
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(76), look().px(24))

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(4, 4, -5, -4)
        known = [value for value in self._series.values if value is not None]
        span = [*known, *([self._target] if self._target is not None else [])]
        if not known:
            return
        low, high = min(span), max(span)
        places = (low, high if high > low else low + 1)
        if self._target is not None:
            y = placed(self._target, places=places, top=rect.top(), bottom=rect.bottom())
            _paint_target(painter, rect, y)
        _paint_series(painter, rect, self._series, places=places, width=1.4)


class LinePlot(QWidget):
    """At most two series over the same labels, named at their ends; the target is dotted.

    `text` says in words what the plot shows; the numbers belong into a table beside it.
    """

    def __init__(self, *, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._series: tuple[Series, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._target: float | None = None
        self.setAccessibleName(text)

    def show_series(
        self,
        series: Sequence[Series],
        *,
        labels: Sequence[str],
        target: float | None = None,
        text: str = "",
    ) -> None:
        """Show other lines; two can be told apart, more cannot."""
        if len(series) > 2:
            raise ValueError("A plot shows at most two series")
        self._series, self._labels, self._target = tuple(series), tuple(labels), target
        self.setAccessibleName(text or self.accessibleName())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(320), look().px(130))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), look().px(90))

    @override
    def paintEvent(self, event: object) -> None:
        known = [value for one in self._series for value in one.values if value is not None]
        if not known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = look()
        places = axis([*known, *([self._target] if self._target is not None else [])])
        left = max(text_width(axis_text(place), "tiny") for place in places) + here.px(8)
        name = max(text_width(one.name, "label") for one in self._series)
        rect = QRectF(self.rect()).adjusted(left, here.px(6), -name - here.px(12), -here.px(22))
        self._paint_axis(painter, rect, places)
        self._paint_labels(painter, rect)
        if self._target is not None:
            y = placed(self._target, places=places, top=rect.top(), bottom=rect.bottom())
            _paint_target(painter, rect, y)
        for one in self._series:
            end = _paint_series(painter, rect, one, places=places, width=1.8)
            if end is not None:
                box = QRectF(end.x() + here.px(8), end.y() - here.px(10), name, here.px(20))
                colour = here.colour(one.colour)
                paint_text(painter, box, one.name, font=here.font("label"), colour=colour)

    def _paint_axis(self, painter: QPainter, rect: QRectF, places: Sequence[float]) -> None:
        here = look()
        for place in places:
            y = round(placed(place, places=places, top=rect.top(), bottom=rect.bottom()))
            role: Role = "line" if place == places[0] else "line_subtle"
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), here.colour(role))
            box = QRectF(0, y - here.px(9), rect.left() - here.px(6), here.px(18))
            ink, font = here.colour("ink3"), here.font("tiny")
            paint_text(painter, box, axis_text(place), font=font, colour=ink, align=RIGHT)

    def _paint_labels(self, painter: QPainter, rect: QRectF) -> None:
        here = look()
        count = len(self._labels)
        if not count:
            return
        step = rect.width() / max(1, count - 1)
        widest = max(text_width(label, "tiny") for label in self._labels) + here.px(8)
        every = max(1, -int(-widest // max(1.0, step)))
        for number in range(0, count, every):
            middle = rect.left() + number * step
            box = QRectF(middle - widest / 2, rect.bottom() + here.px(4), widest, here.px(16))
            ink, font = here.colour("ink3"), here.font("tiny")
            text = self._labels[number]
            paint_text(painter, box, text, font=font, colour=ink, align=CENTRE)
