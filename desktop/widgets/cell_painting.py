"""How each kind of cell is painted; nothing here knows what a cell is about."""

from functools import singledispatch

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop.theme import Role, look
from desktop.theme.cells import (
    Bar,
    Cell,
    Group,
    Link,
    Mark,
    Money,
    Pair,
    Person,
    Phases,
    Progress,
    Slack,
    Span,
    Text,
    Tick,
)
from desktop.widgets.cell_widths import slack_zone
from desktop.widgets.painting import (
    LEFT,
    RIGHT,
    paint_disc,
    paint_line,
    paint_mark,
    paint_panel,
    paint_text,
)

SLACK_ZERO = 0.3  # of the bar's width, left of the zero line


def paint_cell(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """Paint `cell` inside `rect`, which already has the column's margins taken off."""
    _paint(cell, painter, rect)


@singledispatch
def _paint(cell: object, _painter: QPainter, _rect: QRectF) -> None:
    raise TypeError(f"No painter for {type(cell).__name__}")


def paint_pending(painter: QPainter, rect: QRectF) -> None:
    """Paint the placeholder of a cell that is still being read."""
    here = look()
    height = here.px(7)
    box = QRectF(rect.left(), rect.center().y() - height / 2, rect.width() * 0.66, height)
    paint_panel(painter, box, fill=here.colour("line_subtle"), radius=height / 2)


def paint_group(painter: QPainter, rect: QRectF, group: Group) -> None:
    """Paint the heading of a group across the whole row."""
    here = look()
    painter.fillRect(rect, here.colour("sunken"))
    bottom = rect.bottom() - 1
    paint_line(painter, QPointF(rect.left(), bottom), QPointF(rect.right(), bottom), role="line")
    inside = rect.adjusted(here.px(12), 0, -here.px(12), 0)
    if group.shape:
        bare = Mark("", group.shape, group.colour)
        inside.setLeft(inside.left() + paint_mark(painter, inside, bare, size=14) + here.px(6))
    ink = here.colour("ink2")
    font = here.font("strong")
    width = paint_text(painter, inside, group.text, font=font, colour=ink)
    inside.setLeft(inside.left() + width + here.px(6))
    paint_text(painter, inside, group.count, font=font, colour=ink)


def paint_tick_box(painter: QPainter, rect: QRectF, *, ticked: bool, enabled: bool = True) -> None:
    """Paint a box of 14 pixels, centred in `rect`, ticked or empty."""
    here = look()
    side = here.px(14)
    left, top = rect.center().x() - side / 2, rect.center().y() - side / 2
    box = QRectF(round(left), round(top), side, side)
    if not ticked:
        edge = here.colour("control" if enabled else "line")
        fill = here.colour("surface")
        paint_panel(painter, box, fill=fill, line=edge, radius=here.px(3))
        return
    paint_panel(painter, box, fill=here.colour("accent"), radius=here.px(3))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(side / 14, side / 14)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(here.colour("on_accent"), 2, Qt.PenStyle.SolidLine, cap, join))
    painter.drawPolyline(QPolygonF([QPointF(3.4, 7.2), QPointF(6, 9.8), QPointF(10.8, 4.4)]))
    painter.restore()


@_paint.register
def _text(cell: Text, painter: QPainter, rect: QRectF) -> None:
    here = look()
    font = here.mono(cell.style) if cell.mono else here.font(cell.style)
    align = RIGHT if cell.right else LEFT
    paint_text(painter, rect, cell.text, font=font, colour=here.colour(cell.ink), align=align)


@_paint.register
def _pair(cell: Pair, painter: QPainter, rect: QRectF) -> None:
    here = look()
    middle = rect.center().y()
    upper = QRectF(rect.left(), middle - here.px(18), rect.width(), here.px(19))
    lower = QRectF(rect.left(), middle, rect.width(), here.px(17))
    ink = here.colour(cell.ink)
    paint_text(painter, upper, cell.text, font=here.font(cell.style), colour=ink)
    paint_text(painter, lower, cell.below, font=here.font("small"), colour=here.colour("ink2"))


@_paint.register
def _money(cell: Money, painter: QPainter, rect: QRectF) -> None:
    here = look()
    ink = here.colour(cell.ink)
    paint_text(painter, rect, cell.text, font=here.font("body"), colour=ink, align=RIGHT)


@_paint.register
def _link(cell: Link, painter: QPainter, rect: QRectF) -> None:
    here = look()
    ink = here.colour("accent_ink")
    paint_text(painter, rect, cell.text, font=here.font("body"), colour=ink)


@_paint.register
def _mark(cell: Mark, painter: QPainter, rect: QRectF) -> None:
    paint_mark(painter, rect, cell)


@_paint.register
def _person(cell: Person, painter: QPainter, rect: QRectF) -> None:
    here = look()
    side = min(here.px(20), rect.height() - here.px(3))
    disc = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    paint_disc(painter, disc, cell.name, tint=cell.tint)
    inside = rect.adjusted(side + here.px(6), 0, 0, 0)
    ink = here.colour("ink")
    width = paint_text(painter, inside, cell.name, font=here.font("body"), colour=ink)
    inside.setLeft(inside.left() + width + here.px(5))
    note = here.colour("urgent" if cell.late else "ink3")
    if inside.width() > here.px(10):
        paint_text(painter, inside, cell.note, font=here.font("small"), colour=note)


@_paint.register
def _slack(cell: Slack, painter: QPainter, rect: QRectF) -> None:
    here = look()
    zone = slack_zone(rect.width())
    zero = round(rect.left() + zone * SLACK_ZERO)
    step = zone * (1 - SLACK_ZERO) / cell.days_max
    length = max(-zone * SLACK_ZERO, min(cell.days_max * step, cell.days * step))
    height = here.px(6)
    top = rect.center().y() - height / 2
    quiet = cell.mark.colour in {"neutral", "ink3"}
    colour = here.colour("control" if quiet else cell.mark.colour)
    bar = QRectF(min(zero, zero + length), top, max(1.5, abs(length)), height)
    paint_panel(painter, bar, fill=colour, radius=1.5)
    tall = min(here.px(16), rect.height() - here.px(4))
    middle = rect.center().y()
    upper, lower = QPointF(zero, middle - tall / 2), QPointF(zero, middle + tall / 2)
    paint_line(painter, upper, lower, role="control")
    paint_mark(painter, rect.adjusted(zone + here.px(10), 0, 0, 0), cell.mark, style="body")


@_paint.register
def _phases(cell: Phases, painter: QPainter, rect: QRectF) -> None:
    here = look()
    side, gap = here.px(8), here.px(3)
    top = round(rect.center().y() - side / 2)
    for number in range(cell.count):
        box = QRectF(round(rect.left()) + number * (side + gap), top, side, side)
        if number > cell.at:
            paint_panel(painter, box, fill=None, line=here.colour("line"), radius=2)
            continue
        now = here.colour("urgent" if cell.late else "accent")
        past = here.colour("control")
        paint_panel(painter, box, fill=now if number == cell.at else past, radius=2)


@_paint.register
def _progress(cell: Progress, painter: QPainter, rect: QRectF) -> None:
    here = look()
    height = here.px(5)
    track = QRectF(rect.left(), rect.center().y() - height / 2, rect.width() * 0.5, height)
    paint_panel(painter, track, fill=here.colour("line_subtle"), radius=height / 2)
    words = QRectF(track.right() + here.px(8), rect.top(), 0, rect.height())
    words.setRight(rect.right())
    track.setWidth(max(height, track.width() * min(100.0, max(0.0, cell.percent)) / 100))
    role: Role = "control" if cell.done else "accent"
    paint_panel(painter, track, fill=here.colour(role), radius=height / 2)
    ink = here.colour("ink2")
    paint_text(painter, words, cell.text, font=here.font("small"), colour=ink)


@_paint.register
def _bar(cell: Bar, painter: QPainter, rect: QRectF) -> None:
    here = look()
    words = here.px(30)
    height = here.px(9)
    room = rect.width() - words - here.px(8)
    top = rect.center().y() - height / 2
    bar = QRectF(rect.left(), top, max(2.0, room * min(1.0, max(0.0, cell.share))), height)
    role: Role = "bar_now" if cell.chosen else "bar"
    paint_panel(painter, bar, fill=here.colour(role), radius=here.px(2))
    if cell.late and cell.count:
        bar.setWidth(max(here.px(4), bar.width() * cell.late / cell.count))
        paint_panel(painter, bar, fill=here.colour("urgent"), radius=here.px(2))
    count = QRectF(rect.right() - words, rect.top(), words, rect.height())
    ink, text = here.colour("ink"), str(cell.count)
    paint_text(painter, count, text, font=here.font("body"), colour=ink, align=RIGHT)


@_paint.register
def _span(cell: Span, painter: QPainter, rect: QRectF) -> None:
    here = look()
    middle, thick, thin = rect.center().y(), here.px(8), here.px(3)
    if cell.today is not None:
        across = rect.left() + rect.width() * cell.today
        upper, lower = QPointF(across, rect.top()), QPointF(across, rect.bottom())
        paint_line(painter, upper, lower, role="line")
    bar = _between(rect, cell.start, cell.finish)
    bar.setTop(middle - thick + here.px(2))
    bar.setHeight(thick)
    paint_panel(painter, bar, fill=here.colour(cell.colour), radius=here.px(2))
    if cell.was is not None:
        agreed = _between(rect, *cell.was)
        agreed.setTop(middle + here.px(4))
        agreed.setHeight(thin)
        paint_panel(painter, agreed, fill=here.colour("control"), radius=1)


def _between(rect: QRectF, start: float, finish: float) -> QRectF:
    """Return the part of a rectangle between two shares of its width, never too thin to see."""
    left = rect.left() + rect.width() * min(1.0, max(0.0, start))
    right = rect.left() + rect.width() * min(1.0, max(0.0, finish))
    return QRectF(left, rect.top(), max(3.0, right - left), rect.height())


@_paint.register
def _tick(cell: Tick, painter: QPainter, rect: QRectF) -> None:
    side = look().px(18)
    box = QRectF(rect.left() - look().px(2), rect.top(), side, rect.height())
    paint_tick_box(painter, box, ticked=cell.ticked, enabled=cell.enabled)
