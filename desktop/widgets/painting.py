"""Strokes every painted part shares: text, panels, rings of focus, discs, states."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.resources import icon_pixmap
from desktop.theme import Role, TypeStyle, look
from desktop.theme.cells import Mark, initials_of, tint_of
from desktop.widgets.shapes import paint_shape

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@lru_cache(maxsize=64)
def _metrics(_key: str, font: QFont) -> QFontMetricsF:
    return QFontMetricsF(font)


def metrics_of(font: QFont) -> QFontMetricsF:
    """Return the font's metrics; made once for each font."""
    return _metrics(font.key(), font)


def text_width(text: str, style: TypeStyle) -> int:
    """Return the width of `text` in pixels, rounded up."""
    return int(metrics_of(look().font(style)).horizontalAdvance(text)) + 1


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Paint one line, cut with "…" where it does not fit; return the width it took."""
    metrics = metrics_of(font)
    width = metrics.horizontalAdvance(text)
    if width > rect.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, align, text)
    return width


def lines_of(text: str, style: TypeStyle, width: float) -> int:
    """Return how many lines `text` takes within `width`."""
    return len(_wrapped(text, metrics_of(look().font(style)), width))


def paint_lines(painter: QPainter, rect: QRectF, text: str, *, font: QFont, colour: QColor) -> None:
    """Paint a text in two lines at most, broken between words; the second is cut with "…"."""
    metrics = metrics_of(font)
    lines = _wrapped(text, metrics, rect.width())
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    height = min(rect.height() / 2, metrics.height())
    for place, line in enumerate(lines):
        box = QRectF(rect.left(), rect.top() + place * height, rect.width(), height)
        paint_text(painter, box, line, font=font, colour=colour)


def _wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width + 0.5:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def paint_panel(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None,
    line: QColor | None = None,
    radius: float = 0,
    dashed: bool = False,
) -> None:
    """Paint a rounded panel with an edge one pixel wide inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(line, 1, style) if line else Qt.PenStyle.NoPen)
    painter.setBrush(fill or Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5) if line else rect
    painter.drawRoundedRect(inner, radius, radius)
    painter.restore()


def paint_focus(painter: QPainter, rect: QRectF, *, radius: float) -> None:
    """Paint the accent ring, two pixels wide, just inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look().colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def paint_line(painter: QPainter, start: QPointF, end: QPointF, *, role: Role) -> None:
    """Paint a hairline."""
    painter.fillRect(
        QRectF(start.x(), start.y(), max(1.0, end.x() - start.x()), max(1.0, end.y() - start.y())),
        look().colour(role),
    )


def paint_icon(painter: QPainter, rect: QRectF, name: str, *, size: int, colour: QColor) -> None:
    """Paint an icon of `size` pixels at 100 %, centred in `rect`."""
    side = look().px(size)
    pixmap = icon_pixmap(name, size=side, colour=colour)
    left = round(rect.center().x() - side / 2)
    top = round(rect.center().y() - side / 2)
    painter.drawPixmap(left, top, pixmap)


def paint_disc(painter: QPainter, rect: QRectF, name: str, *, tint: int | None = None) -> None:
    """Paint a person's disc with the initials of `name`."""
    here = look()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(here.disc(tint_of(name) if tint is None else tint))
    painter.drawEllipse(rect)
    initials = initials_of(name)
    font = QFont(here.font("strong"))
    font.setPixelSize(max(7, round(rect.height() * (0.56 if len(initials) == 1 else 0.42))))
    painter.setFont(font)
    painter.setPen(here.colour("person_ink"))
    painter.drawText(rect, CENTRE, initials)
    painter.restore()


def paint_mark(
    painter: QPainter, rect: QRectF, mark: Mark, *, style: TypeStyle = "small", size: int = 14
) -> float:
    """Paint a state as shape and word from the left of `rect`; return the width it took."""
    here = look()
    side = here.px(size)
    colour = here.colour(mark.colour)
    box = QRectF(rect.left(), round(rect.center().y() - side / 2), side, side)
    paint_shape(painter, box, shape=mark.shape, colour=colour)
    if not mark.text:
        return side
    gap = here.px(4)
    ink = here.colour("ink2") if mark.colour in {"neutral", "ink3"} else colour
    font = here.font("strong" if mark.strong else style)
    taken = paint_text(
        painter, rect.adjusted(side + gap, 0, 0, 0), mark.text, font=font, colour=ink
    )
    return side + gap + taken


def mark_width(mark: Mark, *, style: TypeStyle = "small", size: int = 14) -> int:
    """Return the width `paint_mark` takes when nothing is cut."""
    side = look().px(size)
    if not mark.text:
        return side
    return side + look().px(4) + text_width(mark.text, "strong" if mark.strong else style)
