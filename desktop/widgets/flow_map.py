"""A process as boxes in columns, joined by elbows; the keys walk it, a press chooses a box."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, Shape, TypeStyle, look
from desktop.theme.cells import Mark
from desktop.widgets.flow_routes import elbow, neighbour
from desktop.widgets.painting import (
    paint_focus,
    paint_mark,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable

HEAD, BOX, PITCH, GAP = 26, 45, 51, 14
_STANDS_OUT: tuple[Shape, ...] = ("half_disc", "triangle", "barred_ring", "octagon", "fork")


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One box: where it stands, its title, the line below, and its state."""

    key: str
    column: int
    row: int
    title: str
    below: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class FlowEdge:
    """One way from a box to the next; `critical` ways are drawn in accent."""

    start: str
    end: str
    critical: bool = False


class _Box(Pressable):
    def __init__(self, node: FlowNode, *, parent: "FlowMap") -> None:
        super().__init__(parent)
        self.node = node
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_node(node)

    def show_node(self, node: FlowNode) -> None:
        self.node = node
        self.setText(node.title)
        self.setAccessibleName(f"{node.title}, {node.mark.text}, {node.below}".rstrip(", "))
        self.setToolTip(f"{node.title} · {node.mark.text}")
        self.update()

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        here = look()
        mark = self.node.mark
        radius = here.px(6)
        if mark.shape == "dash":
            fill, line = here.colour("sunken"), here.colour("line")
        elif mark.shape in _STANDS_OUT:
            fill, line = here.soft(mark.colour), here.colour(mark.colour)
        else:
            fill, line = here.colour("surface"), here.colour("line")
        if self.isChecked() or self.underMouse():
            line = here.colour("accent") if mark.shape not in _STANDS_OUT else line
        paint_panel(painter, rect, fill=fill, line=line, radius=radius, dashed=mark.shape == "dash")
        if self.isChecked():
            inner = rect.adjusted(1, 1, -1, -1)
            paint_panel(painter, inner, fill=None, line=line, radius=radius - 1)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        mark = self.node.mark
        shape = QRectF(here.px(8), here.px(5), here.px(14), here.px(19))
        paint_mark(painter, shape, Mark("", mark.shape, mark.colour))
        quiet = mark.shape in {"dash", "clock", "ring"}
        stands_out = mark.shape in _STANDS_OUT
        width = rect.width() - here.px(29)
        upper = QRectF(here.px(27), here.px(5), width, here.px(19))
        lower = QRectF(here.px(27), here.px(24), width, here.px(16))
        ink = here.colour("ink2" if quiet else "ink")
        style: TypeStyle = "strong" if stands_out else "body"
        fits = text_width(self.node.title, style) <= width
        font = here.font(style if fits else "label" if stands_out else "small")
        paint_text(painter, upper, self.node.title, font=font, colour=ink)
        below = here.colour(mark.colour if stands_out else "ink2")
        paint_text(painter, lower, self.node.below, font=here.font("tiny"), colour=below)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))

    @override
    def event(self, e: QEvent) -> bool:
        if e.type() in {QEvent.Type.Enter, QEvent.Type.Leave}:
            parent = self.parentWidget()
            if isinstance(parent, FlowMap):
                parent.light(self.node.key if e.type() == QEvent.Type.Enter else "")
        return super().event(e)


class FlowMap(QWidget):
    """Boxes in columns under headings; tells `chosen` with a box's key.

    Tab comes to the chosen box, arrow keys walk, Enter or Space chooses.
    """

    chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._headings: tuple[str, ...] = ()
        self._edges: tuple[FlowEdge, ...] = ()
        self._boxes: dict[str, _Box] = {}
        self._lit = ""
        self._rows = 1

    @property
    def current(self) -> str:
        """Return the key of the chosen box; "" at first."""
        return next((key for key, box in self._boxes.items() if box.isChecked()), "")

    def show_flow(
        self, headings: Sequence[str], *, nodes: Sequence[FlowNode], edges: Sequence[FlowEdge]
    ) -> None:
        """Show a process; boxes that stay keep focus and choice."""
        self._headings, self._edges = tuple(headings), tuple(edges)
        for key in set(self._boxes) - {node.key for node in nodes}:
            self._boxes.pop(key).deleteLater()
        for node in nodes:
            if node.key in self._boxes:
                self._boxes[node.key].show_node(node)
            else:
                self._add(node)
        self._rows = 1 + max((node.row for node in nodes), default=0)
        self._set_tab_stop()
        self._place()
        self.updateGeometry()
        self.update()

    def choose(self, key: str) -> None:
        """Mark a box as chosen without telling."""
        for name, box in self._boxes.items():
            box.setChecked(name == key)
        self._set_tab_stop()

    def light(self, key: str) -> None:
        """Light the ways to and from a box; "" lights none."""
        self._lit = key
        self.update()

    def _add(self, node: FlowNode) -> None:
        box = _Box(node, parent=self)
        box.clicked.connect(self._tell)
        box.installEventFilter(self)
        box.show()
        self._boxes[node.key] = box

    def _tell(self) -> None:
        box = self.sender()
        if isinstance(box, _Box):
            self.choose(box.node.key)
            self.chosen.emit(box.node.key)

    def _set_tab_stop(self) -> None:
        stop = self.current or next(iter(self._boxes), "")
        for key, box in self._boxes.items():
            strong = Qt.FocusPolicy.StrongFocus
            box.setFocusPolicy(strong if key == stop else Qt.FocusPolicy.ClickFocus)

    def _column_width(self) -> float:
        count = max(1, len(self._headings))
        return (self.width() - look().px(GAP) * (count - 1)) / count

    def _place(self) -> None:
        here = look()
        step = self._column_width() + here.px(GAP)
        for box in self._boxes.values():
            top = here.px(HEAD) + box.node.row * here.px(PITCH)
            left = round(box.node.column * step)
            box.setGeometry(left, top, round(self._column_width()), here.px(BOX))

    @override
    def sizeHint(self) -> QSize:
        here = look()
        height = here.px(HEAD) + (self._rows - 1) * here.px(PITCH) + here.px(BOX + 4)
        return QSize(here.px(120) * max(1, len(self._headings)), height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(60) * max(1, len(self._headings)), self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._place()
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        here = look()
        painter = QPainter(self)
        step = self._column_width() + here.px(GAP)
        for column, heading in enumerate(self._headings):
            box = QRectF(column * step, 0, self._column_width(), here.px(20))
            ink = here.colour("ink2")
            paint_text(painter, box, heading, font=here.font("label"), colour=ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for edge in sorted(self._edges, key=lambda way: (way.critical, self._is_lit(way))):
            self._paint_edge(painter, edge)

    def _is_lit(self, edge: FlowEdge) -> bool:
        return bool(self._lit) and self._lit in {edge.start, edge.end}

    def _paint_edge(self, painter: QPainter, edge: FlowEdge) -> None:
        start, end = self._boxes.get(edge.start), self._boxes.get(edge.end)
        if start is None or end is None:
            return
        strong = edge.critical or self._is_lit(edge)
        role: Role = "accent" if strong else "line"
        pen = QPen(look().colour(role), 2.0 if strong else 1.2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        before, after = QRectF(start.geometry()), QRectF(end.geometry())
        points = elbow(before, after, gap=look().px(GAP), lane=0.65 if strong else 0.45)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        keys = Qt.Key
        steps = {
            keys.Key_Left: (-1, 0),
            keys.Key_Right: (1, 0),
            keys.Key_Up: (0, -1),
            keys.Key_Down: (0, 1),
        }
        step = steps.get(keys(event.key()))
        if step is None or not isinstance(watched, _Box):
            return False
        places = {key: (box.node.column, box.node.row) for key, box in self._boxes.items()}
        key = neighbour(places, watched.node.key, step=step)
        self._boxes[key].setFocus(Qt.FocusReason.TabFocusReason)
        self.light(key)
        return True
